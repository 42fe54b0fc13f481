package adversary

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"truce/ground/problem"
	"truce/office/officetest"
	"truce/tool/store"
)

// The owner takes a table away, makes one otherwise, or has the database do something of its own at each write. It is told
// as what it is, never as a disk that fails, and nothing is served or taken.
func TestOwner_who_changes_the_tables_is_named(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ sql, words string }{
		"the entries dropped":       {"DROP TABLE entry", "the table entry is not there"},
		"the register dropped":      {"DROP TABLE register", "the table register is not there"},
		"who was handed what":       {"DROP TABLE reading", "the table reading is not there"},
		"an index dropped":          {"DROP INDEX entry_subject", "the index entry_subject is not there"},
		"a column more":             {"ALTER TABLE entry ADD COLUMN more TEXT", "the table entry is not as this program makes it"},
		"a trigger that loses":      {"CREATE TRIGGER quiet AFTER INSERT ON entry BEGIN DELETE FROM view; END", "there is a trigger quiet"},
		"a view in a table's place": {"CREATE VIEW other AS SELECT * FROM entry", "there is a view other"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := officetest.New(t)
			w.File(t, 0, 3)
			if err := w.Office.Close(); err != nil {
				t.Fatal(err)
			}
			remake(t, w, c.sql)
			key, dir := keyFile(t, w, "secretary"), t.TempDir()
			for _, command := range [][]string{
				{"serve", "--data", w.Folder, "--listen", "127.0.0.1:0"}, {"rebuild", "--data", w.Folder},
				{"list", "reports", "--data", w.Folder, "--key", key}, {"export", "out", "--data", w.Folder, "--key", key},
			} {
				said, code := truce(t, dir, command...)
				says(t, said, code, 3, "Another program changed the tables of the office's database: "+c.words, "truce restore")
				if strings.Contains(said, "disk") {
					t.Errorf("%s blames the disk:\n%s", command[0], said)
				}
			}
		})
	}
}

// What can be computed again is: a table of the read model that was taken away is made and filled anew.
func TestOwner_who_drops_what_can_be_computed_again_gains_nothing(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 3)
	before := status(t, w, "report/2")
	if err := w.Office.Close(); err != nil {
		t.Fatal(err)
	}
	remake(t, w, "DROP TABLE tally; DROP TABLE view")
	w.Reopen(t)
	if after := status(t, w, "report/2"); after != before {
		t.Errorf("shown as %s, before %s", after, before)
	}
	unaltered(t, w)
}

// Before the first head was signed the tree is zeroed, or an act altered. The office signs no false head.
func TestOwner_gets_no_false_head_signed_as_the_first(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ sql, words string }{
		"the tree zeroed": {"UPDATE register SET edge = zeroblob(length(edge))", "first bad entry"},
		"an act altered":  {"UPDATE entry SET jws = replace(jws, 'e', 'f') WHERE seq = 12", "number 12: its act or its time of receipt was changed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := officetest.New(t)
			w.File(t, 0, 3)
			// Under an office that runs: it is found when the head is to be signed.
			alter(t, filepath.Join(w.Folder, store.FileName), c.sql)
			_, err := w.Head(t.Context())
			officetest.WantProblem(t, err, problem.RegisterAlteredUnsigned)
			if err := w.Office.Close(); err != nil {
				t.Fatal(err)
			}
			said, code := truce(t, t.TempDir(), "serve", "--data", w.Folder, "--listen", "127.0.0.1:0")
			says(t, said, code, 3, c.words, "No head of this register was signed yet", "truce restore")
			if strings.Contains(said, "at least 0 entries") {
				t.Errorf("it asks for a backup of nothing:\n%s", said)
			}
		})
	}
}

// The owner changes what is shown while the office is not running. Whoever starts it, or asks it in its folder, is told
// what was changed, and shown what the acts make.
func TestOwner_who_changes_rows_is_found_at_the_next_start(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 3)
	w.Assess(t)
	if err := w.Office.Close(); err != nil {
		t.Fatal(err)
	}
	key := keyFile(t, w, "secretary")
	show := []string{"show", "incident/1", "--confirm-clock", "--data", w.Folder, "--key", key}
	honest, code := truce(t, t.TempDir(), show...)
	says(t, honest, code, 0)
	alter(t, filepath.Join(w.Folder, store.FileName), "UPDATE view SET status = 'rejected' WHERE subject = 'incident/1'")
	said, code := truce(t, t.TempDir(), show...)
	says(t, said, code, 0, "Another program wrote to the database since the office closed it", "put right: ", "status of incident/1", "rejected")
	said, code = truce(t, t.TempDir(), show...)
	says(t, said, code, 0)
	if said != honest {
		t.Errorf("it was not put right:\n%s\nbefore\n%s", said, honest)
	}
}

// remake changes the tables of a database behind the back of its office.
func remake(t *testing.T, w *officetest.World, sql string) {
	t.Helper()
	conn, err := sqlite.OpenConn(filepath.Join(w.Folder, store.FileName))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(sqlitex.ExecuteScript(conn, sql, nil), conn.Close()); err != nil {
		t.Fatal(err)
	}
}
