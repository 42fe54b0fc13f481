// Package keep says what an office keeps and asks of whatever keeps it. There are three
// seams, by purpose:
//
//   - the record (Record, RecordWriter): registers and the acts in them. It cannot be
//     computed again; it only grows.
//   - the read model (Model, ModelWriter, and for followers Places and Derivations): what the
//     acts add up to. It can be dropped and folded again from the record at any time.
//   - notes (Notes, NotesWriter): what this office saw, neither signed nor computed.
//
// A store of all three is one Store: what an act changes in the record and in the model is
// one transaction. The seams decide nothing: what acts mean is in the nouns, what happens when
// is in package office, and rights are in the filters that it hands down. Package keeptest
// holds every store to the same answers; package store is the one in SQLite.
//
// Times are kept to the microsecond, in UTC; the zero time is kept as such. Periods are
// half-open. Errors that callers tell apart are those of this package; whatever else goes
// wrong is the disk's or the machine's, and nothing of the transaction was kept.
package keep

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"truce/ground/act"
)

// Errors that callers tell apart.
var (
	ErrFull     = errors.New("the disk is full")
	ErrReadOnly = errors.New("the folder cannot be written")
	ErrDisk     = errors.New("the disk failed")
	ErrDamaged  = errors.New("the database is damaged")
	ErrNotFound = errors.New("no such row")
	ErrNewer    = errors.New("the database was written by a newer version of this program")
	ErrOlder    = errors.New("the database was written by a version of this program whose formats have ended")
)

// TamperedError says that another program made or took away tables, or has something done at each write.
type TamperedError struct{ What string }

// Error is for the operator.
func (t TamperedError) Error() string {
	return "the database was changed by another program: " + t.What
}

// TreeError says that what is kept of a register's size and tree does not belong together.
type TreeError struct {
	Origin string
	Size   int64 // as it is kept
	Why    error
}

func (e TreeError) Error() string { return fmt.Sprintf("read the tree of %s: %v", e.Origin, e.Why) }

// Unwrap answers what does not fit.
func (e TreeError) Unwrap() error { return e.Why }

// Store keeps all that an office keeps. Write, Unsynced, ClearModel, SetAside,
// Changed and FinishModel are called by one goroutine at a time, everything else by any number.
type Store interface {
	// Write runs fn in one transaction. When it returns nil, all that fn wrote is durable and
	// every Read that begins now sees it; otherwise nothing of it is kept.
	Write(fn func(Tx) error) error
	// Read runs fn on one commit, the last when it first asks, and it sees that throughout,
	// whatever is written meanwhile. It ends with the context.
	Read(ctx context.Context, fn func(Reader) error) error

	// Act finds an entry of an act by the act's id as soon as it is committed, or ErrNotFound.
	Act(ctx context.Context, id act.ID) (Entry, error)
	// LeafHashes are those of the own register (register.LeafReader).
	LeafHashes(ctx context.Context, from, to int64) ([]tlog.Hash, error)
	// Follow brings up to date what is indexed behind the commit: words, and acts by id. Who
	// asks for these gets right answers without it, only later.
	Follow(ctx context.Context) error

	// ClearModel empties the read model. Until FinishModel it may not be read.
	ClearModel() error
	// SetAside is ClearModel, and keeps the rows and counts that were there for Changed.
	SetAside() error
	// Changed tells which rows and counts the finished model holds otherwise than what was set aside, and lets go
	// of that. Of counts by what follows for rows (Derivations) it tells nothing.
	Changed(tell func(Change)) error
	// Whole runs fn, whose Writes, ClearModel, Unsynced and FinishModel are one transaction: who reads meanwhile sees
	// what was there before. If fn fails nothing of it is kept.
	Whole(fn func() error) error
	// Purge rewrites all that is kept, so that nothing is left on the disk of what was written over, dropped or erased.
	Purge() error
	// FinishModel marks the read model as complete: it holds what all acts add up to, folded by
	// the meaning.
	FinishModel(meaning string) error
	// Unsynced runs fn, whose Writes need not be durable when they return: for work that is
	// done again after a crash. FinishModel, or the next Write, makes them so.
	Unsynced(fn func() error) error

	// Logged tells of the log ahead of the database.
	Logged() Logged
	// OnCopied has fn told whenever the log was copied, or why it was not: nobody waits for that. fn is called by another
	// goroutine, and must be set before anything is written.
	OnCopied(fn func(error))

	// Backup writes a copy as of one commit into a new file, while writing goes on.
	Backup(ctx context.Context, path string) error
	// Close waits for who reads. Nothing may be asked any more.
	Close() error
}

// Change is something that a read model holds otherwise than an earlier one.
type Change struct {
	Subject act.SubjectID // whose row it is; "" for a count
	What    string        // which member of the row, or what was counted
	Was, Is string        // "" if there was or is none
}

// Reader answers as of one commit.
type Reader interface {
	Record
	Model
	Places
	Derivations
	Notes
}

// Tx is the writer within a transaction. It sees what it wrote itself.
type Tx interface {
	Reader
	RecordWriter
	ModelWriter
	NotesWriter
}

// Micros is how times are kept: microseconds since 1970 UTC. The zero time is 0.
func Micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}
