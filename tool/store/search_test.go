package store

import (
	"context"
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
