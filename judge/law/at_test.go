package law_test

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"truce/ground/fold"
	"truce/ground/place"
	"truce/judge/law"
	"truce/noun/zone"
	"truce/tool/geo"
)

// The mission's example: what happened on 20 July is judged by that day's boundary, also
// when it changed in August.
func TestAt_judges_by_the_boundary_of_that_day(t *testing.T) {
	t.Parallel()
	s := open(t,
		held(t, "dz-1", 1, box(36, 34, 37, 35), day(7, 1), day(8, 1)),
		held(t, "dz-1", 2, box(36.5, 34, 37, 35), day(8, 1), time.Time{}))
	for name, c := range map[string]struct {
		place     law.Place
		when      law.When
		want, sum string
	}{
		"20 July, the part cut off later": {exact(36.2, 34.5), at(7, 20), "dz-1#1 inside", "dz-1 inside"},
		"20 August, the same place":       {exact(36.2, 34.5), at(8, 20), "dz-1#2 outside", "dz-1 outside"},
		"20 June":                         {exact(36.2, 34.5), at(6, 20), "", ""},
		"the last moment of July":         {exact(36.2, 34.5), law.When{From: day(8, 1).Add(-time.Microsecond)}, "dz-1#1 inside", "dz-1 inside"},
		"the first of August":             {exact(36.2, 34.5), law.When{From: day(8, 1)}, "dz-1#2 outside", "dz-1 outside"},
		"the day before, half-open":       {exact(36.2, 34.5), during(day(7, 31), day(8, 1)), "dz-1#1 inside", "dz-1 inside"},
		"around the change":               {exact(36.2, 34.5), during(day(7, 31), day(8, 2)), "dz-1#1 inside (part), dz-1#2 outside (part)", "dz-1 may-be"},
		"around it, where both hold":      {exact(36.7, 34.5), during(day(7, 31), day(8, 2)), "dz-1#1 inside (part), dz-1#2 inside (part)", "dz-1 inside"},
		"around the beginning":            {exact(36.7, 34.5), during(day(6, 30), day(7, 2)), "dz-1#1 inside (part)", "dz-1 may-be"},
		"nobody knows when":               {exact(36.7, 34.5), law.When{}, "dz-1#1 inside (part), dz-1#2 inside (part)", "dz-1 may-be"},
		"on the border":                   {exact(36.5, 34.5), at(8, 20), "dz-1#2 border", "dz-1 border"},
		"near the border, 1 km":           {law.Circle(point(36.505, 34.5), 1000), at(8, 20), "dz-1#2 may-be", "dz-1 may-be"},
		"somewhere":                       {law.Place{}, at(8, 20), "dz-1#2 may-be", "dz-1 may-be"},
	} {
		j := s.At(c.place, c.when)
		if got := told(j.Findings); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
		if got := standings(j.Overall); got != c.sum {
			t.Errorf("%s: got %s, want %s", name, got, c.sum)
		}
	}
}

