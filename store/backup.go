package store

import (
	"context"
	"fmt"

	"zombiezen.com/go/sqlite/sqlitex"
)

// Backup writes a consistent copy of the database, as of one commit, into a new file,
// while writing goes on.
func (db *DB) Backup(ctx context.Context, path string) error {
	conn, err := db.pool.Take(ctx)
	if err != nil {
		return fmt.Errorf("take connection: %w", err)
	}
	defer db.pool.Put(conn)
	err = sqlitex.ExecuteTransient(conn, "VACUUM INTO ?", &sqlitex.ExecOptions{Args: []any{path}})
	return classify(err)
}
