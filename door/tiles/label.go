package tiles

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// labelled is the figure that carries a zone's names: a point inside, drawn once. Names on the
// shape itself would stand in each of the tiles that it reaches into.
func labelled(f *figure) *figure {
	shape, is := f.shape.(orb.MultiPolygon)
	if !is || len(shape) == 0 {
		return nil
	}
	at, is := inside(slices.MaxFunc(shape, func(a, b orb.Polygon) int {
		return cmp.Compare(planar.Area(a), planar.Area(b))
	}))
	if !is {
		return nil
	}
	return &figure{shape: at, said: f.said}
}

// inside is the middle of the widest stretch of a polygon at the height of its centroid.
func inside(p orb.Polygon) (orb.Point, bool) {
	center, _ := planar.CentroidArea(p)
	var crossings []float64
	for _, ring := range p {
		for i := 1; i < len(ring); i++ {
			a, b := ring[i-1], ring[i]
			if (a[1] <= center[1]) != (b[1] <= center[1]) {
				crossings = append(crossings, a[0]+(center[1]-a[1])/(b[1]-a[1])*(b[0]-a[0]))
			}
		}
	}
	slices.Sort(crossings)
	var best float64
	at := center
	for i := 1; i < len(crossings); i += 2 {
		if width := crossings[i] - crossings[i-1]; width > best {
			best, at[0] = width, crossings[i-1]+width/2
		}
	}
	return at, best > 0
}
