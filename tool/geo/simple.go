package geo

import (
	"errors"
	"fmt"
	"slices"

	"github.com/peterstace/simplefeatures/geom"
)

// Overlay and belts are computed in floating point by simplefeatures, in units from a local
// origin or in metres on a plane. What comes back is rounded to units and checked by our
// own rules before anybody sees it: settle.

// putter turns a Point into coordinates, taker the other way.
type (
	putter func(Point) xy
	taker  func(xy) Point
)

// local are units from an origin: small numbers, so that crossings keep their digits.
func local(origin Point) (putter, taker) {
	put := func(p Point) xy {
		return xy{float64(p.Lon) - float64(origin.Lon), float64(p.Lat) - float64(origin.Lat)}
	}
	take := func(c xy) Point {
		return Point{
			clampUnit(c.x+float64(origin.Lon), maxLon),
			clampUnit(c.y+float64(origin.Lat), maxLat),
		}
	}
	return put, take
}

func toGeom(m MultiPolygon, put putter) geom.Geometry {
	var polygons []geom.Polygon
	for _, p := range m {
		var rings []geom.LineString
		for _, r := range p.Rings() {
			rings = append(rings, toLine(r, put))
		}
		polygons = append(polygons, geom.NewPolygon(rings))
	}
	return geom.NewMultiPolygon(polygons).AsGeometry()
}

func toLine(points []Point, put putter) geom.LineString {
	flat := make([]float64, 0, 2*len(points))
	for _, p := range points {
		c := put(p)
		flat = append(flat, c.x, c.y)
	}
	return geom.NewLineString(geom.NewSequence(flat, geom.DimXY))
}

// fromGeom takes the polygons of a result; points and lines, where shapes only touch, are
// not areas and are left out. Rings that rounding makes flat are dropped.
func fromGeom(g geom.Geometry, take taker) MultiPolygon {
	var m MultiPolygon
	switch g.Type() {
	case geom.TypePolygon:
		m = appendGeom(m, g.MustAsPolygon(), take)
	case geom.TypeMultiPolygon:
		for _, p := range g.MustAsMultiPolygon().Dump() {
			m = appendGeom(m, p, take)
		}
	case geom.TypeGeometryCollection:
		for _, part := range g.MustAsGeometryCollection().Dump() {
			m = append(m, fromGeom(part, take)...)
		}
	}
	return m
}

func appendGeom(m MultiPolygon, p geom.Polygon, take taker) MultiPolygon {
	var out Polygon
	for i, s := range p.Coordinates() {
		r := make(Ring, s.Length())
		for k := range r {
			c := s.GetXY(k)
			r[k] = take(xy{c.X, c.Y})
		}
		r = slices.Compact(r)
		if len(r) < 4 || r.squareMetres() == 0 {
			if i == 0 {
				return m
			}
			continue
		}
		if i == 0 {
			out.Outer = r
			continue
		}
		out.Holes = append(out.Holes, r)
	}
	if out.Outer == nil {
		return m
	}
	return append(m, out)
}

// maxSettling is how often a result is mended and rounded again before it is refused.
const maxSettling = 8

var errNotSettled = errors.New("result breaks the rules of polygons after rounding")

// settle rounds a result to units. Rounding moves borders by up to half a unit, which can
// make them touch or cross; then the shape is mended (a buffer of no width) and rounded
// again, until it keeps all rules.
func settle(g geom.Geometry, take taker) (MultiPolygon, error) {
	m := fromGeom(g, take)
	for range maxSettling {
		if len(m) == 0 || len(m.Validate()) == 0 {
			return m.RightHanded(), nil
		}
		put, back := local(m.Box().middle())
		mended, err := geom.Buffer(toGeom(m, put), 0)
		if err != nil {
			return nil, fmt.Errorf("mend rounded result: %w", err)
		}
		m = fromGeom(mended, back)
	}
	return nil, errNotSettled
}
