package office

import (
	"context"
	"time"

	"truce/law"
)

// LawMoments are the moments at which the law changed.
func (f *Office) LawMoments() (all []time.Time) {
	for _, c := range f.lawChanges() {
		all = append(all, c.At)
	}
	return all
}

// LawChanges shows tests what followers are told.
func (f *Office) LawChanges() []lawChange { return f.lawChanges() }

// JudgedAgain is how many rows were looked at since the office was opened.
func (f *Office) JudgedAgain() int64 { return f.judging.looked.Load() }

// CatchUp judges everything, for tests that look at the tables.
func (f *Office) CatchUp(ctx context.Context) error { return f.judging.catchUp(ctx) }

// WhenOf is the time by which a row is judged.
func WhenOf(from, until time.Time) law.When { return whenOf(from, until) }
