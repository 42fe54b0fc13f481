package geo

import "math"

// denseUnits is the longest edge, in units, that is taken to be straight on a plane too:
// about 1 km; it is then straight to some centimetres.
const denseUnits = 100_000

// dense is the same shape with points along its long edges, so that it may be projected.
func dense(m MultiPolygon) MultiPolygon {
	out := make(MultiPolygon, len(m))
	for i, p := range m {
		out[i].Outer = densePoints(p.Outer)
		for _, h := range p.Holes {
			out[i].Holes = append(out[i].Holes, densePoints(h))
		}
	}
	return out
}

func densePoints[L ~[]Point](points L) L {
	out := L{points[0]}
	for i := range len(points) - 1 {
		a, b := points[i], points[i+1]
		dLon, dLat := float64(b.Lon)-float64(a.Lon), float64(b.Lat)-float64(a.Lat)
		n := int(math.Max(math.Abs(dLon), math.Abs(dLat))/denseUnits) + 1
		for k := 1; k < n; k++ {
			t := float64(k) / float64(n)
			out = append(out, Point{a.Lon + roundUnit(t*dLon), a.Lat + roundUnit(t*dLat)})
		}
		out = append(out, b)
	}
	return out
}

// point puts a Point on the plane.
func (l plane) point(p Point) xy { return l.put(p.Degrees()) }
