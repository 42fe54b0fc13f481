package office_test

import (
	"context"
	"testing"

	"truce/ground/place"
	"truce/noun/incident"
	"truce/office/officetest"
	"truce/tool/query"
)

// A position that stands for an area is found where it is drawn: in its cell of a tenth of
// a degree, not in a box around the point alone; with a radius that the source stated, in
// that circle's box.
func TestList_finds_nominal_positions_coarsely(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	at := func(subject, precision string, radius float64) {
		o := officetest.Observation()
		o.Place = &place.Place{Position: &place.Position{Lon: 36.62, Lat: 35.93}, Precision: precision, RadiusMetres: radius}
		w.Must(t, "monitor-1", "observation-filed", subject, incident.ObservationFiled{Record: o.Record})
	}
	at("report/point", "exact", 0)
	at("report/district", "district", 0)
	at("report/stated", "district", 25_000)
	for _, c := range []struct {
		box  query.Box
		want int
	}{
		{query.Box{MinLon: 36.61, MinLat: 35.92, MaxLon: 36.63, MaxLat: 35.94}, 3},
		{query.Box{MinLon: 36.56, MinLat: 35.86, MaxLon: 36.57, MaxLat: 35.87}, 2},
		{query.Box{MinLon: 36.8, MinLat: 36.0, MaxLon: 36.81, MaxLat: 36.01}, 1},
		{query.Box{MinLon: 37, MinLat: 36.3, MaxLon: 37.1, MaxLat: 36.4}, 0},
	} {
		page, err := w.Reading.List(context.Background(), w.As("verifier-1"), query.Filter{Nouns: []string{"report"}, Box: &c.box}, nil, 10)
		if err != nil {
			t.Fatal(err)
		}
		if len(page.Items) != c.want {
			t.Errorf("%+v: %d found, want %d", c.box, len(page.Items), c.want)
		}
	}
}
