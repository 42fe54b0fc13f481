package backup_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"testing"

	"truce/door/backup"
)

// member is one file of a backup.
type member struct {
	header  tar.Header
	content []byte
}

func membersOf(t testing.TB, file string) (all []member) {
	t.Helper()
	packed, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	zipped, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	for archive := tar.NewReader(zipped); ; {
		h, err := archive.Next()
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(archive)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, member{*h, content})
	}
}

// packedWith is a backup as who made it could: with its sums right, of one member other bytes from a place on, or another name.
func packedWith(t testing.TB, all []member, which, at uint, with []byte, name string) (backup []byte, can bool) {
	t.Helper()
	var packed bytes.Buffer
	zipped := gzip.NewWriter(&packed)
	archive := tar.NewWriter(zipped)
	for i, m := range all {
		h, content := m.header, m.content
		if uint(i) == which%uint(len(all)) {
			from := min(int(at%uint(len(content)+1)), len(content))
			content = append(append(bytes.Clone(content[:from]), with...), content[min(from+len(with), len(content)):]...)
			if name != "" {
				h.Name = name
			}
		}
		h.Size = int64(len(content))
		h.PAXRecords, h.Format = nil, tar.FormatUnknown
		if archive.WriteHeader(&h) != nil {
			return nil, false // tar has no such name
		}
		if _, err := archive.Write(content); err != nil {
			t.Fatal(err)
		}
	}
	if archive.Close() != nil || zipped.Close() != nil {
		t.Fatal("the archive is not written")
	}
	return packed.Bytes(), true
}

// Whatever stands in a backup, under whatever name, restoring it puts the office back that was saved, or nothing: no other register, and no file
// outside the folder.
func FuzzRestore(f *testing.F) {
	w := newWorld(f, 3)
	all := membersOf(f, w.backup(f, backup.Options{}))
	for i := range uint(len(all)) {
		f.Add(i, uint(0), []byte{}, "")
		f.Add(i, uint(100), []byte{0xff}, "")
		f.Add(i, uint(0), []byte("{}"), "../outside")
	}
	size := w.Size()
	f.Fuzz(func(t *testing.T, which, at uint, with []byte, name string) {
		packed, can := packedWith(t, all, which, at, with, name)
		if !can {
			return
		}
		around := t.TempDir()
		file, dir := filepath.Join(around, "in", "office.backup"), filepath.Join(around, "office")
		if err := os.Mkdir(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, packed, 0o600); err != nil {
			t.Fatal(err)
		}
		done, err := backup.Restore(t.Context(), file, dir, backup.RestoreOptions{Now: now}, nil)
		if err == nil && done.Size != size {
			t.Errorf("an office of %d entries was restored, want %d", done.Size, size)
		}
		if _, there := os.Stat(filepath.Join(dir, "truce.db")); err != nil && there == nil {
			t.Errorf("it was refused and restored: %v", err)
		}
		left, err := os.ReadDir(around)
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range left {
			switch one.Name() {
			case "in", "office", "office.restoring":
			default:
				t.Errorf("%s lies outside the folder", one.Name())
			}
		}
	})
}
