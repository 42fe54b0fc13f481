package store

import (
	"testing"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"truce/tool/disk"
)

// However often work was done without waiting for the disk, and whatever it did, what comes
// afterwards waits.
func TestUnsynced(t *testing.T) {
	t.Parallel()
	db, err := open(disk.Own(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	mode := func() (is int) {
		err := sqlitex.ExecuteTransient(db.writer.conn, "PRAGMA synchronous", &sqlitex.ExecOptions{
			ResultFunc: func(s *sqlite.Stmt) error { is = s.ColumnInt(0); return nil }})
		if err != nil {
			t.Fatal(err)
		}
		return is
	}
	for _, work := range []func() error{db.ClearModel, func() error { return nil }, func() error { return nil }} {
		during := 0
		err := db.Unsynced(func() error { err := work(); during = mode(); return err })
		if after := mode(); err != nil || during != 1 || after != 2 {
			t.Errorf("synchronous %d during the work, %d after it, %v", during, after, err)
		}
	}
}
