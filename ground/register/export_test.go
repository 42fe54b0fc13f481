package register_test

import (
	"context"
	"errors"
	"maps"
	"testing"
	"testing/fstest"

	"truce/ground/register"
)

// TestExportInSteps: a copy brought up to date by what was added is the copy made at once.
func TestExportInSteps(t *testing.T) {
	t.Parallel()
	k, h := newKeys(t, origin, 1), newHistory(1000)
	folder := make(fstest.MapFS)
	write := func(path string, content []byte) error {
		folder[path] = &fstest.MapFile{Data: content}
		return nil
	}
	from := 0
	for _, n := range []int{3, 256, 700, 1000} {
		if err := register.Export(t.Context(), int64(from), h[:n].sign(t, k), h, h.tiles(), write); err != nil {
			t.Fatal(err)
		}
		report := check(t, folder, register.Options{Verifier: k.verifier})
		if report.Problem != nil || report.Head.Size != int64(n) {
			t.Errorf("at %d entries: %+v", n, report.Problem)
		}
		from = n
	}
	for path := range maps.Keys(h.export(t, k)) {
		if folder[path] == nil {
			t.Errorf("%s is missing", path)
		}
	}
}

type shortEntries struct{ history }

func (s shortEntries) Entries(ctx context.Context, from, to int64) ([][]byte, error) {
	return s.history.Entries(ctx, from, to-1)
}

func TestExportBreaksOffBeforeTheHead(t *testing.T) {
	t.Parallel()
	k, h := newKeys(t, origin, 1), newHistory(10)
	never := func(path string, _ []byte) error {
		t.Errorf("wrote %s", path)
		return nil
	}
	if err := register.Export(t.Context(), 0, h.sign(t, k), shortEntries{h}, h.tiles(), never); !errors.Is(err, register.ErrBundle) {
		t.Errorf("too few entries: %v", err)
	}
	full := errors.New("disk full")
	broken := func(string, []byte) error { return full }
	if err := register.Export(t.Context(), 0, h.sign(t, k), h, h.tiles(), broken); !errors.Is(err, full) {
		t.Errorf("a disk that is full: %v", err)
	}
}
