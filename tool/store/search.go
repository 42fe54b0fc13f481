package store

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// index is of words, and of acts by id (acts.go). It is a database file of its own, filled
// by a follower
// after the commit: full-text indexing costs more than everything else that a commit
// does, and a reader who searches can wait a moment where a post that reports cannot.
// The file can be deleted at any time and is then filled again.
type index struct {
	db   *DB
	mu   sync.Mutex // the connection is used by one goroutine at a time
	conn *sqlite.Conn
	done int64   // every view row up to this id is indexed
	acts []int64 // every entry before this index is, by register
}

const searchSchema = `
	CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (label, narrative, content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 2');
	CREATE TABLE IF NOT EXISTS progress (done INTEGER NOT NULL) STRICT;
	INSERT INTO progress SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM progress);` + actsSchema

// searchBatch is how many rows are indexed in one transaction.
const searchBatch = 2000

// maxFound is how many ids a search answers; more say that the words are too common.
const maxFound = 20_000

// openIndex opens or creates the index beside the database.
func openIndex(db *DB) (*index, error) {
	conn, err := connect(filepath.Join(filepath.Dir(db.path), indexName), 8<<10)
	if err != nil {
		return nil, classify(fmt.Errorf("open search index: %w", err))
	}
	// What is lost in a crash is indexed again: a commit waits for no fsync here, only the
	// order of writing is kept.
	err = errors.Join(
		sqlitex.ExecuteTransient(conn, "PRAGMA synchronous = NORMAL", nil),
		sqlitex.ExecuteTransient(conn, "PRAGMA wal_autocheckpoint = 1000", nil),
		sqlitex.ExecuteScript(conn, searchSchema, nil))
	if err != nil {
		return nil, classify(errors.Join(err, conn.Close()))
	}
	s := &index{db: db, conn: conn}
	err = sqlitex.Execute(conn, "SELECT done FROM progress", &sqlitex.ExecOptions{
		ResultFunc: func(stmt *sqlite.Stmt) error { s.done = stmt.ColumnInt64(0); return nil }})
	if err == nil {
		err = s.readActed()
	}
	if err != nil {
		return nil, classify(errors.Join(err, conn.Close()))
	}
	return s, nil
}

func (s *index) close() error { return s.conn.Close() }

// clearWords empties the index of words: the rows that it knew are gone.
func (s *index) clearWords() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.done = 0
	return sqlitex.ExecuteScript(s.conn, "DROP TABLE words; DROP TABLE progress;"+searchSchema, nil)
}

// Follow indexes all rows that are committed, and acts when many have come.
func (db *DB) Follow(ctx context.Context) error {
	if err := db.index.catchUpActs(ctx, manyActs); err != nil {
		return err
	}
	return db.index.catchUpWords(ctx)
}

func (s *index) catchUpWords(ctx context.Context) error {
	for {
		more, err := s.step(ctx)
		if err != nil || !more {
			return err
		}
	}
}

// step indexes one batch of rows and tells whether more were there. What comes in meanwhile
// is left for the next time.
func (s *index) step(ctx context.Context) (more bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	type words struct {
		id               int64
		label, narrative string
	}
	var batch []words
	err = s.db.read(ctx, func(r *Reader) error {
		return r.each("SELECT id, label, narrative FROM view WHERE id > ? ORDER BY id LIMIT ?",
			func(st *sqlite.Stmt) { st.BindInt64(1, s.done); st.BindInt64(2, searchBatch) },
			func(st *sqlite.Stmt) error {
				batch = append(batch, words{st.ColumnInt64(0), st.ColumnText(1), st.ColumnText(2)})
				return nil
			})
	})
	if err != nil || len(batch) == 0 {
		return false, err
	}
	end := sqlitex.Transaction(s.conn)
	defer end(&err)
	insert := &Tx{conn: s.conn}
	for _, w := range batch {
		if w.label == "" && w.narrative == "" {
			continue
		}
		err = insert.each("INSERT INTO words (rowid, label, narrative) VALUES (?, ?, ?)", func(st *sqlite.Stmt) {
			st.BindInt64(1, w.id)
			st.BindText(2, w.label)
			st.BindText(3, w.narrative)
		}, nil)
		if err != nil {
			return false, fmt.Errorf("index words: %w", err)
		}
	}
	done := batch[len(batch)-1].id
	if err = sqlitex.Execute(s.conn, "UPDATE progress SET done = ?", &sqlitex.ExecOptions{Args: []any{done}}); err != nil {
		return false, err
	}
	s.done = done
	return len(batch) == searchBatch, nil
}

// find answers the ids of the rows in which every word occurs, newest first. It first
// catches up, so that whoever was just answered finds what was just written.
func (db *DB) find(ctx context.Context, text string, narrative bool) (ids []int64, err error) {
	s := db.index
	query := phrase(text, narrative)
	if query == "" {
		return nil, nil
	}
	if err := s.catchUpWords(ctx); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	err = sqlitex.Execute(s.conn, "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT ?",
		&sqlitex.ExecOptions{Args: []any{query, maxFound},
			ResultFunc: func(st *sqlite.Stmt) error { ids = append(ids, st.ColumnInt64(0)); return nil }})
	return ids, err
}

// phrase quotes each word, so that nothing in it is an operator of FTS5.
func phrase(text string, narrative bool) string {
	var quoted []string
	for _, word := range strings.Fields(text) {
		quoted = append(quoted, `"`+strings.ReplaceAll(word, `"`, `""`)+`"`)
	}
	if len(quoted) == 0 {
		return ""
	}
	columns := "{label}"
	if narrative {
		columns = "{label narrative}"
	}
	return columns + " : (" + strings.Join(quoted, " AND ") + ")"
}
