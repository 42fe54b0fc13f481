package api_test

import (
	"net/url"
	"strings"
	"testing"

	"truce/ground/place"
	"truce/ground/shape"
	"truce/noun/gazetteer"
	"truce/tool/query"
)

// listPlaces lists two namesakes and one more.
func listPlaces(t *testing.T, w *world) {
	t.Helper()
	for code, p := range map[string][2]string{"X1": {"Zalaqit", "D1"}, "X2": {"Mazraa", "D1"}, "X3": {"Mazraa", "D2"}} {
		lat := 35.4
		if p[1] == "D2" {
			lat = 34.9
		}
		w.Must(t, "secretary", "place-listed", "place/"+code, gazetteer.PlaceListed{
			Kind: "settlement", Names: []gazetteer.Name{{Language: "ar-Latn", Text: p[0]}},
			Within:   []gazetteer.Division{{Level: 1, Code: "P1", Name: "Hama"}, {Level: 2, Code: p[1], Name: "District " + p[1]}},
			Position: &place.Position{Lon: 36.7, Lat: lat}, Precision: "locality",
		})
	}
}

func TestResolve(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	listPlaces(t, w)
	for query, want := range map[string]struct {
		code string
		n    int
	}{
		"q=Zalaqit": {"X1", 1}, "q=Zellaqiyat": {"", 1}, "q=Zellaqiyat&within=D1": {"X1", 1}, "q=Mazraa": {"", 2},
		"q=al-Mazra%27a&near=36.75,34.92": {"X3", 2}, "q=Mazraa&within=D1": {"X2", 2}, "q=Pepsi": {"", 0}, "q=Mazraa&limit=1": {"", 1},
		"q=Hama&kind=province": {"P1", 1}, "q=" + url.QueryEscape("زلاقيات") + "&within=D1": {"X1", 1},
	} {
		for _, who := range []string{"", "verifier-1", "liaison-tr"} { // the gazetteer is for everybody
			a := read[gazetteer.Answer](t, w.get(t, who, "/api/places/resolve?"+query))
			if a.Code != want.code || len(a.Candidates) != want.n {
				t.Errorf("%s asked by %q: %+v", query, who, a)
			}
		}
	}
	for _, query := range []string{
		"", "q=", "q=%20", "q=" + strings.Repeat("x", 201), "q=x&near=36.7", "q=x&near=200,35", "q=x&near=NaN,35",
		"q=x&kind=village", "q=x&within=NOWHERE", "q=x&limit=ten",
	} {
		w.get(t, "", "/api/places/resolve?"+query).refuses(t, 400, "filter-wrong")
	}
}

// TestResolve_learns: a name that was added leads to the place from the next question on.
func TestResolve_learns(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	listPlaces(t, w)
	c := w.client(t, "monitor-1")
	ask := func(name string) string {
		t.Helper()
		a, err := c.Resolve(t.Context(), gazetteer.Query{Name: name, Limit: 3})
		if err != nil {
			t.Fatal(err)
		}
		return a.Code
	}
	if code := ask("Zellaqiyat"); code != "" {
		t.Errorf("before: %q", code)
	}
	added := w.Must(t, "monitor-1", "place-variant-added", "place/X1",
		gazetteer.PlaceVariantAdded{Name: gazetteer.Name{Language: "en", Text: "Zellaqiyat"}, Source: shape.In("en", "hotline")})
	if code := ask("Zellaqiyat"); code != "X1" {
		t.Errorf("after: %q", code)
	}
	items, err := c.Subject(t.Context(), "place/X1", query.Clocks{})
	if err != nil || !strings.Contains(string(items[0].State), "Zellaqiyat") {
		t.Errorf("%+v, %v, %s", items, err, added.ID)
	}
	w.Must(t, "monitor-2", "place-variant-withdrawn", "place/X1",
		gazetteer.PlaceVariantWithdrawn{Name: gazetteer.Name{Language: "en", Text: "Zellaqiyat"}, Reason: shape.In("en", "another village")})
	if code := ask("Zellaqiyat"); code != "" {
		t.Errorf("taken back: %q", code)
	}
	near := gazetteer.Query{Name: "Mazraa", Near: &place.Position{Lon: 36.7, Lat: 35.41}, Kind: "settlement", Within: "D1"}
	if a, err := c.Resolve(t.Context(), near); err != nil || a.Code != "X2" {
		t.Errorf("%+v, %v", a, err)
	}
}
