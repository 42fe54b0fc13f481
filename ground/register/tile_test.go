package register_test

import (
	"bytes"
	"context"
	"errors"
	"math"
	"slices"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"truce/ground/register"
)

func TestTilePath(t *testing.T) {
	t.Parallel()
	for want, p := range map[string]register.TilePath{
		"tile/0/000":                  {Level: 0, N: 0, Width: 256},
		"tile/0/000.p/1":              {Level: 0, N: 0, Width: 1},
		"tile/2/x001/x234/067":        {Level: 2, N: 1234067, Width: 256},
		"tile/2/x001/x234/067.p/255":  {Level: 2, N: 1234067, Width: 255},
		"tile/63/999":                 {Level: 63, N: 999, Width: 256},
		"tile/entries/x001/000.p/112": {Level: register.BundleLevel, N: 1000, Width: 112},
	} {
		if got := p.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		if got, err := register.ParseTilePath(want); err != nil || got != p {
			t.Errorf("%q: got %+v, %v", want, got, err)
		}
	}
}

func TestParseTilePath(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{
		"", "checkpoint", "tile", "tile/0", "tile/0/", "tile/0/0", "tile/0/00", "tile/0/0000", "tile/00/000", "tile/64/000", "tile/-1/000",
		"/tile/0/000", "tile/0/x000/001", "tile/0/001/002", "tile/0/x001/x002", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01",
		"tile/0/000.p/", "tile/0/000.p/1/", "tile/entries/-01", "tile/entries/00x", "tile/Entries/000", "tile/+1/000", "tile/0/000/",
		"tile/0/x009/x223/x372/x036/x854/x775/808", "0/000", "tile/0/../checkpoint",
	} {
		if p, err := register.ParseTilePath(bad); err == nil {
			t.Errorf("%q: got %+v", bad, p)
		}
	}
}

func TestTilePaths(t *testing.T) {
	t.Parallel()
	list := func(from, size int64) (paths []string) {
		for p := range register.TilePaths(from, size) {
			if p.Level != register.BundleLevel {
				paths = append(paths, p.String())
			}
		}
		return paths
	}
	// The example of C2SP tlog-tiles.
	all := list(0, 70000)
	if len(all) != 273+1+1+1+1 {
		t.Errorf("70,000 entries have %d hash tiles", len(all))
	}
	for _, want := range []string{"tile/0/272", "tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"} {
		if !slices.Contains(all, want) {
			t.Errorf("%s is not among the tiles of 70,000 entries", want)
		}
	}
	if got := list(0, 256); !slices.Equal(got, []string{"tile/0/000", "tile/1/000.p/1"}) {
		t.Errorf("256 entries: %v", got)
	}
	if got := list(200, 257); !slices.Equal(got, []string{"tile/0/000", "tile/0/001.p/1", "tile/1/000.p/1"}) {
		t.Errorf("from 200 to 257: %v", got)
	}
	if got := list(256, 257); !slices.Equal(got, []string{"tile/0/001.p/1"}) {
		t.Errorf("from 256 to 257: %v", got)
	}
	if got := append(list(0, 0), list(300, 300)...); got != nil {
		t.Errorf("nothing new: %v", got)
	}
	for range register.TilePaths(0, 1000) {
		break // stopping early is allowed
	}
}

func TestHashTile(t *testing.T) {
	t.Parallel()
	tile := register.HashTile{{1}, {2}, {3}}
	if back, err := register.ParseHashTile(tile.Bytes(), 3); err != nil || !slices.Equal(back, tile) {
		t.Errorf("got %v, %v", back, err)
	}
	for _, width := range []int{-1, 0, 2, 4, 257} {
		if _, err := register.ParseHashTile(tile.Bytes(), width); !errors.Is(err, register.ErrTile) {
			t.Errorf("width %d: %v", width, err)
		}
	}
	if tile.Root() != tlog.NodeHash(tlog.NodeHash(tile[0], tile[1]), tile[2]) {
		t.Error("wrong root")
	}
}

// countedLeaves counts the leaf hashes that are read.
type countedLeaves struct {
	history
	read int64
}

func (c *countedLeaves) LeafHashes(ctx context.Context, from, to int64) ([]tlog.Hash, error) {
	c.read += to - from
	return c.history.LeafHashes(ctx, from, to)
}

