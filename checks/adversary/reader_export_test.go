package adversary

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"truce/ground/shape"
	"truce/noun/incident"
	"truce/noun/people"
	"truce/office/officetest"
	"truce/tool/store"
)

// watched is a copy for a liaison who looked before, with a second key in his name since, and where he keeps what he saw.
func watched(t *testing.T) (w *officetest.World, copied, seen string) {
	t.Helper()
	w = officetest.New(t)
	w.File(t, 0, 3)
	seen = t.TempDir()
	_, _ = truce(t, t.TempDir(), "watch", copyOf(t, w, "liaison-tr"), "--remember", seen)
	_, _ = enrol(t, w, "second", "person/liaison-tr", "TR")
	return w, copyOf(t, w, "liaison-tr"), seen
}

// Whoever makes a copy writes in its export.json that it is for somebody else, for nobody, or of another side: nothing of
// it is signed. A reader who looked before is warned of the new key all the same.
func TestReader_is_not_blinded_by_what_a_copy_says_of_its_reader(t *testing.T) {
	t.Parallel()
	w, copied, seen := watched(t)
	said, code := truce(t, t.TempDir(), "check", copied, "--remember", seen)
	says(t, said, code, 6, "1 new")
	key := keyFile(t, w, "liaison-tr")
	for name, c := range map[string]struct {
		change func(dir string) error
		code   int
		words  []string
	}{
		"for another": {func(dir string) error {
			return replaced(dir, `"person/liaison-tr"`, `"person/secretary"`, `"TR:liaison"`, `":secretariat"`)
		}, 6,
			[]string{"as person/liaison-tr you looked before, and this copy does not say that you are that", "1 new"}},
		"for nobody": {func(dir string) error { return os.Remove(filepath.Join(dir, "export.json")) }, 6,
			[]string{"as person/liaison-tr you looked before", "1 new"}},
		"damaged": {func(dir string) error { return os.WriteFile(filepath.Join(dir, "export.json"), []byte(`{`), 0o600) }, 3,
			[]string{"export.json does not say for whom the copy is"}},
		"of another side": {func(dir string) error { return replaced(dir, `"TR:liaison"`, `"RU:liaison"`) }, 3,
			[]string{"WRONG     export.json: The copy says that its reader person/liaison-tr is of RU, and by the register that is not so."}},
		"with another role": {func(dir string) error { return replaced(dir, `"TR:liaison"`, `"TR:custodian,liaison"`) }, 3,
			[]string{"WRONG     export.json: The copy says that its reader person/liaison-tr has the role custodian"}},
	} {
		t.Run(name, func(t *testing.T) {
			dir, memory := t.TempDir(), t.TempDir()
			if err := os.CopyFS(dir, os.DirFS(copied)); err != nil {
				t.Fatal(err)
			}
			if err := os.CopyFS(memory, os.DirFS(seen)); err != nil {
				t.Fatal(err)
			}
			if err := c.change(dir); err != nil {
				t.Fatal(err)
			}
			said, code := truce(t, t.TempDir(), "check", dir, "--remember", memory)
			says(t, said, code, c.code, c.words...)
			if c.code != 6 {
				return
			}
			said, code = truce(t, t.TempDir(), "check", dir, "--remember", memory, "--key", key)
			says(t, said, code, 6, "1 new")
		})
	}
	// Who never looked, and has a copy that says nothing, is told that nothing is told.
	if err := os.Remove(filepath.Join(copied, "export.json")); err != nil {
		t.Fatal(err)
	}
	said, code = truce(t, t.TempDir(), "check", copied)
	says(t, said, code, 0, "Speaks    not told: the copy does not say for whom it was made. Name your key with --key, or your party with --party")
}

// The word that a copy is whole is taken out of it, and so is a narrative: that it is withheld from a reader who may see it
// is told nevertheless.
func TestReader_is_told_what_is_withheld_though_the_copy_does_not_say_that_it_is_whole(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	o := officetest.Observation()
	o.Narrative = shape.In("en", "EXERCISE. We heard it.")
	w.Must(t, "monitor-1", "observation-filed", "report/1", incident.ObservationFiled(o))
	dir := copyOf(t, w, "secretary")
	if err := replaced(dir, `"whole": true`, `"whole": false`); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(dir, "hidden")); err != nil {
		t.Fatal(err)
	}
	said, code := truce(t, t.TempDir(), "check", dir)
	says(t, said, code, 0, "Withheld  though person/secretary may see it, by the roles that this register gives", "of class narrative", "Ask the office why")
}

// What was folded of a copy lies in a cache into which somebody else writes: it is not believed, but folded anew.
func TestReader_does_not_believe_a_cache_into_which_others_write(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 5)
	w.Must(t, "administrator", "organisation-registered", "organisation/x", people.OrganisationRegistered{Name: "x"})
	copied, cache := copyOf(t, w, "secretary"), t.TempDir()
	list := func() string {
		t.Helper()
		said, code := truce(t, t.TempDir(), "list", "reports", "--copy", copied, "--cache", cache)
		says(t, said, code, 0)
		return regexp.MustCompile(`(?m)^[a-z ]+: \d+ of \d+\n`).ReplaceAllString(said, "") // how far it is, told of what takes long
	}
	honest := list()
	stamps := func() string {
		t.Helper()
		found, err := filepath.Glob(filepath.Join(cache, "*", "copy.json"))
		if err != nil || len(found) != 1 {
			t.Fatal(found, err)
		}
		info, err := os.Stat(found[0])
		if err != nil {
			t.Fatal(err)
		}
		return info.ModTime().String()
	}
	first := stamps()
	if list() != honest || stamps() != first {
		t.Error("what nobody touched was folded anew")
	}
	found, err := filepath.Glob(filepath.Join(cache, "*", store.FileName))
	if err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
	alter(t, found[0], "DELETE FROM view WHERE subject = 'report/3'")
	if said := list(); said != honest || !strings.Contains(said, "report/3") {
		t.Errorf("an altered cache was believed:\n%s", said)
	}
	if stamps() == first {
		t.Error("it was not folded anew")
	}
	alter(t, found[0], "UPDATE view SET status = 'withdrawn' WHERE noun = 'report'")
	said, code := truce(t, t.TempDir(), "check", copied, "--cache", cache)
	says(t, said, code, 0, "GOOD")
	if list() != honest {
		t.Error("a check believed an altered cache")
	}
}

// replaced replaces passages of a copy's export.json.
func replaced(dir string, pairs ...string) error {
	path := filepath.Join(dir, "export.json")
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return os.WriteFile(path, []byte(strings.NewReplacer(pairs...).Replace(string(text))), 0o600)
}
