package geo

import "math"

// chain finds what part of a line or border is nearest to a point. Edges are cut into
// pieces so short that the chord of a piece, straight through the earth, lies within
// pieceSag of the edge; nearest by chord is then nearest on the ground to well under
// 0.01 % (the ellipsoid's curvature differs by 0.7 % at most between directions, and it
// enters only with the square of distance over radius). The pieces lie under a binary tree
// of balls: node i has the children 2i and 2i+1, a leaf has leafPieces pieces.
type chain struct {
	runs   []run
	ends   []vec // of the pieces: piece i goes from ends[i] to ends[i+1]
	pieces []piece
	balls  []ball
	leaves int
}

const (
	pieceSag   = 0.02 // metres
	leafPieces = 8
)

// run is a line or a ring.
type run = []Point

// piece is the part from t1 to t2 (0 to 1) of edge number edge of a run. The last piece of
// a run is followed by a gap: the way to the next run, which is not there.
type piece struct {
	run, edge int32
	t1, t2    float32
	gap       bool
}

type ball struct {
	at     vec
	radius float64
}

func newChain(runs []run) *chain {
	c := &chain{runs: runs}
	for i, r := range runs {
		for j := range len(r) - 1 {
			c.cut(int32(i), int32(j), r[j], r[j+1])
		}
		last := len(r) - 1
		c.ends = append(c.ends, spaceOf(r[last]))
		c.pieces = append(c.pieces, piece{run: int32(i), edge: int32(last), gap: true})
	}
	c.grow()
	return c
}

// cut adds the pieces of one edge. Their number follows from the sag of a chord,
// length² · curvature / 8; the curvature of a line straight in longitude and latitude is at
// most that of its parallel, which is worst nearest to a pole.
func (c *chain) cut(run, edge int32, a, b Point) {
	lon1, lat1 := a.Degrees()
	lon2, lat2 := b.Degrees()
	steepest := math.Max(math.Abs(lat1), math.Abs(lat2))
	radius := equatorMetres * math.Max(math.Cos(steepest*math.Pi/180), 1e-3)
	flattest := math.Cos(math.Min(math.Abs(lat1), math.Abs(lat2)) * math.Pi / 180)
	length := equatorMetres * math.Pi / 180 * math.Hypot((lon2-lon1)*flattest, lat2-lat1)
	n := max(1, math.Ceil(length/math.Sqrt(8*pieceSag*radius)))
	for k := range int(n) {
		t1, t2 := float64(k)/n, float64(k+1)/n
		c.ends = append(c.ends, space(lon1+t1*(lon2-lon1), lat1+t1*(lat2-lat1)))
		c.pieces = append(c.pieces, piece{run, edge, float32(t1), float32(t2), false})
	}
}

func spaceOf(p Point) vec { return space(p.Degrees()) }

// grow builds the tree from the leaves up.
func (c *chain) grow() {
	n := (len(c.pieces) + leafPieces - 1) / leafPieces
	for c.leaves = 1; c.leaves < n; {
		c.leaves *= 2
	}
	c.balls = make([]ball, c.leaves+n)
	for i := range n {
		c.balls[c.leaves+i] = c.leafBall(i)
	}
	for i := c.leaves - 1; i > 0; i-- {
		c.balls[i] = c.nodeBall(2*i, 2*i+1)
	}
}

func (c *chain) leafBall(leaf int) ball {
	from, to := leaf*leafPieces, min((leaf+1)*leafPieces, len(c.pieces))
	low, high := c.ends[from], c.ends[from]
	add := func(v vec) {
		low = vec{min(low.x, v.x), min(low.y, v.y), min(low.z, v.z)}
		high = vec{max(high.x, v.x), max(high.y, v.y), max(high.z, v.z)}
	}
	c.eachPiece(from, to, func(_ int, a, b vec) { add(a); add(b) })
	at, radius := low.mid(high), 0.0
	c.eachPiece(from, to, func(_ int, a, b vec) { radius = max(radius, at.far(a), at.far(b)) })
	return ball{at, radius}
}

func (c *chain) eachPiece(from, to int, do func(i int, a, b vec)) {
	for i := from; i < to; i++ {
		if !c.pieces[i].gap {
			do(i, c.ends[i], c.ends[i+1])
		}
	}
}

// nodeBall holds both children; a missing child has no part in it.
func (c *chain) nodeBall(l, r int) ball {
	if l >= len(c.balls) {
		return ball{}
	}
	a := c.balls[l]
	if r >= len(c.balls) || c.balls[r] == (ball{}) {
		return a
	}
	b := c.balls[r]
	d := a.at.far(b.at)
	if d+b.radius <= a.radius {
		return a
	}
	if d+a.radius <= b.radius {
		return b
	}
	radius := (d + a.radius + b.radius) / 2
	return ball{a.at.along(b.at, (radius-a.radius)/d), radius}
}
