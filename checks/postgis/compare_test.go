// Package postgis_test compares package geo with PostGIS on shared lists of shapes and
// points. It starts its own server and fails when PostGIS is not installed.
package postgis_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/jackc/pgx/v5"

	"truce/checks/postgis/cluster"
	"truce/checks/postgis/lawbook"
	"truce/tool/geo"
)

// server is started once, before all tests.
type server struct {
	conn *pgx.Conn
	dsn  string
}

var shared server

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	c, err := cluster.Start()
	if err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		return 1
	}
	defer c.Stop()
	conn, err := c.Open(context.Background())
	if err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		return 1
	}
	defer conn.Close(context.Background())
	shared = server{conn, c.DSN()}
	return m.Run()
}

// ask reads one row.
func ask(t *testing.T, sql string, args []any, into ...any) {
	t.Helper()
	if err := shared.conn.QueryRow(t.Context(), sql, args...).Scan(into...); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

func ring(v ...int32) geo.Ring {
	var r geo.Ring
	for i := 0; i < len(v); i += 2 {
		r = append(r, geo.Point{Lon: v[i], Lat: v[i+1]})
	}
	return append(r, r[0])
}

func rectangle(west, south, east, north int32) geo.Ring {
	return ring(west, south, east, south, east, north, west, north)
}

// shapes is the shared list: good shapes of all kinds.
func shapes(rnd *rand.Rand) map[string]geo.MultiPolygon {
	centre := geo.Point{Lon: 366_000_000, Lat: 359_000_000}
	return map[string]geo.MultiPolygon{
		"a square":        {{Outer: rectangle(366_000_000, 359_000_000, 366_100_000, 359_100_000)}},
		"a village":       {{Outer: lawbook.Coast(rnd, centre, 30_000, 40)}},
		"a zone":          {{Outer: lawbook.Coast(rnd, centre, 3_000_000, 2_000)}},
		"a zone and hole": {{Outer: lawbook.Coast(rnd, centre, 3_000_000, 1_000), Holes: []geo.Ring{lawbook.Coast(rnd, centre, 700_000, 200)}}},
		"two parts": {
			{Outer: rectangle(366_000_000, 359_000_000, 366_100_000, 359_100_000)},
			{Outer: rectangle(366_100_000, 359_100_000, 366_300_000, 359_200_000)},
		},
	}
}

// probes are points on, near and away from a shape's border.
func probes(rnd *rand.Rand, m geo.MultiPolygon, n int) []geo.Point {
	box := m.Box()
	var out []geo.Point
	for range n {
		p := m[rnd.IntN(len(m))]
		r := p.Rings()[rnd.IntN(1+len(p.Holes))]
		i := rnd.IntN(len(r) - 1)
		t := float64(rnd.IntN(9)) / 8
		on := geo.Point{
			Lon: r[i].Lon + int32(t*float64(r[i+1].Lon-r[i].Lon)),
			Lat: r[i].Lat + int32(t*float64(r[i+1].Lat-r[i].Lat)),
		}
		out = append(out, r[i], on,
			geo.Point{Lon: on.Lon + rnd.Int32N(3) - 1, Lat: on.Lat + rnd.Int32N(3) - 1},
			geo.Point{Lon: box.West + rnd.Int32N(box.East-box.West), Lat: box.South + rnd.Int32N(box.North-box.South)})
	}
	return out
}

// comb has notches that come within one unit of its foot.
func comb() geo.MultiPolygon {
	return geo.MultiPolygon{{Outer: ring(366_000_000, 359_000_000, 367_000_000, 359_000_000, 367_000_000, 359_500_000,
		366_900_000, 359_000_001, 366_800_000, 359_500_000, 366_700_000, 359_000_001, 366_600_000, 359_500_000, 366_000_000, 359_000_001)}}
}

// TestLocate compares in whole units, which both hold exactly, so every answer must agree.
func TestLocate(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 1))
	all := shapes(rnd)
	all["a comb"] = comb()
	for name, m := range all {
		t.Run(name, func(t *testing.T) {
			a, err := geo.NewArea(m)
			if err != nil {
				t.Fatal(err)
			}
			x, err := geo.NewIndex(geo.Zone{Key: name, Versions: []geo.Version{{Area: a, InForce: geo.Always(), Known: geo.Always()}}})
			if err != nil {
				t.Fatal(err)
			}
			seen := map[geo.Where]int{}
			for _, p := range probes(rnd, m, 150) {
				want := located(t, m, p)
				seen[want]++
				got := geo.Outside
				for _, h := range x.At(geo.Query{Point: p, Known: geo.Latest}, nil) {
					got = h.Where
				}
				if got != want || a.Locate(p) != want {
					t.Errorf("%v: index %v, area %v, PostGIS %v", p, got, a.Locate(p), want)
				}
			}
			if len(seen) != 3 {
				t.Errorf("probes found only %v", seen)
			}
		})
	}
}

