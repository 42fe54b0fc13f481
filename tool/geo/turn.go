package geo

// turn is the sign of the turn from a over b to c: 1 to the left, -1 to the right, 0
// straight on or back. It is exact: between points on the earth a difference is at most
// 3.6e9 in longitude and 1.8e9 in latitude, so each product stays under 6.5e18 and fits an
// int64. The products are compared, never subtracted: their difference would not fit.
func turn(a, b, c Point) int {
	l := (int64(b.Lon) - int64(a.Lon)) * (int64(c.Lat) - int64(a.Lat))
	r := (int64(b.Lat) - int64(a.Lat)) * (int64(c.Lon) - int64(a.Lon))
	if l > r {
		return 1
	}
	if l < r {
		return -1
	}
	return 0
}

// between says whether c, known to be on the straight line through a and b, is on the
// segment from a to b.
func between(a, b, c Point) bool {
	return BoxOf(a, b).Holds(c)
}

// leftOf says whether the way from p to d starts strictly to the left of the corner
// prev, p, next: for a ring that runs anticlockwise, into its inside.
func leftOf(prev, p, next, d Point) bool {
	in, out := turn(prev, p, d), turn(p, next, d)
	switch turn(prev, p, next) {
	case 1:
		return in > 0 && out > 0
	case -1:
		return in > 0 || out > 0
	}
	return out > 0
}

// meeting is how two segments meet.
type meeting uint8

const (
	apart    meeting = iota
	crossing         // in one point inside both
	touching         // in one point that ends at least one of them
	along            // along a length
)

// meet says how the segments ab and cd meet, and where (for along: one end of the common
// part). Where they cross, the place is rounded to the nearest unit; the answer is exact.
func meet(a, b, c, d Point) (meeting, Point) {
	if !BoxOf(a, b).Meets(BoxOf(c, d)) {
		return apart, Point{}
	}
	tc, td := turn(a, b, c), turn(a, b, d)
	if tc == td && tc != 0 {
		return apart, Point{}
	}
	ta, tb := turn(c, d, a), turn(c, d, b)
	if ta == tb && ta != 0 {
		return apart, Point{}
	}
	if tc != 0 && td != 0 && ta != 0 && tb != 0 {
		return crossing, crossAt(a, b, c, d)
	}
	return ends(a, b, c, d)
}

// ends finds the ends that lie on the other segment: two different ones make a length.
func ends(a, b, c, d Point) (meeting, Point) {
	found, at := apart, Point{}
	try := func(p, from, to Point) {
		if turn(from, to, p) != 0 || !between(from, to, p) {
			return
		}
		if found == touching && p != at {
			found = along
		}
		if found == apart {
			found, at = touching, p
		}
	}
	try(a, c, d)
	try(b, c, d)
	try(c, a, b)
	try(d, a, b)
	return found, at
}

// crossAt is for people to find the place by; nothing is decided from it.
func crossAt(a, b, c, d Point) Point {
	abx, aby := float64(b.Lon)-float64(a.Lon), float64(b.Lat)-float64(a.Lat)
	cdx, cdy := float64(d.Lon)-float64(c.Lon), float64(d.Lat)-float64(c.Lat)
	acx, acy := float64(c.Lon)-float64(a.Lon), float64(c.Lat)-float64(a.Lat)
	t := (acx*cdy - acy*cdx) / (abx*cdy - aby*cdx)
	return Point{a.Lon + roundUnit(t*abx), a.Lat + roundUnit(t*aby)}
}
