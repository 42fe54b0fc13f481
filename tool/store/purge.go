package store

import (
	"errors"
	"fmt"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"truce/ground/act"
)

// Whole is one transaction: what fn writes joins it.
func (db *DB) Whole(fn func() error) (err error) {
	if err := db.writer.run("BEGIN IMMEDIATE"); err != nil {
		return classify(fmt.Errorf("begin: %w", err))
	}
	db.joined = true
	err = fn()
	db.joined = false
	if err == nil {
		err = db.writer.run("COMMIT")
	}
	if err != nil {
		return classify(errors.Join(err, db.rollback()))
	}
	if db.index != nil { // what it read of the rows before is gone with them
		return db.index.clearWords()
	}
	return nil
}

// Purge writes both files anew (VACUUM leaves no page of before in them) and empties their logs. A reader
// who holds an earlier state keeps a log from being emptied for as long: it is tried again after each
// commit, and when the database is closed.
func (db *DB) Purge() error {
	db.writer.next = 0 // rows may have other numbers
	if err := sqlitex.ExecuteTransient(db.writer.conn, "VACUUM", nil); err != nil {
		return classify(fmt.Errorf("purge database: %w", err))
	}
	db.purging.Store(true)
	db.empty(db.writer.conn)
	if db.index == nil {
		return nil
	}
	if err := db.index.clearWords(); err != nil {
		return err
	}
	db.index.mu.Lock()
	defer db.index.mu.Unlock()
	for _, step := range []string{"VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"} {
		if err := sqlitex.ExecuteTransient(db.index.conn, step, nil); err != nil {
			return classify(fmt.Errorf("purge index: %w", err))
		}
	}
	return nil
}

// empty empties the write-ahead log if it is to be emptied and nobody reads an earlier state.
func (db *DB) empty(conn *sqlite.Conn) {
	if !db.purging.Load() {
		return
	}
	busy := 1
	_ = sqlitex.ExecuteTransient(conn, "PRAGMA wal_checkpoint(TRUNCATE)", &sqlitex.ExecOptions{
		ResultFunc: func(s *sqlite.Stmt) error { busy = s.ColumnInt(0); return nil }})
	if busy == 0 {
		db.purging.Store(false)
	}
}

// Erased are the acts by whose force something was erased here to the end.
func (tx *Tx) Erased() (all []act.ID, err error) {
	err = tx.each("SELECT act FROM erased", nil, func(s *sqlite.Stmt) error {
		var id act.ID
		s.ColumnBytes(0, id[:])
		all = append(all, id)
		return nil
	})
	return all, err
}

// PutErased notes that what an act erases was erased here to the end.
func (tx *Tx) PutErased(by act.ID) error {
	return tx.each("INSERT OR IGNORE INTO erased (act) VALUES (?)", func(s *sqlite.Stmt) { s.BindBytes(1, by[:]) }, nil)
}
