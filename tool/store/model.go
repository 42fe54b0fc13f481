package store

import (
	"fmt"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// Complete reports whether the read model holds everything that the record does, folded by
// the meaning.
func (tx *Tx) Complete(meaning string) (complete bool, err error) {
	err = tx.each(fmt.Sprintf("SELECT meaning FROM model WHERE folded = %d", modelVersion), nil, func(s *sqlite.Stmt) error {
		complete = s.ColumnText(0) == meaning
		return nil
	})
	return complete, err
}

// ClearModel drops the read model and makes it anew, empty and without indexes, in a
// transaction of its own. Until FinishModel the office is not to be read.
func (db *DB) ClearModel() error { return db.clearModel(dropAside) }

// SetAside is ClearModel that keeps rows and counts for Changed.
func (db *DB) SetAside() error { return db.clearModel(setAside) }

func (db *DB) clearModel(first string) error {
	if db.index != nil {
		if err := db.index.clearWords(); err != nil {
			return err
		}
	}
	return db.write(func(tx *Tx) error {
		tx.next = 0
		tx.forget()
		if err := script(tx.conn, first+dropModel+modelSchema); err != nil {
			return fmt.Errorf("clear read model: %w", err)
		}
		return script(tx.conn, rebuildIndexes)
	})
}

// FinishModel makes the indexes and marks the read model as complete, folded by the meaning.
func (db *DB) FinishModel(meaning string) error {
	db.touched = false // nothing that stood there is shown any more
	return db.write(func(tx *Tx) error {
		err := script(tx.conn, modelIndexes+"DELETE FROM model;")
		if err == nil {
			err = sqlitex.Execute(tx.conn, "INSERT INTO model VALUES (?, ?)", &sqlitex.ExecOptions{Args: []any{modelVersion, meaning}})
		}
		if err != nil {
			return fmt.Errorf("finish read model: %w", err)
		}
		return nil
	})
}

// Unsynced runs fn, whose Writes return without waiting for the disk and whose counts are
// written when it ends: for work that is done again after a crash. The next ordinary commit
// makes it durable. The log is still written in order (NORMAL, not OFF): what was durable
// before stays whole, whenever the power goes.
func (db *DB) Unsynced(fn func() error) error {
	if db.joined {
		return db.gathered(fn)
	}
	if err := db.writer.run("PRAGMA synchronous = NORMAL"); err != nil {
		return err
	}
	err := db.gathered(fn)
	if restore := db.writer.run("PRAGMA synchronous = FULL"); err == nil {
		err = restore
	}
	return err
}

// gathered runs fn and writes the counts when it ends.
func (db *DB) gathered(fn func() error) error {
	db.writer.bulk = true
	err := fn()
	db.writer.bulk = false
	if err == nil {
		err = db.write(func(*Tx) error { return nil }) // the counts
	}
	db.writer.forget()
	return err
}
