package geo

import (
	"fmt"
	"math"

	"github.com/peterstace/simplefeatures/geom"
)

// Comparison is how two proposals for an area differ.
type Comparison struct {
	Both, OnlyA, OnlyB MultiPolygon
	// The areas of these, in square metres on the ellipsoid.
	BothSquareMetres, OnlyASquareMetres, OnlyBSquareMetres float64
	// Slivers are the narrow or small parts of OnlyA and OnlyB, where more likely a pen
	// slipped than a party disagreed. They are still part of OnlyA and OnlyB.
	Slivers []Sliver
}

// Sliver is a part of a difference or of a gap that is narrow or small.
type Sliver struct {
	Part         Polygon
	Of           string // "a", "b" or, between neighbours, "gap"
	SquareMetres float64
	WidthMetres  float64 // mean: twice the area over the length of the border
}

// Narrow says what counts as a sliver: a mean width under WidthMetres, or an area under
// SquareMetres.
type Narrow struct{ WidthMetres, SquareMetres float64 }

// Compare overlays two shapes that keep the rules of Validate 1 to 12. Results are rounded
// to units and keep these rules too. It is refused when the areas do not add up: the parts
// of each shape must sum to the shape, to 2 cm times the length of the borders.
func Compare(a, b MultiPolygon, n Narrow) (Comparison, error) {
	var c Comparison
	for _, m := range []MultiPolygon{a, b} {
		if faults := m.Validate(); len(faults) > 0 {
			return c, fmt.Errorf("compare shapes: %w", faults[0])
		}
	}
	if err := c.overlay(a, b); err != nil {
		return c, fmt.Errorf("compare shapes: %w", err)
	}
	c.BothSquareMetres = c.Both.SquareMetres()
	c.OnlyASquareMetres, c.OnlyBSquareMetres = c.OnlyA.SquareMetres(), c.OnlyB.SquareMetres()
	allowed := 0.02 * (a.borderMetres() + b.borderMetres())
	offA := math.Abs(c.BothSquareMetres + c.OnlyASquareMetres - a.SquareMetres())
	offB := math.Abs(c.BothSquareMetres + c.OnlyBSquareMetres - b.SquareMetres())
	if offA > allowed || offB > allowed {
		return Comparison{}, fmt.Errorf("compare shapes: areas are off by %.1f and %.1f m², more than %.1f", offA, offB, allowed)
	}
	c.Slivers = append(slivers("a", c.OnlyA, n), slivers("b", c.OnlyB, n)...)
	return c, nil
}

func (c *Comparison) overlay(a, b MultiPolygon) error {
	put, take := local(a.Box().Union(b.Box()).middle())
	ga, gb := toGeom(a, put), toGeom(b, put)
	for _, step := range []struct {
		to   *MultiPolygon
		do   func(a, b geom.Geometry) (geom.Geometry, error)
		a, b geom.Geometry
	}{
		{&c.Both, geom.Intersection, ga, gb},
		{&c.OnlyA, geom.Difference, ga, gb},
		{&c.OnlyB, geom.Difference, gb, ga},
	} {
		g, err := step.do(step.a, step.b)
		if err != nil {
			return err
		}
		if *step.to, err = settle(g, take); err != nil {
			return err
		}
	}
	return nil
}

func slivers(of string, m MultiPolygon, n Narrow) []Sliver {
	var out []Sliver
	for _, p := range m {
		s := sliverOf(of, p)
		if s.WidthMetres < n.WidthMetres || s.SquareMetres < n.SquareMetres {
			out = append(out, s)
		}
	}
	return out
}

func sliverOf(of string, p Polygon) Sliver {
	one := MultiPolygon{p}
	area := one.SquareMetres()
	return Sliver{p, of, area, 2 * area / one.borderMetres()}
}

// borderMetres is the length of all rings, by chords: right to 1e-4 for edges to 100 km.
func (m MultiPolygon) borderMetres() float64 {
	sum := 0.0
	for _, r := range m.rings() {
		for i := range len(r) - 1 {
			sum += spaceOf(r[i]).far(spaceOf(r[i+1]))
		}
	}
	return sum
}
