package geo

import "math"

// sectorSlack is how near, in metres, a border is taken to meet a sector: more than all
// that the pieces of a chain and the plane are off by within MaxSectorMetres.
const sectorSlack = 0.1

// WithinSector says where something lies that is somewhere in the sector: Inside or Outside when
// that holds for all of the sector, else MayBe. It errs only to MayBe, when a border passes
// within 0.1 m. A sector that fails Check is MayBe.
func (a *Area) WithinSector(s Sector) Where {
	if s.Check() != nil || a.borderMeets(s) {
		return MayBe
	}
	return a.Locate(Destination(s.Origin, s.Bearing, (s.MinMetres+s.MaxMetres)/2))
}

// borderMeets looks at the pieces of border within reach, on a plane around the origin where
// the sector's sides are straight and its arcs are circles.
func (a *Area) borderMeets(s Sector) bool {
	if !circleBox(s.Origin, s.MaxMetres+1).Meets(a.Box()) {
		return false
	}
	w := newWedge(s)
	l := newPlane(s.Origin)
	c := a.chain()
	meets := false
	c.eachNear(1, spaceOf(s.Origin), s.MaxMetres+1, func(i int) {
		if meets {
			return
		}
		lon1, lat1, lon2, lat2 := c.degrees(i)
		meets = w.meets(l.put(lon1, lat1), l.put(lon2, lat2))
	})
	return meets
}

// eachNear calls do for the pieces under the node whose ball is within reach metres of v.
func (c *chain) eachNear(node int, v vec, reach float64, do func(i int)) {
	s := search{c: c, v: v}
	if s.least(node) > reach {
		return
	}
	if node >= c.leaves {
		from := (node - c.leaves) * leafPieces
		c.eachPiece(from, min(from+leafPieces, len(c.pieces)), func(i int, _, _ vec) { do(i) })
		return
	}
	c.eachNear(2*node, v, reach, do)
	c.eachNear(2*node+1, v, reach, do)
}

// degrees are the ends of a piece.
func (c *chain) degrees(i int) (lon1, lat1, lon2, lat2 float64) {
	p := c.pieces[i]
	r := c.runs[p.run]
	aLon, aLat := r[p.edge].Degrees()
	bLon, bLat := r[p.edge+1].Degrees()
	t1, t2 := float64(p.t1), float64(p.t2)
	return aLon + t1*(bLon-aLon), aLat + t1*(bLat-aLat), aLon + t2*(bLon-aLon), aLat + t2*(bLat-aLat)
}

// wedge is a sector on the plane around its origin: a ring of two circles, and of it what
// is to the right of left and to the left of right (or either, when wider than a half).
type wedge struct {
	min, max    float64
	all         bool // all around
	both        bool // must be on the inner side of both sides
	left, right xy   // unit vectors square to the sides, pointing inwards
}

func newWedge(s Sector) wedge {
	w := wedge{min: s.MinMetres - sectorSlack, max: s.MaxMetres + sectorSlack}
	w.all, w.both = s.HalfWidth >= 180, s.HalfWidth <= 90
	inward := func(bearing float64) xy {
		sin, cos := math.Sincos(bearing * math.Pi / 180)
		return xy{sin, cos}
	}
	w.left, w.right = inward(s.Bearing-s.HalfWidth+90), inward(s.Bearing+s.HalfWidth-90)
	return w
}

// meets says whether the segment from a to b comes within the slack of the wedge.
func (w wedge) meets(a, b xy) bool {
	if w.all {
		return w.between(a, b)
	}
	if w.both {
		a, b, ok := clip(a, b, w.left)
		if ok {
			a, b, ok = clip(a, b, w.right)
		}
		return ok && w.between(a, b)
	}
	for _, side := range []xy{w.left, w.right} {
		if a, b, ok := clip(a, b, side); ok && w.between(a, b) {
			return true
		}
	}
	return false
}

// between says whether the segment has a place at a distance from min to max.
func (w wedge) between(a, b xy) bool {
	far := math.Max(math.Hypot(a.x, a.y), math.Hypot(b.x, b.y))
	return far >= w.min && nearestToOrigin(a, b) <= w.max
}

func nearestToOrigin(a, b xy) float64 {
	dx, dy := b.x-a.x, b.y-a.y
	t := 0.0
	if l := dx*dx + dy*dy; l > 0 {
		t = math.Min(math.Max(-(a.x*dx+a.y*dy)/l, 0), 1)
	}
	return math.Hypot(a.x+t*dx, a.y+t*dy)
}

// clip is the part of the segment on the inner side of a line through the origin, or within
// the slack of it.
func clip(a, b, inward xy) (xy, xy, bool) {
	da := a.x*inward.x + a.y*inward.y + sectorSlack
	db := b.x*inward.x + b.y*inward.y + sectorSlack
	if da < 0 && db < 0 {
		return a, b, false
	}
	cut := func() xy {
		t := da / (da - db)
		return xy{a.x + t*(b.x-a.x), a.y + t*(b.y-a.y)}
	}
	if da < 0 {
		return cut(), b, true
	}
	if db < 0 {
		return a, cut(), true
	}
	return a, b, true
}
