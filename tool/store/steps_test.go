package store

import (
	"errors"
	"path/filepath"
	"testing"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"truce/tool/keep"
)

// later is a program two versions on.
func later(second string) versions {
	return versions{firstReleased, firstReleased + 2, "CREATE TABLE kept (a INTEGER, b INTEGER, c INTEGER) STRICT;", map[int]string{
		firstReleased:     "ALTER TABLE kept ADD COLUMN b INTEGER; UPDATE kept SET b = a + 1",
		firstReleased + 1: second,
	}}
}

// What an earlier program wrote is taken to the last version step by step, with all that is in it; a step that fails leaves what was
// there, and is taken up where it was left.
func TestVersions_a_folder_of_an_earlier_program_is_taken_along(t *testing.T) {
	t.Parallel()
	const good = "ALTER TABLE kept ADD COLUMN c INTEGER; UPDATE kept SET c = b + 1"
	conn := opened(t, "CREATE TABLE kept (a INTEGER) STRICT; INSERT INTO kept VALUES (1); PRAGMA user_version = 5;")
	if err := later("UPDATE kept SET b = 7; INSERT INTO nowhere VALUES (1)").arrive(conn); err == nil || told(t, conn, "PRAGMA user_version") != 6 || told(t, conn, "SELECT b FROM kept") != 2 {
		t.Fatalf("a step that fails: %v, version %d, b %d", err, told(t, conn, "PRAGMA user_version"), told(t, conn, "SELECT b FROM kept"))
	}
	for range 2 {
		if err := later(good).arrive(conn); err != nil || told(t, conn, "PRAGMA user_version") != 7 || told(t, conn, "SELECT a * 100 + b * 10 + c FROM kept") != 123 {
			t.Fatalf("%v, version %d", err, told(t, conn, "PRAGMA user_version"))
		}
	}
	fresh := opened(t, "PRAGMA user_version = 0;")
	if err := later(good).arrive(fresh); err != nil || told(t, fresh, "PRAGMA user_version") != 7 || told(t, fresh, "SELECT count(c) FROM kept") != 0 {
		t.Errorf("a new one: %v", err)
	}
	for version, want := range map[string]error{"4": keep.ErrOlder, "8": keep.ErrNewer} {
		if err := later(good).arrive(opened(t, "PRAGMA user_version = "+version+";")); !errors.Is(err, want) {
			t.Errorf("version %s: %v", version, err)
		}
	}
}

// From every version that was released a step leads on.
func TestVersions_every_step_is_there(t *testing.T) {
	t.Parallel()
	for version := ours().first; version < ours().last; version++ {
		if ours().steps[version] == "" {
			t.Errorf("no step leads from version %d of the record: folders out there would not open", version)
		}
	}
}

func opened(t *testing.T, sql string) *sqlite.Conn {
	t.Helper()
	conn, err := sqlite.OpenConn(filepath.Join(t.TempDir(), "db"))
	if err == nil {
		t.Cleanup(func() { conn.Close() })
		err = sqlitex.ExecuteScript(conn, sql, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return conn
}

func told(t *testing.T, conn *sqlite.Conn, sql string) int {
	t.Helper()
	n, err := number(conn, sql)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
