package geo

import (
	"fmt"

	"github.com/peterstace/simplefeatures/geom"
)

// Gaps lists the ground between two neighbours that belongs to neither though both are
// near: what is enclosed by the two together, and strips between them that are narrower
// than width metres. Ground smaller than square metres is left out. Each piece touches both
// neighbours.
func Gaps(a, b MultiPolygon, width, square float64) ([]Sliver, error) {
	for _, m := range []MultiPolygon{a, b} {
		if faults := m.Validate(); len(faults) > 0 {
			return nil, fmt.Errorf("find gaps: %w", faults[0])
		}
	}
	between, err := closed(a, b, width)
	if err != nil {
		return nil, fmt.Errorf("find gaps: %w", err)
	}
	near := [2]*chain{newChain(runsOf(a.rings())), newChain(runsOf(b.rings()))}
	var out []Sliver
	for _, p := range between {
		s := sliverOf("gap", p)
		if s.SquareMetres >= square && touches(p, near[0]) && touches(p, near[1]) {
			out = append(out, s)
		}
	}
	return out, nil
}

// closed is what the union of the two gains when it is grown by half the width, its holes
// filled, and shrunk again: what is narrower than the width, and what is enclosed.
func closed(a, b MultiPolygon, width float64) (MultiPolygon, error) {
	l := newPlane(a.Box().Union(b.Box()).middle())
	union, err := geom.Union(toGeom(dense(a), l.point), toGeom(dense(b), l.point))
	if err != nil {
		return nil, err
	}
	grown, err := geom.Buffer(union, width/2)
	if err != nil {
		return nil, err
	}
	shrunk, err := geom.Buffer(withoutHoles(grown), -width/2)
	if err != nil {
		return nil, err
	}
	gained, err := geom.Difference(shrunk, union)
	if err != nil {
		return nil, err
	}
	return settle(gained, l.take)
}

func withoutHoles(g geom.Geometry) geom.Geometry {
	var polygons []geom.Polygon
	switch g.Type() {
	case geom.TypePolygon:
		polygons = []geom.Polygon{g.MustAsPolygon()}
	case geom.TypeMultiPolygon:
		polygons = g.MustAsMultiPolygon().Dump()
	}
	for i, p := range polygons {
		polygons[i] = geom.NewPolygon([]geom.LineString{p.ExteriorRing()})
	}
	return geom.NewMultiPolygon(polygons).AsGeometry()
}

// touches says whether a vertex of the polygon is on the chain, or as near to it as two
// roundings and the plane leave it.
func touches(p Polygon, c *chain) bool {
	for _, r := range p.Rings() {
		for _, v := range r {
			if _, ok := c.nearest(spaceOf(v), 0.1); ok {
				return true
			}
		}
	}
	return false
}
