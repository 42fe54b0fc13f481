package geo

import "math"

// plane is the azimuthal equidistant projection around an origin: each position at its true
// distance and bearing, x to the east and y to the north, in metres. Distances between
// others than the origin grow by at most (d/R)²/6, where d is how far off the origin they
// are: 4e-5 at 100 km.
type plane struct{ lon, lat float64 }

func newPlane(origin Point) plane {
	lon, lat := origin.Degrees()
	return plane{lon, lat}
}

// xy is a place in a plane, in metres.
type xy struct{ x, y float64 }

func (l plane) put(lon, lat float64) xy {
	metres, azimuth := inverseDegrees(l.lon, l.lat, lon, lat)
	sin, cos := math.Sincos(azimuth * math.Pi / 180)
	return xy{metres * sin, metres * cos}
}

func (l plane) take(p xy) Point {
	lon, lat := direct(l.lon, l.lat, math.Atan2(p.x, p.y)*180/math.Pi, math.Hypot(p.x, p.y))
	return Point{roundUnit(lon * Scale), roundUnit(lat * Scale)}
}

// middle is the centre of the box.
func (b Box) middle() Point {
	return Point{
		int32((int64(b.West) + int64(b.East)) / 2),
		int32((int64(b.South) + int64(b.North)) / 2),
	}
}
