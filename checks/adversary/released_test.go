package adversary

import (
	"errors"
	"io/fs"
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"truce/door/api"
	"truce/door/copies"
	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/shape"
	"truce/noun"
	"truce/noun/people"
	"truce/office/bulletins"
	"truce/office/officetest"
	"truce/tool/query"
)

// releaseTo has the administrator put a release forward.
func releaseTo(t *testing.T, w *officetest.World, who string, until time.Time, classes ...string) act.ID {
	t.Helper()
	return w.Must(t, "administrator", "copy-released", officeOf(w), people.CopyReleased{
		Reader: w.As(who).ID, Classes: classes, Until: until, Purpose: shape.In("en", "To check the register.")}).ID
}

// exportTo exports from the office's folder with the program, as whoever holds a key and sits at the machine does.
func exportTo(t *testing.T, w *officetest.World, dir, who string, release act.ID) error {
	t.Helper()
	o := copies.ExportOptions{Bulletins: w.Bulletins, Release: release}
	_, err := copies.Export(t.Context(), w.Office, w.Reading, w.As(who), dir, o, nil)
	return err
}

// tells reports whether a copy tells the narrative that a monitor wrote.
func tells(t *testing.T, dir, sdjwt string) bool {
	t.Helper()
	return len(lies(t, dir, secret, disclosureOf(t, sdjwt))) > 0
}

// Whoever may read exact places and narratives reads them every day. A copy in which they are leaves the house, and is made by
// no release that one side signed: not before there is a second side, not with two keys of one side, not over HTTP.
func TestReleases_one_side_alone_lets_nothing_out(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	early := releaseTo(t, w, "secretary", w.Clock.Now().Add(24*time.Hour), "narrative")
	_, sdjwt := toldIn(t, w)
	w.Enrol(t, "second", "mission", "administrator")
	proposed := releaseTo(t, w, "secretary", w.Clock.Now().Add(24*time.Hour), "narrative", "exact-place")
	for name, sign := range map[string]func() error{
		"once more with the same key": func() error {
			_, err := w.Do(t, "administrator", "endorsed", officeOf(w), yes(proposed))
			return err
		},
		"with another key of the same side": func() error {
			_, err := w.Do(t, "second", "endorsed", officeOf(w), yes(proposed))
			return err
		},
	} {
		if err := sign(); err == nil {
			t.Errorf("%s: it was taken", name)
		}
	}
	server := httptest.NewServer(api.New(w.House, api.Options{Log: slog.New(slog.DiscardHandler), Now: time.Now, Rand: w.Rand, StrangerRate: 1e9, StrangerBurst: 1e9}))
	t.Cleanup(server.Close)
	key := keyFile(t, w, "secretary")
	for _, id := range []act.ID{early, proposed, {7}} {
		dir := t.TempDir()
		officetest.WantProblem(t, exportTo(t, w, dir, "secretary", id), problem.ReleaseMissing)
		if left := within(t, dir); len(left) > 0 {
			t.Errorf("something was written: %v", left)
		}
	}
	said, code := truce(t, t.TempDir(), "export", "out", "--server", server.URL, "--key", key, "--release", proposed.String())
	says(t, said, code, 1, "is no release in force", "a second side endorse it")
	dir := t.TempDir()
	said, code = truce(t, dir, "export", "out", "--server", server.URL, "--key", key)
	says(t, said, code, 0, "Nothing restricted is in the copy")
	if tells(t, dir, sdjwt) {
		t.Error("a narrative left the house")
	}
	said, code = truce(t, dir, "check", "out")
	says(t, said, code, 0, "GOOD", "Withheld  from whoever made this copy")
	if items, err := w.Reading.Subject(t.Context(), w.As("secretary"), "report/1", query.Clocks{}); err != nil || !strings.Contains(string(items[0].State), secret) {
		t.Errorf("the secretary cannot read it any more: %v", err)
	}
}

// What two sides signed is given, of those classes, to that reader, until it is over; the check says by whom, and so does the
// log. It gives nobody what he may not see.
func TestReleases_give_what_was_signed(t *testing.T) {
	t.Parallel()
	w, _, sdjwt := told(t)
	until := w.Clock.Now().Add(24 * time.Hour).Truncate(time.Second)
	id := releaseTo(t, w, "secretary", until, "narrative", "source")
	w.Endorses(t, "root-tr", officeOf(w), id)
	dir := t.TempDir()
	if err := exportTo(t, w, dir, "secretary", id); err != nil {
		t.Fatal(err)
	}
	if !tells(t, dir, sdjwt) {
		t.Error("what was released is not there")
	}
	said, code := truce(t, t.TempDir(), "check", dir)
	says(t, said, code, 0, "GOOD", "Released  to person/secretary", "signed by mission, TR", "narrative, source", "of class exact-place", "of class source")
	officetest.WantProblem(t, exportTo(t, w, t.TempDir(), "verifier-1", id), problem.NotPermitted)
	officetest.WantProblem(t, exportTo(t, w, t.TempDir(), "liaison-ru", id), problem.ReleaseOfAnother)
	if err := w.Office.Close(); err != nil { // what was handed out is written down
		t.Fatal(err)
	}
	w.Reopen(t)
	log, err := w.Reading.AccessLog(t.Context(), w.As("auditor-1"), query.Access{Person: w.As("secretary").ID}, nil, 100)
	if err != nil {
		t.Fatal(err)
	}
	noted := false
	for _, e := range log.Entries {
		noted = noted || strings.HasPrefix(string(e.Subject), "register/") && e.Class == "narrative"
	}
	if !noted {
		t.Errorf("the log does not say what left the house: %+v", log.Entries)
	}

	// Once it is over: the folder keeps what it has, and gets nothing more by it.
	w.Clock.Set(until)
	w.Must(t, "monitor-1", "observation-filed", "report/2", officetest.Observation())
	for _, again := range []act.ID{id, {}} {
		officetest.WantProblem(t, exportTo(t, w, dir, "secretary", again), problem.ReleaseOver)
	}
	if !tells(t, dir, sdjwt) {
		t.Error("what was there is lost")
	}
	said, code = truce(t, t.TempDir(), "check", dir)
	says(t, said, code, 0, "GOOD")
	less := releaseTo(t, w, "secretary", w.Clock.Now().Add(time.Hour), "narrative")
	w.Endorses(t, "root-tr", officeOf(w), less)
	if err := exportTo(t, w, dir, "secretary", less); !errors.Is(err, copies.ErrReleased) {
		t.Errorf("a smaller release takes out what was there: %v", err)
	}
}

