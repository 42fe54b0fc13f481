package store

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"zombiezen.com/go/sqlite/sqlitex"

	"truce/ground/act"
)

func entryNumber(n int64) Entry {
	return Entry{Index: n, Received: time.Unix(1+n, 0), ID: sha256.Sum256(fmt.Append(nil, n)), Subject: "report/1", JWS: "a.b.c"}
}

func appendEntries(t *testing.T, db *DB, from, to int64) {
	t.Helper()
	err := db.Write(func(tx *Tx) error {
		for n := from; n < to; n++ {
			if err := tx.AppendEntry(entryNumber(n)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Acts are found by id as soon as they are committed, however many are indexed by then.
func TestSearch_Act(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	db, err := Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for end := int64(100); end <= 5100; end += 5000 {
		s, err := OpenSearch(db)
		if err != nil {
			t.Fatal(err)
		}
		appendEntries(t, db, end-100, end-50)
		if err := s.CatchUp(context.Background()); err != nil {
			t.Fatal(err)
		}
		appendEntries(t, db, end-50, end)
		for _, n := range []int64{0, end - 51, end - 1} {
			if e, err := s.Act(context.Background(), entryNumber(n).ID); err != nil || e.Index != n {
				t.Errorf("act %d: found %d, %v", n, e.Index, err)
			}
		}
		other := entryNumber(0).ID
		other[31] ^= 1 // begins alike
		if _, err := s.Act(context.Background(), other); !errors.Is(err, ErrNotFound) {
			t.Errorf("an act that begins alike: %v", err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		appendEntries(t, db, end, end+4900)
	}
}

// A database of the first version is brought up to date, with its acts, and its read model
// folded again; one of a later version is left alone.
func TestOpen_versions(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	conn, err := connect(filepath.Join(folder, fileName), 1<<10)
	if err != nil {
		t.Fatal(err)
	}
	err = sqlitex.ExecuteScript(conn, recordSchema+`CREATE TABLE model (folded INTEGER NOT NULL) STRICT; INSERT INTO model VALUES (1); CREATE TABLE view (id INTEGER PRIMARY KEY); PRAGMA user_version = 1;`, nil)
	if err != nil {
		t.Fatal(err)
	}
	conn.Close()
	db, err := Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	appendEntries(t, db, 0, 1)
	if complete, err := db.writer.ModelComplete(""); complete || err != nil {
		t.Errorf("the model of another version counts as complete: %v", err)
	}
	var known Known
	known, err = db.writer.Knows("report/1", entryNumber(0).ID)
	if err != nil || !known.Subject() || !known.Act || known.First.ID != entryNumber(0).ID {
		t.Errorf("%+v, %v", known, err)
	}
	if known, _ = db.writer.Knows("report/1", act.ID{}); known.Act {
		t.Error("knows an act that never was")
	}
	if err := db.Write(func(tx *Tx) error {
		return tx.AddReadings([]Reading{{Subject: "report/1", Person: "person/1", Times: 1}})
	}); err != nil {
		t.Errorf("the table that came with the second version: %v", err)
	}
	if err := errors.Join(db.writer.run("PRAGMA user_version = 99"), db.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(folder); !errors.Is(err, ErrNewer) {
		t.Errorf("a newer database: %v", err)
	}
}
