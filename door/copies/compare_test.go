package copies_test

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"truce/door/copies"
	"truce/ground/register"
)

// two are a copy of a register and one of the same register with a history that its owner
// rewrote at an entry and signed again.
func two(t *testing.T, at int64) (w *world, honest, rewritten fstest.MapFS) {
	t.Helper()
	w = newWorld(t, 300)
	honest = w.copied(t, "secretary")
	h := slices.Clone(w.history(t))
	e := parse(t, h[at])
	h[at] = encode(t, e.Received.Add(time.Microsecond), e.Act)
	return w, honest, h.signed(t, w, honest)
}

func now() time.Time { return time.Date(2017, 6, 1, 0, 0, 0, 0, time.UTC) }

// proves fails unless the file proves a fork to somebody who has the key alone.
func proves(t *testing.T, path, key string) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if origin, err := copies.CheckFork(content, key); err != nil || origin != "test.exercise.truce" {
		t.Errorf("%q, %v", origin, err)
	}
	_, other, err := register.GenerateKey(seeded(9), "test.exercise.truce")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := copies.CheckFork(content, other); !errors.Is(err, copies.ErrNoFork) {
		t.Errorf("by another key: %v", err)
	}
}

func TestMemory(t *testing.T) {
	t.Parallel()
	t.Run("a history rewritten after it was seen is found", func(t *testing.T) {
		t.Parallel()
		w, honest, rewritten := two(t, 120)
		o := copies.CheckOptions{Memory: t.TempDir(), Now: now, ForkFile: filepath.Join(t.TempDir(), "fork.json")}
		if r := check(t, honest, o); !r.OK() || r.KeyFrom != copies.KeyOfCopy {
			t.Fatalf("first %+v", r)
		}
		r := check(t, rewritten, o)
		if r.OK() || len(r.Forks) != 1 || r.ForkFile != o.ForkFile || r.KeyFrom != copies.KeyRemembered {
			t.Fatalf("then %+v", r)
		}
		proves(t, o.ForkFile, w.Key())
		if again := check(t, honest, o); !again.OK() {
			t.Errorf("the rewritten one was remembered: %+v", again)
		}
	})
	t.Run("an older copy is unproven until a newer one shows it", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, 10)
		older := w.copied(t, "secretary")
		w.File(t, 10, 20)
		newer := w.copied(t, "secretary")
		o := copies.CheckOptions{Memory: t.TempDir(), Now: now}
		check(t, newer, o)
		doubts := func(want copies.Doubt) {
			t.Helper()
			if r := check(t, older, o); r.OK() != (want == copies.NoDoubt) || r.Unproven != want || r.BehindBy != 10 || len(r.Forks) != 0 {
				t.Errorf("got %q behind by %d, found %v; want %q", r.Unproven, r.BehindBy, r.Findings, want)
			}
		}
		doubts(copies.Shorter)
		o.Older = true
		doubts(copies.NothingShows)
		o.Newer = register.Folder(older)
		doubts(copies.NewerTooShort)
		spoilt := maps.Clone(newer)
		for name := range newer {
			if strings.HasPrefix(name, "tile/0/") {
				spoilt[name] = &fstest.MapFile{Data: flipped(newer[name].Data, 5)}
			}
		}
		o.Newer = register.Folder(spoilt)
		doubts(copies.NewerDamaged)
		o.Newer = register.Folder(newer)
		doubts(copies.NoDoubt)
		o.Newer = nil // it is among what was seen by now
		doubts(copies.NoDoubt)
	})
	t.Run("a shorter history that was rewritten is proven a fork once a longer copy comes", func(t *testing.T) {
		t.Parallel()
		w, honest, rewritten := two(t, 120)
		w.File(t, 300, 320)
		newer := w.copied(t, "secretary")
		o := copies.CheckOptions{Memory: t.TempDir(), Now: now, ForkFile: filepath.Join(t.TempDir(), "fork.json")}
		check(t, newer, o)
		if r := check(t, rewritten, o); r.OK() || r.Unproven != copies.Shorter || r.ForkFile != "" {
			t.Fatalf("found %+v", r)
		}
		w.File(t, 320, 330)
		if r := check(t, w.copied(t, "secretary"), o); r.OK() || len(r.Forks) != 1 {
			t.Fatalf("what was seen before and hidden is forgotten: %+v", r)
		}
		proves(t, o.ForkFile, w.Key())
		o.Older, o.Newer = true, register.Folder(newer)
		if r := check(t, rewritten, o); r.OK() || len(r.Forks) != 1 || r.ForkFile == "" {
			t.Errorf("a newer copy shows that the shorter one is of another history: %+v", r)
		}
		if r := check(t, honest, o); !r.OK() {
			t.Errorf("and the honest one is: %+v", r)
		}
	})
	t.Run("a proof is never written over", func(t *testing.T) {
		t.Parallel()
		_, honest, rewritten := two(t, 120)
		o := copies.CheckOptions{Memory: t.TempDir(), Now: now, ForkFile: filepath.Join(t.TempDir(), "fork.json")}
		if err := os.WriteFile(o.ForkFile, []byte("another proof"), 0o600); err != nil {
			t.Fatal(err)
		}
		check(t, honest, o)
		r := check(t, rewritten, o)
		held, err := os.ReadFile(o.ForkFile)
		if r.ForkFile != strings.Replace(o.ForkFile, ".json", "-2.json", 1) || string(held) != "another proof" {
			t.Errorf("in %s, %q, %v", r.ForkFile, held, err)
		}
	})
	t.Run("another key for the same origin is refused", func(t *testing.T) {
		t.Parallel()
		o := copies.CheckOptions{Memory: t.TempDir(), Now: now}
		check(t, newWorld(t, 1).copied(t, "secretary"), o)
		impostor := newWorld(t, 1)
		files := impostor.copied(t, "secretary")
		for name, key := range map[string]string{"of the copy": "", "given": impostor.Key()} {
			o.Key, o.Files = key, files
			if _, err := copies.Check(t.Context(), register.Folder(files), o, nil); !errors.Is(err, copies.ErrKeyWrong) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
	t.Run("many heads are thinned out and the first stays", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, 70)
		o := copies.CheckOptions{Memory: t.TempDir(), Now: now}
		files, h := w.copied(t, "auditor-1"), w.history(t)
		for size := len(h) - 70; size <= len(h); size++ {
			if r := check(t, h[:size].signed(t, w, files), o); !r.OK() || r.BehindBy != 0 {
				t.Fatalf("at %d: %+v", size, r)
			}
		}
		if r := check(t, h[:len(h)-70].signed(t, w, files), copies.CheckOptions{Memory: o.Memory, Now: now, Older: true}); !r.OK() || r.BehindBy != 70 {
			t.Errorf("the oldest again: %+v", r)
		}
		names, err := filepath.Glob(filepath.Join(o.Memory, "*.json"))
		if err != nil || len(names) != 1 {
			t.Fatalf("%v, %v", names, err)
		}
		if info, err := os.Stat(names[0]); err != nil || info.Mode().Perm() != 0o600 || info.Size() > 64*600 {
			t.Errorf("%v, %v", info, err)
		}
	})
}

