package law

import (
	"sync"

	"truce/ground/fold"
	"truce/tool/geo"
)

// Place is where something is said to be. The zero Place is somewhere: nothing is known.
type Place struct {
	kind   placeKind
	point  geo.Point // the middle of the circle
	radius float64   // metres
	sector geo.Sector
	region *Region
}

type placeKind uint8

const (
	somewhere placeKind = iota
	circle
	sector
	region
)

// Circle is a place within radius metres of a point. With radius 0 it is the point.
func Circle(p geo.Point, radius float64) Place {
	return Place{kind: circle, point: p, radius: max(radius, 0)}
}

// Sector is a place in a sector seen from a post. A half width of nothing and a distance
// range of nothing are widened as little as geometry needs, which can only make the answer
// less certain.
func Sector(s geo.Sector) Place {
	s.HalfWidth = max(s.HalfWidth, leastHalfWidth)
	s.MaxMetres = max(s.MaxMetres, s.MinMetres+1)
	if s.Check() != nil {
		return Place{}
	}
	p := Place{kind: sector, sector: s}
	p.point, p.radius = around(s)
	return p
}

const leastHalfWidth = 0.05 // degrees

// Region is a named area, such as a sub-district, of which the border is known. It is made
// once and used for all that is known to lie in it: it remembers how it lies to boundaries.
type Region struct {
	area  *geo.Area
	lies  sync.Map // *geo.Area to Where
	point geo.Point
	reach float64 // metres from point that hold all of it
}

// NewRegion makes a region.
func NewRegion(a *geo.Area) *Region {
	b := a.Box()
	r := &Region{area: a, point: geo.Point{Lon: b.West + (b.East-b.West)/2, Lat: b.South + (b.North-b.South)/2}}
	for _, p := range a.Shape() {
		r.reach = max(r.reach, farthest(r.point, p.Outer))
	}
	return r
}

// InRegion is a place of which only the region is known. Without one it is somewhere.
func InRegion(r *Region) Place {
	if r == nil {
		return Place{}
	}
	return Place{kind: region, region: r, point: r.point, radius: r.reach}
}

// PlaceOf is the place of a row. A position that stands for an area is never taken for a
// point. Within is the region that the record's place code means, if its border is known,
// else nil.
func PlaceOf(w fold.Where, within *Region) Place {
	if !w.Known || w.Area {
		return InRegion(within)
	}
	at, err := geo.FromDegrees(w.Lon, w.Lat)
	if err != nil {
		return Place{}
	}
	if s := w.Sector; s != nil {
		return Sector(geo.Sector{
			Origin: at, Bearing: s.BearingDegrees, HalfWidth: s.HalfWidthDegrees,
			MinMetres: s.MinMetres, MaxMetres: s.MaxMetres,
		})
	}
	return Circle(at, w.RadiusMetres)
}

// around is a circle that holds the sector: it errs only to may-be.
func around(s geo.Sector) (geo.Point, float64) {
	middle := geo.Destination(s.Origin, s.Bearing, (s.MinMetres+s.MaxMetres)/2)
	drawn, err := s.Polygon()
	if err != nil { // reaches a pole or across the antimeridian
		return s.Origin, s.MaxMetres
	}
	return middle, farthest(middle, drawn.Outer)
}

// farthest is the distance of the vertex that is farthest from p, and a little more for
// what the edges bulge.
func farthest(p geo.Point, ring geo.Ring) float64 {
	most := 0.0
	for _, v := range ring {
		most = max(most, geo.Distance(p, v))
	}
	return most*1.001 + 1
}
