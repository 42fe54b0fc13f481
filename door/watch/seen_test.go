package watch_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"truce/door/watch"
	"truce/ground/numbered"
)

// What was seen is remembered by who looked. A file of a later form is told as that and not written over, and so is one with members
// that the form does not have: what was seen before would be forgotten.
func TestRemember(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := watch.Remember(folder, "hq.exercise.truce", "TR", watch.Seen{Size: 7}); err != nil {
		t.Fatal(err)
	}
	if s, err := watch.Remembered(folder, "hq.exercise.truce", "TR"); err != nil || s.Size != 7 {
		t.Fatalf("%+v, %v", s, err)
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.watch"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%v, %v", files, err)
	}
	text, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	for to, newer := range map[string]bool{`"truce-watch-2"`: true, `"truce-watch-1", "more": 1`: false, `""`: false} {
		other := strings.Replace(string(text), `"truce-watch-1"`, to, 1)
		if err := os.WriteFile(files[0], []byte(other), 0o600); err != nil {
			t.Fatal(err)
		}
		err := watch.Remember(folder, "hq.exercise.truce", "TR", watch.Seen{Size: 9})
		if _, is := errors.AsType[numbered.NewerError](err); is != newer || err == nil {
			t.Errorf("%s: %v", to, err)
		}
		if after, _ := os.ReadFile(files[0]); string(after) != other {
			t.Errorf("%s: it was written over", to)
		}
	}
}
