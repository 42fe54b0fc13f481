package geo

import (
	"cmp"
	"slices"
)

// MaxFaults is how many faults Validate lists at most: enough to mend a map by, and a bound
// on the work that a hopeless one can cause.
const MaxFaults = 100

// Validate checks the rules 1 to 12 and lists what breaks them, in order of part, ring and
// vertex; nothing for a good shape. While a ring breaks one of the rules 1 to 4, or crosses
// another, the rules that build on these are not looked at. Every decision is exact.
// Rule 13, the direction of the rings, is ValidateRightHand's.
func (m MultiPolygon) Validate() []Fault {
	c := &checker{shape: m}
	c.rings()
	if len(c.faults) == 0 {
		c.edges()
	}
	if len(c.faults) == 0 {
		c.holes()
		c.parts()
		c.pieces()
	}
	slices.SortStableFunc(c.faults, func(a, b Fault) int {
		return cmp.Or(a.Part-b.Part, a.Ring-b.Ring, a.Vertex-b.Vertex, int(a.Rule)-int(b.Rule))
	})
	return c.faults[:min(len(c.faults), MaxFaults)]
}

// ValidateRightHand checks rule 13 of a shape without other faults: RFC 7946 tells writers
// to keep it and readers not to insist, so a caller may refuse these or use RightHanded.
func (m MultiPolygon) ValidateRightHand() []Fault {
	var faults []Fault
	for i, p := range m {
		for j, r := range p.Rings() {
			if r.Anticlockwise() != (j == 0) {
				_, at, _, v := r.corner()
				faults = append(faults, Fault{RightHand, at, i, j, v})
			}
		}
	}
	return faults
}

// checker gathers the faults of one shape.
type checker struct {
	shape    MultiPolygon
	faults   []Fault
	sides    []side
	contacts map[contact]side
	lookups  map[*Point]*bands // by a ring's first point
}

func (c *checker) add(r Rule, at Point, part, ring, vertex int) {
	c.faults = append(c.faults, Fault{r, at, part, ring, vertex})
}

func (c *checker) full() bool { return len(c.faults) >= MaxFaults }

// rings checks each ring by itself: rules 1 to 4.
func (c *checker) rings() {
	if len(c.shape) == 0 {
		c.add(EnoughPoints, Point{}, 0, 0, 0)
	}
	for i, p := range c.shape {
		for j, r := range p.Rings() {
			c.ring(r, i, j)
		}
	}
}

func (c *checker) ring(r Ring, part, ring int) {
	if len(r) == 0 {
		c.add(EnoughPoints, Point{}, part, ring, 0)
		return
	}
	last := len(r) - 1
	if r[0] != r[last] {
		c.add(Closed, r[last], part, ring, last)
	} else if !threeDifferent(r) {
		c.add(EnoughPoints, r[0], part, ring, 0)
	}
	for k, p := range r {
		if c.full() {
			return
		}
		if !p.InRange() {
			c.add(InRange, p, part, ring, k)
		}
		if k > 0 && p == r[k-1] && threeDifferent(r) {
			c.add(NoRepeats, p, part, ring, k)
		}
	}
}

func threeDifferent(r Ring) bool {
	var seen []Point
	for _, p := range r {
		if !slices.Contains(seen, p) {
			seen = append(seen, p)
		}
		if len(seen) == 3 {
			return true
		}
	}
	return false
}
