package adversary

import (
	"path/filepath"
	"strings"
	"testing"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"truce/office/officetest"
	"truce/tool/store"
)

// The owner changes what is shown behind the office's back. Folding everything again finds and names it, and ends with
// exit code 3; the second time nothing is found.
func TestRebuild_finds_numbers_that_were_changed_in_the_database(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 30)
	w.Assess(t)
	if err := w.Office.Close(); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		sql   string
		words []string
	}{
		"a status":               {"UPDATE view SET status = 'rejected' WHERE subject = 'incident/1'", []string{"status of incident/1", "rejected"}},
		"a row taken away":       {"DELETE FROM view WHERE subject = 'report/3'", []string{"row of report/3", "shown as nothing"}},
		"a row that nobody made": {"INSERT INTO view SELECT NULL, noun, 'report/invented', known_from, known_until, from_us, until_us, kind, status, party, zone, compartment, counts, min_lon, min_lat, max_lon, max_lat, cell, lon, lat, radius, sector, label, narrative, conflicts, state FROM view WHERE subject = 'report/3'", []string{"row of report/invented", "the acts make it nothing"}},
		"a count":                {"UPDATE tally SET n = n + 40 WHERE noun = 'report'", []string{"count of report"}},
		"when it was known":      {"UPDATE view SET known_from = known_from - 86400000000 WHERE subject = 'report/3'", []string{"report/3"}},
		"the state":              {"UPDATE view SET state = json_set(state, '$.event', 'shot') WHERE subject = 'incident/1'", []string{"state of incident/1"}},
	} {
		t.Run(name, func(t *testing.T) {
			alter(t, filepath.Join(w.Folder, store.FileName), c.sql)
			said, code := truce(t, t.TempDir(), "rebuild", "--data", w.Folder)
			says(t, said, code, 3, append(c.words, "it was shown as", "what was shown was not what the acts add up to")...)
			said, code = truce(t, t.TempDir(), "rebuild", "--data", w.Folder)
			says(t, said, code, 0)
		})
	}
}

// What an act hides is deleted from the database: nothing can make it again, and nobody is told that it is mended,
// however often it is asked.
func TestRebuild_says_what_was_deleted_for_good(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 5)
	if err := w.Office.Close(); err != nil {
		t.Fatal(err)
	}
	alter(t, filepath.Join(w.Folder, store.FileName), "UPDATE entry SET hidden = NULL WHERE seq = (SELECT max(seq) FROM entry)")
	for range 2 {
		said, code := truce(t, t.TempDir(), "rebuild", "--data", w.Folder)
		says(t, said, code, 3, "LOST", "exact-place", "from a backup")
		if strings.Contains(said, "It is mended") {
			t.Errorf("it is called mended:\n%s", said)
		}
	}
}

// alter changes a database behind the back of its office.
func alter(t *testing.T, path, sql string) {
	t.Helper()
	conn, err := sqlite.OpenConn(path)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := sqlitex.ExecuteTransient(conn, sql, nil); err != nil || conn.Changes() == 0 {
		t.Fatalf("%d rows changed, %v", conn.Changes(), err)
	}
}
