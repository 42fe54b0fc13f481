package postgis_test

import (
	"compress/gzip"
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"truce/checks/datasets"
	"truce/checks/postgis/lawbook"
	"truce/tool/geo"
)

// TestValidate compares which shapes are good, on shapes with random breaks, in whole units.
func TestValidate(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 5))
	good := 0
	for range 1500 {
		m := scribble(rnd)
		var valid bool
		var reason string
		ask(t, `select st_isvalid(g), st_isvalidreason(g) from (select st_geomfromwkb($1) g) s`, []any{lawbook.WKB(m, 1)}, &valid, &reason)
		faults := m.Validate()
		if valid != (len(faults) == 0) {
			t.Errorf("%s: %v, PostGIS %s", geo.MarshalGeoJSON(m), faults, reason)
		}
		if valid {
			good++
		}
	}
	if good < 200 || good > 1300 {
		t.Errorf("%d of 1500 are good: the list is one-sided", good)
	}
}

// scribble is a small shape on few positions, so that things often touch, cross or coincide.
func scribble(rnd *rand.Rand) geo.MultiPolygon {
	at := func(low, high int32) geo.Point {
		return geo.Point{Lon: low + rnd.Int32N(high-low), Lat: low + rnd.Int32N(high-low)}
	}
	small := func(low, high int32) geo.Ring {
		var r geo.Ring
		for len(r) < 3+rnd.IntN(2) {
			if p := at(low, high); len(r) == 0 || p != r[0] && p != r[len(r)-1] {
				r = append(r, p)
			}
		}
		return append(r, r[0])
	}
	var m geo.MultiPolygon
	for range 1 + rnd.IntN(2) {
		p := geo.Polygon{Outer: rectangle(0, 0, 12, 12)}
		if rnd.IntN(2) == 0 || len(m) > 0 {
			p.Outer = small(0, 20)
		}
		for range rnd.IntN(3) {
			p.Holes = append(p.Holes, small(0, 13))
		}
		m = append(m, p)
	}
	return m
}

// TestPublishedBoundaries checks the published boundaries of a country: the same features must
// be good and bad as for PostGIS, and a fault must be where PostGIS has it.
func TestPublishedBoundaries(t *testing.T) {
	bad := 0
	for _, file := range datasets.Files(t, "boundaries-syria/*.geojson.gz") {
		for _, f := range features(t, file) {
			if !sameVerdict(t, filepath.Base(file), f) {
				bad++
			}
		}
	}
	t.Logf("%d features are bad, for both", bad)
}

func features(t *testing.T, file string) []json.RawMessage {
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var all struct{ Features []json.RawMessage }
	if err := json.NewDecoder(z).Decode(&all); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return all.Features
}

func sameVerdict(t *testing.T, file string, text []byte) (good bool) {
	m, err := geo.ParseGeoJSON(text)
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	var x, y float64
	ask(t, `select st_isvalid(g), coalesce(st_x(d), 0), coalesce(st_y(d), 0)
		from (select g, location(st_isvaliddetail(g)) d from (select st_geomfromwkb($1) g) r) s`, []any{lawbook.WKB(m, 1)}, &good, &x, &y)
	faults := m.Validate()
	switch {
	case good != (len(faults) == 0):
		t.Errorf("%s: %v, PostGIS says %v", file, faults, good)
	case !good && math.Hypot(float64(faults[0].Place.Lon)-x, float64(faults[0].Place.Lat)-y) > 2:
		t.Errorf("%s: %v, PostGIS at %.0f,%.0f units", file, faults[0], x, y)
	case !good:
		t.Logf("%s: %v", file, faults[0])
	}
	return good
}

// TestCompare compares the areas of overlays on the ellipsoid.
func TestCompare(t *testing.T) {
	rnd := rand.New(rand.NewPCG(6, 6))
	for range 25 {
		centre := geo.Point{Lon: 366_000_000, Lat: 359_000_000}
		a := geo.MultiPolygon{{Outer: lawbook.Coast(rnd, centre, 2_000_000, 1_000)}}
		b := geo.MultiPolygon{{Outer: lawbook.Coast(rnd, geo.Point{Lon: centre.Lon + rnd.Int32N(2e6), Lat: centre.Lat}, 2_000_000, 1_000)}}
		c, err := geo.Compare(a, b, geo.Narrow{})
		if err != nil {
			t.Fatal(err)
		}
		var both, onlyA, onlyB float64
		ask(t, `select st_area(st_intersection(a, b)::geography), st_area(st_difference(a, b)::geography), st_area(st_difference(b, a)::geography)
			from (select st_geomfromwkb($1, 4326) a, st_geomfromwkb($2, 4326) b) s`,
			[]any{lawbook.WKB(a, geo.Scale), lawbook.WKB(b, geo.Scale)}, &both, &onlyA, &onlyB)
		for _, pair := range [][2]float64{{c.BothSquareMetres, both}, {c.OnlyASquareMetres, onlyA}, {c.OnlyBSquareMetres, onlyB}} {
			if math.Abs(pair[0]-pair[1]) > 1e-6*pair[1]+2_000 {
				t.Errorf("%.0f m², PostGIS %.0f m²", pair[0], pair[1])
			}
		}
	}
}

func TestPath(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 7))
	line := geo.Line(lawbook.Coast(rnd, geo.Point{Lon: 366_000_000, Lat: 359_000_000}, 3_000_000, 500)[:400])
	l, err := geo.NewPath(line)
	if err != nil {
		t.Fatal(err)
	}
	for range 100 {
		p := lawbook.Somewhere(rnd)
		lon, lat := p.Degrees()
		var want float64
		ask(t, `select st_distance(st_geomfromwkb($1, 4326)::geography, st_setsrid(st_makepoint($2, $3), 4326)::geography)`,
			[]any{lawbook.LineWKB(line, geo.Scale), lon, lat}, &want)
		if got, _ := l.From(p); math.Abs(got-want) > math.Max(0.1, 0.001*want) {
			t.Errorf("%v: %.3f m, PostGIS %.3f m", p, got, want)
		}
	}
}
