package geo

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestGeodesic has figures of GeographicLib 2.1 (Python), the reference implementation.
func TestGeodesic(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ lon1, lat1, lon2, lat2, metres, bearing float64 }{
		{36.6, 35.9, 36.7, 36.0, 14300.852835400, 39.085390444},
		{36.2765, 33.5138, 37.1612, 36.2021, 309008.258589260, 14.926032318},
		{0, 0, 0, 1, 110574.388557799, 0},
		{0, 0, 1, 0, 111319.490793274, 90},
		{-73.8, 40.6, 2.55, 49.01667, 5853226.119323959, 53.470214345},
		{36, 34, 36.0000001, 34, 0.009238479, 89.999999972},
		{10, 80, -170, 85, 1675281.446022326, 0},
		{0, 0, 179.5, 0.5, 19936288.578965314, 25.671872868},
	} {
		a, b := deg(c.lon1, c.lat1), deg(c.lon2, c.lat2)
		if got := Distance(a, b); math.Abs(got-c.metres) > 1e-6 {
			t.Errorf("distance %v to %v: %.9f, want %.9f", a, b, got, c.metres)
		}
		if got := Bearing(a, b); math.Abs(got-c.bearing) > 1e-6 {
			t.Errorf("bearing %v to %v: %.9f, want %.9f", a, b, got, c.bearing)
		}
		if got := Destination(a, c.bearing, c.metres); Distance(got, b) > 0.01 {
			t.Errorf("destination from %v: %v, want %v", a, got, b)
		}
	}
	if got := Bearing(deg(1, 1), deg(1, 1)); got != 0 {
		t.Errorf("bearing to itself: %v", got)
	}
}

// TestSquareMetres has areas of polygons with geodesic edges by GeographicLib 2.1 (Python).
func TestSquareMetres(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		ring Ring
		want float64
	}{
		{Ring{deg(36, 34), deg(37, 34), deg(37, 35), deg(36, 35), deg(36, 34)}, 10187822482.474426},
		{Ring{deg(36, 34), deg(36.01, 34), deg(36.01, 34.01), deg(36, 34.01), deg(36, 34)}, 1024694.8787274361},
		{Ring{deg(-10, -20), deg(50, -30), deg(20, 60), deg(-10, -20)}, 37020865575025.81},
	} {
		got := Densify(MultiPolygon{{Outer: c.ring}}).SquareMetres()
		if off := math.Abs(got-c.want) / c.want; off > 1e-6 {
			t.Errorf("%v: %f, want %f: off by %g", c.ring, got, c.want, off)
		}
	}
	t.Run("points_along_straight_edges_change_nothing", func(t *testing.T) {
		corners := []Point{deg(0, 10), deg(40, 30), deg(20, 60), deg(0, 10)}
		few, many := Ring{corners[0]}, Ring{corners[0]}
		for i := range 3 {
			for k := 1; k <= 1000; k++ {
				f := func(a, b int32) int32 { return a + int32(int64(b-a)*int64(k)/1000) }
				many = append(many, Point{f(corners[i].Lon, corners[i+1].Lon), f(corners[i].Lat, corners[i+1].Lat)})
			}
			few = append(few, corners[i+1])
		}
		got, want := MultiPolygon{{Outer: few}}.SquareMetres(), MultiPolygon{{Outer: many}}.SquareMetres()
		if math.Abs(got-want) > 1e-11*want {
			t.Errorf("%f, want %f", got, want)
		}
	})
	t.Run("a_hole_is_taken_off", func(t *testing.T) {
		outer, hole := rectangle(0, 0, 9e6, 9e6), rectangle(1e6, 1e6, 2e6, 2e6)
		want := MultiPolygon{{Outer: outer}}.SquareMetres() - MultiPolygon{{Outer: hole}}.SquareMetres()
		if got := (MultiPolygon{{outer, []Ring{hole}}}).SquareMetres(); got != want {
			t.Errorf("%f, want %f", got, want)
		}
	})
}

func TestDensify(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(6, 6))
	for range 50 {
		a := deg(30+10*rnd.Float64(), 20+30*rnd.Float64())
		b := deg(30+10*rnd.Float64(), 20+30*rnd.Float64())
		l := DensifyLine(Line{a, b})
		g := newArc(a, b)
		for i := range len(l) - 1 {
			// The middle of each edge, put on the geodesic at the same distance from a.
			m := BoxOf(l[i], l[i+1]).middle()
			lon, lat := g.at(Distance(a, m) / g.metres)
			mLon, mLat := m.Degrees()
			if off := math.Hypot(lon-mLon, lat-mLat); off > 3e-7 {
				t.Fatalf("edge %d from %v to %v is %g degrees off", i, l[i], l[i+1], off)
			}
		}
	}
	t.Run("a_short_edge_stays", func(t *testing.T) {
		if l := DensifyLine(Line{deg(36, 34), deg(36.005, 34.003)}); len(l) != 2 {
			t.Errorf("%d points", len(l))
		}
	})
	t.Run("an_edge_along_a_meridian_stays", func(t *testing.T) {
		if l := DensifyLine(Line{deg(36, 34), deg(36, 36)}); len(l) != 2 {
			t.Errorf("%d points", len(l))
		}
	})
}
