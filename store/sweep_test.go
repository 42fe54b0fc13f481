package store

import "testing"

// The sweeper must see how full the log is, and that it begins anew.
func TestDB_logPages(t *testing.T) {
	t.Parallel()
	db, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	before := db.logPages()
	if err := db.Write(func(tx *Tx) error { return tx.PutCosignature(1, "c", "line") }); err != nil {
		t.Fatal(err)
	}
	if after := db.logPages(); after <= before {
		t.Fatalf("%d pages, then %d", before, after)
	}
}
