package geo

import "slices"

// side is one edge of a ring of a shape: from vertex to vertex+1.
type side struct {
	a, b               Point
	part, ring, vertex int
}

// contact is a point in which two rings touch, named by their places in the shape.
type contact struct {
	part, ring   int
	part2, ring2 int
	at           Point
}

// edges checks how edges meet: rules 5, 6, 8 and 11, and gathers the points in which
// different rings touch.
func (c *checker) edges() {
	for i, p := range c.shape {
		for j, r := range p.Rings() {
			for k := range len(r) - 1 {
				c.sides = append(c.sides, side{r[k], r[k+1], i, j, k})
			}
		}
	}
	c.contacts = map[contact]side{}
	tree := newBoxTree(len(c.sides), func(i int) Box { return BoxOf(c.sides[i].a, c.sides[i].b) })
	tree.pairs(func(i, j int) bool {
		c.pair(c.sides[min(i, j)], c.sides[max(i, j)])
		return !c.full()
	})
}

func (c *checker) pair(e, f side) {
	how, at := meet(e.a, e.b, f.a, f.b)
	switch {
	case how == apart:
	case e.part == f.part && e.ring == f.ring:
		c.sameRing(e, f, how, at)
	case how == touching && !c.passes(e, f, at):
		c.contacts[contact{e.part, e.ring, f.part, f.ring, at}] = f
	default:
		c.apartFault(e, f, at)
	}
}

// sameRing allows only that edges that follow each other share their common end.
func (c *checker) sameRing(e, f side, how meeting, at Point) {
	n := len(c.ringOf(e)) - 1
	if how == touching && (f.vertex == e.vertex+1 || e.vertex == 0 && f.vertex == n-1) {
		return
	}
	rule := NoSelfTouching
	if how == crossing {
		rule = NoSelfCrossing
	}
	c.addOnce(rule, at, e)
}

func (c *checker) apartFault(e, f side, at Point) {
	if e.part == f.part {
		c.addOnce(RingsApart, at, f)
		return
	}
	c.addOnce(PartsApart, at, f)
}

// addOnce leaves out what another pair of edges said of the same place.
func (c *checker) addOnce(r Rule, at Point, e side) {
	same := func(f Fault) bool {
		return f.Rule == r && f.Place == at && f.Part == e.part && f.Ring == e.ring
	}
	if !slices.ContainsFunc(c.faults, same) {
		c.add(r, at, e.part, e.ring, e.vertex)
	}
}

// passes says whether the ring of f goes from one side of e's ring to the other in the
// point where they touch.
func (c *checker) passes(e, f side, at Point) bool {
	prev, next := c.around(e, at)
	before, after := c.around(f, at)
	return leftOf(prev, at, next, before) != leftOf(prev, at, next, after)
}

func (c *checker) ringOf(e side) Ring {
	if e.ring == 0 {
		return c.shape[e.part].Outer
	}
	return c.shape[e.part].Holes[e.ring-1]
}

// around is where the ring comes from and goes to at a point of the edge.
func (c *checker) around(e side, at Point) (prev, next Point) {
	r := c.ringOf(e)
	n := len(r) - 1
	prev, next = e.a, e.b
	if at == e.a {
		prev = r[(e.vertex+n-1)%n]
	}
	if at == e.b {
		next = r[(e.vertex+2)%n]
	}
	return prev, next
}
