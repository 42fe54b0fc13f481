package geo

import "math"

// SquareMetres is the area of the shape on the WGS84 ellipsoid, its edges straight in
// longitude and latitude as everywhere in this package. A shape whose edges are geodesics
// (see Densify) has the area that Karney's algorithm gives, to about 1e-9 of it and what
// the rounding of its points costs.
func (m MultiPolygon) SquareMetres() float64 {
	sum := 0.0
	for _, p := range m {
		sum += math.Abs(p.Outer.squareMetres())
		for _, h := range p.Holes {
			sum -= math.Abs(h.squareMetres())
		}
	}
	return sum
}

// squareMetres is the area of the ring, positive when it runs anticlockwise. Between an edge
// and the equator lies dLon times the mean over the edge of the area of a strip one radian
// wide from the equator to the latitude; over an edge the latitude is even, so the mean is
// by Gauss and Legendre in three points, exact to the fifth power of the edge's height.
// Areas are taken from the ring's own middle latitude, not from the equator, to keep digits.
func (r Ring) squareMetres() float64 {
	box := BoxOf(r...)
	middle := (float64(box.South) + float64(box.North)) / 2 / Scale
	zero := strip(middle)
	sum := 0.0
	for i := range len(r) - 1 {
		lon1, lat1 := r[i].Degrees()
		lon2, lat2 := r[i+1].Degrees()
		if lon1 == lon2 {
			continue
		}
		sum -= (lon2 - lon1) * math.Pi / 180 * meanStrip(lat1, lat2, zero)
	}
	return sum
}

// meanStrip is the mean of strip less zero from lat1 to lat2, tall edges in parts.
func meanStrip(lat1, lat2, zero float64) float64 {
	n := int(math.Abs(lat2-lat1)/0.5) + 1
	step := (lat2 - lat1) / float64(n)
	sum := 0.0
	for k := range n {
		middle := lat1 + (float64(k)+0.5)*step
		off := step / 2 * 0.7745966692414834 // sqrt(3/5)
		sum += (5*(strip(middle-off)-zero) + 8*(strip(middle)-zero) + 5*(strip(middle+off)-zero)) / 18
	}
	return sum / float64(n)
}

// strip is the area in square metres, one radian of longitude wide, between the equator and
// the latitude: b²/2 times (sin/(1-e²sin²) + atanh(e sin)/e). J. P. Snyder, Map Projections:
// A Working Manual, USGS 1395 (1987), 3-12.
func strip(lat float64) float64 {
	sin := math.Sin(lat * math.Pi / 180)
	e := math.Sqrt(eccentricity2)
	q := sin/(1-eccentricity2*sin*sin) + math.Atanh(e*sin)/e
	return equatorMetres * equatorMetres * (1 - eccentricity2) / 2 * q
}
