package geo

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// lawbook is zones of 2,000 vertices with five versions each, one after another, over about
// two thirds of the ground, and points anywhere on that ground at any time.
func lawbook(zones, vertices, points int) ([]Zone, []Query) {
	rnd := rand.New(rand.NewPCG(2017, 5))
	const west, south, width, height = 355_000_000, 320_000_000, 68_000_000, 50_000_000
	radius := 0.4 * width / math.Sqrt(float64(zones))
	var all []Zone
	for i := range zones {
		centre := Point{west + rnd.Int32N(width), south + rnd.Int32N(height)}
		z := Zone{Key: fmt.Sprint(i)}
		for v := range 5 {
			shape := MultiPolygon{{Outer: coast(rnd, centre, radius, vertices)}}
			a, err := NewArea(shape)
			if err != nil {
				panic(err)
			}
			in := Period{int64(v) * 1000, int64(v+1) * 1000}
			z.Versions = append(z.Versions, Version{uint32(5*i + v), a, in, Period{0, Forever}})
		}
		all = append(all, z)
	}
	queries := make([]Query, points)
	for i := range queries {
		p := Point{west + rnd.Int32N(width), south + rnd.Int32N(height)}
		queries[i] = Query{p, rnd.Int64N(5000), Latest}
	}
	return all, queries
}

// BenchmarkLocate is points per second on one thread.
func BenchmarkLocate(b *testing.B) {
	for _, n := range []int{10, 100, 1_000, 2_000, 10_000} {
		zones, queries := lawbook(200, n, 1_000_000)
		x, err := NewIndex(zones...)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprintf("vertices=%d/batch", n), func(b *testing.B) {
			hits := 0
			for b.Loop() {
				x.Locate(queries, func(_ int, h []Hit) { hits += len(h) })
			}
			b.ReportMetric(float64(len(queries))*float64(b.N)/b.Elapsed().Seconds(), "points/s")
			b.ReportMetric(float64(hits)/float64(b.N), "hits")
		})
		b.Run(fmt.Sprintf("vertices=%d/single", n), func(b *testing.B) {
			var h []Hit
			i := 0
			for b.Loop() {
				h = x.At(queries[i%len(queries)], h[:0])
				i++
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "points/s")
		})
	}
}

// BenchmarkIndex is the time to make an index, and to replace one zone in it.
func BenchmarkIndex(b *testing.B) {
	for _, n := range []int{10, 100, 1_000} {
		zones, _ := lawbook(n, 2_000, 0)
		x, err := NewIndex(zones...)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprintf("zones=%d/with_one", n), func(b *testing.B) {
			for b.Loop() {
				if _, err := x.With(zones[0]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkValidate(b *testing.B) {
	for _, n := range []int{10, 100, 1_000, 10_000, 50_000} {
		m := MultiPolygon{{Outer: coast(rand.New(rand.NewPCG(1, 2)), deg(36, 35), 20_000_000, n)}}
		b.Run(fmt.Sprintf("vertices=%d", n), func(b *testing.B) {
			for b.Loop() {
				m.Validate()
			}
		})
	}
}

// BenchmarkDistance is one signed distance to one area, from points near and far.
func BenchmarkDistance(b *testing.B) {
	for _, n := range []int{10, 100, 1_000, 10_000} {
		rnd := rand.New(rand.NewPCG(1, 2))
		a, err := NewArea(MultiPolygon{{Outer: coast(rnd, deg(36, 35), 3_000_000, n)}})
		if err != nil {
			b.Fatal(err)
		}
		points := probes(rnd, a.Shape(), 100)
		b.Run(fmt.Sprintf("vertices=%d", n), func(b *testing.B) {
			i := 0
			for b.Loop() {
				a.Distance(points[i%len(points)])
				i++
			}
		})
	}
}

// BenchmarkWithin is one uncertain place against 200 zones of five versions.
func BenchmarkWithin(b *testing.B) {
	zones, queries := lawbook(200, 2_000, 10_000)
	x, err := NewIndex(zones...)
	if err != nil {
		b.Fatal(err)
	}
	for _, radius := range []float64{10, 100, 1_000, 10_000} {
		b.Run(fmt.Sprintf("metres=%.0f", radius), func(b *testing.B) {
			var hits []Hit
			i := 0
			for b.Loop() {
				hits = x.Within(queries[i%len(queries)], radius, hits[:0])
				i++
			}
		})
	}
}

func BenchmarkCompare(b *testing.B) {
	for _, n := range []int{10, 100, 1_000, 10_000} {
		rnd := rand.New(rand.NewPCG(1, 2))
		a := MultiPolygon{{Outer: coast(rnd, deg(36, 35), 3_000_000, n)}}
		c := MultiPolygon{{Outer: coast(rnd, deg(36.1, 35), 3_000_000, n)}}
		b.Run(fmt.Sprintf("vertices=%d", n), func(b *testing.B) {
			for b.Loop() {
				if _, err := Compare(a, c, Narrow{5, 100}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkBelt(b *testing.B) {
	for _, n := range []int{10, 100, 1_000} {
		a, err := NewArea(MultiPolygon{{Outer: coast(rand.New(rand.NewPCG(1, 2)), deg(36, 35), 3_000_000, n)}})
		if err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprintf("vertices=%d", n), func(b *testing.B) {
			for b.Loop() {
				if _, err := NewBelt(a, 3000); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
