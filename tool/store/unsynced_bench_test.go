package store

import (
	"testing"
	"time"

	"truce/tool/disk"
	"truce/tool/keep"
)

// BenchmarkUnsynced writes rows as folding everything again does, with the log in order (NORMAL, as it is) and as it was
// before (OFF), in turns: docs/durability.md has the ratio.
func BenchmarkUnsynced(b *testing.B) {
	db, err := open(disk.Own(), b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	spent := map[string]time.Duration{}
	for b.Loop() {
		for _, how := range []string{"NORMAL", "OFF"} {
			if err := db.writer.run("PRAGMA synchronous = " + how); err != nil {
				b.Fatal(err)
			}
			began := time.Now()
			if err := db.gathered(func() error { return rows(db) }); err != nil {
				b.Fatal(err)
			}
			spent[how] += time.Since(began)
		}
	}
	b.ReportMetric(spent["NORMAL"].Seconds()/spent["OFF"].Seconds(), "normal/off")
}

// rows writes twenty transactions of a thousand rows.
func rows(db *DB) error {
	for range 20 {
		err := db.write(func(tx *Tx) error {
			for range 1000 {
				if err := tx.insert(keep.Row{Noun: "report", Subject: "report/a", KnownFrom: time.UnixMicro(1), Label: "bridge shelled", State: `{"event":"mortar"}`}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
