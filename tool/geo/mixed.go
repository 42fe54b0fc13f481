package geo

import (
	"math"
	"math/bits"
	"slices"
)

// mixed holds, for each cell that an area's border comes near, the edges there, cut into
// bands of rows. In heads a cell is: the shift that makes a row of the cell a band, then
// for each band the start of its edges, with oddBit set when a point that has an even
// number of the band's edges to its left is inside, then the end of the last band's edges.
//
// A point of a band is inside when the number of edges on the way to it from a place known
// to be inside is even. The way taken is: up the west side of the cell from the band's foot,
// then east along the point's row. Counting only whole edges to the left of the point on
// its row gives the same, except for the part of an edge that lies west of the cell: that
// begins or ends to count at the row where the edge has an end, and not where it crosses the
// west side. So a wall is put at the west side, from the row of each such end upwards; it
// counts for every point in the cell above that row and makes good the difference. Edges
// that do not come near the cell at all may be among them for the same reason.
type mixed struct {
	heads []uint32
	edges []edge
}

const (
	oddBit   = 1 << 31
	maxBands = 64
)

// add puts the edges near the cell with this south-west corner into bands, and says where.
func (m *mixed) add(a *Area, corner Point, near []edge) uint32 {
	at := uint32(len(m.heads))
	shift := cellBits - min(bits.Len(uint(len(near)/2)), bits.Len(maxBands-1))
	m.heads = append(m.heads, uint32(shift))
	for south := 0; south < cellSize; south += 1 << shift {
		foot := Point{corner.Lon, corner.Lat + int32(south)}
		start := len(m.edges)
		m.edges = appendBand(m.edges, near, foot, 1<<shift)
		head := uint32(start)
		if a.bands.odd(foot) != oddAmong(m.edges[start:], foot) {
			head |= oddBit
		}
		m.heads = append(m.heads, head)
	}
	m.heads = append(m.heads, uint32(len(m.edges)))
	return at
}

func oddAmong(edges []edge, p Point) bool {
	odd := false
	for _, e := range edges {
		right, _ := e.test(p)
		odd = odd != right
	}
	return odd
}

// appendBand adds the edges that come near the band's part of the cell, and their walls.
func appendBand(to, near []edge, foot Point, rows int32) []edge {
	var walls []int32
	wall := func(x, y int32) {
		if x < foot.Lon && y > foot.Lat && y < foot.Lat+rows {
			walls = append(walls, y)
		}
	}
	for _, e := range near {
		if !e.nears(foot, rows) {
			continue
		}
		to = append(to, e)
		wall(e.x1, e.y1)
		wall(e.x2, e.y2)
	}
	slices.Sort(walls)
	for i := 0; i < len(walls); i++ {
		if i+1 < len(walls) && walls[i] == walls[i+1] {
			i++ // two walls from the same row on cancel out
			continue
		}
		to = append(to, edge{foot.Lon - 1, walls[i], foot.Lon - 1, math.MaxInt32})
	}
	return to
}

// nears says whether the edge comes within one unit of the band's part of the cell.
func (e edge) nears(foot Point, rows int32) bool {
	south, north := int64(foot.Lat)-1, int64(foot.Lat)+int64(rows)
	if int64(e.y2) < south || int64(e.y1) > north {
		return false
	}
	a, b := Point{e.x1, e.y1}, Point{e.x2, e.y2}
	x1, x2 := lonAt(a, b, south), lonAt(a, b, north)
	if e.y1 == e.y2 {
		x1, x2 = int64(e.x1), int64(e.x2)
	}
	return max(x1, x2) >= int64(foot.Lon)-2 && min(x1, x2) <= int64(foot.Lon)+cellSize+1
}

// locate says where a point of the cell at this place lies. Exact.
func (m *mixed) locate(at uint32, p Point) Where {
	heads := m.heads[at:]
	band := 1 + uint32(p.Lat)&(cellSize-1)>>heads[0]
	start, end := heads[band], heads[band+1]&^oddBit
	odd := start&oddBit != 0
	for _, e := range m.edges[start&^oddBit : end] {
		right, on := e.test(p)
		if on {
			return Border
		}
		odd = odd != right
	}
	if odd {
		return Inside
	}
	return Outside
}
