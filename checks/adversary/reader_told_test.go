package adversary

import (
	"path/filepath"
	"strings"
	"testing"

	"truce/office/officetest"
)

// A forged copy is checked first, and remembered. The honest one then reads as a second history, on purpose: the reader is told
// that either may be the false one, and how to find out.
func TestReader_who_remembers_a_forged_copy_is_told_how_to_find_out(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 5)
	honest, h := copyOf(t, w, "secretary"), historyOf(t, w)
	seen := t.TempDir()
	forged := h.rewritten(len(h)-2).publish(t, w, honest)
	_, _ = truce(t, t.TempDir(), "check", forged, "--remember", seen)
	said, code := truce(t, t.TempDir(), "check", honest, "--remember", seen)
	says(t, said, code, 3, "Which of the two is the false one this does not tell", "Either may be the false one", "truce head compare")
}

// One byte of an early act is damaged, on which the roles of many hang. It is named, and what follows is counted, not blamed on
// the office line by line.
func TestReader_is_told_once_what_one_damaged_byte_does(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 60)
	dir := copyOf(t, w, "secretary")
	found, err := filepath.Glob(filepath.Join(dir, "tile/entries/000.p/*"))
	if err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
	name := "tile/entries/000.p/" + filepath.Base(found[0])
	bundle := read(t, dir, name)
	bundle[strings.Index(string(bundle), ".")+40] ^= 1
	put(t, dir, name, bundle)
	said, code := truce(t, t.TempDir(), "check", dir)
	says(t, said, code, 3, "WRONG", "is not as it was signed", "Not checked here: ", "missing from this copy or damaged in it")
	if n := strings.Count(said, "WRONG"); n > 2 {
		t.Errorf("one damaged byte is told in %d lines:\n%s", n, said)
	}
}

// Of an address the acts alone are checked, and that is said.
func TestReader_is_told_what_a_check_of_an_address_leaves_out(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 5)
	server := published(t, w, copyOf(t, w, "secretary"))
	said, code := truce(t, t.TempDir(), "check", server.URL+"/register")
	says(t, said, code, 0, "GOOD", "Folded    not: of an address the acts alone are checked", "truce export")
}
