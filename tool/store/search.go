package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"sync"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"truce/tool/keep"
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
	of   int64   // version of the database's tables when it was: another read model has other rows under the ids
	acts []int64 // every entry before this index is, by register
}

const searchSchema = `
	CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (label, narrative, content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 2');
	CREATE TABLE IF NOT EXISTS progress (done INTEGER NOT NULL, version INTEGER NOT NULL) STRICT;
	INSERT INTO progress SELECT 0, 0 WHERE NOT EXISTS (SELECT 1 FROM progress);` + actsSchema

// searchForm is the number of the tables above. An index of another number is taken away and filled again: it is made of
// what the database holds.
const searchForm = 1

// searchBatch is how many rows are indexed in one transaction.
const searchBatch = 2000

// maxFound is how many ids a search answers; more say that the words are too common.
const maxFound = 20_000

// openIndex opens or creates the index beside the database. One that is damaged is taken away and filled again: it holds
// nothing that the database does not.
func openIndex(db *DB) (*index, error) {
	s := &index{db: db}
	err := s.open()
	if errors.Is(err, keep.ErrDamaged) {
		err = s.renew()
	}
	if err != nil {
		return nil, err
	}
	return s, nil
}

// mostRenewals is how often one run fills the index again before it tells of the damage: a disk on which nothing stays
// whole.
const mostRenewals = 3

// renew begins the index from nothing.
func (s *index) renew() error {
	if s.conn != nil {
		_ = s.conn.Close() // of what is damaged
		s.conn = nil
	}
	if err := s.remove(); err != nil {
		return err
	}
	s.db.renewed.Add(1)
	return s.open()
}

func (s *index) remove() error {
	for _, name := range indexNames() {
		err := s.db.disk.Remove(filepath.Join(filepath.Dir(s.db.path), name))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove search index: %w", err)
		}
	}
	return nil
}

// connect opens the index's file, empty or of this form.
func (s *index) connect() (_ *sqlite.Conn, fresh bool, _ error) {
	path := filepath.Join(filepath.Dir(s.db.path), indexName)
	conn, err := connect(s.db.disk, path, 8<<10)
	if err != nil {
		return nil, false, err
	}
	form, tables := 0, 0
	err = errors.Join(
		sqlitex.ExecuteTransient(conn, "PRAGMA user_version", &sqlitex.ExecOptions{
			ResultFunc: func(stmt *sqlite.Stmt) error { form = stmt.ColumnInt(0); return nil }}),
		sqlitex.ExecuteTransient(conn, "SELECT count(*) FROM sqlite_master", &sqlitex.ExecOptions{
			ResultFunc: func(stmt *sqlite.Stmt) error { tables = stmt.ColumnInt(0); return nil }}))
	switch {
	case err != nil:
		return nil, false, errors.Join(err, conn.Close())
	case form == searchForm || tables == 0:
		return conn, tables == 0, nil
	}
	if err := errors.Join(conn.Close(), s.remove()); err != nil {
		return nil, false, err
	}
	conn, err = connect(s.db.disk, path, 8<<10)
	return conn, true, err
}

// mended answers no error for one that is gone, because the index was damaged and is empty now. Every other stays.
func (s *index) mended(err error) (renewed bool, _ error) {
	err = classify(err)
	if !errors.Is(err, keep.ErrDamaged) || s.db.renewed.Load() >= mostRenewals {
		return false, err
	}
	return true, s.renew()
}

// Renewed reports whether the index was damaged, and begun anew, since it was last asked.
func (db *DB) Renewed() bool { return db.told.Swap(db.renewed.Load()) != db.renewed.Load() }

