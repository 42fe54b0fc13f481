package geo

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestCompare(t *testing.T) {
	t.Parallel()
	a := MultiPolygon{{Outer: rectangle(360_000_000, 340_000_000, 361_000_000, 341_000_000)}}
	for _, c := range []struct {
		name              string
		b                 MultiPolygon
		both, onlyA, only float64 // square kilometres
		slivers           int
	}{
		{"the_same", a, 102.416, 0, 0, 0},
		{"apart", MultiPolygon{{Outer: rectangle(370_000_000, 340_000_000, 371_000_000, 341_000_000)}}, 0, 102.416, 102.416, 0},
		{"only_touching", MultiPolygon{{Outer: rectangle(361_000_000, 340_000_000, 362_000_000, 341_000_000)}}, 0, 102.416, 102.416, 0},
		{"half", MultiPolygon{{Outer: rectangle(360_500_000, 340_000_000, 361_000_000, 341_000_000)}}, 51.208, 51.208, 0, 0},
		{"a_strip_of_9_m", MultiPolygon{{Outer: rectangle(360_000_000, 340_000_000, 361_001_000, 341_000_000)}}, 102.416, 0, 0.102, 1},
		{"a_hole", MultiPolygon{{a[0].Outer, []Ring{rectangle(360_500_000, 340_500_000, 360_500_100, 340_500_100)}}}, 102.416, 0, 0, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Compare(a, c.b, Narrow{WidthMetres: 20, SquareMetres: 10})
			if err != nil {
				t.Fatal(err)
			}
			near := func(m2, km2 float64) bool { return math.Abs(m2/1e6-km2) < 0.001 }
			if !near(got.BothSquareMetres, c.both) || !near(got.OnlyASquareMetres, c.onlyA) || !near(got.OnlyBSquareMetres, c.only) {
				t.Errorf("both %.0f, a %.0f, b %.0f m²", got.BothSquareMetres, got.OnlyASquareMetres, got.OnlyBSquareMetres)
			}
			if len(got.Slivers) != c.slivers {
				t.Errorf("slivers %v", got.Slivers)
			}
		})
	}
	t.Run("a_bad_shape_is_refused_with_its_fault", func(t *testing.T) {
		if _, err := Compare(a, MultiPolygon{{Outer: units(0, 0, 10, 10, 10, 0, 0, 10)}}, Narrow{}); err == nil {
			t.Error("taken")
		}
	})
	t.Run("the_sliver_says_its_width", func(t *testing.T) {
		got, err := Compare(a, MultiPolygon{{Outer: rectangle(360_000_000, 340_000_000, 361_001_000, 341_000_000)}}, Narrow{WidthMetres: 20})
		if err != nil || len(got.Slivers) != 1 {
			t.Fatal(got.Slivers, err)
		}
		if s := got.Slivers[0]; s.Of != "b" || math.Abs(s.WidthMetres-9.23) > 0.05 {
			t.Errorf("%s, %.2f m", s.Of, s.WidthMetres)
		}
	})
}

// TestCompareByPoints: a point is in a part of the comparison exactly when it is in the
// shapes that the part says, but for a rounding of the borders.
func TestCompareByPoints(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(16, 16))
	for round := range 12 {
		n := []int{10, 100, 1000}[round%3]
		centre := deg(36.5, 34.5)
		a := MultiPolygon{{Outer: star(rnd, centre, 1e6, n)}}
		b := a
		if round%2 == 0 {
			b = MultiPolygon{{Outer: star(rnd, Point{centre.Lon + 300_000, centre.Lat}, 1e6, n)}}
		} else {
			b = MultiPolygon{{Outer: nudged(rnd, a[0].Outer)}}
		}
		c, err := Compare(a, b, Narrow{WidthMetres: 5})
		if err != nil {
			t.Fatal(err)
		}
		inA, inB := mustArea(t, a), mustArea(t, b)
		for range 300 {
			p := Point{centre.Lon + rnd.Int32N(2e6) - 1e6, centre.Lat + rnd.Int32N(2e6) - 1e6}
			if inA.Within(p, 0.1) == MayBe || inB.Within(p, 0.1) == MayBe {
				continue
			}
			a, b := inA.Locate(p).Holds(), inB.Locate(p).Holds()
			if naive(c.Both, p).Holds() != (a && b) || naive(c.OnlyA, p).Holds() != (a && !b) || naive(c.OnlyB, p).Holds() != (b && !a) {
				t.Fatalf("round %d: %v is in the wrong part", round, p)
			}
		}
	}
}

