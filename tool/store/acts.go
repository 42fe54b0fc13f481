package store

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"truce/ground/act"
	"truce/tool/keep"
)

// Acts are found by id through an index that, like that of words, is filled behind the
// commit. Ids are random: kept with the entries, each act wrote a page of the index, read
// another and was half of what a commit put on the disk. Sorted by the thousand they share
// their pages. Whoever asks has it brought up to date first.

// actsSchema keeps the first eight bytes of ids; the entry itself has all.
const actsSchema = `
	CREATE TABLE IF NOT EXISTS acts (start INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (start, seq)) STRICT, WITHOUT ROWID;
	CREATE TABLE IF NOT EXISTS acted (register INTEGER PRIMARY KEY, done INTEGER NOT NULL) STRICT;`

const (
	// manyActs is how many are let come before they are indexed unasked.
	manyActs = 4096
	// actsBatch is how many are indexed in one transaction.
	actsBatch = 16_384
)

func startOf(id act.ID) int64 { return int64(binary.BigEndian.Uint64(id[:])) }

// Act finds an entry of an act, the own register's if it holds it.
func (db *DB) Act(ctx context.Context, id act.ID) (e keep.Entry, err error) {
	s := db.index
	var candidates []int64
	for renewed := true; renewed; {
		if err := s.catchUpActs(ctx, 1); err != nil {
			return keep.Entry{}, err
		}
		candidates, err = s.starting(id)
		if renewed, err = s.ask(err); err != nil {
			return keep.Entry{}, err
		}
	}
	err = db.read(ctx, func(r *Reader) error {
		for _, seq := range candidates {
			origin, err := r.originOf(registerOf(seq))
			if err != nil {
				return err
			}
			found, err := keep.EntryAt(r, origin, indexOf(seq))
			if err == nil && found.ID == id {
				e = found
				return nil
			}
			if err != nil && err != keep.ErrNotFound {
				return err
			}
		}
		return keep.ErrNotFound
	})
	return e, err
}

func (s *index) starting(id act.ID) (seqs []int64, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	err = sqlitex.Execute(s.conn, "SELECT seq FROM acts WHERE start = ? ORDER BY seq", &sqlitex.ExecOptions{Args: []any{startOf(id)},
		ResultFunc: func(st *sqlite.Stmt) error { seqs = append(seqs, st.ColumnInt64(0)); return nil }})
	return seqs, err
}

// readActed reads up to where the acts of each register are indexed.
func (s *index) readActed() error {
	return sqlitex.Execute(s.conn, "SELECT register, done FROM acted ORDER BY register", &sqlitex.ExecOptions{
		ResultFunc: func(st *sqlite.Stmt) error {
			s.setActed(st.ColumnInt(0), st.ColumnInt64(1))
			return nil
		}})
}

func (s *index) acted(register int) int64 {
	if register < len(s.acts) {
		return s.acts[register]
	}
	return 0
}

func (s *index) setActed(register int, done int64) {
	for len(s.acts) <= register {
		s.acts = append(s.acts, 0)
	}
	s.acts[register] = done
}

// catchUpActs indexes the acts that are committed, of each register unless fewer than least
// have come.
func (s *index) catchUpActs(ctx context.Context, least int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	registers := 0
	err := s.db.read(ctx, func(r *Reader) error {
		return r.each("SELECT count(*) FROM register", nil, func(st *sqlite.Stmt) error { registers = st.ColumnInt(0); return nil })
	})
	for register := range registers {
		for more := true; more && err == nil; {
			more, err = s.actsOf(ctx, register, least)
		}
	}
	return err
}

// actsOf indexes the next acts of a register, and tells whether there were any.
func (s *index) actsOf(ctx context.Context, register int, least int64) (more bool, err error) {
	came, err := s.cameActs(ctx, register, least)
	if err != nil || len(came) == 0 {
		return false, err
	}
	done := s.acted(register) + int64(len(came))
	if renewed, err := s.mended(s.indexActs(came, register, done)); renewed {
		return true, err // from the first act on
	} else if err != nil {
		return false, fmt.Errorf("index acts: %w", err)
	}
	s.setActed(register, done)
	return true, nil
}

type indexed struct{ start, seq int64 }

func (s *index) cameActs(ctx context.Context, register int, least int64) (came []indexed, err error) {
	done := s.acted(register)
	err = s.db.read(ctx, func(r *Reader) error {
		size, err := r.size(register)
		if err != nil || size-done < least {
			return err
		}
		return r.each("SELECT seq, act FROM entry WHERE seq >= ? AND seq < ? ORDER BY seq", func(st *sqlite.Stmt) {
			st.BindInt64(1, seqOf(register, done))
			st.BindInt64(2, seqOf(register, min(size, done+actsBatch)))
		}, func(st *sqlite.Stmt) error {
			var id act.ID
			st.ColumnBytes(1, id[:])
			came = append(came, indexed{startOf(id), st.ColumnInt64(0)})
			return nil
		})
	})
	return came, err
}

// size is how many entries of a register are held: they are held from the first on.
func (tx *Tx) size(register int) (size int64, err error) {
	err = tx.each("SELECT seq FROM entry WHERE seq >= ? AND seq < ? ORDER BY seq DESC LIMIT 1",
		func(s *sqlite.Stmt) { s.BindInt64(1, seqOf(register, 0)); s.BindInt64(2, seqOf(register+1, 0)) },
		func(s *sqlite.Stmt) error { size = indexOf(s.ColumnInt64(0)) + 1; return nil })
	return size, err
}

func (s *index) indexActs(came []indexed, register int, done int64) error {
	slices.SortFunc(came, func(a, b indexed) int {
		if a.start < b.start {
			return -1
		}
		return 1
	})
	return together(s.conn, func() error { return s.putActs(came, register, done) })
}

func (s *index) putActs(came []indexed, register int, done int64) error {
	insert, err := s.conn.Prepare("INSERT OR IGNORE INTO acts (start, seq) VALUES (?, ?)")
	if err != nil {
		return err
	}
	for _, a := range came {
		insert.BindInt64(1, a.start)
		insert.BindInt64(2, a.seq)
		if _, err = insert.Step(); err != nil {
			return err
		}
		if err = insert.Reset(); err != nil {
			return err
		}
	}
	return sqlitex.Execute(s.conn, "INSERT OR REPLACE INTO acted (register, done) VALUES (?, ?)", &sqlitex.ExecOptions{Args: []any{register, done}})
}