// What did we know on 25 July: the amendment of 1 July came to the office on 30 July only.
func TestAt_answers_by_what_was_known_then(t *testing.T) {
	t.Parallel()
	known := func(r law.Row, from, until time.Time) law.Row {
		r.KnownFrom, r.KnownUntil = from, until
		return r
	}
	s := open(t,
		known(held(t, "dz-1", 1, box(36, 34, 37, 35), day(6, 1), time.Time{}), day(6, 5), day(7, 30)),
		known(held(t, "dz-1", 1, box(36, 34, 37, 35), day(6, 1), day(7, 1)), day(7, 30), day(8, 9)),
		known(held(t, "dz-1", 1, box(36, 34, 37, 35), day(6, 1), day(7, 1)), day(8, 9), time.Time{}), // written anew, says the same
		known(held(t, "dz-1", 2, box(36.5, 34, 37, 35), day(7, 1), time.Time{}), day(7, 30), time.Time{}))
	for name, c := range map[string]struct {
		known time.Time
		want  string
	}{
		"before anything was known": {day(6, 4), ""},
		"on 25 July":                {day(7, 25), "dz-1#1 inside"},
		"on 30 July":                {day(7, 30), "dz-1#2 outside"},
		"today":                     {time.Time{}, "dz-1#2 outside"},
	} {
		w := at(7, 20)
		w.Known = c.known
		if got := told(s.At(exact(36.2, 34.5), w).Findings); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
	june := at(6, 20)
	june.Known = day(8, 20)
	if got := told(s.At(exact(36.2, 34.5), june).Findings); got != "dz-1#1 inside" {
		t.Errorf("June, known in August: %s", got)
	}
}

func TestAt_measures_signed_geodesic_metres(t *testing.T) {
	t.Parallel()
	s := open(t, held(t, "dz-1", 1, box(36, 34, 37, 35), day(7, 1), time.Time{}, zone.Belt{Code: "sz-1", WidthMetres: 3000}))
	for _, c := range []struct {
		east float64 // metres east of the eastern border
		belt string
	}{{-5000, "outside"}, {1500, "inside"}, {2990, "inside"}, {3010, "outside"}} {
		border := point(37, 34.5)
		bearing := 90.0
		if c.east < 0 {
			bearing = 270
		}
		p := geo.Destination(border, bearing, math.Abs(c.east))
		j := s.At(law.Circle(p, 0), at(7, 20))
		zoneIs, beltIs := j.Findings[0], j.Findings[1]
		if zoneIs.Code != "dz-1" || math.Abs(*zoneIs.Metres-c.east) > 1 || beltIs.Where.String() != c.belt || beltIs.Zone != "dz-1" {
			t.Errorf("%v m: %v m, belt %v", c.east, *zoneIs.Metres, beltIs.Where)
		}
	}
}

// A belt is decided by the distance to the zone: at the corner it is round, where a drawn
// rectangle would be wrong.
func TestAt_decides_belts_by_distance(t *testing.T) {
	t.Parallel()
	s := open(t, held(t, "dz-1", 1, box(36, 34, 37, 35), day(7, 1), time.Time{}, zone.Belt{Code: "sz-1", WidthMetres: 10_000}))
	corner := point(37, 35)
	for metres, want := range map[float64]law.Where{9990: law.Inside, 10_010: law.Outside} {
		if got := s.At(law.Circle(geo.Destination(corner, 45, metres), 0), at(7, 20)).Findings[1].Where; got != want {
			t.Errorf("%v m from the corner: %v", metres, got)
		}
	}
	near := law.Circle(geo.Destination(corner, 45, 9990), 100)
	if got := s.At(near, at(7, 20)).Findings[1].Where; got != law.MayBe {
		t.Errorf("9,990 m, give or take 100: %v", got)
	}
}

func TestAt_sectors_and_regions(t *testing.T) {
	t.Parallel()
	s := open(t, held(t, "dz-1", 1, box(36, 34, 37, 35), day(7, 1), time.Time{}, zone.Belt{Code: "sz-1", WidthMetres: 5000}))
	region := func(west, south, east, north float64) law.Place {
		a, err := law.Draw(box(west, south, east, north), zone.Straight)
		if err != nil {
			t.Fatal(err)
		}
		return law.InRegion(law.NewRegion(a))
	}
	sector := func(bearing, most float64) law.Place {
		return law.Sector(geo.Sector{Origin: point(36.9, 34.5), Bearing: bearing, HalfWidth: 5, MinMetres: 1000, MaxMetres: most})
	}
	for name, c := range map[string]struct {
		place law.Place
		want  string
	}{
		"a sector inside":          {sector(90, 5000), "dz-1#1 inside, sz-1#1 outside"},
		"a sector across":          {sector(90, 20_000), "dz-1#1 may-be, sz-1#1 may-be"},
		"a region inside":          {region(36.2, 34.2, 36.4, 34.4), "dz-1#1 inside, sz-1#1 outside"},
		"a region far away":        {region(38.2, 34.2, 38.4, 34.4), "dz-1#1 outside, sz-1#1 outside"},
		"a region next to it":      {region(37, 34.2, 37.4, 34.4), "dz-1#1 outside, sz-1#1 may-be"},
		"a region across":          {region(36.8, 34.2, 37.4, 34.4), "dz-1#1 may-be, sz-1#1 may-be"},
		"a region around":          {region(35, 33, 38, 36), "dz-1#1 may-be, sz-1#1 may-be"},
		"a region that is unknown": {law.InRegion(nil), "dz-1#1 may-be, sz-1#1 may-be"},
		"a bearing without width":  {law.Sector(geo.Sector{Origin: point(36.5, 34.5), Bearing: 90, MinMetres: 1000, MaxMetres: 1000}), "dz-1#1 inside, sz-1#1 outside"},
		"a bearing that is wrong":  {law.Sector(geo.Sector{Origin: point(36.5, 34.5), Bearing: 400, MinMetres: 1000, MaxMetres: 1000}), "dz-1#1 may-be, sz-1#1 may-be"},
	} {
		if got := told(s.At(c.place, at(7, 20)).Findings); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
}

// A position that stands for a sub-district must not be taken for a point.
func TestPlaceOf_never_makes_a_point_of_an_area(t *testing.T) {
	t.Parallel()
	s := open(t, held(t, "dz-1", 1, box(36, 34, 37, 35), day(7, 1), time.Time{}))
	for precision, want := range map[string]law.Where{
		"exact": law.Inside, "vicinity": law.Inside, "locality": law.Inside, "sub-district": law.MayBe, "province": law.MayBe, "": law.MayBe,
	} {
		w := fold.WhereOf(&place.Place{Position: &place.Position{Lon: 36.5, Lat: 34.5}, Precision: precision})
		if got := s.At(law.PlaceOf(w, nil), at(7, 20)).Findings[0].Where; got != want {
			t.Errorf("%q: %v", precision, got)
		}
	}
	stated := fold.WhereOf(&place.Place{Position: &place.Position{Lon: 36.5, Lat: 34.5}, Precision: "sub-district", RadiusMetres: 25_000})
	if got := s.At(law.PlaceOf(stated, nil), at(7, 20)).Findings[0].Where; got != law.Inside {
		t.Errorf("a sub-district with a stated radius: %v", got)
	}
	seen := fold.Where{Known: true, Lon: 36.5, Lat: 34.5, Sector: &fold.Sector{BearingDegrees: 10, HalfWidthDegrees: 5, MinMetres: 100, MaxMetres: 200_000}}
	if got := s.At(law.PlaceOf(seen, nil), at(7, 20)).Findings[0].Where; got != law.MayBe {
		t.Errorf("sector: %v", got)
	}
}

func TestCheckGeometry_names_the_rule_and_the_place(t *testing.T) {
	t.Parallel()
	bow := []byte(`{"type":"MultiPolygon","coordinates":[[[[36,34],[37,35],[37,34],[36,35],[36,34]]]]}`)
	err := law.CheckGeometry(bow, zone.Straight)
	var fault geo.Fault
	if !errors.As(err, &fault) || fault.Rule != geo.NoSelfCrossing || fault.Place != point(36.5, 34.5) {
		t.Errorf("got %v", err)
	}
	if err := law.CheckGeometry(box(36, 34, 37, 35), zone.Geodesic); err != nil {
		t.Error(err)
	}
	// Straight on the map the long northern side passes south of the notch; the geodesic
	// bends northwards over it.
	notch := []byte(`{"type":"MultiPolygon","coordinates":[[[[30,50],[40,50],[40,51],[35,50.05],[30,51],[30,50]]]]}`)
	if err := law.CheckGeometry(notch, zone.Straight); err != nil {
		t.Error(err)
	}
	if err := law.CheckGeometry(notch, zone.Geodesic); !errors.As(err, &fault) || !strings.Contains(err.Error(), "geodesic") {
		t.Errorf("crossing as geodesics: %v", err)
	}
	far := []byte(`{"type":"LineString","coordinates":[` + strings.Repeat("[0,0],[170,1],", 2) + `[0,0]]}`)
	if err := law.CheckLine(far, zone.Geodesic); err == nil || !strings.Contains(err.Error(), "km long") {
		t.Errorf("a line around the earth: %v", err)
	}
	if err := law.CheckLine([]byte(`{"type":"LineString","coordinates":[[36,34],[36,34]]}`), zone.Straight); !errors.As(err, &fault) {
		t.Errorf("a line of one point: %v", err)
	}
}

// Geometry that an office let in without checking says nothing, and does not silence the
// rest.
func TestAt_of_unusable_geometry_is_may_be(t *testing.T) {
	t.Parallel()
	bow := []byte(`{"type":"MultiPolygon","coordinates":[[[[36,34],[37,35],[37,34],[36,35],[36,34]]]]}`)
	s := open(t, held(t, "bad", 1, bow, day(7, 1), time.Time{}, zone.Belt{Code: "belt", WidthMetres: 10}),
		held(t, "good", 2, box(36, 34, 37, 35), day(7, 1), time.Time{}))
	j := s.At(exact(10, 10), at(7, 20))
	if got := told(j.Findings); got != "bad#1 may-be, good#2 outside, belt#1 may-be" || !j.Findings[0].Unusable || len(s.Faults()) != 1 {
		t.Errorf("got %s", got)
	}
	var got string
	s.Judge([]law.Observation{{Place: exact(10, 10), When: at(7, 20)}}, func(_ int, found []law.Finding) { got = told(found) })
	if got != "bad#1 may-be, belt#1 may-be" {
		t.Errorf("judged %s", got)
	}
}

// What a mapping program gives becomes what a proposal must have.
func TestTidy(t *testing.T) {
	t.Parallel()
	for _, given := range []string{
		`{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[36,34,5],[36,35,5],[37.123456789,35,5],[37.123456789,35,5],[36,34,5]]]}}`,
		`{"type":"MultiPolygon","coordinates":[[[[36,34],[36,35],[37.123456789,35],[36,34]]]]}`,
	} {
		text, err := law.Tidy([]byte(given))
		want := `{"type":"MultiPolygon","coordinates":[[[[36,34],[37.1234568,35],[36,35],[36,34]]]]}`
		if err != nil || string(text) != want {
			t.Errorf("got %s, %v", text, err)
		}
		b := zone.ZoneProposed{Terms: terms, Geometry: text, Edges: zone.Straight}
		if err := b.Fits("zone/dz-1"); err != nil {
			t.Error(err)
		}
	}
	if _, err := law.Tidy([]byte(`{"type":"Polygon","coordinates":[[[36,34],[37,35],[37,34],[36,35],[36,34]]]}`)); err == nil {
		t.Error("a bow was tidied")
	}
}