// nudged moves every other vertex by some metres: a proposal copied from another.
func nudged(rnd *rand.Rand, r Ring) Ring {
	out := append(Ring(nil), r...)
	for i := 1; i < len(r)-1; i += 2 {
		out[i].Lon += rnd.Int32N(400) - 200
		out[i].Lat += rnd.Int32N(400) - 200
	}
	return out
}

func TestGaps(t *testing.T) {
	t.Parallel()
	west := MultiPolygon{{Outer: rectangle(360_000_000, 340_000_000, 361_000_000, 341_000_000)}}
	east := func(from int32) MultiPolygon {
		return MultiPolygon{{Outer: rectangle(from, 340_000_000, 362_000_000, 341_000_000)}}
	}
	for _, c := range []struct {
		name   string
		b      MultiPolygon
		pieces int
		square float64
	}{
		{"neighbours_that_share_their_border", east(361_000_000), 0, 0},
		{"a_strip_of_9_m", east(361_001_000), 1, 102_400},
		{"neighbours_100_m_apart", east(361_010_850), 0, 0},
		{"an_enclosed_hollow", MultiPolygon{{Outer: units(361_000_000, 340_000_000, 362_000_000, 340_000_000, 362_000_000, 341_000_000, 361_000_000, 341_000_000, 361_000_000, 340_700_000, 361_100_000, 340_500_000, 361_000_000, 340_300_000)}}, 1, 20_480_000 / 10},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Gaps(west, c.b, 50, 100)
			if err != nil {
				t.Fatal(err)
			}
			sum := 0.0
			for _, s := range got {
				sum += s.SquareMetres
			}
			if len(got) != c.pieces || math.Abs(sum-c.square) > 0.02*c.square {
				t.Errorf("%d pieces, %.0f m²; want %d, %.0f", len(got), sum, c.pieces, c.square)
			}
		})
	}
}

func TestBelt(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(17, 17))
	zone := MultiPolygon{{coast(rnd, deg(36.6, 35.9), 2_000_000, 120), []Ring{star(rnd, deg(36.6, 35.9), 800_000, 7)}}}
	a := mustArea(t, zone)
	const width = 3000
	belt, err := NewBelt(a, width)
	if err != nil {
		t.Fatal(err)
	}
	drawn := mustArea(t, belt)
	for range 500 {
		p := Point{366_000_000 + rnd.Int32N(6e6) - 3e6, 359_000_000 + rnd.Int32N(6e6) - 3e6}
		d := a.Distance(p)
		if math.Abs(d) < 5 || math.Abs(d-width) < 5 {
			continue
		}
		if got, want := drawn.Locate(p) == Inside, a.InBelt(p, width, 0) == Inside; got != want {
			t.Fatalf("%v, %.1f m away: drawn %v, belongs %v", p, d, got, want)
		}
	}
	for _, bad := range []float64{0, -5, nan(), 1e9} {
		if _, err := NewBelt(a, bad); err == nil {
			t.Errorf("width %v is taken", bad)
		}
	}
	t.Run("a_belt_too_far_from_its_middle_to_be_right_is_refused", func(t *testing.T) {
		wide := mustArea(t, MultiPolygon{{Outer: rectangle(0, 300_000_000, 300_000_000, 301_000_000)}})
		if _, err := NewBelt(wide, 10_000); err == nil {
			t.Error("taken")
		}
	})
}

func TestLineBelt(t *testing.T) {
	t.Parallel()
	l, err := NewPath(Line{deg(36, 34), deg(36.4, 34.1), deg(36.5, 34.5)})
	if err != nil {
		t.Fatal(err)
	}
	belt, err := NewLineBelt(l, 15_000)
	if err != nil {
		t.Fatal(err)
	}
	drawn := mustArea(t, belt)
	rnd := rand.New(rand.NewPCG(18, 18))
	for range 500 {
		p := deg(35.7+1.1*rnd.Float64(), 33.8+0.9*rnd.Float64())
		if d, _ := l.From(p); math.Abs(d-15_000) > 20 && (drawn.Locate(p) == Inside) != (d < 15_000) {
			t.Fatalf("%v is %.0f m away, drawn %v", p, d, drawn.Locate(p))
		}
	}
}
