package law

import (
	"math"

	"truce/tool/geo"
)

// fringe is the ground that may be within some metres of a border, in cells: a cheap no to
// most questions about circles and belts. What is outside of it is farther from the border
// than the metres; what is in it has to be measured.
type fringe struct {
	box           geo.Box
	wide, tall    float64 // a cell, in units of a point
	across, rows  int
	cells         []uint64 // bits, row by row
	reachX, reach float64  // the metres, in units east and north
}

const mostCells = 1024 // on each side

func newFringe(a *geo.Area, metres float64) *fringe {
	f := &fringe{box: grown(a.Box(), metres)}
	lon, lat := degreesOf(a.Box(), metres)
	f.reachX, f.reach = lon*geo.Scale+2, lat*geo.Scale+2
	width, height := float64(f.box.East)-float64(f.box.West)+1, float64(f.box.North)-float64(f.box.South)+1
	f.wide, f.tall = math.Max(f.reachX/4, width/mostCells), math.Max(f.reach/4, height/mostCells)
	f.across, f.rows = int(width/f.wide)+1, int(height/f.tall)+1
	f.cells = make([]uint64, (f.across*f.rows+63)/64)
	for _, p := range a.Shape() {
		for _, r := range p.Rings() {
			f.mark(r)
		}
	}
	return f
}

// mark walks along a ring in steps no longer than a cell.
func (f *fringe) mark(r geo.Ring) {
	for i := 1; i < len(r); i++ {
		x, y := float64(r[i-1].Lon), float64(r[i-1].Lat)
		dx, dy := float64(r[i].Lon)-x, float64(r[i].Lat)-y
		steps := math.Ceil(math.Max(math.Abs(dx)/f.wide, math.Abs(dy)/f.tall))
		for k := range int(steps) {
			from, to := float64(k)/steps, float64(k+1)/steps
			f.markAround(x+from*dx, y+from*dy, x+to*dx, y+to*dy)
		}
	}
}

func (f *fringe) markAround(x1, y1, x2, y2 float64) {
	west, east := f.column(min(x1, x2)-f.reachX), f.column(max(x1, x2)+f.reachX)
	south, north := f.row(min(y1, y2)-f.reach), f.row(max(y1, y2)+f.reach)
	for y := south; y <= north; y++ {
		for n := y*f.across + west; n <= y*f.across+east; n++ {
			f.cells[n/64] |= 1 << (n % 64)
		}
	}
}

func (f *fringe) column(x float64) int {
	return min(max(int((x-float64(f.box.West))/f.wide), 0), f.across-1)
}

func (f *fringe) row(y float64) int {
	return min(max(int((y-float64(f.box.South))/f.tall), 0), f.rows-1)
}

// near reports whether the point may be within the metres of the border.
func (f *fringe) near(p geo.Point) bool {
	if !f.box.Holds(p) {
		return false
	}
	n := f.row(float64(p.Lat))*f.across + f.column(float64(p.Lon))
	return f.cells[n/64]>>(n%64)&1 == 1
}
