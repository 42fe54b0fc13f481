package store

import (
	"testing"

	"zombiezen.com/go/sqlite/sqlitex"
)

// The sweeper must see how full the log is, without copying it, and that it begins anew.
func TestLogPages(t *testing.T) {
	t.Parallel()
	db, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	conn, err := connect(db.path, 1<<10) // the sweeper has its own
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	write := func() {
		if err := db.Write(func(tx *Tx) error { return tx.PutCosignature(1, "c", "line") }); err != nil {
			t.Fatal(err)
		}
	}
	before, _ := logPages(conn)
	write()
	full, _ := logPages(conn)
	if again, copied := logPages(conn); full <= before || again != full || copied != 0 {
		t.Errorf("%d pages, then %d, then %d of which %d were copied", before, full, again, copied)
	}
	if err := sqlitex.ExecuteTransient(conn, "PRAGMA wal_checkpoint(RESTART)", nil); err != nil {
		t.Fatal(err)
	}
	write()
	if anew, _ := logPages(conn); anew >= full {
		t.Errorf("%d pages after %d had been copied", anew, full)
	}
}
