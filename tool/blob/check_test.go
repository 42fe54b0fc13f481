package blob_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"truce/tool/blob"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		harm func(dir string, id blob.ID) error
		want []blob.Trouble
	}{
		"a_sound_folder": {func(string, blob.ID) error { return nil }, nil},
		"a_flipped_bit":  {func(dir string, id blob.ID) error { return flip(pathOf(dir, id, ".age")) }, []blob.Trouble{blob.SealedAltered}},
		"a_retouched_picture": {func(dir string, id blob.ID) error { return flip(pathOf(dir, id, ".work")) },
			[]blob.Trouble{blob.WorkingAltered}},
		"a_removed_original": {func(dir string, id blob.ID) error { return os.Remove(pathOf(dir, id, ".age")) },
			[]blob.Trouble{blob.SealedMissing}},
		"a_removed_picture": {func(dir string, id blob.ID) error { return os.Remove(pathOf(dir, id, ".work")) },
			[]blob.Trouble{blob.WorkingMissing}},
		"a_removed_description": {func(dir string, id blob.ID) error { return os.Remove(pathOf(dir, id, ".json")) },
			[]blob.Trouble{blob.Undescribed, blob.Undescribed}},
		"a_scribbled_description": {func(dir string, id blob.ID) error { return os.WriteFile(pathOf(dir, id, ".json"), []byte("{"), 0o600) },
			[]blob.Trouble{blob.BadDescription}},
		"a_stranger_in_the_folder": {func(dir string, id blob.ID) error { return os.WriteFile(pathOf(dir, id, ".exe"), nil, 0o600) },
			[]blob.Trouble{blob.UnknownFile}},
		"a_file_in_the_wrong_folder": {func(dir string, id blob.ID) error {
			return os.WriteFile(filepath.Join(dir, "blobs", id.String()+".age"), nil, 0o600)
		}, []blob.Trouble{blob.UnknownFile}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			id := o.store(spoiltJPEG(t), "image/jpeg").ID
			other := o.store(noise(1000), "").ID
			if err := c.harm(o.dir, id); err != nil {
				t.Fatal(err)
			}
			var last blob.Progress
			found, err := o.Check(t.Context(), func(p blob.Progress) { last = p })
			if err != nil || !slices.Equal(troubles(found), c.want) {
				t.Errorf("got %v, %v", found, err)
			}
			if last.Blobs != last.TotalBlobs || last.Bytes == 0 {
				t.Errorf("progress %+v", last)
			}
			for _, f := range found {
				if f.ID != id && f.Trouble != blob.UnknownFile {
					t.Errorf("blames %v", f)
				}
			}
			if found, err := o.CheckOne(t.Context(), other); err != nil || len(found) != 0 {
				t.Errorf("the other file: %v, %v", found, err)
			}
		})
	}
	t.Run("a_working_copy_that_should_not_be", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		id := o.store(noise(1000), "").ID
		if err := os.WriteFile(pathOf(o.dir, id, ".work"), []byte("forged"), 0o600); err != nil {
			t.Fatal(err)
		}
		if found, err := o.CheckOne(t.Context(), id); err != nil || !slices.Equal(troubles(found), []blob.Trouble{blob.WorkingUnasked}) {
			t.Errorf("got %v, %v", found, err)
		}
	})
	t.Run("a_file_that_is_not_here", func(t *testing.T) {
		t.Parallel()
		if _, err := newOffice(t).CheckOne(t.Context(), blob.ID{1}); !errors.Is(err, blob.ErrNotFound) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a_link_out_of_the_folder_is_not_followed", func(t *testing.T) {
		t.Parallel()
		o := newOffice(t)
		id := o.store(spoiltJPEG(t), "").ID
		outside := filepath.Join(t.TempDir(), "outside")
		if err := errors.Join(os.WriteFile(outside, []byte("x"), 0o600), os.Remove(pathOf(o.dir, id, ".work")),
			os.Symlink(outside, pathOf(o.dir, id, ".work"))); err != nil {
			t.Fatal(err)
		}
		if f, err := o.OpenWorking(id); err == nil {
			_ = f.Close()
			t.Error("it was opened")
		}
	})
}

func TestAll(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	want := []string{o.store(noise(10), "").ID.String(), o.store(noise(11), "").ID.String(), o.store(noise(12), "").ID.String()}
	slices.Sort(want)
	var got []string
	for stored, err := range o.All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, stored.ID.String())
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
	for range o.All(t.Context()) {
		break // stopping early must not fail
	}
}

func pathOf(dir string, id blob.ID, extension string) string {
	text := id.String()
	return filepath.Join(dir, "blobs", text[:2], text[2:4], text+extension)
}

func flip(name string) error {
	content, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	content[len(content)/2] ^= 1
	return os.WriteFile(name, content, 0o600)
}

func troubles(found []blob.Finding) []blob.Trouble {
	var all []blob.Trouble
	for _, f := range found {
		all = append(all, f.Trouble)
	}
	return all
}
