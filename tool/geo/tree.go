package geo

// boxTree finds boxes that meet. It is a binary tree over boxes in the order given, which
// for the edges of a ring is already a good one: neighbours on the ring are neighbours on
// the ground. Node i has the children 2i and 2i+1; the leaves are the boxes.
type boxTree struct {
	leaves int // a power of two
	n      int
	boxes  []Box
}

func newBoxTree(n int, box func(i int) Box) *boxTree {
	t := &boxTree{leaves: 1, n: n}
	for t.leaves < n {
		t.leaves *= 2
	}
	t.boxes = make([]Box, t.leaves+n)
	for i := range n {
		t.boxes[t.leaves+i] = box(i)
	}
	for i := t.leaves - 1; i > 0; i-- {
		if !t.has(2 * i) {
			continue
		}
		t.boxes[i] = t.boxes[2*i]
		if t.has(2*i + 1) {
			t.boxes[i] = t.boxes[i].Union(t.boxes[2*i+1])
		}
	}
	return t
}

// has says whether there is a box under the node.
func (t *boxTree) has(node int) bool {
	for node < t.leaves {
		node *= 2
	}
	return node < t.leaves+t.n
}

// pairs calls do once for each two boxes that meet, until do says stop.
func (t *boxTree) pairs(do func(i, j int) (goOn bool)) {
	if t.n > 0 {
		t.within(1, do)
	}
}

func (t *boxTree) within(node int, do func(i, j int) bool) bool {
	if node >= t.leaves {
		return true
	}
	l, r := 2*node, 2*node+1
	if !t.has(r) {
		return t.within(l, do)
	}
	return t.within(l, do) && t.within(r, do) && t.across(t, l, r, do)
}

// across calls do for each box under node a of t that meets one under node b of o.
func (t *boxTree) across(o *boxTree, a, b int, do func(i, j int) bool) bool {
	if !t.has(a) || !o.has(b) || !t.boxes[a].Meets(o.boxes[b]) {
		return true
	}
	switch {
	case a >= t.leaves && b >= o.leaves:
		return do(a-t.leaves, b-o.leaves)
	case a >= t.leaves || b < o.leaves && b < a:
		return t.across(o, a, 2*b, do) && t.across(o, a, 2*b+1, do)
	}
	return t.across(o, 2*a, b, do) && t.across(o, 2*a+1, b, do)
}
