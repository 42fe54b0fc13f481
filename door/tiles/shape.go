package tiles

import (
	"github.com/paulmach/orb"

	"truce/ground/fold"
	"truce/ground/place"
	"truce/tool/geo"
)

type position = place.Position

// A sector is drawn by a point every few degrees of each arc.
const arcStep = 3.0

// middle is where the mark of a sector stands: in its bearing, half way to its far end.
func middle(w fold.Where) (lon, lat float64) {
	s := w.Sector
	return along(w.Lon, w.Lat, s.BearingDegrees, (s.MinMetres+s.MaxMetres)/2)
}

func along(lon, lat, bearing, metres float64) (float64, float64) {
	at, err := geo.FromDegrees(lon, lat)
	if err != nil {
		return lon, lat
	}
	return geo.Destination(at, bearing, metres).Degrees()
}

// ring draws a sector on the ellipsoid, in degrees.
func (s seen) ring() orb.Ring {
	var ring orb.Ring
	arc := func(metres float64, from, to float64) {
		steps := max(2, int((2*s.HalfWidthDegrees)/arcStep))
		for i := range steps + 1 {
			lon, lat := along(s.lon, s.lat, from+(to-from)*float64(i)/float64(steps), metres)
			ring = append(ring, orb.Point{lon, lat})
		}
	}
	left, right := s.BearingDegrees-s.HalfWidthDegrees, s.BearingDegrees+s.HalfWidthDegrees
	arc(s.MaxMetres, right, left) // against the clock: GeoJSON's outer rings
	if s.MinMetres > 0 {
		arc(s.MinMetres, left, right)
	} else if s.HalfWidthDegrees < 180 {
		ring = append(ring, orb.Point{s.lon, s.lat})
	}
	return append(ring, ring[0])
}
