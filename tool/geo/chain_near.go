package geo

import "math"

// foot is the nearest place of a chain to a point.
type foot struct {
	run, edge int
	t         float64 // where on the edge, 0 to 1
	lon, lat  float64
}

// nearest is the place of the chain nearest to v by chord, or false when none is nearer
// than limit metres.
func (c *chain) nearest(v vec, limit float64) (foot, bool) {
	s := search{c: c, v: v, best: limit, piece: -1}
	s.node(1)
	if s.piece < 0 {
		return foot{}, false
	}
	p := c.pieces[s.piece]
	f := foot{run: int(p.run), edge: int(p.edge), t: float64(p.t1) + s.t*float64(p.t2-p.t1)}
	r := c.runs[f.run]
	lon1, lat1 := r[f.edge].Degrees()
	lon2, lat2 := r[f.edge+1].Degrees()
	f.lon, f.lat = lon1+f.t*(lon2-lon1), lat1+f.t*(lat2-lat1)
	return f, true
}

type search struct {
	c     *chain
	v     vec
	best  float64 // metres, of what was found so far
	piece int
	t     float64 // where on the piece
}

func (s *search) least(node int) float64 {
	if node >= len(s.c.balls) || s.c.balls[node] == (ball{}) {
		return math.Inf(1)
	}
	b := &s.c.balls[node]
	return s.v.far(b.at) - b.radius
}

// node looks at the nearer child first: the other is then mostly out of reach.
func (s *search) node(i int) {
	if i >= s.c.leaves {
		s.leaf(i - s.c.leaves)
		return
	}
	near, far := 2*i, 2*i+1
	dNear, dFar := s.least(near), s.least(far)
	if dFar < dNear {
		near, far, dNear, dFar = far, near, dFar, dNear
	}
	if dNear < s.best {
		s.node(near)
	}
	if dFar < s.best {
		s.node(far)
	}
}

func (s *search) leaf(i int) {
	from := i * leafPieces
	s.c.eachPiece(from, min(from+leafPieces, len(s.c.pieces)), func(i int, a, b vec) {
		ab := b.minus(a)
		t := 0.0
		if l := ab.dot(ab); l > 0 {
			t = min(max(s.v.minus(a).dot(ab)/l, 0), 1)
		}
		if d := s.v.far(a.along(b, t)); d < s.best {
			s.best, s.piece, s.t = d, i, t
		}
	})
}

// metres is the distance on the ellipsoid from p to the foot.
func (f foot) metres(p Point) float64 {
	lon, lat := p.Degrees()
	d, _ := inverseDegrees(lon, lat, f.lon, f.lat)
	return d
}
