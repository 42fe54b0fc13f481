package adversary

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"truce/office/officetest"
)

// A copy, a key file or a proof of a later form is told as that, exit 4 of a check: it is neither wrong nor good, and nothing
// of it is read as if the rest was all. A member that the form does not have is not passed over either.
func TestFiles_of_a_later_form_are_told_as_that(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	dir, key := copyOf(t, w, "secretary"), keyFile(t, w, "secretary")
	said, code := truce(t, t.TempDir(), "check", dir)
	says(t, said, code, 0, "GOOD")
	for name, c := range map[string]struct {
		was, is string
		code    int
		says    string
	}{
		"a later form": {`"truce-copy-1"`, `"truce-copy-2"`, 4, "was made by a newer program: it is of the form truce-copy-2, and this program reads truce-copy-1"},
		"no form":      {`"format": "truce-copy-1",`, ``, 3, "export.json does not say for whom the copy is"},
		"more members": {`"truce-copy-1",`, `"truce-copy-1", "sealed": true,`, 3, "export.json does not say for whom the copy is"},
	} {
		changed := t.TempDir()
		if err := os.CopyFS(changed, os.DirFS(dir)); err != nil {
			t.Fatal(err)
		}
		if err := replaced(changed, c.was, c.is); err != nil {
			t.Fatal(err)
		}
		said, code := truce(t, t.TempDir(), "check", changed)
		if code != c.code || !strings.Contains(said, c.says) {
			t.Errorf("%s: exit %d\n%s", name, code, said)
		}
	}
	text, err := os.ReadFile(key)
	if err != nil {
		t.Fatal(err)
	}
	newer := filepath.Join(t.TempDir(), "newer.key")
	if err := os.WriteFile(newer, []byte(strings.Replace(string(text), "truce-key-1", "truce-key-2", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	said, code = truce(t, t.TempDir(), "keys", "show", newer)
	says(t, said, code, 1, "it is of the form truce-key-2")
	proof := filepath.Join(t.TempDir(), "fork.json")
	if err := os.WriteFile(proof, []byte(`{"format": "truce-fork-2", "about": "x"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	said, code = truce(t, t.TempDir(), "check", proof, "--register", registerKeyOf(t, w))
	says(t, said, code, 4, "it is of the form truce-fork-2")
}
