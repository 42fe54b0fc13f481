package main

// point is a position in whole numbers of 1e-7 degree.
type point struct{ x, y int64 }

// ring is closed: the last point is the first.
type ring []point

// Answers of a ring.
const (
	outside = iota
	border
	inside
)

// holds reports whether the point is in a part of the zone or on its border, and in none
// of the part's holes. The edge of a hole is border too.
func (z zone) holds(p point) bool {
	for _, part := range z.parts {
		in := part[0].tell(p) != outside
		for _, hole := range part[1:] {
			in = in && hole.tell(p) != inside
		}
		if in {
			return true
		}
	}
	return false
}

// tell walks around the ring and counts the edges that a ray to the east crosses. All
// products fit where differences are below 200 degrees.
func (r ring) tell(p point) int {
	crossings := 0
	for i := 1; i < len(r); i++ {
		a, b := r[i-1], r[i]
		turn := (b.x-a.x)*(p.y-a.y) - (b.y-a.y)*(p.x-a.x)
		if turn == 0 && between(a.x, p.x, b.x) && between(a.y, p.y, b.y) {
			return border
		}
		if (a.y > p.y) != (b.y > p.y) && (turn > 0) == (b.y > a.y) {
			crossings++
		}
	}
	if crossings%2 == 1 {
		return inside
	}
	return outside
}

func between(a, p, b int64) bool { return min(a, b) <= p && p <= max(a, b) }
