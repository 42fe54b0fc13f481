package geo

import (
	"cmp"
	"maps"
	"slices"
)

// pieces checks rule 10. Rings and the points in which they touch are the nodes of a graph,
// joined where a ring has a point: the inside of a polygon is in one piece exactly when
// this graph has no cycle. A cycle is a closed chain of rings that fences something off.
func (c *checker) pieces() {
	s := sets{}
	done := map[[2]node]bool{}
	for _, k := range slices.SortedFunc(maps.Keys(c.contacts), contact.compare) {
		if k.part != k.part2 {
			continue
		}
		for _, ring := range []int{k.ring, k.ring2} {
			r, p := node{k.part, ring, Point{}}, node{k.part, -1, k.at}
			if !done[[2]node{r, p}] && !s.join(r, p) {
				c.addOnce(OnePiece, k.at, c.contacts[k])
			}
			done[[2]node{r, p}] = true
		}
	}
}

func (k contact) compare(o contact) int {
	return cmp.Or(k.part-o.part, k.ring-o.ring, k.part2-o.part2, k.ring2-o.ring2,
		cmp.Compare(k.at.Lat, o.at.Lat), cmp.Compare(k.at.Lon, o.at.Lon))
}

// node is a ring of a part, or (ring -1) a point in which rings of it touch.
type node struct {
	part, ring int
	at         Point
}

// sets are disjoint sets of nodes, joined two at a time.
type sets map[node]node

func (s sets) root(n node) node {
	p, ok := s[n]
	if !ok {
		return n
	}
	s[n] = s.root(p)
	return s[n]
}

// join puts two nodes in one set and says whether they were in different ones.
func (s sets) join(a, b node) bool {
	ra, rb := s.root(a), s.root(b)
	if ra != rb {
		s[ra] = rb
	}
	return ra != rb
}
