package geo

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

// deg is a point from degrees that the test knows to be in range.
func deg(lon, lat float64) Point {
	p, err := FromDegrees(lon, lat)
	if err != nil {
		panic(err)
	}
	return p
}

// units closes a ring given as lon, lat, lon, lat ... in units.
func units(v ...int32) Ring {
	var r Ring
	for i := 0; i < len(v); i += 2 {
		r = append(r, Point{v[i], v[i+1]})
	}
	return append(r, r[0])
}

func rectangle(west, south, east, north int32) Ring {
	return units(west, south, east, south, east, north, west, north)
}

// star is a ring without crossings around a centre: n vertices at growing angles.
func star(rnd *rand.Rand, centre Point, radius float64, n int) Ring {
	return starAt(centre, radius, n, func(int) float64 { return 0.6 + 0.4*rnd.Float64() })
}

// coast is a ring that wiggles at all sizes, as natural borders do.
func coast(rnd *rand.Rand, centre Point, radius float64, n int) Ring {
	var amp, phase [8]float64
	for i := range amp {
		amp[i], phase[i] = rnd.Float64()/float64(i+2), rnd.Float64()*2*math.Pi
	}
	return starAt(centre, radius, n, func(i int) float64 {
		r := 1.0
		for k := range amp {
			r += 0.3 * amp[k] * math.Sin(float64(int(1)<<k)*2*math.Pi*float64(i)/float64(n)+phase[k])
		}
		return r * (1 + 0.001*rnd.Float64())
	})
}

func starAt(centre Point, radius float64, n int, factor func(i int) float64) Ring {
	var r Ring
	for i := range n {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		d := radius * factor(i)
		r = append(r, Point{centre.Lon + roundUnit(d*cos), centre.Lat + roundUnit(d*sin)})
	}
	return append(r, r[0])
}

func mustArea(t testing.TB, m MultiPolygon) *Area {
	t.Helper()
	a, err := NewArea(m)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// naive locates by the crossing rule over all edges with integers that cannot overflow:
// nothing is shared with what it judges.
func naive(m MultiPolygon, p Point) Where {
	inside := false
	for _, part := range m {
		for _, r := range part.Rings() {
			for i := range len(r) - 1 {
				a, b := r[i], r[i+1]
				if p.Lat < min(a.Lat, b.Lat) || p.Lat > max(a.Lat, b.Lat) {
					continue
				}
				side := bigTurn(a, b, p)
				if side == 0 && p.Lon >= min(a.Lon, b.Lon) && p.Lon <= max(a.Lon, b.Lon) && p.Lat >= min(a.Lat, b.Lat) && p.Lat <= max(a.Lat, b.Lat) {
					return Border
				}
				if (a.Lat > p.Lat) != (b.Lat > p.Lat) && (side > 0) == (b.Lat > a.Lat) {
					inside = !inside
				}
			}
		}
	}
	if inside {
		return Inside
	}
	return Outside
}

func bigTurn(a, b, c Point) int {
	d := func(x, y int32) *big.Int { return new(big.Int).Sub(big.NewInt(int64(x)), big.NewInt(int64(y))) }
	l := new(big.Int).Mul(d(b.Lon, a.Lon), d(c.Lat, a.Lat))
	return l.Cmp(new(big.Int).Mul(d(b.Lat, a.Lat), d(c.Lon, a.Lon)))
}

// probes are points where mistakes would show: near and on the ring's edges and vertices,
// on the lines of the index's grid, and anywhere.
func probes(rnd *rand.Rand, m MultiPolygon, n int) []Point {
	box := m.Box()
	rings := m.rings()
	var out []Point
	for range n {
		r := rings[rnd.IntN(len(rings))]
		i := rnd.IntN(len(r) - 1)
		a, b := r[i], r[i+1]
		t := rnd.Float64()
		on := Point{a.Lon + roundUnit(t*float64(b.Lon-a.Lon)), a.Lat + roundUnit(t*float64(b.Lat-a.Lat))}
		near := Point{on.Lon + rnd.Int32N(5) - 2, on.Lat + rnd.Int32N(5) - 2}
		any := Point{box.West + rnd.Int32N(box.East-box.West+1), box.South + rnd.Int32N(box.North-box.South+1)}
		line := Point{any.Lon &^ (cellSize - 1), any.Lat}
		corner := Point{near.Lon &^ (cellSize - 1), near.Lat &^ (cellSize - 1)}
		level := Point{any.Lon, a.Lat}
		out = append(out, a, on, near, any, line, Point{line.Lon - 1, line.Lat}, corner, level)
	}
	return out
}
