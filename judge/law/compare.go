package law

import (
	"fmt"

	"truce/tool/geo"
)

// Comparison is how two proposals for one zone differ. Areas are in square metres on the
// ellipsoid.
type Comparison struct {
	ASquareMetres, BSquareMetres float64
	geo.Comparison
	Gaps []geo.Sliver // ground that neither has though both are near
	a, b *geo.Area
}

// Compare sets two proposals side by side. Narrow says what is a sliver, and how wide a gap
// can be; ground smaller than its area is no gap.
func Compare(a, b *geo.Area, narrow geo.Narrow) (Comparison, error) {
	c := Comparison{ASquareMetres: a.Shape().SquareMetres(), BSquareMetres: b.Shape().SquareMetres(), a: a, b: b}
	var err error
	if c.Comparison, err = geo.Compare(a.Shape(), b.Shape(), narrow); err != nil {
		return Comparison{}, fmt.Errorf("compare proposals: %w", err)
	}
	if narrow.WidthMetres > 0 {
		if c.Gaps, err = geo.Gaps(a.Shape(), b.Shape(), narrow.WidthMetres, narrow.SquareMetres); err != nil {
			return Comparison{}, fmt.Errorf("compare proposals: %w", err)
		}
	}
	return c, nil
}

// By answers where a place lies by the one proposal and by the other: in a sliver, inside
// by A and outside by B.
func (c Comparison) By(p Place) (a, b Where) {
	return (&version{area: c.a}).lies(p), (&version{area: c.b}).lies(p)
}
