package store

import (
	"context"
	"crypto/sha256"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"truce/tool/disk"
	"truce/tool/keep"
)

// ended is the database of commit 8677197, cut down to what tells it.
const ended = `
	CREATE TABLE entry (seq INTEGER PRIMARY KEY, received INTEGER NOT NULL, act BLOB NOT NULL, subject TEXT NOT NULL) STRICT;
	CREATE TABLE tree (register INTEGER PRIMARY KEY, origin TEXT NOT NULL, size INTEGER NOT NULL, edge BLOB NOT NULL) STRICT;
	INSERT INTO entry VALUES (0, 1, x'00', 'report/1');
	PRAGMA user_version = 2;`

// A database of an ended format, or of a later version, is refused and left as it was, to the
// last byte and file.
func TestOpen_another_version(t *testing.T) {
	t.Parallel()
	for name, try := range map[string]struct {
		script string
		killed bool // its program was: the log is not in the database yet
		want   error
	}{
		"ended":        {ended, false, keep.ErrOlder},
		"and not shut": {ended, true, keep.ErrOlder},
		"the first":    {ended + "PRAGMA user_version = 1;", false, keep.ErrOlder},
		"newer":        {ended + "PRAGMA user_version = 99;", false, keep.ErrNewer},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			write(t, folder, try.script, try.killed)
			before := contents(t, folder)
			for range 2 {
				if _, err := Open(disk.Own(), folder); !errors.Is(err, try.want) {
					t.Errorf("got %v, want %v", err, try.want)
				}
				if err := Backup(context.Background(), disk.Own(), folder, filepath.Join(t.TempDir(), "copy")); !errors.Is(err, try.want) {
					t.Errorf("a backup: got %v, want %v", err, try.want)
				}
			}
			if after := contents(t, folder); before != after {
				t.Errorf("before %x, after %x", before, after)
			}
		})
	}
}

// write makes a database as another version did. What it writes after the first script stays
// in its log if it is to be killed.
func write(t *testing.T, folder, script string, killed bool) {
	t.Helper()
	made := t.TempDir()
	conn, err := sqlite.OpenConn(filepath.Join(made, FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	err = errors.Join(sqlitex.ExecuteTransient(conn, "PRAGMA journal_mode = WAL", nil), sqlitex.ExecuteScript(conn, script, nil))
	if !killed {
		err = errors.Join(err, sqlitex.ExecuteTransient(conn, "PRAGMA journal_mode = DELETE", nil))
	} else {
		err = errors.Join(err, sqlitex.ExecuteTransient(conn, "PRAGMA wal_checkpoint(TRUNCATE)", nil),
			sqlitex.ExecuteScript(conn, "INSERT INTO entry VALUES (1, 2, x'01', 'report/2');", nil))
	}
	if err = errors.Join(err, os.CopyFS(folder, os.DirFS(made))); err != nil {
		t.Fatal(err)
	}
}

// contents are a digest of all files of a folder, with their names.
func contents(t *testing.T, folder string) (sum [32]byte) {
	t.Helper()
	files, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	h := sha256.New()
	for _, f := range files {
		text, err := os.ReadFile(filepath.Join(folder, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		h.Write(append([]byte(f.Name()), text...))
	}
	return [32]byte(h.Sum(nil))
}

// A read model of another version is dropped, and its office knows that it is; the record
// stays.
func TestOpen_drops_a_read_model_of_another_version(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	db, err := open(disk.Own(), folder)
	if err != nil {
		t.Fatal(err)
	}
	err = errors.Join(db.FinishModel("as now"), db.write(func(tx *Tx) error {
		return errors.Join(tx.PutCosigned(1, "line"), tx.run("UPDATE model SET folded = 1"), tx.insert(keep.Row{Noun: "report", Subject: "report/1"}))
	}), db.Close())
	if err != nil {
		t.Fatal(err)
	}
	if db, err = open(disk.Own(), folder); err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.read(context.Background(), func(r *Reader) error {
		complete, err := r.Complete("as now")
		rows, also := r.CurrentRows("report/1")
		lines := 0
		third := r.Cosigned(1, func(int64, string) (bool, error) { lines++; return true, nil })
		if complete || len(rows) > 0 || lines != 1 {
			t.Errorf("complete %v, %d rows, %d lines", complete, len(rows), lines)
		}
		return errors.Join(err, also, third)
	})
	if err != nil {
		t.Error(err)
	}
}
