package geo

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// slowDistance goes along every edge by Karney's distance alone: a golden-section search
// between the samples of each edge. Nothing of the chain is in it.
func slowDistance(rings []Ring, p Point) float64 {
	lon, lat := p.Degrees()
	best := math.Inf(1)
	for _, r := range rings {
		for i := range len(r) - 1 {
			lon1, lat1 := r[i].Degrees()
			lon2, lat2 := r[i+1].Degrees()
			at := func(t float64) float64 {
				d, _ := inverseDegrees(lon, lat, lon1+t*(lon2-lon1), lat1+t*(lat2-lat1))
				return d
			}
			best = math.Min(best, golden(at))
		}
	}
	return best
}

func golden(f func(float64) float64) float64 {
	const g = 0.6180339887498949
	low, high := 0.0, 1.0
	for range 45 {
		a, b := high-g*(high-low), low+g*(high-low)
		if f(a) < f(b) {
			high = b
		} else {
			low = a
		}
	}
	return math.Min(f((low+high)/2), math.Min(f(0), f(1)))
}

func TestDistance(t *testing.T) {
	t.Parallel()
	for i, c := range []struct {
		name   string
		centre Point
		radius float64
		n      int
	}{
		{"a_village", deg(36.6, 35.9), 50_000, 30},
		{"a_zone", deg(36.6, 35.9), 3_000_000, 60},
		{"a_country_of_long_edges", deg(38, 35), 30_000_000, 9},
		{"near_the_arctic_circle", deg(25, 66), 20_000_000, 12},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			rnd := rand.New(rand.NewPCG(uint64(i), 7))
			m := MultiPolygon{{Outer: star(rnd, c.centre, c.radius, c.n)}}
			a := mustArea(t, m)
			for range 40 {
				far := c.radius * math.Pow(10, 1.3*rnd.Float64()-0.7)
				sin, cos := math.Sincos(2 * math.Pi * rnd.Float64())
				p := Point{c.centre.Lon + roundUnit(far*cos), c.centre.Lat + roundUnit(math.Min(far, 15e7)*sin)}
				want := slowDistance(m.rings(), p)
				if naive(m, p) == Inside {
					want = -want
				}
				got := a.Distance(p)
				if off := math.Abs(got - want); off > math.Max(0.1, 1e-4*math.Abs(want)) {
					t.Errorf("%v: %f, want %f", p, got, want)
				}
			}
		})
	}
	t.Run("the_border_is_at_0", func(t *testing.T) {
		a := mustArea(t, MultiPolygon{{Outer: rectangle(0, 0, 1e6, 1e6)}})
		if d := a.Distance(Point{5e5, 0}); d != 0 {
			t.Errorf("%v", d)
		}
	})
}

func TestWithin(t *testing.T) {
	t.Parallel()
	square := MultiPolygon{{Outer: rectangle(360_000_000, 340_000_000, 361_000_000, 341_000_000)}}
	a := mustArea(t, square)
	x := indexOf(t, []MultiPolygon{square})
	middle := deg(36.05, 34.05) // 4.6 km from the west side, 5.5 km from the south
	for _, c := range []struct {
		p      Point
		radius float64
		want   Where
	}{
		{middle, 0, Inside},
		{middle, 4000, Inside},
		{middle, 4600, Inside},
		{middle, 4700, MayBe},
		{middle, 1_000_000, MayBe},
		{deg(36.2, 34.05), 9000, Outside},
		{deg(36.2, 34.05), 9300, MayBe},
		{deg(36, 34.05), 0, Border},
		{deg(36, 34.05), 1, MayBe},
		{deg(36, 34), 0, Border},
	} {
		name := fmt.Sprintf("%v_within_%v_m_is_%v", c.p, c.radius, c.want)
		if got := a.Within(c.p, c.radius); got != c.want {
			t.Errorf("%s: area says %v", name, got)
		}
		got := Outside
		for _, h := range x.Within(Query{c.p, 0, Latest}, c.radius, nil) {
			got = h.Where
		}
		if got != c.want {
			t.Errorf("%s: index says %v", name, got)
		}
	}
}

func TestInBelt(t *testing.T) {
	t.Parallel()
	a := mustArea(t, MultiPolygon{{Outer: rectangle(360_000_000, 340_000_000, 361_000_000, 341_000_000)}})
	east := func(metres float64) Point { return Destination(deg(36.1, 34.05), 90, metres) }
	for _, c := range []struct {
		p             Point
		width, radius float64
		want          Where
	}{
		{east(2990), 3000, 0, Inside},
		{east(3010), 3000, 0, Outside},
		{east(-10), 3000, 0, Outside},
		{deg(36.1, 34.05), 3000, 0, Border},
		{east(1500), 3000, 1000, Inside},
		{east(1500), 3000, 1600, MayBe},
		{east(3500), 3000, 400, Outside},
		{east(3500), 3000, 600, MayBe},
		{east(-500), 3000, 400, Outside},
		{east(-500), 3000, 600, MayBe},
	} {
		if got := a.InBelt(c.p, c.width, c.radius); got != c.want {
			t.Errorf("%v within %v m, belt of %v m: %v, want %v", c.p, c.radius, c.width, got, c.want)
		}
	}
}

func TestPath(t *testing.T) {
	t.Parallel()
	// North, then a right bend to the east, then a left bend to the north again.
	l, err := NewPath(Line{deg(36, 34), deg(36, 34.1), deg(36.1, 34.1), deg(36.1, 34.2)})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		p      Point
		metres float64
		side   Side
	}{
		{"west_of_the_first_edge", deg(35.9, 34.05), 9236, Left},
		{"east_of_the_first_edge", deg(36.01, 34.05), 923, Right},
		{"outside_the_right_bend", deg(35.99, 34.11), 1442, Left},
		{"inside_the_right_bend", deg(36.01, 34.09), 922, Right},
		{"outside_the_left_bend", deg(36.11, 34.09), 1442, Right},
		{"inside_the_left_bend", deg(36.09, 34.11), 923, Left},
		{"beyond_the_end_to_the_left", deg(36.09, 34.3), 11131, Left},
		{"straight_beyond_the_end", deg(36.1, 34.3), 11093, On},
		{"on_a_bend", deg(36, 34.1), 0, On},
		{"on_an_edge", deg(36.05, 34.1), 0, On},
	} {
		metres, side := l.From(c.p)
		if side != c.side || math.Abs(metres-c.metres) > 2+c.metres/500 {
			t.Errorf("%s: %.0f m %v, want %.0f m %v", c.name, metres, side, c.metres, c.side)
		}
	}
	for _, bad := range []Line{nil, {deg(1, 1)}, {deg(1, 1), deg(1, 1)}, {deg(1, 1), {2_000_000_000, 0}}} {
		if _, err := NewPath(bad); err == nil {
			t.Errorf("line %v is taken", bad)
		}
	}
}

// TestPathSide compares sides with a polygon that the line closes: left of an anticlockwise
// ring is inside.
func TestPathSide(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(8, 8))
	r := coast(rnd, deg(36, 34), 5_000_000, 300)
	a := mustArea(t, MultiPolygon{{Outer: r}})
	l, err := NewPath(Line(r))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range probes(rnd, a.Shape(), 500) {
		if Distance(p, r[0]) < 3_000 {
			continue // where the line begins and ends it has no bend
		}
		want := map[Where]Side{Inside: Left, Outside: Right, Border: On}[a.Locate(p)]
		if _, side := l.From(p); side != want {
			t.Fatalf("%v: %v, want %v", p, side, want)
		}
	}
}
