package copies_test

import (
	"bytes"
	"maps"
	"slices"
	"testing"
	"testing/fstest"

	"truce/door/copies"
	"truce/ground/act"
	"truce/noun/people"
	"truce/tool/blob"
	"truce/tool/disk"
)

func blobFile(s blob.Stored, extension string) string {
	id := s.ID.String()
	return "evidence/blobs/" + id[:2] + "/" + id[2:4] + "/" + id + extension
}

func TestEvidence(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 3)
	// Who keeps evidence may read originals; that this one may also copy the register is a second role.
	w.Must(t, "administrator", "role-granted", "person/custodian-1", people.RoleGranted{Role: "auditor"})
	files := w.copied(t, "custodian-1")
	if r := check(t, files, copies.CheckOptions{}); !r.OK() || r.Evidence.Present != 2 || r.Evidence.Missing != 0 {
		t.Fatalf("before anything is spoilt: %+v", r)
	}
	photo, paper := w.photo, w.paper
	other := []byte("something else")
	put := func(f fstest.MapFS, name string, content []byte) { f[name] = &fstest.MapFile{Data: content} }
	for name, c := range map[string]struct {
		spoil func(fstest.MapFS)
		of    blob.Stored
		path  string
	}{
		"a working copy altered": {func(f fstest.MapFS) { put(f, blobFile(photo, ".work"), other) }, photo, ".work"},
		"a sealed original altered": {func(f fstest.MapFS) {
			put(f, blobFile(paper, ".age"), flipped(f[blobFile(paper, ".age")].Data, 200))
		}, paper, ".age"},
		"a working copy that no act names": {func(f fstest.MapFS) { put(f, blobFile(paper, ".work"), other) }, paper, ".work"},
		"a file and its description altered together": {func(f fstest.MapFS) {
			put(f, blobFile(photo, ".work"), other)
			text := f[blobFile(photo, ".json")].Data
			at := bytes.LastIndex(text, []byte(photo.Working.SHA256.String())) // the first is the name
			put(f, blobFile(photo, ".json"), slices.Replace(bytes.Clone(text), at, at+64, []byte(hexOf(other))...))
		}, photo, ".work"},
		"a description missing": {func(f fstest.MapFS) { delete(f, blobFile(photo, ".json")) }, photo, ".json"},
		"a description of another file": {func(f fstest.MapFS) {
			put(f, blobFile(photo, ".json"), f[blobFile(paper, ".json")].Data)
		}, photo, ".json"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			spoilt := maps.Clone(files)
			c.spoil(spoilt)
			r := check(t, spoilt, copies.CheckOptions{})
			if len(r.Findings) == 0 {
				t.Fatal("nothing was found")
			}
			f := r.Findings[0]
			if f.Path != blobFile(c.of, c.path) || f.Subject != act.SubjectID("evidence/"+c.of.ID.String()) || f.First < 0 || f.First != f.Last {
				t.Errorf("found %v in %s", f, f.Path)
			}
		})
	}
	t.Run("what is not here is told and is no fault", func(t *testing.T) {
		t.Parallel()
		spoilt := maps.Clone(files)
		for _, extension := range []string{".age", ".json"} {
			delete(spoilt, blobFile(paper, extension))
		}
		r := check(t, spoilt, copies.CheckOptions{})
		if !r.OK() || r.Evidence.Missing != 1 || r.Evidence.Absent[0].Name() != paper.ID.String() {
			t.Errorf("got %+v", r.Evidence)
		}
	})
	t.Run("the copy reads as a store of files", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		w.export(t, "custodian-1", dir)
		s, err := blob.OpenReadOnly(disk.Own(), dir+"/evidence")
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		if troubles, err := s.Check(t.Context(), nil); err != nil || len(troubles) != 0 {
			t.Errorf("%v, %v", troubles, err)
		}
	})
}
