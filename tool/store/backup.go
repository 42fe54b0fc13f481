package store

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"truce/tool/disk"
)

// Backup copies the database of a folder as DB.Backup does. Its office may be running, in
// this process or another, and be just folding everything again: nothing of its tables is
// touched. One whose formats have ended, or are newer, is not even opened.
func Backup(ctx context.Context, d disk.Disk, folder, path string) error {
	from := filepath.Join(folder, FileName)
	if err := ofThisFormat(d, from); err != nil {
		return err
	}
	conn, err := sqlite.OpenConn(located(d, from), sqlite.OpenReadWrite, named(d))
	if err != nil {
		return classify(fmt.Errorf("open database: %w", err))
	}
	conn.SetInterrupt(ctx.Done())
	err = errors.Join(pragmas(conn, 8<<10), vacuumInto(conn, d, path))
	return classify(errors.Join(err, conn.Close()))
}

// Backup writes a consistent copy of the database, as of one commit, into a new file,
// while writing goes on.
func (db *DB) Backup(ctx context.Context, path string) error {
	conn, err := db.pool.Take(ctx)
	if err != nil {
		return fmt.Errorf("take connection: %w", err)
	}
	defer db.pool.Put(conn)
	return classify(vacuumInto(conn, db.disk, path))
}

func vacuumInto(conn *sqlite.Conn, d disk.Disk, path string) error {
	return sqlitex.ExecuteTransient(conn, "VACUUM INTO ?", &sqlitex.ExecOptions{Args: []any{located(d, path)}})
}
