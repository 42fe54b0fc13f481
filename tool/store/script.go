package store

import (
	"errors"
	"strings"

	"zombiezen.com/go/sqlite"
)

// script runs statements that return nothing: all of them or none. Those of sqlitex end the program when a disk that
// failed them fails to take them back.
func script(conn *sqlite.Conn, sql string) error {
	return together(conn, func() error {
		for sql = strings.TrimSpace(sql); sql != ""; sql = strings.TrimSpace(sql) {
			stmt, left, err := conn.PrepareTransient(sql)
			if err != nil {
				return err
			}
			sql = sql[len(sql)-left:]
			_, err = stmt.Step()
			if err = errors.Join(err, stmt.Finalize()); err != nil {
				return err
			}
		}
		return nil
	})
}

// together runs fn in a transaction, or in the one that is open, which its caller ends.
func together(conn *sqlite.Conn, fn func() error) error {
	if !conn.AutocommitEnabled() {
		return fn()
	}
	tx := &Tx{conn: conn}
	if err := tx.run("BEGIN"); err != nil {
		return err
	}
	err := fn()
	if err == nil {
		err = tx.run("COMMIT")
	}
	if err != nil && !conn.AutocommitEnabled() {
		err = errors.Join(err, tx.run("ROLLBACK"))
	}
	return err
}
