package store

import (
	"context"
	"errors"
	"testing"
	"time"

	"truce/ground/act"
	"truce/tool/disk"
	"truce/tool/keep"
)

// Who indexes stops at what was there when it looked, and whoever asks finds what came since.
func TestSearch_step(t *testing.T) {
	t.Parallel()
	db, err := open(disk.Own(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	s := db.index
	add := func(subject act.SubjectID, label string) {
		err := db.write(func(tx *Tx) error {
			return tx.insert(keep.Row{Noun: "report", Subject: subject, KnownFrom: time.UnixMicro(1), Label: label})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	add("report/a", "bridge shelled")
	add("report/b", "bridge open")
	if more, err := s.step(context.Background()); more || err != nil {
		t.Errorf("two rows, a batch of %d: more %t, %v", searchBatch, more, err)
	}
	add("report/c", "bridge closed")
	if ids, err := db.find(context.Background(), "bridge", false); len(ids) != 3 || err != nil {
		t.Errorf("found %v, %v", ids, err)
	}
}

// An index of an earlier form is not taken for damage of the disk: it is made anew, and finds what is there.
func TestSearch_index_of_another_form_is_filled_again(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	db, err := open(disk.Own(), dir)
	if err != nil {
		t.Fatal(err)
	}
	old := "DROP TABLE progress; CREATE TABLE progress (done INTEGER NOT NULL) STRICT; INSERT INTO progress VALUES (1); PRAGMA user_version = 0"
	if err := errors.Join(script(db.index.conn, old), db.Close()); err != nil {
		t.Fatal(err)
	}
	if db, err = open(disk.Own(), dir); err != nil {
		t.Fatalf("an index of another form: %v", err)
	}
	defer db.Close()
	err = db.write(func(tx *Tx) error {
		return tx.insert(keep.Row{Noun: "report", Subject: "report/a", KnownFrom: time.UnixMicro(1), Label: "bridge shelled"})
	})
	if err != nil {
		t.Fatal(err)
	}
	if ids, err := db.find(t.Context(), "bridge", false); len(ids) != 1 || err != nil || db.Renewed() {
		t.Errorf("found %v, %v; told as damage: %v", ids, err, db.Renewed())
	}
}
