package law

import (
	"math"
	"math/rand/v2"
	"testing"

	"truce/tool/geo"
)

// Whatever is within the metres of the border is in the fringe, and the fringe is not much
// more than that.
func TestFringe_misses_nothing(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 9))
	for _, lat := range []float64{0, 34, -51, 78, 88.5} {
		for _, metres := range []float64{1000, 4000, 60_000} {
			a := triangle(t, 36, lat)
			f := newFringe(a, metres)
			near, far := 0, 0
			for range 400 {
				p := onBorder(r, a)
				q := geo.Destination(p, 360*r.Float64(), 3*metres*math.Sqrt(r.Float64()))
				if d := math.Abs(a.Distance(q)); d <= metres {
					near++
					if !f.near(q) {
						t.Fatalf("%v N, %v m: %v is %v m from the border and not in the fringe", lat, metres, q, d)
					}
				} else if d > 2*metres && f.near(q) {
					far++
				}
			}
			if near < 50 || far > 60 && lat < 80 {
				t.Errorf("%v N, %v m: %d near, %d far ones in the fringe", lat, metres, near, far)
			}
		}
	}
}

func triangle(t *testing.T, lon, lat float64) *geo.Area {
	t.Helper()
	var ring geo.Ring
	for _, d := range [][2]float64{{0, 0}, {1.3, 0.1}, {0.4, 0.9}, {0, 0}} {
		p, err := geo.FromDegrees(lon+d[0], lat+d[1])
		if err != nil {
			t.Fatal(err)
		}
		ring = append(ring, p)
	}
	a, err := geo.NewArea(geo.MultiPolygon{{Outer: ring}})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func onBorder(r *rand.Rand, a *geo.Area) geo.Point {
	ring := a.Shape()[0].Outer
	i, part := r.IntN(len(ring)-1), r.Float64()
	along := func(from, to int32) int32 { return from + int32(part*float64(to-from)) }
	return geo.Point{Lon: along(ring[i].Lon, ring[i+1].Lon), Lat: along(ring[i].Lat, ring[i+1].Lat)}
}
