package store

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/tlog"
	"zombiezen.com/go/sqlite"

	"truce/ground/act"
	"truce/ground/register"
)

// Own is the number of the register that this office writes. Mirrored registers get
// higher numbers.
const Own = 0

const indexBits = 40

func seqOf(reg int, index int64) int64 { return int64(reg)<<indexBits | index }

// Entry is one line of the register with what was found out about it at receipt.
type Entry struct {
	Index    int64
	Received time.Time
	ID       act.ID
	Subject  act.SubjectID
	Person   act.SubjectID
	Party    string
	Leaf     tlog.Hash
	JWS      string
	Hidden   string // disclosures as FormatDisclosures writes them
}

// AppendEntry writes one entry. The caller has looked whether the act is already there.
func (tx *Tx) AppendEntry(e Entry) error {
	seq := seqOf(Own, e.Index)
	err := tx.each(`INSERT INTO entry (seq, received, act, subject, person, party, leaf, jws, hidden)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, func(s *sqlite.Stmt) {
		s.BindInt64(1, seq)
		s.BindInt64(2, micros(e.Received))
		s.BindBytes(3, e.ID[:])
		s.BindText(4, string(e.Subject))
		s.BindText(5, string(e.Person))
		s.BindText(6, e.Party)
		s.BindBytes(7, e.Leaf[:])
		s.BindText(8, e.JWS)
		s.BindText(9, e.Hidden)
	}, nil)
	if err != nil {
		return fmt.Errorf("append entry %d: %w", e.Index, err)
	}
	return nil
}

const entryColumns = `seq, received, act, subject, person, party, leaf, jws, hidden FROM entry `

func readEntry(s *sqlite.Stmt) Entry {
	e := Entry{
		Index: s.ColumnInt64(0) & (1<<indexBits - 1), Received: instant(s.ColumnInt64(1)),
		Subject: act.SubjectID(s.ColumnText(3)), Person: act.SubjectID(s.ColumnText(4)),
		Party: s.ColumnText(5), JWS: s.ColumnText(7), Hidden: s.ColumnText(8),
	}
	s.ColumnBytes(2, e.ID[:])
	s.ColumnBytes(6, e.Leaf[:])
	return e
}

// Known is what is there about a subject, and about one act of it.
type Known struct {
	Acts  []act.ID // about the subject, in the order of the register
	First Entry    // of those acts: its ID, Person, Party and JWS alone
	Act   bool     // the act is there
	Index int64    // of the act, if it is there
}

// Subject reports whether some act is about it.
func (k Known) Subject() bool { return len(k.Acts) > 0 }

// Knows looks for an act among those about its subject, which its id contains.
func (tx *Tx) Knows(subject act.SubjectID, id act.ID) (k Known, err error) {
	err = tx.each("SELECT seq, act, person, party, jws FROM entry WHERE subject = ? ORDER BY seq",
		func(s *sqlite.Stmt) { s.BindText(1, string(subject)) },
		func(s *sqlite.Stmt) error {
			var held act.ID
			if s.ColumnBytes(1, held[:]); held == id {
				k.Act, k.Index = true, s.ColumnInt64(0)&(1<<indexBits-1)
			}
			if len(k.Acts) == 0 {
				k.First = Entry{ID: held, Person: act.SubjectID(s.ColumnText(2)), Party: s.ColumnText(3), JWS: s.ColumnText(4)}
			}
			k.Acts = append(k.Acts, held)
			return nil
		})
	return k, err
}

// Entry reads one entry of the own register, or ErrNotFound.
func (tx *Tx) Entry(index int64) (e Entry, err error) {
	err = ErrNotFound
	failed := tx.Entries(index, index+1, func(found Entry) error { e, err = found, nil; return nil })
	if failed != nil {
		err = failed
	}
	return e, err
}

// EntriesAbout gives the entries about a subject in the order of the register.
func (tx *Tx) EntriesAbout(subject act.SubjectID) (all []Entry, err error) {
	err = tx.each("SELECT "+entryColumns+"WHERE subject = ? ORDER BY seq",
		func(s *sqlite.Stmt) { s.BindText(1, string(subject)) },
		func(s *sqlite.Stmt) error { all = append(all, readEntry(s)); return nil })
	return all, err
}

// Entries hands the entries from (included) to to (excluded) of the own register to fn.
func (tx *Tx) Entries(from, to int64, fn func(Entry) error) error {
	return tx.each("SELECT "+entryColumns+"WHERE seq >= ? AND seq < ? ORDER BY seq",
		func(s *sqlite.Stmt) { s.BindInt64(1, seqOf(Own, from)); s.BindInt64(2, seqOf(Own, to)) },
		func(s *sqlite.Stmt) error { return fn(readEntry(s)) })
}

// DropDisclosures forgets what an act hid. The act and every hash stay as they are.
func (tx *Tx) DropDisclosures(index int64) error {
	return tx.each("UPDATE entry SET hidden = '' WHERE seq = ?", func(s *sqlite.Stmt) { s.BindInt64(1, seqOf(Own, index)) }, nil)
}

// Tree reads the tree of the own register; an empty one if there is none yet.
func (tx *Tx) Tree() (origin string, tree register.Tree, err error) {
	err = tx.each("SELECT origin, size, edge FROM tree WHERE register = 0", nil, func(s *sqlite.Stmt) error {
		edge := make([]byte, s.ColumnLen(2))
		s.ColumnBytes(2, edge)
		var err error
		origin = s.ColumnText(0)
		tree, err = register.TreeFromEdge(s.ColumnInt64(1), edge)
		return err
	})
	return origin, tree, err
}

// PutTree writes the tree of the own register, once a commit.
func (tx *Tx) PutTree(origin string, tree register.Tree) error {
	return tx.each("INSERT OR REPLACE INTO tree (register, origin, size, edge) VALUES (0, ?, ?, ?)",
		func(s *sqlite.Stmt) {
			s.BindText(1, origin)
			s.BindInt64(2, tree.Size())
			s.BindBytes(3, tree.Edge())
		}, nil)
}

// LeafHashes is part of register.LeafReader.
func (db *DB) LeafHashes(ctx context.Context, from, to int64) (leaves []tlog.Hash, err error) {
	leaves = make([]tlog.Hash, 0, to-from)
	err = db.Read(ctx, func(r *Reader) error {
		return r.each("SELECT leaf FROM entry WHERE seq >= ? AND seq < ? ORDER BY seq",
			func(s *sqlite.Stmt) { s.BindInt64(1, seqOf(Own, from)); s.BindInt64(2, seqOf(Own, to)) },
			func(s *sqlite.Stmt) error {
				var h tlog.Hash
				s.ColumnBytes(0, h[:])
				leaves = append(leaves, h)
				return nil
			})
	})
	return leaves, err
}

// PutCosignature keeps a cosigner's line on the head of a size; a later one replaces it.
func (tx *Tx) PutCosignature(size int64, cosigner, line string) error {
	return tx.each("INSERT OR REPLACE INTO cosignature (size, cosigner, line) VALUES (?, ?, ?)", func(s *sqlite.Stmt) {
		s.BindInt64(1, size)
		s.BindText(2, cosigner)
		s.BindText(3, line)
	}, nil)
}

// Cosignatures are the lines on the head of a size, by cosigner.
func (tx *Tx) Cosignatures(size int64) (lines []string, err error) {
	err = tx.each("SELECT line FROM cosignature WHERE size = ? ORDER BY cosigner",
		func(s *sqlite.Stmt) { s.BindInt64(1, size) },
		func(s *sqlite.Stmt) error { lines = append(lines, s.ColumnText(0)); return nil })
	return lines, err
}

// KnowsSubject reports whether any act is about the subject.
func (tx *Tx) KnowsSubject(subject act.SubjectID) (known bool, err error) {
	err = tx.each("SELECT 1 FROM entry WHERE subject = ? LIMIT 1",
		func(s *sqlite.Stmt) { s.BindText(1, string(subject)) },
		func(*sqlite.Stmt) error { known = true; return nil })
	return known, err
}

// FirstAbout is the first entry about a subject, or ErrNotFound.
func (tx *Tx) FirstAbout(subject act.SubjectID) (e Entry, err error) {
	found := false
	err = tx.each("SELECT "+entryColumns+"WHERE subject = ? ORDER BY seq LIMIT 1",
		func(s *sqlite.Stmt) { s.BindText(1, string(subject)) },
		func(s *sqlite.Stmt) error { e, found = readEntry(s), true; return nil })
	if err == nil && !found {
		err = ErrNotFound
	}
	return e, err
}

// LastReceived is the received time of the register's last entry, zero if it is empty.
func (tx *Tx) LastReceived() (last time.Time, err error) {
	err = tx.each("SELECT received FROM entry ORDER BY seq DESC LIMIT 1", nil,
		func(s *sqlite.Stmt) error { last = instant(s.ColumnInt64(0)); return nil })
	return last, err
}
