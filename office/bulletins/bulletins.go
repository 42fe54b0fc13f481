// Package bulletins makes the bulletins of an office from what it knew at one moment, refuses
// acts that would publish anything else, and hands published editions to readers. What a
// bulletin is, and what its figures mean, is in package bulletin; here is only where they come
// from.
package bulletins

import (
	"log/slog"
	"sync"

	"truce/ground/act"
	"truce/judge/law"
	"truce/office"
	"truce/office/reading"
)

// Folder is the name of the folder, in an office's, that keeps the bytes of published editions
// and of the rows that they were made from, each under its digest: DIGEST.json. Backups hold it.
const Folder = "bulletins"

// Bulletins are those of one office. They answer from when the office is open that was given
// their Part. All methods may be called by any number of goroutines.
type Bulletins struct {
	office *office.Office
	room   *reading.Room
	law    func() *law.Snapshot
	folder string // of kept editions and rows
	log    *slog.Logger

	keeping sync.Mutex // held while editions are written
}

// New asks the reading room who is handed what, and reckons by the law as of the last commit.
// It keeps published editions and their rows in a folder, and tells the log if it could not.
// Editions can be made again at any time from their rows, and rows as long as acts mean what
// they meant.
func New(room *reading.Room, law func() *law.Snapshot, folder string, log *slog.Logger) *Bulletins {
	return &Bulletins{room: room, law: law, folder: folder, log: log}
}

// Part holds acts that publish bulletins, or correct them, to what the office knows.
func (b *Bulletins) Part() office.Part {
	return office.Part{
		Opened: func(f *office.Office) { b.office = f },
		Erased: b.erased,
		Checks: map[act.Kind]office.Check{"bulletin-published": b.check, "correction-published": b.check},
	}
}
