package store

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/tlog"
	"zombiezen.com/go/sqlite"

	"truce/ground/act"
	"truce/tool/keep"
)

const indexBits = 40

func seqOf(register int, index int64) int64 { return int64(register)<<indexBits | index }

func registerOf(seq int64) int { return int(seq >> indexBits) }

func indexOf(seq int64) int64 { return seq & (1<<indexBits - 1) }

// Append writes one entry. An act that is there already, by an entry of another register, is
// named by that entry's number and not kept again.
func (tx *Tx) Append(e keep.Entry) error {
	number, err := tx.numberOf(e.Origin)
	if err != nil {
		return fmt.Errorf("append entry %d of %q: %w", e.Index, e.Origin, err)
	}
	first, held, err := tx.firstOf(number, e)
	if err == nil {
		err = tx.each(`INSERT INTO entry (seq, received, act, subject, person, party, leaf, jws, hidden, known, first, idle)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			func(s *sqlite.Stmt) { bindEntry(s, seqOf(number, e.Index), e); bindFirst(s, first, held) }, nil)
	}
	if err != nil {
		return fmt.Errorf("append entry %d of %q: %w", e.Index, e.Origin, err)
	}
	return nil
}

// Correct writes again what is kept beside an entry. Its disclosures are kept where its act is.
func (tx *Tx) Correct(e keep.Entry) error {
	number, err := tx.numberOf(e.Origin)
	if err == nil {
		err = tx.each(`UPDATE entry SET act = ?, subject = ?, person = ?, party = ?, leaf = ?, idle = ?,
			hidden = CASE WHEN first IS NULL THEN ? END WHERE seq = ?`,
			func(s *sqlite.Stmt) {
				s.BindBytes(1, e.ID[:])
				s.BindText(2, string(e.Subject))
				s.BindText(3, string(e.Person))
				s.BindText(4, e.Party)
				s.BindBytes(5, e.Leaf[:])
				s.BindNull(6)
				if e.Idle != "" {
					s.BindText(6, e.Idle)
				}
				s.BindText(7, e.Hidden)
				s.BindInt64(8, seqOf(number, e.Index))
			}, nil)
	}
	if err != nil {
		return fmt.Errorf("correct entry %d of %q: %w", e.Index, e.Origin, err)
	}
	return nil
}

// Disclose writes where the act is kept, which another register's entry may do.
func (tx *Tx) Disclose(origin string, index int64, hidden string) error {
	number, err := tx.numberOf(origin)
	if err == nil {
		err = tx.each("UPDATE entry SET hidden = ? WHERE seq = (SELECT coalesce(first, seq) FROM entry WHERE seq = ?)",
			func(s *sqlite.Stmt) {
				s.BindText(1, hidden)
				s.BindInt64(2, seqOf(number, index))
			}, nil)
	}
	if err != nil {
		return fmt.Errorf("write disclosures of entry %d of %q: %w", index, origin, err)
	}
	return nil
}

// Held counts by the index, which is small beside the acts.
func (tx *Tx) Held() (held int64, err error) {
	err = tx.each("SELECT count(*) FROM entry INDEXED BY entry_subject", nil,
		func(s *sqlite.Stmt) error { held = s.ColumnInt64(0); return nil })
	return held, err
}

// firstOf finds the entry that keeps the act. The own register is asked nothing before there
// is another: it takes an act once.
func (tx *Tx) firstOf(number int, e keep.Entry) (first int64, held bool, err error) {
	if several, err := tx.several(); number == own && !several || err != nil {
		return 0, false, err
	}
	err = tx.each("SELECT coalesce(first, seq), act FROM entry WHERE subject = ?",
		func(s *sqlite.Stmt) { s.BindText(1, string(e.Subject)) },
		func(s *sqlite.Stmt) error {
			var id act.ID
			if s.ColumnBytes(1, id[:]); id == e.ID {
				first, held = s.ColumnInt64(0), true
			}
			return nil
		})
	return first, held, err
}

// several reports whether entries of other registers are held. It asks once: nobody else adds
// any.
func (tx *Tx) several() (is bool, err error) {
	if tx.registers == 0 {
		err = tx.each("SELECT count(*) FROM register", nil, func(s *sqlite.Stmt) error { tx.registers = s.ColumnInt(0); return nil })
	}
	return tx.registers > 1, err
}

func bindEntry(s *sqlite.Stmt, seq int64, e keep.Entry) {
	s.BindInt64(1, seq)
	s.BindInt64(2, micros(e.Received))
	s.BindBytes(3, e.ID[:])
	s.BindText(4, string(e.Subject))
	s.BindText(5, string(e.Person))
	s.BindText(6, e.Party)
	s.BindBytes(7, e.Leaf[:])
	s.BindText(8, e.JWS)
	s.BindText(9, e.Hidden)
	s.BindNull(10)
	if registerOf(seq) != own {
		s.BindInt64(10, micros(e.Known))
	}
	s.BindNull(12)
	if e.Idle != "" {
		s.BindText(12, e.Idle)
	}
}

func bindFirst(s *sqlite.Stmt, first int64, held bool) {
	s.BindNull(11)
	if held {
		s.BindNull(8)
		s.BindNull(9)
		s.BindInt64(11, first)
	}
}

const entryColumns = `seq, received, act, subject, person, party, leaf, jws, hidden, known, first, idle FROM entry `

// line is an entry as its row has it.
type line struct {
	keep.Entry
	seq, first int64 // of the entry that keeps the act; first is seq where that is this one
}

func (tx *Tx) readLine(s *sqlite.Stmt) (line, error) {
	l := line{seq: s.ColumnInt64(0), first: s.ColumnInt64(0)}
	l.Index, l.Received = indexOf(l.seq), instant(s.ColumnInt64(1))
	l.Subject, l.Person, l.Party = act.SubjectID(s.ColumnText(3)), act.SubjectID(s.ColumnText(4)), s.ColumnText(5)
	l.JWS, l.Hidden, l.Idle = s.ColumnText(7), s.ColumnText(8), s.ColumnText(11)
	s.ColumnBytes(2, l.ID[:])
	s.ColumnBytes(6, l.Leaf[:])
	if l.Known = l.Received; s.ColumnType(9) != sqlite.TypeNull {
		l.Known = instant(s.ColumnInt64(9))
	}
	if s.ColumnType(10) != sqlite.TypeNull {
		l.first = s.ColumnInt64(10)
	}
	var err error
	l.Origin, err = tx.originOf(registerOf(l.seq))
	return l, err
}

// fill reads the act of a line that another one keeps.
func (tx *Tx) fill(l *line) error {
	if l.first == l.seq {
		return nil
	}
	return tx.each("SELECT jws, hidden FROM entry WHERE seq = ?", func(s *sqlite.Stmt) { s.BindInt64(1, l.first) },
		func(s *sqlite.Stmt) error { l.JWS, l.Hidden = s.ColumnText(0), s.ColumnText(1); return nil })
}

// Entries hands a stretch of a register to fn.
func (tx *Tx) Entries(origin string, from, to int64, fn func(keep.Entry) error) error {
	number, err := tx.numberOf(origin)
	if err == keep.ErrNotFound {
		return nil
	} else if err != nil {
		return err
	}
	return tx.each("SELECT "+entryColumns+"WHERE seq >= ? AND seq < ? ORDER BY seq",
		func(s *sqlite.Stmt) { s.BindInt64(1, seqOf(number, from)); s.BindInt64(2, seqOf(number, to)) },
		func(s *sqlite.Stmt) error {
			l, err := tx.readLine(s)
			if err == nil {
				err = tx.fill(&l)
			}
			if err != nil {
				return err
			}
			return fn(l.Entry)
		})
}

// About gives the entries about a subject, register by register.
func (tx *Tx) About(subject act.SubjectID) ([]keep.Entry, error) {
	var lines []line
	err := tx.each("SELECT "+entryColumns+"WHERE subject = ? ORDER BY seq",
		func(s *sqlite.Stmt) { s.BindText(1, string(subject)) },
		func(s *sqlite.Stmt) error {
			l, err := tx.readLine(s)
			lines = append(lines, l)
			return err
		})
	all := make([]keep.Entry, len(lines))
	for i := range lines {
		if err == nil {
			err = tx.fill(&lines[i])
		}
		all[i] = lines[i].Entry
	}
	return all, err
}

// Signed walks over all entries: it is asked when a key is said to be in doubt.
func (tx *Tx) Signed(names []act.SubjectID, by time.Time) (subjects []act.SubjectID, err error) {
	texts := make([]string, len(names))
	for i, name := range names {
		texts[i] = string(name)
	}
	c := &condition{}
	c.among("person", texts)
	c.and("coalesce(known, received) <= ?", intBind(micros(by)))
	err = tx.each("SELECT DISTINCT subject FROM entry NOT INDEXED WHERE "+c.sql.String()+" ORDER BY seq", c.bind,
		func(s *sqlite.Stmt) error { subjects = append(subjects, act.SubjectID(s.ColumnText(0))); return nil })
	return subjects, err
}

// Knows looks for an act among those about its subject.
func (tx *Tx) Knows(subject act.SubjectID, id act.ID) (k keep.Known, err error) {
	first := int64(0) // the entry that keeps the first act, where that is another
	err = tx.each("SELECT seq, act, person, party, jws, first FROM entry WHERE subject = ? ORDER BY seq",
		func(s *sqlite.Stmt) { s.BindText(1, string(subject)) },
		func(s *sqlite.Stmt) error {
			var held act.ID
			if s.ColumnBytes(1, held[:]); held == id {
				k.Act = true
				if seq := s.ColumnInt64(0); registerOf(seq) == own {
					k.Own, k.Index = true, indexOf(seq)
				}
			}
			if len(k.Acts) == 0 {
				k.First = keep.Entry{Act: keep.Act{ID: held, JWS: s.ColumnText(4)}, Person: act.SubjectID(s.ColumnText(2)), Party: s.ColumnText(3)}
				first = s.ColumnInt64(5)
			}
			k.Acts = append(k.Acts, held)
			return nil
		})
	if err == nil && k.Subject() && k.First.JWS == "" {
		err = tx.each("SELECT jws FROM entry WHERE seq = ?", func(s *sqlite.Stmt) { s.BindInt64(1, first) },
			func(s *sqlite.Stmt) error { k.First.JWS = s.ColumnText(0); return nil })
	}
	return k, err
}

// KnowsSubject reports whether any act is about the subject.
func (tx *Tx) KnowsSubject(subject act.SubjectID) (known bool, err error) {
	err = tx.each("SELECT 1 FROM entry WHERE subject = ? LIMIT 1",
		func(s *sqlite.Stmt) { s.BindText(1, string(subject)) },
		func(*sqlite.Stmt) error { known = true; return nil })
	return known, err
}

// FirstAbout is the first entry about a subject.
func (tx *Tx) FirstAbout(subject act.SubjectID) (keep.Entry, error) {
	var l line
	found := false
	err := tx.each("SELECT "+entryColumns+"WHERE subject = ? ORDER BY seq LIMIT 1",
		func(s *sqlite.Stmt) { s.BindText(1, string(subject)) },
		func(s *sqlite.Stmt) (err error) { l, err = tx.readLine(s); found = true; return err })
	if err == nil && !found {
		err = keep.ErrNotFound
	}
	if err == nil {
		err = tx.fill(&l)
	}
	return l.Entry, err
}

// LeafHashes is part of register.LeafReader, for the own register.
func (db *DB) LeafHashes(ctx context.Context, from, to int64) (leaves []tlog.Hash, err error) {
	leaves = make([]tlog.Hash, 0, to-from)
	err = db.read(ctx, func(r *Reader) error {
		return r.each("SELECT leaf FROM entry WHERE seq >= ? AND seq < ? ORDER BY seq",
			func(s *sqlite.Stmt) { s.BindInt64(1, seqOf(own, from)); s.BindInt64(2, seqOf(own, to)) },
			func(s *sqlite.Stmt) error {
				var h tlog.Hash
				s.ColumnBytes(0, h[:])
				leaves = append(leaves, h)
				return nil
			})
	})
	return leaves, err
}

// lastKnown is when the last entry of a register came.
func (tx *Tx) lastKnown(number int) (last time.Time, err error) {
	err = tx.each("SELECT coalesce(known, received) FROM entry WHERE seq >= ? AND seq < ? ORDER BY seq DESC LIMIT 1",
		func(s *sqlite.Stmt) { s.BindInt64(1, seqOf(number, 0)); s.BindInt64(2, seqOf(number+1, 0)) },
		func(s *sqlite.Stmt) error { last = instant(s.ColumnInt64(0)); return nil })
	return last, err
}
