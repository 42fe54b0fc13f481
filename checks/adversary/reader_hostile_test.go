package adversary

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"truce/office/officetest"
)

// A folder that is to hang whoever checks it, or to fill the memory, is refused at once, in words, by every command that
// reads copies.
func TestReader_is_not_hung_by_a_hostile_copy(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 5)
	honest := copyOf(t, w, "secretary")
	for name, c := range map[string]struct {
		path  string
		make  func(path string) error
		words string
	}{
		"a link to an endless file":     {"hidden/0.jsonl", func(p string) error { return os.Symlink("/dev/zero", p) }, "hidden/0.jsonl is a link to something else"},
		"a folder that is a link":       {"tile/entries", func(p string) error { return os.Symlink("/dev", p) }, "tile/entries is a link to something else"},
		"a link in a circle":            {"evidence", func(p string) error { return os.Symlink(".", p) }, "evidence is a link to something else"},
		"a pipe for what is hidden":     {"hidden/0.jsonl", func(p string) error { return syscall.Mkfifo(p, 0o600) }, "hidden/0.jsonl is not a file (a pipe, a device or a socket)"},
		"a pipe for the key":            {"register.pub", func(p string) error { return syscall.Mkfifo(p, 0o600) }, "register.pub is not a file"},
		"a pipe for the head":           {"checkpoint", func(p string) error { return syscall.Mkfifo(p, 0o600) }, "checkpoint is not a file"},
		"a pipe for its reader":         {"export.json", func(p string) error { return syscall.Mkfifo(p, 0o600) }, "export.json is not a file"},
		"a reader in many brackets":     {"export.json", func(p string) error { return os.WriteFile(p, []byte(strings.Repeat("[", 1<<15)), 0o600) }, "export.json does not say for whom"},
		"a huge head":                   {"checkpoint", sparse, "checkpoint says that it has"},
		"a huge file of what is hidden": {"hidden/0.jsonl", sparse, "hidden/0.jsonl says that it has"},
		"a huge hash tile":              {"tile/0/000.p/200", sparse, "tile/0/000.p/200 says that it has"},
		"a huge bulletin":               {"bulletins/" + strings.Repeat("0", 64) + ".json", sparse, "says that it has"},
		"folders in folders":            {"tile/0/" + strings.Repeat("x/", 200) + "x", func(p string) error { return os.WriteFile(p, nil, 0o600) }, "lies deeper than anything in a copy"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if err := os.CopyFS(dir, os.DirFS(honest)); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(dir, filepath.FromSlash(c.path))
			if err := os.RemoveAll(path); err != nil {
				t.Fatal(err)
			}
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := c.make(path); err != nil {
				t.Fatal(err)
			}
			for _, args := range [][]string{{"check", dir}, {"check", dir, "--no-fold"}, {"list", "reports", "--copy", dir}, {"watch", dir, "--remember", t.TempDir(), "--party", "TR"}} {
				began := time.Now()
				said, code := truce(t, t.TempDir(), args...)
				says(t, said, code, 3, c.words, "this is no copy that an export made, and nothing more of it was read")
				if took := time.Since(began); took > 30*time.Second {
					t.Errorf("%s took %s", args[0], took)
				}
			}
		})
	}
	bare := t.TempDir()
	if err := errors.Join(os.CopyFS(bare, os.DirFS(honest)), os.MkdirAll(filepath.Join(bare, "evidence", "empty"), 0o755)); err != nil {
		t.Fatal(err)
	}
	if said, code := truce(t, t.TempDir(), "check", bare); code != 0 {
		t.Errorf("an empty folder in it: %d %s", code, said)
	}
	proof := filepath.Join(t.TempDir(), "proof.json")
	if err := sparse(proof); err != nil {
		t.Fatal(err)
	}
	said, code := truce(t, t.TempDir(), "check", proof, "--register", w.Key())
	says(t, said, code, 3, "is no proof, and was not read")
}

// sparse makes a file that says that it has a terabyte.
func sparse(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Truncate(1 << 40)
}
