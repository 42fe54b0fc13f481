package geo

import (
	"cmp"
	"slices"
)

// MaxFaults is how many faults Validate lists at most: enough to mend a map by, and a bound
// on the work that a hopeless one can cause.
const MaxFaults = 100

// Validate checks the rules of ISO 19125-1 and RFC 7946, which are all but 4 and 13, and
// lists what breaks them, in order of part, ring and vertex; nothing for a good shape. While
// a ring breaks one of the rules 1 to 3, or crosses another, the rules that build on these
// are not looked at. Every decision is exact.
func (m MultiPolygon) Validate() []Fault {
	c := &checker{shape: m}
	c.rings()
	if len(c.faults) == 0 {
		c.compact()
		c.edges()
	}
	if len(c.faults) == 0 {
		c.holes()
		c.parts()
		c.pieces()
	}
	for i, f := range c.faults {
		if c.vertices != nil {
			c.faults[i].Vertex = c.vertices[f.Part][f.Ring][f.Vertex]
		}
	}
	return sorted(c.faults)
}

func sorted(faults []Fault) []Fault {
	slices.SortStableFunc(faults, func(a, b Fault) int {
		return cmp.Or(a.Part-b.Part, a.Ring-b.Ring, a.Vertex-b.Vertex, int(a.Rule)-int(b.Rule))
	})
	return faults[:min(len(faults), MaxFaults)]
}

// ValidateWriting checks, in a shape without other faults, the rules that the standards lay
// on who writes and not on who reads: 4, no repeats (they are common in published
// boundaries), and 13, the right-hand rule. A caller may refuse the shape for them, or put
// it right with WithoutRepeats and RightHanded: neither changes the area.
func (m MultiPolygon) ValidateWriting() []Fault {
	var faults []Fault
	for i, p := range m {
		for j, r := range p.Rings() {
			for k := 1; k < len(r); k++ {
				if r[k] == r[k-1] {
					faults = append(faults, Fault{NoRepeats, r[k], i, j, k})
				}
			}
			if r.Anticlockwise() != (j == 0) {
				_, at, _, v := r.corner()
				faults = append(faults, Fault{RightHand, at, i, j, v})
			}
		}
	}
	return sorted(faults)
}

// checker gathers the faults of one shape.
type checker struct {
	shape    MultiPolygon
	vertices [][][]int // of each vertex left by compact, its number as given
	faults   []Fault
	sides    []side
	contacts map[contact]side
	lookups  map[*Point]*bands // by a ring's first point
}

func (c *checker) add(r Rule, at Point, part, ring, vertex int) {
	c.faults = append(c.faults, Fault{r, at, part, ring, vertex})
}

func (c *checker) full() bool { return len(c.faults) >= MaxFaults }

// rings checks each ring by itself: rules 1 to 3.
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

// compact leaves out repeats, which the rules that follow need not know of.
func (c *checker) compact() {
	for i, p := range c.shape {
		c.vertices = append(c.vertices, nil)
		for _, r := range p.Rings() {
			var kept []int
			for k := range r {
				if k == 0 || r[k] != r[k-1] {
					kept = append(kept, k)
				}
			}
			c.vertices[i] = append(c.vertices[i], kept)
		}
	}
	c.shape = c.shape.WithoutRepeats()
}