func located(t *testing.T, m geo.MultiPolygon, p geo.Point) geo.Where {
	var covers, contains bool
	ask(t, `select st_covers(g, p), st_contains(g, p) from (select st_geomfromwkb($1) g, st_makepoint($2, $3) p) s`,
		[]any{lawbook.WKB(m, 1), float64(p.Lon), float64(p.Lat)}, &covers, &contains)
	switch {
	case contains:
		return geo.Inside
	case covers:
		return geo.Border
	}
	return geo.Outside
}

// TestDistance compares metres with PostGIS's geography. Its edges are geodesics, so the
// shapes are densified first. It finds the nearest place on a sphere and so may miss the
// nearest on the ellipsoid by a little: ours must never be the longer.
func TestDistance(t *testing.T) {
	rnd := rand.New(rand.NewPCG(2, 2))
	for name, m := range shapes(rnd) {
		m = geo.Densify(m)
		t.Run(name, func(t *testing.T) {
			a, err := geo.NewArea(m)
			if err != nil {
				t.Fatal(err)
			}
			worst := 0.0
			for range 40 {
				far := 1000 * math.Pow(10, 2.4*rnd.Float64())
				p := geo.Destination(m[0].Outer[0], 360*rnd.Float64(), far)
				lon, lat := p.Degrees()
				var want float64
				ask(t, `select st_distance(st_boundary(g)::geography, p::geography)
					from (select st_geomfromwkb($1, 4326) g, st_setsrid(st_makepoint($2, $3), 4326) p) s`,
					[]any{lawbook.WKB(m, geo.Scale), lon, lat}, &want)
				got := math.Abs(a.Distance(p))
				worst = math.Max(worst, math.Abs(got-want))
				if off := math.Abs(got - want); off > math.Max(0.1, 0.001*want) || got > want+0.05 {
					t.Errorf("%v: %.3f m, PostGIS %.3f m", p, got, want)
				}
			}
			t.Logf("worst difference %.3f m", worst)
		})
	}
}

func TestArea(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 3))
	for name, m := range shapes(rnd) {
		m = geo.Densify(m)
		var want float64
		ask(t, `select st_area(st_geomfromwkb($1, 4326)::geography)`, []any{lawbook.WKB(m, geo.Scale)}, &want)
		if got := m.SquareMetres(); math.Abs(got-want) > 1e-6*want+0.1 {
			t.Errorf("%s: %.1f m², PostGIS %.1f m²", name, got, want)
		}
	}
}

func TestGeodesic(t *testing.T) {
	rnd := rand.New(rand.NewPCG(4, 4))
	for range 300 {
		a, b := lawbook.Somewhere(rnd), lawbook.Somewhere(rnd)
		lon1, lat1 := a.Degrees()
		lon2, lat2 := b.Degrees()
		var metres, bearing float64
		ask(t, `select st_distance(a, b), degrees(st_azimuth(a, b)) from (select
			st_setsrid(st_makepoint($1, $2), 4326)::geography a, st_setsrid(st_makepoint($3, $4), 4326)::geography b) s`,
			[]any{lon1, lat1, lon2, lat2}, &metres, &bearing)
		if got := geo.Distance(a, b); math.Abs(got-metres) > 1e-3 {
			t.Errorf("%v to %v: %f m, PostGIS %f m", a, b, got, metres)
		}
		if got := geo.Bearing(a, b); math.Abs(math.Remainder(got-bearing, 360)) > 1e-6 {
			t.Errorf("%v to %v: %f°, PostGIS %f°", a, b, got, bearing)
		}
	}
}
