package geo

import "math"

// DensifyTolerance is how far, in degrees, an edge of a densified shape may be from the
// geodesic that it stands for, apart from the rounding of its ends.
const DensifyTolerance = 1e-7

// maxHalvings bounds the points of an edge to a million.
const maxHalvings = 20

// Densify gives a shape whose text meant geodesic edges the points that it needs for edges
// straight in longitude and latitude to follow them. A shape whose text meant edges straight
// on the map is used as it is. Short edges stay as they are: up to about 900 m at 34 N.
func Densify(m MultiPolygon) MultiPolygon {
	out := make(MultiPolygon, len(m))
	for i, p := range m {
		out[i].Outer = densify(p.Outer)
		for _, h := range p.Holes {
			out[i].Holes = append(out[i].Holes, densify(h))
		}
	}
	return out
}

// DensifyLine is Densify for a line.
func DensifyLine(l Line) Line { return densify(l) }

func densify[L ~[]Point](points L) L {
	if len(points) == 0 {
		return nil
	}
	out := L{points[0]}
	for i := range len(points) - 1 {
		g := newArc(points[i], points[i+1])
		out = appendArc(out, g, 0, 1, maxHalvings)
		out = append(out, points[i+1])
	}
	return out
}

// arc is a geodesic from a point to another.
type arc struct {
	from, to        Point
	bearing, metres float64
}

func newArc(a, b Point) arc {
	metres, azimuth := inverse(a, b)
	return arc{a, b, azimuth, metres}
}

// at is where the geodesic is, in degrees, after the part t of its way.
func (g arc) at(t float64) (lon, lat float64) {
	switch t {
	case 0:
		return g.from.Degrees()
	case 1:
		return g.to.Degrees()
	}
	lon, lat = g.from.Degrees()
	return direct(lon, lat, g.bearing, t*g.metres)
}

// appendArc adds the points strictly between t1 and t2 that are needed: none when the
// geodesic stays within the tolerance of the straight edge, measured at three places.
func appendArc[L ~[]Point](out L, g arc, t1, t2 float64, halvings int) L {
	if halvings == 0 || g.sag(t1, t2) <= DensifyTolerance {
		return out
	}
	t := (t1 + t2) / 2
	out = appendArc(out, g, t1, t, halvings-1)
	lon, lat := g.at(t)
	if p := (Point{roundUnit(lon * Scale), roundUnit(lat * Scale)}); p != out[len(out)-1] && p != g.to {
		out = append(out, p)
	}
	return appendArc(out, g, t, t2, halvings-1)
}

// sag is how far in degrees the geodesic is from the straight edge between t1 and t2.
func (g arc) sag(t1, t2 float64) float64 {
	lon1, lat1 := g.at(t1)
	lon2, lat2 := g.at(t2)
	dLon, dLat := lon2-lon1, lat2-lat1
	length := math.Hypot(dLon, dLat)
	if length == 0 {
		return 0
	}
	worst := 0.0
	for _, f := range []float64{0.25, 0.5, 0.75} {
		lon, lat := g.at(t1 + f*(t2-t1))
		worst = math.Max(worst, math.Abs((lon-lon1)*dLat-(lat-lat1)*dLon)/length)
	}
	return worst
}
