package keep

import (
	"time"

	"truce/ground/act"
	"truce/tool/query"
)

// Reading says that a person was handed members of a class of a subject, on one day.
type Reading struct {
	ID              int64 // when it was written
	Subject, Person act.SubjectID
	Class, Party    string
	First, Last     time.Time // of one day, UTC
	Times           int
}

// And is both readings, which are of the same person, subject, class and day. The zero
// Reading adds nothing.
func (n Reading) And(m Reading) Reading {
	if n.Times == 0 {
		return m
	}
	if m.Times == 0 {
		return n
	}
	m.Times += n.Times
	if n.First.Before(m.First) {
		m.First = n.First
	}
	if n.Last.After(m.Last) {
		m.Last = n.Last
	}
	return m
}

// ReadingFilter selects readings. The zero value of each member leaves it out.
type ReadingFilter struct {
	Subjects []string
	Person   act.SubjectID
	Class    string
}

// Notes reads who was handed what.
type Notes interface {
	// Readings answers a page, the latest first, after the cursor (Last and ID) if one is given.
	Readings(f ReadingFilter, after *query.Cursor, limit int) ([]Reading, error)
}

// NotesWriter writes it down.
type NotesWriter interface {
	// Try writes something and takes it back, so that the commit has to reach the disk although nothing is changed.
	Try() error
	// AddReadings adds readings to what was noted of the same days.
	AddReadings(all []Reading) error
}

// DayOf is the day of a time, counted from 1970-01-01 UTC.
func DayOf(t time.Time) int64 {
	const dayMicros = int64(24 * time.Hour / time.Microsecond)
	us := Micros(t)
	if us < 0 {
		return (us - dayMicros + 1) / dayMicros
	}
	return us / dayMicros
}
