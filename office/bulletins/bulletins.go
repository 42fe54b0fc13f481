// Package bulletins makes the bulletins of an office from what it knew at one moment, refuses
// acts that would publish anything else, and hands published editions to readers. What a
// bulletin is, and what its figures mean, is in package bulletin; here is only where they come
// from.
package bulletins

import (
	"context"
	"log/slog"

	"truce/ground/act"
	"truce/office"
)

// Bulletins are those of one office. They answer from when the office is open that was given
// their Part. All methods may be called by any number of goroutines.
type Bulletins struct {
	office *office.Office
	folder string // of kept editions
	log    *slog.Logger
}

// New keeps the bytes of published editions in a folder, each under its digest, and tells the
// log if it could not. They can be made again at any time; kept, nobody has to.
func New(folder string, log *slog.Logger) *Bulletins { return &Bulletins{folder: folder, log: log} }

// Part holds acts that publish bulletins, or correct them, to what the office knows.
func (b *Bulletins) Part() office.Part {
	return office.Part{
		Opened: func(_ context.Context, f *office.Office) error { b.office = f; return nil },
		Checks: map[act.Kind]office.Check{"bulletin-published": b.check, "correction-published": b.check},
	}
}
