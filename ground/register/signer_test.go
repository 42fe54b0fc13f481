package register_test

import (
	"bytes"
	"errors"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"truce/ground/register"
)

func TestSigner(t *testing.T) {
	t.Parallel()
	k, h := newKeys(t, origin, 1), newHistory(600)
	s, err := register.NewSigner(t.Context(), k.signer, register.Tree{}, h[:0].tiles())
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range [][2]int{{0, 0}, {0, 1}, {1, 256}, {256, 600}, {600, 600}} {
		leaves, _ := h.LeafHashes(t.Context(), int64(step[0]), int64(step[1]))
		x, err := s.Extend(leaves...)
		if err != nil {
			t.Fatal(err)
		}
		if want := h[:step[1]].sign(t, k); x.Head.TreeHead != want.TreeHead || !bytes.Equal(x.Head.Note, want.Note) || x.Tree.Root() != want.Root {
			t.Errorf("from %d to %d: got %+v", step[0], step[1], x.Head)
		}
		if s.Head() != h[:step[0]].head() {
			t.Errorf("the head moved before the extension was kept")
		}
		s.Keep()
		if s.Head() != h[:step[1]].head() {
			t.Errorf("the head did not move when the extension was kept")
		}
	}
}

func TestSignerSettlesOneExtensionAtATime(t *testing.T) {
	t.Parallel()
	k := newKeys(t, origin, 1)
	s, err := register.NewSigner(t.Context(), k.signer, register.Tree{}, history{}.tiles())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Extend(tlog.Hash{1}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Extend(tlog.Hash{2}); !errors.Is(err, register.ErrUnsettled) {
		t.Errorf("signed two histories: %v", err)
	}
	s.Drop()
	x, err := s.Extend(tlog.Hash{2})
	if err != nil || x.Head.Size != 1 {
		t.Errorf("after dropping: %+v, %v", x.Head, err)
	}
}

func TestNewSignerRefuses(t *testing.T) {
	t.Parallel()
	k, h := newKeys(t, origin, 1), newHistory(600)
	forged := newHistory(600)
	forged[7] = encode(entry(9000))
	restored := h[:500]
	elsewhere := h[:10].head()
	elsewhere.Origin = "elsewhere.example"
	for _, c := range []struct {
		name string
		seen []register.TreeHead
		want error
	}{
		{"nothing remembered", nil, nil},
		{"heads of the same history", []register.TreeHead{h[:0].head(), h[:499].head(), h[:500].head()}, nil},
		{"a larger head: a backup was restored", []register.TreeHead{h[:10].head(), h[:501].head()}, register.ErrWouldRollBack},
		{"another head of the same size", []register.TreeHead{forged[:500].head()}, register.ErrWouldFork},
		{"a smaller head of another history", []register.TreeHead{h[:500].head(), forged[:8].head()}, register.ErrWouldFork},
		{"a smaller head from before they part", []register.TreeHead{forged[:7].head()}, nil},
		{"a head of another register", []register.TreeHead{elsewhere}, register.ErrWouldFork},
	} {
		s, err := register.NewSigner(t.Context(), k.signer, restored.tree(), restored.tiles(), c.seen...)
		if !errors.Is(err, c.want) || (s == nil) != (c.want != nil) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}