func TestCompare(t *testing.T) {
	t.Parallel()
	t.Run("the same", func(t *testing.T) {
		t.Parallel()
		files := newWorld(t, 10).copied(t, "secretary")
		c, err := copies.Compare(t.Context(), register.Folder(files), register.Folder(files), copies.CompareOptions{})
		if err != nil || c.Verdict != copies.Same || c.Index != -1 {
			t.Errorf("got %+v, %v", c, err)
		}
	})
	t.Run("a delay is no fork", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, 10)
		older := w.copied(t, "secretary")
		w.File(t, 10, 300)
		o := copies.CompareOptions{ForkFile: filepath.Join(t.TempDir(), "fork.json")}
		c, err := copies.Compare(t.Context(), register.Folder(older), register.Folder(w.copied(t, "secretary")), o)
		if err != nil || c.Verdict != copies.Behind || c.BehindBy != 290 || c.A.Size != c.B.Size-290 || c.ForkFile != "" {
			t.Errorf("got %+v, %v", c, err)
		}
	})
	for _, at := range []int64{0, 120, 255, 256, 300} {
		t.Run(fmt.Sprintf("a fork at entry %d is named and proved", at), func(t *testing.T) {
			t.Parallel()
			w, honest, rewritten := two(t, at)
			o := copies.CompareOptions{Key: w.Key(), ForkFile: filepath.Join(t.TempDir(), "fork.json")}
			c, err := copies.Compare(t.Context(), register.Folder(honest), register.Folder(rewritten), o)
			if err != nil || c.Verdict != copies.Forked || c.Index != at {
				t.Fatalf("got %+v, %v; want a fork at %d", c, err, at)
			}
			proves(t, o.ForkFile, w.Key())
		})
	}
}

func TestCompareHeads(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 260)
	older := w.copied(t, "secretary")
	h := slices.Clone(w.history(t))
	e := parse(t, h[200])
	h[200] = encode(t, e.Received.Add(time.Microsecond), e.Act)
	rewritten := h.signed(t, w, older)
	w.File(t, 260, 300)
	newer := w.copied(t, "secretary")
	for name, c := range map[string]struct {
		mine, theirs fstest.MapFS
		want         copies.Verdict
		by           int64
	}{
		"the same":                       {newer, newer, copies.Same, 0},
		"they are behind":                {newer, older, copies.Behind, 40},
		"they are ahead":                 {older, newer, copies.Undecided, 40},
		"a fork of one size":             {older, rewritten, copies.Forked, 0},
		"a fork, theirs is older":        {newer, rewritten, copies.Forked, 0},
		"a rewritten copy is ahead":      {rewritten, newer, copies.Undecided, 40},
		"seen from the rewritten copy":   {rewritten, older, copies.Forked, 0},
		"the rewritten one is itself ok": {rewritten, rewritten, copies.Same, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := copies.CompareOptions{Key: w.Key(), ForkFile: filepath.Join(t.TempDir(), "fork.json")}
			got, err := copies.CompareHeads(t.Context(), register.Folder(c.mine), c.theirs["checkpoint"].Data, o)
			if err != nil || got.Verdict != c.want || got.BehindBy != c.by {
				t.Fatalf("got %+v, %v", got, err)
			}
			if c.want == copies.Forked {
				proves(t, o.ForkFile, w.Key())
			}
		})
	}
	t.Run("damaged hashes are not taken for a fork", func(t *testing.T) {
		t.Parallel()
		spoilt := fstest.MapFS{}
		for name, f := range newer {
			spoilt[name] = f
		}
		spoilt["tile/1/000.p/1"] = &fstest.MapFile{Data: flipped(newer["tile/1/000.p/1"].Data, 5)}
		_, err := copies.CompareHeads(t.Context(), register.Folder(spoilt), older["checkpoint"].Data, copies.CompareOptions{})
		if !errors.Is(err, register.ErrProof) && !errors.Is(err, register.ErrTile) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("two honest heads prove nothing", func(t *testing.T) {
		t.Parallel()
		for _, content := range []string{"", "{}", `{"heads":{"newer":"","older":"","root":"","proof":[]}}`} {
			if _, err := copies.CheckFork([]byte(content), w.Key()); !errors.Is(err, copies.ErrNoFork) {
				t.Errorf("%q: %v", content, err)
			}
		}
	})
}
