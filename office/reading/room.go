// Package reading answers people within their rights: rows as they held and as they were known
// at any two moments, acts, and what came of them, each without what the reader may not see. It
// keeps a log of who was handed restricted members.
package reading

import (
	"log/slog"

	"truce/office"
)

// Room is where people read what an office holds. It answers from when the office is open that
// was given its Part. All methods may be called by any number of goroutines.
type Room struct {
	office *office.Office
	log    *slog.Logger
	handed *handed
}

// New tells the log of the operator if it could not write down who read what.
func New(log *slog.Logger) *Room { return &Room{log: log, handed: newHanded()} }

// Part writes down, close behind, who was handed what.
func (m *Room) Part() office.Part {
	return office.Part{
		Opened:    func(f *office.Office) { m.office = f },
		Followers: []office.Follower{m.follower()},
		Closing:   m.keepLast,
	}
}

// Size is the number of entries in the register: what is read from now on has them all.
func (m *Room) Size() int64 { return m.office.Size() }
