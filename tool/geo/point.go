package geo

import (
	"fmt"
	"math"
	"strconv"
)

// Scale is how many units of a Point make one degree.
const Scale = 10_000_000

const (
	maxLon = 180 * Scale
	maxLat = 90 * Scale
)

// Point is a position on WGS84 in units of 1e-7 degree: longitude east, latitude north, in
// that order, as in GeoJSON. One unit is at most 1.12 cm on the ground.
type Point struct{ Lon, Lat int32 }

// RangeError says that a position is not on the earth.
type RangeError struct{ Lon, Lat float64 }

func (e *RangeError) Error() string {
	return fmt.Sprintf("position %v,%v: longitude must be from -180 to 180, latitude from -90 to 90", e.Lon, e.Lat)
}

// FromDegrees rounds a position in degrees to the nearest Point. A position outside the
// range, or not a number, is a *RangeError; swapped coordinates are not guessed at.
func FromDegrees(lon, lat float64) (Point, error) {
	if !(math.Abs(lon) <= 180 && math.Abs(lat) <= 90) {
		return Point{}, &RangeError{lon, lat}
	}
	return Point{int32(math.Round(lon * Scale)), int32(math.Round(lat * Scale))}, nil
}

// Degrees is the position in degrees, longitude first.
func (p Point) Degrees() (lon, lat float64) {
	return float64(p.Lon) / Scale, float64(p.Lat) / Scale
}

// InRange says whether the point is on the earth.
func (p Point) InRange() bool {
	return p.Lon >= -maxLon && p.Lon <= maxLon && p.Lat >= -maxLat && p.Lat <= maxLat
}

// String is "lon,lat" in degrees with seven decimals.
func (p Point) String() string {
	b := appendDegrees(make([]byte, 0, 24), p.Lon)
	return string(appendDegrees(append(b, ','), p.Lat))
}

// appendDegrees writes exactly what v means: a float in between could lose the last digit.
func appendDegrees(b []byte, v int32) []byte {
	n := int64(v)
	if n < 0 {
		b, n = append(b, '-'), -n
	}
	b = strconv.AppendInt(b, n/Scale, 10)
	return appendFraction(append(b, '.'), n%Scale)
}
