package geo

import (
	"math"
	"slices"
)

// Within appends, for the versions in force and known, Inside (or with radius 0 Border)
// where the area holds wherever within radius metres of the point the thing is, and MayBe
// where it may. Versions that are certainly Outside are left out.
func (x *Index) Within(q Query, radius float64, hits []Hit) []Hit {
	if radius <= 0 {
		return x.At(q, hits)
	}
	for _, s := range x.candidates(circleBox(q.Point, radius)) {
		v := &x.slots[s]
		if !v.InForce.Holds(q.At) || !v.Known.Holds(q.Known) {
			continue
		}
		if where := v.Area.Within(q.Point, radius); where != Outside {
			hits = append(hits, Hit{v.ref, where})
		}
	}
	return hits
}

// WithinSector is Within for something that is somewhere in the sector.
func (x *Index) WithinSector(s Sector, at, known int64, hits []Hit) []Hit {
	for _, n := range x.candidates(circleBox(s.Origin, s.MaxMetres)) {
		v := &x.slots[n]
		if !v.InForce.Holds(at) || !v.Known.Holds(known) {
			continue
		}
		if where := v.Area.WithinSector(s); where != Outside {
			hits = append(hits, Hit{v.ref, where})
		}
	}
	return hits
}

// candidates are the versions with a part in the pages that the box meets, each once, in
// order of slot.
func (x *Index) candidates(b Box) []uint32 {
	low, high := pageOf(Point{b.West, b.South}), pageOf(Point{b.East, b.North})
	low = pageKey{max(low.x, x.grid.west), max(low.y, x.grid.south)}
	high = pageKey{min(high.x, x.grid.west+x.grid.width-1), min(high.y, x.grid.south+x.grid.height-1)}
	var out []uint32
	for ky := low.y; ky <= high.y; ky++ {
		for kx := low.x; kx <= high.x; kx++ {
			if p := x.grid.at(pageKey{kx, ky}); p != nil {
				out = append(out, p.members...)
			}
		}
	}
	slices.Sort(out)
	out = slices.Compact(out)
	return slices.DeleteFunc(out, func(s uint32) bool { return !x.slots[s].Area.Box().Meets(b) })
}

// circleBox is a box around all points within metres of p, a little more than needed: a
// degree of latitude is at least 110,570 m, a degree of longitude at least 111,300 m times
// the cosine of the latitude, least at the side of the box that is nearest to a pole.
func circleBox(p Point, metres float64) Box {
	lon, lat := p.Degrees()
	tall := metres / 110_570
	wide := 360.0
	if steepest := math.Abs(lat) + tall; steepest < 89 {
		wide = metres / (111_300 * math.Cos(steepest*math.Pi/180))
	}
	if math.Abs(lon)+wide >= 180 {
		wide = 360 // what is across the antimeridian is within reach too
	}
	return Box{
		clampUnit(float64(p.Lon)-wide*Scale-1, maxLon), clampUnit(float64(p.Lat)-tall*Scale-1, maxLat),
		clampUnit(float64(p.Lon)+wide*Scale+1, maxLon), clampUnit(float64(p.Lat)+tall*Scale+1, maxLat),
	}
}
