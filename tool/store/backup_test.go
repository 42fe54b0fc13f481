package store

import (
	"context"
	"path/filepath"
	"testing"

	"truce/tool/disk"
)

// A backup of a folder whose office folds everything again just then takes what is there
// and leaves it.
func TestBackup_touches_nothing(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	db, err := open(disk.Own(), folder)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.ClearModel(); err != nil {
		t.Fatal(err)
	}
	if err := db.write(func(tx *Tx) error { return tx.run("INSERT INTO refers VALUES ('report/1', 'incident/1')") }); err != nil {
		t.Fatal(err)
	}
	if err := Backup(context.Background(), disk.Own(), folder, filepath.Join(t.TempDir(), "copy.db")); err != nil {
		t.Fatal(err)
	}
	if n, err := number(db.writer.conn, "SELECT count(*) FROM refers"); n != 1 || err != nil {
		t.Errorf("%d rows are left of what was half folded, %v", n, err)
	}
	if err := Backup(context.Background(), disk.Own(), t.TempDir(), filepath.Join(t.TempDir(), "copy.db")); err == nil {
		t.Error("a backup of nothing")
	}
}
