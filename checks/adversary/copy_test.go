package adversary

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"truce/office/officetest"
)

// cached has what the program folds of copies kept in a folder of the test.
func cached(t *testing.T) []string { return []string{"--cache", t.TempDir()} }

// An office whose numbers were changed shows everybody what it likes. Whoever folds a copy is told what the acts add up
// to, whatever the office says.
func TestCopy_tells_what_the_acts_add_up_to_whatever_the_office_shows(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 5)
	copied, cache := restrictedOf(t, w, "secretary"), cached(t)
	said, code := truce(t, t.TempDir(), append([]string{"count", "reports", "--copy", copied}, cache...)...)
	says(t, said, code, 0, "5", "as person/secretary may see them")
	said, code = truce(t, t.TempDir(), append([]string{"list", "reports", "--copy", copied}, cache...)...)
	says(t, said, code, 0, "report/", "logged")
}

// Of a copy in which one byte was changed, of the register or of what lies beside it, nothing is shown: neither at first nor
// after it was folded when it was whole.
func TestCopy_that_was_altered_is_not_read(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 5)
	h := historyOf(t, w)
	for name, spoil := range map[string]func(dir string) string{
		"an entry": func(dir string) string { return flip(t, dir, "tile/entries") },
		"a disclosure": func(dir string) string {
			path := filepath.Join(dir, "hidden", "0.jsonl")
			text := string(read(t, dir, "hidden/0.jsonl"))
			put(t, dir, "hidden/0.jsonl", []byte(strings.Replace(text, `"disclosures":["W`, `"disclosures":["X`, 1)))
			return path
		},
		"a rewritten history": func(dir string) string {
			other := h.rewritten(len(h)-2).publish(t, w, dir)
			return dir + " is replaced by " + replace(t, dir, other)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			copied, cache, seen := copyOf(t, w, "secretary"), cached(t), t.TempDir()
			ask := append([]string{"count", "reports", "--copy", copied, "--remember", seen}, cache...)
			said, code := truce(t, t.TempDir(), ask...)
			says(t, said, code, 0, "5")
			spoilt := spoil(copied)
			said, code = truce(t, t.TempDir(), ask...)
			says(t, said, code, 3, "WRONG")
			if strings.Contains(said, "total") {
				t.Errorf("%s was spoilt, and numbers were shown:\n%s", spoilt, said)
			}
		})
	}
}

// A register that was cut back below what its reader has seen is not read.
func TestCopy_that_was_cut_back_is_not_read(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 5)
	whole, h := copyOf(t, w, "secretary"), historyOf(t, w)
	cut := h[:len(h)-2].publish(t, w, whole)
	cache := append(cached(t), "--remember", t.TempDir())
	said, code := truce(t, t.TempDir(), append([]string{"count", "reports", "--copy", whole}, cache...)...)
	says(t, said, code, 0, "5")
	said, code = truce(t, t.TempDir(), append([]string{"count", "reports", "--copy", cut}, cache...)...)
	says(t, said, code, 3, "UNPROVEN")
	if strings.Contains(said, "total") {
		t.Errorf("numbers of a shorter register were shown:\n%s", said)
	}
}

// What a reader may not see is told as withheld: what is not there is never taken for what never was.
func TestCopy_says_what_is_withheld_from_it(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 5)
	bare := historyOf(t, w).publish(t, w, "") // the register alone, as a web server publishes it
	cache := cached(t)
	for _, who := range []string{copyOf(t, w, "auditor-1"), bare} {
		said, code := truce(t, t.TempDir(), append([]string{"count", "incidents", "reports", "--copy", who}, cache...)...)
		says(t, said, code, 0, "Not reckoned here: 5 records")
	}
}

// Nothing is written into a copy that is read, and who reads it leaves it as others get it.
func TestCopy_is_left_as_it_is(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 5)
	copied := copyOf(t, w, "secretary")
	before := t.TempDir()
	if err := os.CopyFS(before, os.DirFS(copied)); err != nil {
		t.Fatal(err)
	}
	for _, ask := range [][]string{{"list", "reports"}, {"show", "report/1"}, {"bulletin", "list"}, {"explain", "report/1"}} {
		_, _ = truce(t, t.TempDir(), append(append(ask, "--copy", copied), cached(t)...)...)
	}
	unchanged(t, before, copied)
	unchanged(t, copied, before)
}

// flip changes one byte of the first file below a folder.
func flip(t *testing.T, dir, under string) (name string) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join(dir, under), func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || name != "" {
			return err
		}
		name, err = filepath.Rel(dir, path)
		return err
	})
	if err != nil || name == "" {
		t.Fatal(name, err)
	}
	content := read(t, dir, name)
	content[len(content)/2] ^= 1
	put(t, dir, name, content)
	return name
}

// replace puts another folder's files in the place of a folder's.
func replace(t *testing.T, dir, by string) string {
	t.Helper()
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(dir, os.DirFS(by)); err != nil {
		t.Fatal(err)
	}
	return by
}
