package geo

import (
	"fmt"
	"math"

	"github.com/peterstace/simplefeatures/geom"
)

// NewBelt draws the belt of a width in metres outside an area: the polygon that a map
// shows. It is never asked whether something is in the belt; that is Area.InBelt's, by
// distance. The belt is made on an azimuthal equidistant plane around the middle of the
// area with quarter circles of 32 segments, and then checked: it keeps the rules of
// Validate, area and belt together have the area of the grown shape, and its outer border
// is everywhere the width from the area, to 0.1 % and 1 m. Else it is refused.
func NewBelt(a *Area, width float64) (MultiPolygon, error) {
	grown, err := grow(toGeom(dense(a.shape), newPlane(a.Box().middle()).point), a.Box().middle(), width)
	if err != nil {
		return nil, fmt.Errorf("draw belt: %w", err)
	}
	c, err := Compare(grown, a.shape, Narrow{})
	if err != nil {
		return nil, fmt.Errorf("draw belt: %w", err)
	}
	if c.OnlyBSquareMetres > 0.02*a.shape.borderMetres() {
		return nil, fmt.Errorf("draw belt: %.1f m² of the area are outside its grown shape", c.OnlyBSquareMetres)
	}
	if err := checkBorder(grown, a.chain(), width); err != nil {
		return nil, err
	}
	return c.OnlyA, nil
}

// NewLineBelt draws the belt that reaches a width in metres to each side of a line and
// around its ends. It is made and checked as NewBelt's.
func NewLineBelt(l *Path, width float64) (MultiPolygon, error) {
	middle := BoxOf(l.line...).middle()
	line := toLine(densePoints(l.line), newPlane(middle).point)
	grown, err := grow(line.AsGeometry(), middle, width)
	if err != nil {
		return nil, fmt.Errorf("draw belt: %w", err)
	}
	if err := checkBorder(grown, l.chain, width); err != nil {
		return nil, err
	}
	return grown, nil
}

const (
	quarterSegments = 32
	simplifyFactor  = 0.0005 // of the width: the default of 0.01 would move a border by 30 m in 3 km
)

// grow is everything within width metres of a shape on the plane around the origin.
func grow(g geom.Geometry, origin Point, width float64) (MultiPolygon, error) {
	if !(width > 0 && width <= MaxBeltMetres) {
		return nil, fmt.Errorf("width %v m: must be over 0 and at most %d", width, MaxBeltMetres)
	}
	grown, err := geom.Buffer(g, width, geom.BufferQuadSegments(quarterSegments), geom.BufferSimplifyFactor(simplifyFactor))
	if err != nil {
		return nil, err
	}
	// Long straight sides are straight on the plane, not on the map.
	return settle(grown.Densify(1000), newPlane(origin).take)
}

// MaxBeltMetres is the widest belt.
const MaxBeltMetres = 200_000

// checkBorder refuses a border that is not everywhere the width from what was grown.
func checkBorder(grown MultiPolygon, from *chain, width float64) error {
	allowed := 1 + width/1000
	for _, r := range grown.rings() {
		for i := range len(r) - 1 {
			for _, p := range []Point{r[i], BoxOf(r[i], r[i+1]).middle()} {
				f, _ := from.nearest(spaceOf(p), math.Inf(1))
				if off := f.metres(p) - width; math.Abs(off) > allowed {
					return fmt.Errorf("draw belt: its border at %v is %.1f m off, more than %.1f", p, off, allowed)
				}
			}
		}
	}
	return nil
}
