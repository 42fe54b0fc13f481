package store

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"truce/ground/act"
)

// Acts are found by id through an index that, like that of words, is filled behind the
// commit. Ids are random: kept with the entries, each act wrote a page of the index, read
// another and was half of what a commit put on the disk. Sorted by the thousand they share
// their pages. Whoever asks has it brought up to date first.

// actsSchema keeps the first eight bytes of ids; the entry itself has all.
const actsSchema = `
	CREATE TABLE IF NOT EXISTS acts (start INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (start, seq)) STRICT, WITHOUT ROWID;
	CREATE TABLE IF NOT EXISTS acted (done INTEGER NOT NULL) STRICT;
	INSERT INTO acted SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM acted);`

const (
	// manyActs is how many are let come before they are indexed unasked.
	manyActs = 4096
	// actsBatch is how many are indexed in one transaction.
	actsBatch = 16_384
)

func startOf(id act.ID) int64 { return int64(binary.BigEndian.Uint64(id[:])) }

// Act finds the entry of an act, or ErrNotFound.
func (s *Search) Act(ctx context.Context, id act.ID) (e Entry, err error) {
	if err := s.catchUpActs(ctx, 1); err != nil {
		return Entry{}, err
	}
	candidates, err := s.starting(id)
	if err != nil {
		return Entry{}, err
	}
	err = s.db.Read(ctx, func(r *Reader) error {
		for _, seq := range candidates {
			found, err := r.Entry(seq & (1<<indexBits - 1))
			if err == nil && found.ID == id {
				e = found
				return nil
			}
			if err != nil && err != ErrNotFound {
				return err
			}
		}
		return ErrNotFound
	})
	return e, err
}

func (s *Search) starting(id act.ID) (seqs []int64, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	err = sqlitex.Execute(s.conn, "SELECT seq FROM acts WHERE start = ?", &sqlitex.ExecOptions{Args: []any{startOf(id)},
		ResultFunc: func(st *sqlite.Stmt) error { seqs = append(seqs, st.ColumnInt64(0)); return nil }})
	return seqs, err
}

// catchUpActs indexes the acts that are committed, unless fewer than least have come.
func (s *Search) catchUpActs(ctx context.Context, least int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		came, err := s.cameActs(ctx, least)
		if err != nil || len(came) == 0 {
			return err
		}
		if err := s.indexActs(came); err != nil {
			return fmt.Errorf("index acts: %w", err)
		}
		s.acts += int64(len(came))
	}
}

type indexed struct{ start, seq int64 }

func (s *Search) cameActs(ctx context.Context, least int64) (came []indexed, err error) {
	err = s.db.Read(ctx, func(r *Reader) error {
		size, err := r.size()
		if err != nil || size-s.acts < least {
			return err
		}
		return r.each("SELECT seq, act FROM entry WHERE seq >= ? AND seq < ? ORDER BY seq", func(st *sqlite.Stmt) {
			st.BindInt64(1, seqOf(Own, s.acts))
			st.BindInt64(2, seqOf(Own, min(size, s.acts+actsBatch)))
		}, func(st *sqlite.Stmt) error {
			var id act.ID
			st.ColumnBytes(1, id[:])
			came = append(came, indexed{startOf(id), st.ColumnInt64(0)})
			return nil
		})
	})
	return came, err
}

// size is how many entries the own register holds.
func (tx *Tx) size() (size int64, err error) {
	err = tx.each("SELECT seq + 1 FROM entry WHERE seq < ? ORDER BY seq DESC LIMIT 1",
		func(s *sqlite.Stmt) { s.BindInt64(1, seqOf(Own+1, 0)) },
		func(s *sqlite.Stmt) error { size = s.ColumnInt64(0); return nil })
	return size, err
}

func (s *Search) indexActs(came []indexed) (err error) {
	slices.SortFunc(came, func(a, b indexed) int {
		if a.start < b.start {
			return -1
		}
		return 1
	})
	end := sqlitex.Transaction(s.conn)
	defer end(&err)
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
	return sqlitex.Execute(s.conn, "UPDATE acted SET done = ?", &sqlitex.ExecOptions{Args: []any{s.acts + int64(len(came))}})
}
