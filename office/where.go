package office

import (
	"math"

	"truce/ground/fold"
	"truce/ground/place"
	"truce/tool/query"
)

// metresPerDegree of latitude, rounded down: a box made with it is never too small.
const metresPerDegree = 110_500

// BoxOf is a box that surely holds the place: for the database to narrow by, never to
// decide with.
func BoxOf(w fold.Where) *query.Box {
	if !w.Known {
		return nil
	}
	if w.Area {
		return areaBox(w)
	}
	reach := w.RadiusMetres
	if w.Sector != nil {
		reach = w.Sector.MaxMetres
	}
	dLat := reach / metresPerDegree
	// Meridians draw together towards the pole; at the box's far edge they are closest.
	far := math.Min(math.Abs(w.Lat)+dLat, 89.9)
	dLon := dLat / math.Cos(far*math.Pi/180)
	if s := w.Sector; s != nil && s.HalfWidthDegrees < 90 {
		return sectorBox(w, *s, dLon, dLat)
	}
	return &query.Box{MinLon: w.Lon - dLon, MinLat: w.Lat - dLat, MaxLon: w.Lon + dLon, MaxLat: w.Lat + dLat}
}

// areaBox is the cell of a tenth of a degree in which a point lies that stands for an area:
// nobody said how large the area is, so it is drawn as coarsely as the public edition.
func areaBox(w fold.Where) *query.Box {
	p := place.Position{Lon: w.Lon, Lat: w.Lat}.Coarse()
	const half = 0.05
	return &query.Box{MinLon: p.Lon - half, MinLat: p.Lat - half, MaxLon: p.Lon + half, MaxLat: p.Lat + half}
}

// sectorBox is the part of the full circle's box on the sector's sides: each edge of the
// box moves in to where the sector's own extreme bearing reaches.
func sectorBox(w fold.Where, s fold.Sector, dLon, dLat float64) *query.Box {
	east, west := reachTowards(s, 90), reachTowards(s, 270)
	north, south := reachTowards(s, 0), reachTowards(s, 180)
	return &query.Box{
		MinLon: w.Lon - dLon*west, MinLat: w.Lat - dLat*south,
		MaxLon: w.Lon + dLon*east, MaxLat: w.Lat + dLat*north,
	}
}

// reachTowards is how far of the whole radius the sector reaches in a direction: the
// cosine of the smallest angle between them, and a degree to be safe.
func reachTowards(s fold.Sector, towards float64) float64 {
	angle := math.Abs(math.Mod(s.BearingDegrees-towards+540, 360) - 180)
	angle = math.Max(0, angle-s.HalfWidthDegrees-1)
	return math.Max(0, math.Cos(angle*math.Pi/180))
}
