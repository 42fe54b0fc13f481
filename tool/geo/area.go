package geo

import (
	"fmt"
	"math"
	"sync"
)

// Area is a shape made ready for questions: exact location and distances in metres. It is
// immutable and may be asked by many at once.
type Area struct {
	shape MultiPolygon
	bands *bands
	chain func() *chain     // made when a distance is first asked
	foot  func() *footprint // made when the area first joins an index
}

// NewArea makes a shape ready. The shape must keep the rules of Validate 1 to 12: the first
// fault is the error. The caller must not change the shape's points afterwards.
func NewArea(m MultiPolygon) (*Area, error) {
	if faults := m.Validate(); len(faults) > 0 {
		return nil, fmt.Errorf("make area: %w", faults[0])
	}
	rings := m.rings()
	a := &Area{shape: m, bands: newBands(rings)}
	a.chain = sync.OnceValue(func() *chain { return newChain(runsOf(rings)) })
	a.foot = sync.OnceValue(func() *footprint { return newFootprint(a) })
	return a, nil
}

func runsOf(rings []Ring) []run {
	runs := make([]run, len(rings))
	for i, r := range rings {
		runs[i] = r
	}
	return runs
}

// Shape is what the area was made from.
func (a *Area) Shape() MultiPolygon { return a.shape }

// Box is the smallest box around the area.
func (a *Area) Box() Box { return a.bands.box }

// Locate says where p lies: Inside, Outside or Border. It is exact.
func (a *Area) Locate(p Point) Where { return a.bands.locate(p) }

// Distance is how many metres p is from the border along the ellipsoid: negative inside,
// 0 on the border, to within 0.1 m or 0.01 %, whichever is more (up to 1,000 km).
func (a *Area) Distance(p Point) float64 {
	where := a.Locate(p)
	if where == Border {
		return 0
	}
	f, _ := a.chain().nearest(spaceOf(p), math.Inf(1))
	if where == Inside {
		return -f.metres(p)
	}
	return f.metres(p)
}

// Within says where something lies that is within radius metres of p: Inside or Outside
// when that holds wherever in the circle it is, else MayBe. With radius 0 it is Locate.
func (a *Area) Within(p Point, radius float64) Where {
	where := a.Locate(p)
	if radius <= 0 {
		return where
	}
	if where == Border || a.borderWithin(p, radius) {
		return MayBe
	}
	return where
}

// borderWithin is true when it is too near to tell.
func (a *Area) borderWithin(p Point, metres float64) bool {
	reach := metres*(1+distanceShare) + distanceSlack
	f, ok := a.chain().nearest(spaceOf(p), reach)
	return ok && f.metres(p) <= reach
}

// The error of a distance: a share of it and metres that it always has.
const (
	distanceShare = 1e-4
	distanceSlack = 0.1
)

// InBelt says where something within radius metres of p lies to the belt outside the area
// that is width metres wide: membership in a belt is decided by this distance, never by the
// drawn polygon of NewBelt. Both edges of the belt belong to it. With radius 0 the answers
// are Inside, Outside and, on the area's own border, Border.
func (a *Area) InBelt(p Point, width, radius float64) Where {
	d := a.Distance(p)
	if radius <= 0 {
		return beltAt(d, width)
	}
	slack := distanceSlack + distanceShare*math.Abs(d)
	low, high := d-radius-slack, d+radius+slack
	switch {
	case high < 0 || low > width:
		return Outside
	case low > 0 && high < width:
		return Inside
	}
	return MayBe
}

func beltAt(d, width float64) Where {
	switch {
	case d == 0:
		return Border
	case d > 0 && d <= width:
		return Inside
	}
	return Outside
}