func TestTiler(t *testing.T) {
	t.Parallel()
	h := newHistory(66000)
	leaves := &countedLeaves{history: h}
	tiler := register.Tiler{Leaves: leaves, Nodes: new(register.MemoryNodes)}
	for p := range register.TilePaths(0, 66000) {
		if p.Level < 0 {
			continue
		}
		tile, err := tiler.HashTile(t.Context(), p)
		if err != nil || len(tile) != p.Width {
			t.Fatalf("%s: %d hashes, %v", p, len(tile), err)
		}
		part := h[p.N<<(8*(p.Level+1)):][:p.Width<<(8*p.Level)].tree()
		if tile.Root() != part.Root() {
			t.Errorf("%s has the wrong root", p)
		}
	}
	leaves.read = 0
	for _, p := range []register.TilePath{{Level: 2, N: 0, Width: 1}, {Level: 1, N: 0, Width: 256}, {Level: 1, N: 1, Width: 1}} {
		if _, err := tiler.HashTile(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	if leaves.read != 0 {
		t.Errorf("upper tiles were served from %d leaves, not from the cache", leaves.read)
	}
}

func TestTilerOutOfOrder(t *testing.T) {
	t.Parallel()
	h := newHistory(66000)
	for _, p := range []register.TilePath{{Level: 1, N: 1, Width: 1}, {Level: 2, N: 0, Width: 1}, {Level: 1, N: 0, Width: 256}} {
		tile, err := h.tiles().HashTile(t.Context(), p)
		part := h[p.N<<(8*(p.Level+1)):][:p.Width<<(8*p.Level)].tree()
		if err != nil || tile.Root() != part.Root() {
			t.Errorf("%s: %v", p, err)
		}
	}
}

func TestTilerRefusesPathsThatNoRegisterHas(t *testing.T) {
	t.Parallel()
	for _, p := range []register.TilePath{
		{Level: register.BundleLevel, Width: 1}, {Level: 8, Width: 1}, {Level: 63, Width: 1}, {Level: 0, N: math.MaxInt64, Width: 1},
		{Level: 7, Width: 128}, {Level: 1, N: -1, Width: 1}, {Level: 0, Width: 0}, {Level: 0, Width: 257},
	} {
		if _, err := newHistory(300).tiles().HashTile(t.Context(), p); !errors.Is(err, register.ErrTile) {
			t.Errorf("%+v: %v", p, err)
		}
	}
}

func TestTilePathWithin(t *testing.T) {
	t.Parallel()
	for path, size := range map[string]int64{
		"tile/0/000": 256, "tile/0/000.p/7": 7, "tile/0/001.p/1": 257, "tile/1/000.p/2": 512, "tile/2/000.p/1": 65536, "tile/entries/000.p/255": 255,
	} {
		p, err := register.ParseTilePath(path)
		if err != nil || !p.Within(size) || !p.Within(size+1000) || p.Within(size-1) {
			t.Errorf("%s is in a register from another size on than %d: %v", path, size, err)
		}
	}
}

type shortLeaves struct{ history }

func (s shortLeaves) LeafHashes(ctx context.Context, from, to int64) ([]tlog.Hash, error) {
	return s.history.LeafHashes(ctx, from, to-1)
}

func TestTilerRefusesTooFewLeaves(t *testing.T) {
	t.Parallel()
	tiler := register.Tiler{Leaves: shortLeaves{newHistory(300)}, Nodes: new(register.MemoryNodes)}
	for _, p := range []register.TilePath{{Level: 0, N: 0, Width: 256}, {Level: 1, N: 0, Width: 1}} {
		if _, err := tiler.HashTile(t.Context(), p); err == nil {
			t.Errorf("%s was made from too few leaves", p)
		}
	}
}

func TestBundle(t *testing.T) {
	t.Parallel()
	var bundle []byte
	entries := [][]byte{[]byte("first"), {}, bytes.Repeat([]byte{7}, register.MaxEntryBytes)}
	for _, e := range entries {
		var err error
		if bundle, err = register.AppendToBundle(bundle, e); err != nil {
			t.Fatal(err)
		}
	}
	got, err := register.ParseBundle(bundle)
	if err != nil || !slices.EqualFunc(got, entries, bytes.Equal) {
		t.Errorf("got %d entries, %v", len(got), err)
	}
	if got, err := register.ParseBundle(bundle[:len(bundle)-1]); !errors.Is(err, register.ErrBundle) || len(got) != 2 {
		t.Errorf("cut short: %d entries, %v", len(got), err)
	}
	if got, err := register.ParseBundle(make([]byte, 2*257)); !errors.Is(err, register.ErrBundle) || len(got) != 256 {
		t.Errorf("257 entries: %d, %v", len(got), err)
	}
	if _, err := register.AppendToBundle(nil, make([]byte, register.MaxEntryBytes+1)); !errors.Is(err, register.ErrEntry) {
		t.Errorf("an entry too long: %v", err)
	}
}

func FuzzParseTilePath(f *testing.F) {
	for _, s := range []string{"tile/0/000", "tile/entries/x001/234.p/7", "tile/7/x00x/1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if p, err := register.ParseTilePath(s); err == nil && p.String() != s {
			t.Errorf("%q became %q", s, p)
		}
	})
}

func FuzzParseBundle(f *testing.F) {
	f.Add([]byte("\x00\x01a\x00\x00\x00\x02bc"))
	f.Add([]byte("\x00\x05a"))
	f.Fuzz(func(t *testing.T, b []byte) {
		entries, err := register.ParseBundle(b)
		var again []byte
		for _, e := range entries {
			again, _ = register.AppendToBundle(again, e)
		}
		if !bytes.HasPrefix(b, again) || err == nil && len(again) != len(b) {
			t.Errorf("%q became %q", b, again)
		}
	})
}
