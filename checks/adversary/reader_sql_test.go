package adversary

import (
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"truce/door/api"
	"truce/door/copies"
	"truce/ground/problem"
	"truce/ground/register"
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
		"a row that nobody made": {"INSERT INTO view SELECT NULL, noun, 'report/invented', known_from, known_until, from_us, until_us, kind, status, party, zone, compartment, counts, doubt, min_lon, min_lat, max_lon, max_lat, cell, lon, lat, radius, sector, label, narrative, conflicts, state FROM view WHERE subject = 'report/3'", []string{"row of report/invented", "the acts make it nothing"}},
		"a count":                {"UPDATE tally SET n = n + 40 WHERE noun = 'report'", []string{"count of report"}},
		"when it was known":      {"UPDATE view SET known_from = known_from - 86400000000 WHERE subject = 'report/3'", []string{"report/3"}},
		"the state":              {"UPDATE view SET state = json_set(state, '$.event', 'shot') WHERE subject = 'incident/1'", []string{"state of incident/1, event: it was shown as shot, the acts make it mortar"}},
		"whose it was":           {"UPDATE view SET party = 'ru' WHERE subject = 'report/3'", []string{"party of report/3: it was shown as ru, the acts make it nothing"}},
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

// The owner writes beside an entry that somebody else made the act, for another side, about something else, or that it
// has no effect. Nothing is folded from that: it is named, entry by entry, and put right; in passing when a backup is
// restored, and when everything has to be folded again at the start.
func TestRebuild_folds_nothing_from_what_the_owner_wrote_beside_an_entry(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 5)
	w.Assess(t)
	if err := w.Office.Close(); err != nil {
		t.Fatal(err)
	}
	shown := func() string {
		t.Helper()
		said, code := truce(t, t.TempDir(), "show", "incident/1", "--data", w.Folder, "--key", keyFile(t, w, "secretary"))
		says(t, said, code, 0)
		_, state, _ := strings.Cut(said, "incident/1  ") // after what was put right
		return state
	}
	honest := shown()
	const first = " WHERE seq = (SELECT min(seq) FROM entry WHERE subject = 'incident/1')"
	for name, c := range map[string]struct{ sql, words string }{
		"another's":            {"UPDATE entry SET person = 'person/monitor-1'" + first, "as person/monitor-1's, but the register tells that its key was person/secretary's"},
		"for another side":     {"UPDATE entry SET party = 'ru'" + first, "as signed for ru, but the register tells that its key spoke for no party"},
		"about something else": {"UPDATE entry SET subject = 'incident/2'" + first, "about incident/2, but the act itself is about incident/1"},
		"without effect":       {"UPDATE entry SET idle = 'withheld'" + first, "as without effect (withheld), but by the rules it is in effect"},
		"under another id":     {"UPDATE entry SET act = zeroblob(32)" + first, "under the id 0000"},
	} {
		t.Run(name, func(t *testing.T) {
			alter(t, filepath.Join(w.Folder, store.FileName), c.sql)
			dir := t.TempDir()
			said, code := truce(t, dir, "backup", "b", "--data", w.Folder)
			says(t, said, code, 0)
			said, code = truce(t, dir, "restore", "b", "--replace", "--data", "restored")
			says(t, said, code, 0, "put right", c.words)

			said, code = truce(t, dir, "rebuild", "--data", w.Folder)
			says(t, said, code, 3, "WRONG", c.words, "1 entry was kept otherwise than its own bytes say")
			said, code = truce(t, dir, "rebuild", "--data", w.Folder)
			says(t, said, code, 0)

			alter(t, filepath.Join(w.Folder, store.FileName), c.sql)
			alter(t, filepath.Join(w.Folder, store.FileName), "DELETE FROM model")
			if now := shown(); now != honest {
				t.Errorf("shown after the start:\n%s\nand before:\n%s", now, honest)
			}
		})
	}
}

