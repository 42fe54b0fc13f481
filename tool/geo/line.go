package geo

import (
	"errors"
	"math"
)

// Side is on which side of a line a point is, seen along its direction.
type Side uint8

// The sides.
const (
	On Side = iota
	Left
	Right
)

// String is the word used in records.
func (s Side) String() string { return [...]string{"on", "left", "right"}[s] }

// Path is a line made ready for questions. It is immutable and may be asked by many at once.
type Path struct {
	line  Line
	bands *bands
	chain *chain
}

// NewPath makes a line ready. It needs two different points, all on the earth, and none
// that follows itself.
func NewPath(l Line) (*Path, error) {
	if len(l) < 2 {
		return nil, errors.New("make path: a line has at least two points")
	}
	for i, p := range l {
		if !p.InRange() {
			return nil, Fault{Rule: InRange, Place: p, Vertex: i}
		}
		if i > 0 && p == l[i-1] {
			return nil, Fault{Rule: NoRepeats, Place: p, Vertex: i}
		}
	}
	return &Path{l, newBands([]Ring{Ring(l)}), newChain([]run{l})}, nil
}

// Line is what the path was made from.
func (l *Path) Line() Line { return l.line }

// From is how many metres p is from the line and on which side of it: the side of the
// nearest edge, or at a bend of both. Beyond an end it is the side of the end edge drawn
// on, and On is then straight ahead, with its metres. On the line itself is decided
// exactly; the metres are good to 0.1 m or 0.01 %, whichever is more.
func (l *Path) From(p Point) (metres float64, side Side) {
	if l.bands.locate(p) == Border {
		return 0, On
	}
	f, _ := l.chain.nearest(spaceOf(p), math.Inf(1))
	return f.metres(p), l.side(p, f)
}

func (l *Path) side(p Point, f foot) Side {
	e := f.edge
	switch {
	case f.t <= 0 && e > 0:
		return l.bend(p, e)
	case f.t >= 1 && e+2 < len(l.line):
		return l.bend(p, e+1)
	}
	switch turn(l.line[e], l.line[e+1], p) {
	case 1:
		return Left
	case -1:
		return Right
	}
	return On
}

// bend is the side of p, not on the line, to which vertex v is nearest: left of a left bend
// is what is left of both edges, left of a right bend what is left of either.
func (l *Path) bend(p Point, v int) Side {
	if leftOf(l.line[v-1], l.line[v], l.line[v+1], p) {
		return Left
	}
	return Right
}
