package register

import (
	"context"
	"fmt"
	"math"
	"sync"

	"golang.org/x/mod/sumdb/tlog"
)

// TileReader gives hash tiles of a register: computed from an office's own store ([Tiler]) or read from
// a published one ([ReadTiles]).
type TileReader interface {
	// HashTile returns exactly p.Width hashes, or an error.
	HashTile(ctx context.Context, p TilePath) (HashTile, error)
}

// LeafReader gives the stored leaf hashes of a register.
type LeafReader interface {
	// LeafHashes returns the hashes of the entries from (included) to to (excluded), all of them.
	LeafHashes(ctx context.Context, from, to int64) ([]tlog.Hash, error)
}

// NodeCache keeps the hashes above the leaves, so that a high tile is a look-up and not a computation.
// All that it holds can be computed again from the leaves: it may forget at any time. There is one
// hash for 256 entries, so a million entries need 125 kB. [MemoryNodes] is one.
type NodeCache interface {
	// Nodes returns the hashes from (included) to to (excluded) of a level, 1 or higher; fewer if it
	// does not hold all, but always a run that begins at from.
	Nodes(ctx context.Context, level int, from, to int64) ([]tlog.Hash, error)
	// KeepNodes takes hashes of a level, the first of them at position from.
	KeepNodes(ctx context.Context, level int, from int64, hashes []tlog.Hash) error
}

// Tiler computes any hash tile of a register from its leaf hashes. It is safe for concurrent use if its
// parts are.
type Tiler struct {
	Leaves LeafReader
	Nodes  NodeCache
}

// HashTile computes one tile. Hashes that the cache lacks are computed and given to it.
// The caller sees to it that the register is large enough for the tile: see [TilePath.Within].
func (t Tiler) HashTile(ctx context.Context, p TilePath) (HashTile, error) {
	if p.Level < 0 || !p.Within(math.MaxInt64) {
		return nil, fmt.Errorf("compute %s: no register is that large: %w", p, ErrTile)
	}
	from := p.N * TileWidth
	hashes, err := t.hashes(ctx, p.Level, from, from+int64(p.Width))
	if err != nil {
		return nil, fmt.Errorf("compute %s: %w", p, err)
	}
	return hashes, nil
}

// hashes returns a run of one level.
func (t Tiler) hashes(ctx context.Context, level int, from, to int64) ([]tlog.Hash, error) {
	if level == 0 {
		return t.leaves(ctx, from, to)
	}
	known, err := t.Nodes.Nodes(ctx, level, from, to)
	if err != nil || int64(len(known)) == to-from {
		return known, err
	}
	missing := from + int64(len(known))
	computed := make([]tlog.Hash, 0, to-missing)
	for n := missing; n < to; n++ {
		below, err := t.hashes(ctx, level-1, n*TileWidth, (n+1)*TileWidth)
		if err != nil {
			return nil, err
		}
		computed = append(computed, rootOf(below))
	}
	if err := t.Nodes.KeepNodes(ctx, level, missing, computed); err != nil {
		return nil, err
	}
	return append(known[:len(known):len(known)], computed...), nil
}

func (t Tiler) leaves(ctx context.Context, from, to int64) ([]tlog.Hash, error) {
	leaves, err := t.Leaves.LeafHashes(ctx, from, to)
	if err == nil && int64(len(leaves)) != to-from {
		err = fmt.Errorf("%d leaf hashes instead of %d", len(leaves), to-from)
	}
	return leaves, err
}

// MemoryNodes is a [NodeCache] in memory. The zero MemoryNodes is empty and ready to use.
type MemoryNodes struct {
	mu     sync.RWMutex
	levels [maxTileLevel + 1][]tlog.Hash
}

// Nodes is part of [NodeCache].
func (m *MemoryNodes) Nodes(_ context.Context, level int, from, to int64) ([]tlog.Hash, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	held := m.levels[level]
	from, to = min(from, int64(len(held))), min(to, int64(len(held)))
	return held[from:to:to], nil
}

// KeepNodes is part of [NodeCache]. It keeps only what joins on to what it holds; the rest comes again.
func (m *MemoryNodes) KeepNodes(_ context.Context, level int, from int64, hashes []tlog.Hash) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	held := int64(len(m.levels[level]))
	if from <= held && held < from+int64(len(hashes)) {
		m.levels[level] = append(m.levels[level], hashes[held-from:]...)
	}
	return nil
}