// The owner cuts into the record itself. Whoever opens the office, folds it or copies it is told the first bad entry,
// why, and what to put back; never that a disk failed.
func TestOffice_names_the_entry_that_was_taken_from_its_record(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ sql, words string }{
		"an entry deleted":     {"DELETE FROM entry WHERE seq = 12", "number 12: it is not there"},
		"the last one deleted": {"DELETE FROM entry WHERE seq = (SELECT max(seq) FROM entry)", "it is not there"},
		"an act altered":       {"UPDATE entry SET jws = replace(jws, 'e', 'f') WHERE seq = 12", "number 12: its act or its time of receipt was changed"},
		"back-dated":           {"UPDATE entry SET received = received - 86400000000 WHERE seq = 12", "number 12: its act or its time of receipt was changed"},
		"the size lowered":     {"UPDATE register SET size = size - 5", "were changed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := officetest.New(t)
			w.File(t, 0, 5)
			copyOf(t, w, "secretary") // a head is signed
			if err := w.Office.Close(); err != nil {
				t.Fatal(err)
			}
			alter(t, filepath.Join(w.Folder, store.FileName), c.sql)
			alter(t, filepath.Join(w.Folder, store.FileName), "DELETE FROM model")
			key, dir := keyFile(t, w, "secretary"), t.TempDir()
			for _, command := range [][]string{
				{"rebuild", "--data", w.Folder}, {"export", "out", "--data", w.Folder, "--key", key},
				{"list", "report", "--data", w.Folder, "--key", key}, {"serve", "--data", w.Folder, "--listen", "127.0.0.1:0"},
			} {
				said, code := truce(t, dir, command...)
				says(t, said, code, 3, "first bad entry", c.words, "truce restore")
				if strings.Contains(said, "The disk did not store") || strings.Contains(said, "level=") && command[0] != "serve" {
					t.Errorf("%s: %s", command[0], said)
				}
			}
		})
	}
}

// The owner has the database name another register than its key: that is no fault of a disk.
func TestOffice_says_that_its_database_names_another_register(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 2)
	if err := w.Office.Close(); err != nil {
		t.Fatal(err)
	}
	alter(t, filepath.Join(w.Folder, store.FileName), "UPDATE register SET origin = 'other.example'")
	for _, command := range [][]string{{"rebuild", "--data", w.Folder}, {"serve", "--data", w.Folder, "--listen", "127.0.0.1:0"}, {"list", "report", "--data", w.Folder}} {
		said, code := truce(t, t.TempDir(), command...)
		says(t, said, code, 3, "says that its register is other.example", "Somebody changed the database")
		if strings.Contains(said, "The disk did not store") {
			t.Errorf("%s: %s", command[0], said)
		}
	}
}

// A bundle is asked of an office that runs, over a database in which an act was altered meanwhile.
func TestExport_from_an_office_whose_record_was_altered(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 5)
	if _, err := w.Head(t.Context()); err != nil {
		t.Fatal(err)
	}
	alter(t, filepath.Join(w.Folder, store.FileName), "UPDATE entry SET jws = replace(jws, 'e', 'f') WHERE seq = 12")
	_, err := copies.Export(t.Context(), w.Office, w.Reading, w.As("secretary"), t.TempDir(), copies.ExportOptions{}, nil)
	officetest.WantProblem(t, err, problem.RegisterAltered)
	_, err = w.Bundle(t.Context(), register.TilePath{Level: register.BundleLevel, Width: int(w.Size())})
	officetest.WantProblem(t, err, problem.RegisterAltered)
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

