package geo

import (
	"errors"
	"fmt"
	"math"

	"github.com/peterstace/simplefeatures/geom"
)

const (
	arcDegrees  = 2.0   // the most that a chord of a drawn arc turns
	edgeMetres  = 2_000 // the longest drawn edge: straight on the map to 0.1 m up to 60 N
	nearlyWhole = 179.9 // half widths from here on are drawn as all around
)

// Polygon is the sector for drawing: its sides to 0.1 m, its outer arc at most 0.02 % too
// far out and its inner one as much too near. A sector that reaches a pole or across the
// antimeridian, or is so small that rounding leaves nothing of it, is refused.
func (s Sector) Polygon() (Polygon, error) {
	if err := s.Check(); err != nil {
		return Polygon{}, err
	}
	return s.outline()
}

func (s Sector) outline() (Polygon, error) {
	p := s.wedge()
	if s.HalfWidth >= nearlyWhole {
		p = s.round()
	}
	if b := BoxOf(p.Outer...); int64(b.East)-int64(b.West) > maxLon {
		return Polygon{}, fmt.Errorf("draw sector at %v: it reaches a pole or the antimeridian", s.Origin)
	}
	if faults := (MultiPolygon{p}).Validate(); len(faults) > 0 {
		return Polygon{}, fmt.Errorf("draw sector at %v: too small or thin: %w", s.Origin, faults[0])
	}
	return p, nil
}

// wedge is a sector that is not all around.
func (s Sector) wedge() Polygon {
	outer := s.arc(s.MaxMetres, true)
	r := append(Ring{}, s.side(s.Bearing-s.HalfWidth)...)
	r = append(r, outer...)
	side := s.side(s.Bearing + s.HalfWidth)
	for i := len(side) - 1; i >= 0; i-- {
		r = append(r, side[i])
	}
	if s.MinMetres > 0 {
		inner := s.arc(s.MinMetres, false)
		for i := len(inner) - 1; i >= 0; i-- {
			r = append(r, inner[i])
		}
	}
	return Polygon{Outer: closedRing(r).wound(true)}
}

// round is a sector all around: a disc, or a disc with a hole.
func (s Sector) round() Polygon {
	s.HalfWidth = 180
	p := Polygon{Outer: closedRing(s.arc(s.MaxMetres, true)).wound(true)}
	if hole := closedRing(s.arc(s.MinMetres, false)); len(hole) > 3 {
		p.Holes = []Ring{hole.wound(false)}
	}
	return p
}

// closedRing drops repeats and ends the ring where it began.
func closedRing(points []Point) Ring {
	var r Ring
	for _, p := range points {
		if len(r) == 0 || p != r[len(r)-1] {
			r = append(r, p)
		}
	}
	if r[0] != r[len(r)-1] {
		r = append(r, r[0])
	}
	return r
}

// arc is from left to right. Chords of an outer arc are moved out until they no longer cut
// off any of it; those of an inner one lie on the near side of it as they are.
func (s Sector) arc(metres float64, outer bool) []Point {
	length := 2 * s.HalfWidth * math.Pi / 180 * metres
	n := int(math.Ceil(math.Max(2*s.HalfWidth/arcDegrees, length/edgeMetres)))
	step := 2 * s.HalfWidth / float64(n)
	if outer {
		metres /= math.Cos(step / 2 * math.Pi / 180)
	}
	var out []Point
	for i := range n + 1 {
		out = append(out, Destination(s.Origin, s.Bearing-s.HalfWidth+float64(i)*step, metres))
	}
	return out
}

// side is from MinMetres outwards, without the far end, which is the arc's.
func (s Sector) side(bearing float64) []Point {
	n := int(math.Ceil((s.MaxMetres - s.MinMetres) / edgeMetres))
	var out []Point
	for i := range n {
		d := s.MinMetres + float64(i)/float64(n)*(s.MaxMetres-s.MinMetres)
		out = append(out, Destination(s.Origin, bearing, d))
	}
	return out
}

// sectorMargin in metres is added to sectors before they are intersected: more than the
// drawing of their sides and the rounding of the result can lose.
const sectorMargin = 2

// Intersect is where something can be that several posts saw: the polygon that all sectors
// have in common, empty when there is none. It is never short of the truth, and larger by
// about 2 m and the drawing of the arcs. It needs one sector or more.
func Intersect(sectors ...Sector) (MultiPolygon, error) {
	if len(sectors) == 0 {
		return nil, errors.New("intersect sectors: none given")
	}
	put, take := local(sectors[0].Origin)
	var common geom.Geometry
	for i, s := range sectors {
		if err := s.Check(); err != nil {
			return nil, fmt.Errorf("intersect sectors: %d: %w", i, err)
		}
		m, err := s.grown(sectorMargin)
		if err != nil {
			return nil, fmt.Errorf("intersect sectors: %d: %w", i, err)
		}
		if i == 0 {
			common = toGeom(m, put)
			continue
		}
		if common, err = geom.Intersection(common, toGeom(m, put)); err != nil {
			return nil, fmt.Errorf("intersect sectors: %w", err)
		}
	}
	return settle(common, take)
}

// grown is everything within metres of the drawn sector.
func (s Sector) grown(metres float64) (MultiPolygon, error) {
	p, err := s.outline()
	if err != nil {
		return nil, err
	}
	l := newPlane(s.Origin)
	g, err := geom.Buffer(toGeom(MultiPolygon{p}, l.point), metres)
	if err != nil {
		return nil, err
	}
	return settle(g, l.take)
}
