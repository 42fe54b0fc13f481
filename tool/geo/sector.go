package geo

import (
	"fmt"
	"math"
)

// Sector is where something can be that was seen or heard from a post: a bearing with its
// uncertainty and a distance range. It is never drawn as a point.
type Sector struct {
	Origin    Point
	Bearing   float64 // degrees clockwise from true north
	HalfWidth float64 // degrees to each side, over 0 to 180; 180 is all around
	MinMetres float64 // nearest it can be, 0 or more
	MaxMetres float64 // farthest it can be, over MinMetres, at most MaxSectorMetres
}

// MaxSectorMetres is the farthest that a sector reaches.
const MaxSectorMetres = 1_000_000

// Check says what is wrong with the numbers of a sector, if anything.
func (s Sector) Check() error {
	switch {
	case !s.Origin.InRange():
		lon, lat := s.Origin.Degrees()
		return &RangeError{lon, lat}
	case !(s.Bearing >= 0 && s.Bearing <= 360):
		return fmt.Errorf("sector bearing %v: must be from 0 to 360 degrees", s.Bearing)
	case !(s.HalfWidth > 0 && s.HalfWidth <= 180):
		return fmt.Errorf("sector half width %v: must be over 0 and at most 180 degrees", s.HalfWidth)
	case !(s.MinMetres >= 0 && s.MaxMetres > s.MinMetres && s.MaxMetres <= MaxSectorMetres) || math.IsNaN(s.MinMetres):
		return fmt.Errorf("sector from %v to %v metres: must grow from 0 or more to at most %d", s.MinMetres, s.MaxMetres, MaxSectorMetres)
	}
	return nil
}