// Who has the database and writes a restricted copy himself cannot show it as one that two sides released.
func TestReleases_a_copy_that_nobody_released_is_named(t *testing.T) {
	t.Parallel()
	w, _, _ := told(t)
	full := restrictedOf(t, w, "secretary")
	bare := t.TempDir()
	if err := exportTo(t, w, bare, "secretary", act.ID{}); err != nil {
		t.Fatal(err)
	}
	never, over := releaseTo(t, w, "secretary", w.Clock.Now().Add(time.Hour), "narrative"), releaseTo(t, w, "secretary", w.Clock.Now().Add(time.Minute), "narrative", "exact-place", "staff")
	w.Endorses(t, "root-tr", officeOf(w), over)
	w.Clock.Set(w.Clock.Now().Add(time.Hour))
	w.Must(t, "monitor-2", "observation-filed", "report/late", officetest.Observation())
	late := restrictedOf(t, w, "secretary")
	other := restrictedOf(t, w, "liaison-tr")
	for name, c := range map[string]struct {
		of    string
		says  string // its export.json, of what "..." is the release
		words string
	}{
		"with no release":                 {full, ``, "no two sides released that to its reader"},
		"with one that nobody endorsed":   {late, `{"act":"` + never.String() + `","classes":["exact-place","narrative","person","source","staff"]}`, "no two sides signed such a release"},
		"with one that is over":           {late, `{"act":"` + over.String() + `","classes":["exact-place","narrative","staff"]}`, "was over"},
		"with one that gives less":        {late, `{"act":"` + over.String() + `","classes":["exact-place","narrative","person","source","staff"]}`, "released more than was signed"},
		"with somebody else's":            {other, `{"act":"` + w.Releases(t, "secretary").String() + `","classes":["exact-place"]}`, "is for person/secretary alone"},
		"with one that is not there":      {full, `{"act":"` + act.ID{9}.String() + `","classes":["exact-place"]}`, "no two sides signed such a release"},
		"that is made from a bare folder": {bare, `{"act":"` + act.ID{9}.String() + `"}`, "no two sides signed such a release"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.CopyFS(dir, os.DirFS(c.of)); err != nil {
				t.Fatal(err)
			}
			claim(t, dir, c.says)
			said, code := truce(t, t.TempDir(), "check", dir)
			says(t, said, code, 3, "WRONG     export.json", c.words, "holds what no two sides released to its reader")
		})
	}
}

// claim rewrites what a copy says of its release; "" says nothing.
func claim(t *testing.T, dir, release string) {
	t.Helper()
	text := string(read(t, dir, copies.StateName))
	before, _, _ := strings.Cut(text, `"whole"`)
	text = before + `"whole": true`
	if release != "" {
		text += `, "release": ` + release
	}
	put(t, dir, copies.StateName, []byte(text+"}"))
}

// within names the files below a folder.
func within(t *testing.T, dir string) (all []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			all = append(all, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func yes(id act.ID) noun.Endorsed { return noun.Endorsed{Act: id, Answer: noun.Yes} }

// The mission's editions of bulletins, which tell places, are named where somebody copied them into a copy that nobody released;
// and so is a bulletin that is not what its name says, whoever wrote on it.
func TestReleases_bulletins_that_nobody_released_or_published_are_named(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Root(t, "TR")
	publishedDaily(t, w)
	full, bare := restrictedOf(t, w, "secretary"), copyOf(t, w, "secretary")
	said, code := truce(t, t.TempDir(), "check", full)
	says(t, said, code, 0, "GOOD")
	if err := os.RemoveAll(filepath.Join(bare, bulletins.Folder)); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(filepath.Join(bare, bulletins.Folder), os.DirFS(filepath.Join(full, bulletins.Folder))); err != nil {
		t.Fatal(err)
	}
	said, code = truce(t, t.TempDir(), "check", bare)
	says(t, said, code, 3, "It holds 1 of the mission's editions of bulletins")
	all, err := filepath.Glob(filepath.Join(full, bulletins.Folder, "*.json"))
	if err != nil || len(all) == 0 {
		t.Fatal("no bulletins in the copy", err)
	}
	text, err := os.ReadFile(all[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(all[0], []byte(strings.Replace(string(text), `"number":1`, `"number":9`, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	said, code = truce(t, t.TempDir(), "check", full)
	says(t, said, code, 3, "It is not what was published", bulletins.Folder+"/"+filepath.Base(all[0]))
}
