package law

import (
	"slices"
	"time"

	"truce/ground/act"
	"truce/tool/geo"
)

// Record is something that is judged once and again after each change of the law: where and
// when it was, the point that was recorded, and from when until when the office knew it so.
type Record struct {
	Place                 Place
	When                  When       // its Known says nothing
	Point                 *geo.Point // as recorded, whatever it stands for; nil: none
	KnownFrom, KnownUntil time.Time  // half-open; a zero KnownUntil: it is known now
}

// Change is what an office learnt of the law at one moment.
type Change struct {
	At      time.Time
	Touches []Touch
}

// Piece is how a record lies from one moment of knowledge on, until the next piece.
type Piece struct {
	KnownFrom time.Time
	Lies      []Lie // by code; none: outside of everything
}

// Lie is how a record lies to what a code means: a zone or a belt.
type Lie struct {
	Code  string
	Kind  string   // Zone or Belt; empty for Nowhere
	Lies  Where    // by the law in force at the record's time
	Point string   // inside or border: where the recorded point lies in the zone's ground; empty: outside, or none
	Acts  []act.ID // that proposed the boundaries which decided, by their beginning
}

// Nowhere is the code under which those are found that may lie in anything that was in
// force: no place is known of them, or only an area of unknown extent.
const Nowhere = "?"

// Meets reports whether the change can alter how the record lies to zones and grounds.
func (c Change) Meets(r *Record) bool {
	return slices.ContainsFunc(c.Touches, func(t Touch) bool {
		switch t.Of {
		case Zones:
			return t.Meets(r.Place, r.When)
		case Grounds:
			return r.Point != nil && t.Box.Holds(*r.Point)
		}
		return false
	})
}

// moments are those at which the record is judged: when it became known, and at each change
// that can alter it while it was.
func (r *Record) moments(changes []Change) []time.Time {
	all := []time.Time{r.KnownFrom}
	i, _ := slices.BinarySearchFunc(changes, r.KnownFrom, func(c Change, at time.Time) int {
		if c.At.After(at) {
			return 1
		}
		return -1
	})
	for _, c := range changes[i:] {
		if !r.KnownUntil.IsZero() && !c.At.Before(r.KnownUntil) {
			break
		}
		if c.Meets(r) {
			all = append(all, c.At)
		}
	}
	return all
}

// JudgeRecords says how each record lay, piece by piece of what the office knew. The changes
// are all that led to this snapshot, in the order of At. It calls out once for each record,
// in their order. Pieces that say the same are one, so the answer does not depend on changes
// that altered nothing.
func (s *Snapshot) JudgeRecords(all []Record, changes []Change, out func(i int, pieces []Piece)) {
	asked := ask(all, changes)
	s.Judge(asked.all, func(n int, found []Finding) { asked.lies[n] = s.lie(asked.all[n], found) })
	s.onGrounds(asked)
	next := 0
	for i := range all {
		var pieces []Piece
		for ; next < len(asked.of) && asked.of[next] == i; next++ {
			pieces = follow(pieces, Piece{asked.all[next].When.Known, asked.lies[next]})
		}
		out(i, pieces)
	}
}

// questions are the records at each of their moments.
type questions struct {
	all    []Observation
	of     []int // the record
	lies   [][]Lie
	points []*geo.Point
}

func ask(all []Record, changes []Change) *questions {
	q := &questions{}
	for i := range all {
		r := &all[i]
		for _, at := range r.moments(changes) {
			o := Observation{r.Place, r.When}
			o.When.Known = at
			q.all, q.of, q.points = append(q.all, o), append(q.of, i), append(q.points, r.Point)
		}
	}
	q.lies = make([][]Lie, len(q.all))
	return q
}

// follow adds a piece, unless it says what the one before it says.
func follow(pieces []Piece, p Piece) []Piece {
	if n := len(pieces); n > 0 && slices.EqualFunc(pieces[n-1].Lies, p.Lies, Lie.same) {
		return pieces
	}
	return append(pieces, p)
}

func (l Lie) same(o Lie) bool {
	return l.Code == o.Code && l.Kind == o.Kind && l.Lies == o.Lies && l.Point == o.Point && slices.Equal(l.Acts, o.Acts)
}
