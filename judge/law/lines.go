package law

import (
	"fmt"
	"math"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/noun/zone"
	"truce/tool/geo"
)

// course is one course of a line, in force for one period and known for another.
type course struct {
	path         *geo.Path
	force, known span
	drawn        zone.LineDrawn
	finding      LineFinding // what is the same in every answer
	digest       string
	holders      []bound // for whom it is in force, and when
}

// coursesOf reads the rows of one line.
func coursesOf(subject act.SubjectID, rows []Row) ([]*course, error) {
	var all []*course
	for _, r := range rows {
		var l zone.Line
		if err := json.Unmarshal(r.State, &l); err != nil {
			return nil, fmt.Errorf("read state of %s: %w", subject, err)
		}
		if l.Course == nil {
			continue
		}
		c := &course{
			force: spanOf(r.From, r.Until), known: spanOf(r.KnownFrom, r.KnownUntil), drawn: l.Course.LineDrawn,
			finding: LineFinding{Code: subject.Name(), Kind: l.Course.Kind, Boundary: boundaryOf(r, l.Course.Told, l.Course.Terms)},
			digest:  l.Course.Edges + " " + l.Course.Digest, holders: holdersOf(l.For),
		}
		var err error
		if c.path, err = drawLine(l.Course.Geometry, l.Course.Edges); err != nil {
			c.finding.Unusable = true
		}
		all = append(all, c)
	}
	return all, nil
}

func (c *course) holds(at span, known int64) bool {
	_, meets := meet(c.force, at)
	return meets && c.known.Holds(known)
}

// Lines answers where the place lies to each line that was in force during the time asked
// about, or a part of it. There are no distances from somewhere, or from unusable lines.
func (s *Snapshot) Lines(p Place, w When) []LineFinding {
	at, known := w.stretch(), w.known()
	var found []LineFinding
	for _, c := range s.courses {
		if c.holds(at, known) {
			f := c.lies(p)
			f.Throughout, f.For = covers(c.force, at), during(c.holders, at)
			found = append(found, f)
		}
	}
	return found
}

// lies measures to the line. What Path.From may be off by is part of the range.
func (c *course) lies(p Place) LineFinding {
	f := c.finding
	if c.path == nil || p.kind == somewhere {
		f.Unknown = true
		return f
	}
	metres, side := c.path.From(p.point)
	slack := 0.0
	if metres > 0 {
		slack = 0.1 + 1e-4*metres
	}
	f.Nearest, f.Farthest = max(0, metres-p.radius-slack), metres+p.radius+slack
	if metres <= p.radius+slack && p.radius > 0 || !c.sameSide(p, side) {
		return f
	}
	f.Side = side.String()
	switch side {
	case geo.Left:
		f.Party = c.drawn.Left
	case geo.Right:
		f.Party = c.drawn.Right
	}
	return f
}

// corners of the polygon around an uncertain place.
const corners = 16

// sameSide reports whether all of the circle is on the side, when the line itself is not in
// it: beyond an end the sides meet in the end edge drawn on, which cannot cross the circle
// without parting the corners of a polygon around it.
func (c *course) sameSide(p Place, side geo.Side) bool {
	if p.radius == 0 {
		return true
	}
	reach := p.radius / math.Cos(math.Pi/corners) * 1.001
	for i := range corners {
		if _, other := c.path.From(geo.Destination(p.point, 360*float64(i)/corners, reach)); other != side {
			return false
		}
	}
	return true
}