func (s *index) open() error {
	conn, fresh, err := s.connect()
	if err != nil {
		return classify(fmt.Errorf("open search index: %w", err))
	}
	// What is lost in a crash is indexed again: a commit waits for no fsync here, only the
	// order of writing is kept.
	err = errors.Join(
		sqlitex.ExecuteTransient(conn, "PRAGMA synchronous = NORMAL", nil),
		sqlitex.ExecuteTransient(conn, "PRAGMA wal_autocheckpoint = 1000", nil),
		script(conn, searchSchema))
	if fresh && err == nil { // an index that is only read stays as it is, byte for byte
		err = sqlitex.ExecuteTransient(conn, fmt.Sprintf("PRAGMA user_version = %d", searchForm), nil)
	}
	if err != nil {
		return classify(errors.Join(fmt.Errorf("open search index: %w", err), conn.Close()))
	}
	s.conn, s.done, s.acts = conn, 0, nil
	err = sqlitex.Execute(conn, "SELECT done, version FROM progress", &sqlitex.ExecOptions{
		ResultFunc: func(stmt *sqlite.Stmt) error { s.done, s.of = stmt.ColumnInt64(0), stmt.ColumnInt64(1); return nil }})
	if err == nil {
		err = s.readActed()
	}
	if err != nil {
		s.conn = nil
		return classify(errors.Join(fmt.Errorf("read search index: %w", err), conn.Close()))
	}
	return nil
}

func (s *index) close() error {
	if s.conn == nil {
		return nil
	}
	return s.conn.Close()
}

// clearWords empties the index of words: the rows that it knew are gone.
func (s *index) clearWords() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.clear()
}

func (s *index) clear() error {
	s.done = 0
	_, err := s.mended(script(s.conn, "DROP TABLE words; DROP TABLE progress;"+searchSchema))
	return err
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
	batch, version, err := s.unindexed(ctx)
	if err != nil {
		return false, err
	}
	if version != s.of { // whoever folded everything again may have been stopped before the index was emptied
		if s.of = version; s.done > 0 {
			return true, s.clear()
		}
	}
	if len(batch) == 0 {
		return false, nil
	}
	done := batch[len(batch)-1].id
	if renewed, err := s.mended(s.put(batch, done)); renewed || err != nil {
		return renewed, err
	}
	s.done = done
	return len(batch) == searchBatch, nil
}

// worded is a row with the words in it.
type worded struct {
	id               int64
	label, narrative string
}

// unindexed reads the next rows, and the version of the tables that they stand in.
func (s *index) unindexed(ctx context.Context) (batch []worded, version int64, err error) {
	err = s.db.read(ctx, func(r *Reader) error {
		err := r.each("PRAGMA schema_version", nil, func(st *sqlite.Stmt) error { version = st.ColumnInt64(0); return nil })
		if err != nil {
			return err
		}
		return r.each("SELECT id, label, narrative FROM view WHERE id > ? ORDER BY id LIMIT ?",
			func(st *sqlite.Stmt) { st.BindInt64(1, s.done); st.BindInt64(2, searchBatch) },
			func(st *sqlite.Stmt) error {
				batch = append(batch, worded{st.ColumnInt64(0), st.ColumnText(1), st.ColumnText(2)})
				return nil
			})
	})
	return batch, version, err
}

// put indexes rows up to an id, in one transaction.
func (s *index) put(batch []worded, done int64) error {
	return together(s.conn, func() error { return s.putAll(batch, done) })
}

func (s *index) putAll(batch []worded, done int64) error {
	insert := &Tx{conn: s.conn}
	for _, w := range batch {
		if w.label == "" && w.narrative == "" {
			continue
		}
		err := insert.each("INSERT INTO words (rowid, label, narrative) VALUES (?, ?, ?)", func(st *sqlite.Stmt) {
			st.BindInt64(1, w.id)
			st.BindText(2, w.label)
			st.BindText(3, w.narrative)
		}, nil)
		if err != nil {
			return fmt.Errorf("index words: %w", err)
		}
	}
	return sqlitex.Execute(s.conn, "UPDATE progress SET done = ?, version = ?", &sqlitex.ExecOptions{Args: []any{done, s.of}})
}

// find answers the ids of the rows in which every word occurs, newest first. It first
// catches up, so that whoever was just answered finds what was just written.
func (db *DB) find(ctx context.Context, text string, narrative bool) (ids []int64, err error) {
	s := db.index
	query := phrase(text, narrative)
	if query == "" {
		return nil, nil
	}
	for {
		if err := s.catchUpWords(ctx); err != nil {
			return nil, err
		}
		ids, err = s.matching(query)
		if renewed, err := s.ask(err); !renewed {
			return ids, err
		}
	}
}

// ask is mended for who does not hold the index.
func (s *index) ask(err error) (renewed bool, _ error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.mended(err)
}

func (s *index) matching(query string) (ids []int64, err error) {
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
