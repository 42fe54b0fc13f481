package geo

import "math/bits"

// edge is a piece of border with its lower end first.
type edge struct{ x1, y1, x2, y2 int32 }

func newEdge(a, b Point) edge {
	if a.Lat > b.Lat {
		a, b = b, a
	}
	return edge{a.Lon, a.Lat, b.Lon, b.Lat}
}

// test says whether p is to the right of the edge on its row, the lower end counted and
// the upper end not, and whether p is on the edge. Exact for points in reach of turn.
func (e edge) test(p Point) (right, on bool) {
	if p.Lat < e.y1 || p.Lat > e.y2 {
		return false, false
	}
	l := (int64(e.x2) - int64(e.x1)) * (int64(p.Lat) - int64(e.y1))
	r := (int64(e.y2) - int64(e.y1)) * (int64(p.Lon) - int64(e.x1))
	if l == r {
		return false, min(e.x1, e.x2) <= p.Lon && p.Lon <= max(e.x1, e.x2)
	}
	return l < r && p.Lat < e.y2, false
}

// bands finds the edges that a row meets: the height of a shape cut into equal bands, each
// with the list of the edges that reach into it.
type bands struct {
	box   Box
	shift uint
	start []int32 // of each band's edges, and one more
	edges []edge
}

func newBands(rings []Ring) *bands {
	b := &bands{}
	var height, n int64
	for i, r := range rings {
		if i == 0 {
			b.box = BoxOf(r...)
		}
		b.box = b.box.Union(BoxOf(r...))
		for j := range len(r) - 1 {
			height += abs64(int64(r[j].Lat) - int64(r[j+1].Lat))
			n++
		}
	}
	// Bands at least this high keep the lists to about three times the edges, and the bands
	// themselves to four times, however far apart the rings are.
	tall := int64(b.box.North) - int64(b.box.South)
	b.shift = uint(bits.Len64(uint64(max(height/(2*max(n, 1)), tall/(4*max(n, 1))))))
	b.fill(rings)
	return b
}

func (b *bands) fill(rings []Ring) {
	count := b.band(b.box.North) + 1
	b.start = make([]int32, count+1)
	eachEdge(rings, func(e edge) {
		for k := b.band(e.y1); k <= b.band(e.y2); k++ {
			b.start[k+1]++
		}
	})
	for k := range count {
		b.start[k+1] += b.start[k]
	}
	next := append([]int32(nil), b.start[:count]...)
	b.edges = make([]edge, b.start[count])
	eachEdge(rings, func(e edge) {
		for k := b.band(e.y1); k <= b.band(e.y2); k++ {
			b.edges[next[k]] = e
			next[k]++
		}
	})
}

func eachEdge(rings []Ring, do func(edge)) {
	for _, r := range rings {
		for i := range len(r) - 1 {
			do(newEdge(r[i], r[i+1]))
		}
	}
}

func (b *bands) band(lat int32) int {
	return int((int64(lat) - int64(b.box.South)) >> b.shift)
}

// locate says where p lies to the area that the rings bound.
func (b *bands) locate(p Point) Where {
	if !b.box.Holds(p) {
		return Outside
	}
	k := b.band(p.Lat)
	inside := false
	for _, e := range b.edges[b.start[k]:b.start[k+1]] {
		right, on := e.test(p)
		if on {
			return Border
		}
		inside = inside != right
	}
	if inside {
		return Inside
	}
	return Outside
}

// odd says whether an odd number of edges lie to the left of p on its row. Off the border
// that is the same as inside; on it, it is still the same for every list of edges.
func (b *bands) odd(p Point) bool {
	if p.Lat < b.box.South || p.Lat > b.box.North {
		return false
	}
	k := b.band(p.Lat)
	odd := false
	for _, e := range b.edges[b.start[k]:b.start[k+1]] {
		right, _ := e.test(p)
		odd = odd != right
	}
	return odd
}
