package store

import (
	"strings"
	"testing"
	"time"

	"zombiezen.com/go/sqlite/sqlitex"

	"truce/tool/disk"
)

// The sweeper must see how full the log is, without copying it, and that it begins anew.
func TestLogged(t *testing.T) {
	t.Parallel()
	db, err := open(disk.Own(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	conn, err := connect(disk.Own(), db.path, 1<<10) // the sweeper has its own
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	write := func() {
		if err := db.write(func(tx *Tx) error { return tx.PutCosigned(1, "line") }); err != nil {
			t.Fatal(err)
		}
	}
	before, _ := logged(conn)
	write()
	full, _ := logged(conn)
	if again, copied := logged(conn); full <= before || again != full || copied != 0 {
		t.Errorf("%d pages, then %d, then %d of which %d were copied", before, full, again, copied)
	}
	if err := sqlitex.ExecuteTransient(conn, "PRAGMA wal_checkpoint(RESTART)", nil); err != nil {
		t.Fatal(err)
	}
	write()
	if anew, _ := logged(conn); anew >= full {
		t.Errorf("%d pages after %d had been copied", anew, full)
	}
}

// Under a writer who never rests the log is copied, and begins anew once it is long.
func TestSweepUp(t *testing.T) {
	t.Parallel()
	db, err := open(disk.Own(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	conn, err := connect(disk.Own(), db.path, 1<<10)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	line := strings.Repeat("l", 1<<18)
	longest := 0
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); {
		if err := db.write(func(tx *Tx) error { return tx.PutCosigned(1, line) }); err != nil {
			t.Fatal(err)
		}
		pages, _ := logged(conn)
		if longest > usualLog().Anew && pages < longest/2 {
			return
		}
		longest = max(longest, pages)
	}
	t.Errorf("the log grew to %d pages and did not begin anew", longest)
}
