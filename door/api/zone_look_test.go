package api_test

import (
	"net/http"
	"strings"
	"testing"

	"truce/door/wire"
	"truce/ground/act"
	"truce/ground/place"
	"truce/noun/gazetteer"
)

// A drawing is looked at before it is signed: what is wrong with it and where, or what is in it.
func TestLook(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, at := range map[string]place.Position{"X-in": {Lon: 36.1, Lat: 35.1}, "X-out": {Lon: 36.4, Lat: 35.1}} {
		w.Must(t, "secretary", "place-listed", "place/"+name, gazetteer.PlaceListed{
			Kind: "settlement", Population: new(1200), Position: &at, Precision: "locality", Names: []gazetteer.Name{{Language: "en", Text: name}}})
	}
	// A district that has its point inside holds the people of its settlements again.
	w.Must(t, "secretary", "place-listed", "place/X-district", gazetteer.PlaceListed{
		Kind: "district", Population: new(50_000), Position: &place.Position{Lon: 36.05, Lat: 35.05}, Precision: "district", Names: []gazetteer.Name{{Language: "en", Text: "X-district"}}})
	look := func(t *testing.T, who, ring, more string) reply {
		t.Helper()
		return w.ask(t, who, http.MethodPost, "/api/zones/look", `{"edges": "straight"`+more+`, "geometry": {"type": "MultiPolygon", "coordinates": [[`+ring+`]]}}`, "Content-Type", "application/json")
	}
	const square = `[[36,35],[36.2,35],[36.2,35.2],[36,35.2],[36,35]]`
	got := read[wire.Looked](t, look(t, "liaison-tr", square, `, "beltMetres": 3000`))
	if got.SquareMetres < 4.0e8 || got.SquareMetres > 4.1e8 || len(got.Belt) == 0 || got.BeltSquareMetres < 2.4e8 || got.BeltSquareMetres > 2.8e8 {
		t.Errorf("%.0f m², belt %.0f m²", got.SquareMetres, got.BeltSquareMetres)
	}
	if len(got.Places) != 2 || got.People != 1200 {
		t.Errorf("places inside: %+v", got.Places)
	}
	crossed := look(t, "liaison-tr", `[[36,35],[36.2,35.2],[36.2,35],[36,35.2],[36,35]]`, "")
	crossed.refuses(t, http.StatusBadRequest, "geometry-wrong")
	if !strings.Contains(crossed.body, "36.1, 35.1") {
		t.Errorf("the place is not told: %s", crossed.body)
	}
	look(t, "", square, "").wants(t, http.StatusUnauthorized)
	look(t, "liaison-tr", square, `, "beltMetres": 900000`).wants(t, http.StatusBadRequest)
	w.ask(t, "liaison-tr", http.MethodPost, "/api/zones/look", `{"edges": "straight", "geometry": "`+strings.Repeat("x", act.MaxBytes)+`"}`).wants(t, http.StatusRequestEntityTooLarge)
}