// What an act hides is deleted from the database. A copy that is made then says so, in the folder of the office and over
// HTTP; whoever checks it is told; and what an earlier copy in the folder held is not thrown away.
func TestExport_says_what_the_office_has_no_more(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Clock.Set(time.Now()) // the program goes by the clock on the wall
	w.File(t, 0, 5)
	w.Assess(t)
	key, dir := keyFile(t, w, "secretary"), t.TempDir()
	local := []string{"export", "local", "--data", w.Folder, "--key", key, "--release", w.Releases(t, "secretary").String()}
	before := restrictedOf(t, w, "secretary")
	if err := os.CopyFS(filepath.Join(dir, "earlier"), os.DirFS(before)); err != nil {
		t.Fatal(err)
	}
	earlier := []string{"export", "earlier", "--hidden-again", "--data", w.Folder, "--key", key}
	alter(t, filepath.Join(w.Folder, store.FileName), "UPDATE entry SET hidden = '' WHERE subject = 'report/3'")

	server := httptest.NewServer(api.New(w.House, api.Options{Log: slog.New(slog.DiscardHandler), Now: time.Now, Rand: w.Rand, StrangerRate: 1e9, StrangerBurst: 1e9}))
	t.Cleanup(server.Close)
	remote := []string{"export", "remote", "--server", server.URL, "--key", key, "--release", w.Releases(t, "secretary").String()}
	for range 2 { // the second time nothing is new
		said, code := truce(t, dir, remote...)
		says(t, said, code, 3, "LOST", "exact-place", "does not hold what acts hide, though it was handed that with each: 1", "hand the act in again")
	}
	if err := w.Office.Close(); err != nil {
		t.Fatal(err)
	}
	said, code := truce(t, dir, local...)
	says(t, said, code, 3, "LOST", "exact-place", "does not hold what acts hide, though it was handed that with each: 1")
	said, code = truce(t, dir, "backup", "b", "--data", w.Folder)
	says(t, said, code, 0, "does not hold what 1 act hides", "Keep the older backups")
	for _, made := range []string{"local", "remote"} {
		said, code = truce(t, dir, "check", made)
		says(t, said, code, 3, "WRONG", "about report/3", "The office does not hold what it hides of the class", "as it was signed, but it lacks what acts hide, which is not withheld from its reader: 1")
	}
	said, code = truce(t, dir, earlier...)
	says(t, said, code, 3, "LOST")
	said, code = truce(t, dir, "check", "earlier")
	says(t, said, code, 0, "GOOD")
}

// A copy says that it tells of every slot. What was taken out of it since is missed, whether its line is there or not.
func TestCheck_misses_what_was_taken_out_of_a_copy(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 5)
	honest := copyOf(t, w, "secretary")
	for name, cut := range map[string]func(lines []string) []string{
		"the line": func(lines []string) []string { return lines[:len(lines)-1] },
		"the disclosures": func(lines []string) []string {
			last := lines[len(lines)-1]
			return append(lines[:len(lines)-1], last[:strings.Index(last, `,"disclosures"`)]+"}")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if err := os.CopyFS(dir, os.DirFS(honest)); err != nil {
				t.Fatal(err)
			}
			lines := strings.Split(strings.TrimSpace(string(read(t, dir, "hidden/0.jsonl"))), "\n")
			put(t, dir, "hidden/0.jsonl", []byte(strings.Join(cut(lines), "\n")+"\n"))
			said, code := truce(t, dir, "check", dir)
			says(t, said, code, 3, "WRONG", "is not in this copy, which does not say that it is withheld", "lacks what acts hide")
		})
	}
}

// An office says of what its reader may see that it is not for him.
func TestCheck_says_what_is_withheld_from_who_may_see_it(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Releases(t, "secretary")
	w.File(t, 0, 5)
	dir := restrictedOf(t, w, "secretary")
	lines := strings.Split(strings.TrimSpace(string(read(t, dir, "hidden/0.jsonl"))), "\n")
	last := &lines[len(lines)-1]
	*last = (*last)[:strings.Index(*last, `,"disclosures"`)] + `,"withheld":["exact-place","narrative","party","source","staff"]}`
	put(t, dir, "hidden/0.jsonl", []byte(strings.Join(lines, "\n")+"\n"))
	said, code := truce(t, dir, "check", dir)
	says(t, said, code, 0, "though person/secretary may see it, by the roles that this register gives", "1 of class exact-place, 1 of class narrative, 1 of class party. Ask")
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
