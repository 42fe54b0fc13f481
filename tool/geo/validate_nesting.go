package geo

// holes checks rules 7 and 9: what lies in what, once it is known that no rings cross.
func (c *checker) holes() {
	for i, p := range c.shape {
		boxes := make([]Box, len(p.Holes))
		for j, h := range p.Holes {
			boxes[j] = BoxOf(h...)
			if !c.in(h, p.Outer) {
				c.add(HoleInside, c.placeOutside(h, p.Outer), i, j+1, 0)
			}
		}
		for j, h := range p.Holes {
			for k, other := range p.Holes {
				if c.full() {
					return
				}
				if j != k && boxes[k].holdsBox(boxes[j]) && c.in(h, other) {
					c.add(HolesApart, h[0], i, j+1, 0)
				}
			}
		}
	}
}

// parts checks rule 12. A part in another's hole is no fault.
func (c *checker) parts() {
	boxes := make([]Box, len(c.shape))
	for i, p := range c.shape {
		boxes[i] = BoxOf(p.Outer...)
	}
	for i, p := range c.shape {
		for j, other := range c.shape {
			if c.full() {
				return
			}
			if i != j && boxes[j].holdsBox(boxes[i]) && c.in(p.Outer, other.Outer) && !c.inHole(p.Outer, other) {
				c.add(PartsNotNested, p.Outer[0], i, 0, 0)
			}
		}
	}
}

func (c *checker) inHole(r Ring, p Polygon) bool {
	for _, h := range p.Holes {
		if c.in(r, h) {
			return true
		}
	}
	return false
}

// in says whether ring r lies in ring o, given that they at most touch in points.
func (c *checker) in(r, o Ring) bool {
	b := c.lookup(o)
	for _, p := range r {
		if w := b.locate(p); w != Border {
			return w == Inside
		}
	}
	// Every vertex of r is on o: its first edge leaves o's border to one side of it.
	i := 0
	for !between(o[i], o[i+1], r[0]) || turn(o[i], o[i+1], r[0]) != 0 {
		i++
	}
	n := len(o) - 1
	prev, next := o[i], o[i+1]
	if r[0] == prev {
		prev = o[(i+n-1)%n]
	}
	if r[0] == next {
		next = o[(i+2)%n]
	}
	return leftOf(prev, r[0], next, r[1]) == o.Anticlockwise()
}

// placeOutside is a vertex of r that is not in o, for a person to find the fault by.
func (c *checker) placeOutside(r, o Ring) Point {
	for _, p := range r {
		if c.lookup(o).locate(p) == Outside {
			return p
		}
	}
	return r[0]
}

func (c *checker) lookup(r Ring) *bands {
	if c.lookups == nil {
		c.lookups = map[*Point]*bands{}
	}
	b, ok := c.lookups[&r[0]]
	if !ok {
		b = newBands([]Ring{r})
		c.lookups[&r[0]] = b
	}
	return b
}

func (b Box) holdsBox(o Box) bool {
	return b.West <= o.West && o.East <= b.East && b.South <= o.South && o.North <= b.North
}
