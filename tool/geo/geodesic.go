package geo

import (
	"math"

	"github.com/tidwall/geodesic"
)

// The WGS84 ellipsoid (NIMA TR8350.2).
const (
	equatorMetres = 6378137.0
	flattening    = 1 / 298.257223563
	eccentricity2 = flattening * (2 - flattening)
)

// Distance is the length in metres of the shortest way on the ellipsoid: C. F. F. Karney,
// Algorithms for geodesics, J. Geodesy 87 (2013), doi:10.1007/s00190-012-0578-z.
func Distance(a, b Point) float64 {
	metres, _ := inverse(a, b)
	return metres
}

// Bearing is the direction in which the geodesic from a to b starts, in degrees clockwise
// from true north, from 0 up to but not including 360. From a point to itself it is 0.
func Bearing(a, b Point) float64 {
	if a == b {
		return 0
	}
	_, azimuth := inverse(a, b)
	return clockwise(azimuth)
}

// Destination is the point reached from a after metres along the geodesic that starts with
// the bearing in degrees.
func Destination(a Point, bearing, metres float64) Point {
	lon, lat := a.Degrees()
	lon, lat = direct(lon, lat, bearing, metres)
	return Point{roundUnit(lon * Scale), roundUnit(lat * Scale)}
}

func inverse(a, b Point) (metres, azimuth float64) {
	lon1, lat1 := a.Degrees()
	lon2, lat2 := b.Degrees()
	return inverseDegrees(lon1, lat1, lon2, lat2)
}

func inverseDegrees(lon1, lat1, lon2, lat2 float64) (metres, azimuth float64) {
	geodesic.WGS84.Inverse(lat1, lon1, lat2, lon2, &metres, &azimuth, nil)
	return metres, azimuth
}

func direct(lon, lat, bearing, metres float64) (lon2, lat2 float64) {
	geodesic.WGS84.Direct(lat, lon, bearing, metres, &lat2, &lon2, nil)
	return lon2, lat2
}

// clockwise brings an azimuth of -180 to 180 into 0 to 360.
func clockwise(azimuth float64) float64 {
	if azimuth < 0 {
		azimuth += 360
	}
	if azimuth >= 360 {
		return 0
	}
	return azimuth
}

// vec is a place in metres from the centre of the earth.
type vec struct{ x, y, z float64 }

// space is where on the ellipsoid's surface a position is.
func space(lon, lat float64) vec {
	sinLat, cosLat := math.Sincos(lat * (math.Pi / 180))
	sinLon, cosLon := math.Sincos(lon * (math.Pi / 180))
	n := equatorMetres / math.Sqrt(1-eccentricity2*sinLat*sinLat)
	return vec{n * cosLat * cosLon, n * cosLat * sinLon, n * (1 - eccentricity2) * sinLat}
}

func (v vec) minus(o vec) vec   { return vec{v.x - o.x, v.y - o.y, v.z - o.z} }
func (v vec) dot(o vec) float64 { return v.x*o.x + v.y*o.y + v.z*o.z }
func (v vec) far(o vec) float64 { return math.Sqrt(v.minus(o).dot(v.minus(o))) }
func (v vec) mid(o vec) vec     { return vec{(v.x + o.x) / 2, (v.y + o.y) / 2, (v.z + o.z) / 2} }
func (v vec) along(o vec, t float64) vec {
	return vec{v.x + t*(o.x-v.x), v.y + t*(o.y-v.y), v.z + t*(o.z-v.z)}
}
