package disk_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"truce/tool/disk"
)

// What a crash left of a file that was not whole is no beginning of the next.
func TestReplace_begins_from_nothing(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "file")
	for _, content := range []string{"first, and long", "second"} {
		if err := os.WriteFile(name+disk.New, []byte(strings.Repeat("left by a crash ", 100)), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := disk.Replace(disk.Own(), name, []byte(content)); err != nil {
			t.Fatal(err)
		}
		if got, err := disk.ReadFile(disk.Own(), name); string(got) != content || err != nil {
			t.Errorf("%q, %v", got, err)
		}
		if disk.Has(disk.Own(), name+disk.New) {
			t.Error("something is left")
		}
	}
}

func TestCreate_leaves_what_is_there(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "file")
	if err := disk.Create(disk.Own(), name, []byte("mine")); err != nil {
		t.Fatal(err)
	}
	if err := disk.Create(disk.Own(), name, []byte("other")); !errors.Is(err, fs.ErrExist) {
		t.Error(err)
	}
	if got, err := disk.ReadFile(disk.Own(), name); string(got) != "mine" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
}

// Names lead nowhere but into a folder that is held open.
func TestWithin(t *testing.T) {
	t.Parallel()
	above := t.TempDir()
	folder := filepath.Join(above, "folder")
	if err := disk.MakeFolder(disk.Own(), filepath.Join(folder, "one", "two"), disk.OwnFolder); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.WriteFile(filepath.Join(above, "secret"), nil, 0o600), os.Symlink(above, filepath.Join(folder, "out"))); err != nil {
		t.Fatal(err)
	}
	d, err := disk.Own().Within(folder)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	for _, name := range []string{"../secret", "out/secret"} {
		if _, err := disk.ReadFile(d, name); err == nil {
			t.Errorf("%s was read", name)
		}
	}
	if err := errors.Join(disk.Replace(d, "one/two/file", []byte("x")), disk.RemoveAll(d, "one")); err != nil || disk.Has(d, "one") {
		t.Error(err)
	}
}
