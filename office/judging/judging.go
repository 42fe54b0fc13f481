// Package judging knows all law of an office, in step with its commits, and what follows from
// it for rows: how each that has a place lies to zones and belts. How law is reckoned is in
// package law, and how what follows is kept behind the commits in package deriving.
package judging

import (
	"log/slog"
	"sync/atomic"

	"truce/noun"
	"truce/office"
	"truce/office/deriving"
	"truce/office/reading"
	"truce/tool/keep"
	"truce/tool/kinds"
)

// Judging answers by the law of one office, and keeps what follows from it for rows. It
// answers from when the office is open that was given its parts.
type Judging struct {
	*deriving.Follower
	office *office.Office
	room   *reading.Room
	book   atomic.Pointer[lawBook] // as of the last commit
}

// New asks the reading room who may be told the law of an incident.
func New(room *reading.Room, log *slog.Logger) *Judging {
	j := &Judging{room: room}
	j.book.Store(&lawBook{})
	j.Follower = deriving.New(deriving.Derivation{Name: keep.Law, Basis: func() deriving.Basis { return j.book.Load() }}, log)
	return j
}

// Parts keep the law in step with commits, and judge close behind them.
func (j *Judging) Parts() []office.Part {
	return []office.Part{{
		Opened: func(f *office.Office) { j.office = f },
		InStep: &office.InStep{
			Nouns: kinds.Names(func(n noun.Noun) bool { return n.Part == noun.Law }),
			Load:  j.loadLaw,
			Learn: j.learnLaw,
		},
	}, j.Follower.Part()}
}
