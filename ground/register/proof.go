package register

import (
	"context"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// ErrProof says that a proof does not show what it should.
var ErrProof = errors.New("the proof does not hold")

// RootAt is the root of the tree of the first size entries, from the tiles of a register that
// has as many or more.
func RootAt(ctx context.Context, tiles TileReader, size, of int64) (tlog.Hash, error) {
	if size == 0 {
		return new(Tree).Root(), nil
	}
	root, err := tlog.TreeHash(size, newHashReader(ctx, tiles, of))
	if err != nil {
		return tlog.Hash{}, fmt.Errorf("compute root of %d entries: %w", size, err)
	}
	return root, nil
}

// ProveInclusion makes the proof (RFC 6962, section 2.1.1) that the register of size entries has the
// leaf at index.
func ProveInclusion(ctx context.Context, tiles TileReader, size, index int64) (tlog.RecordProof, error) {
	p, err := tlog.ProveRecord(size, index, newHashReader(ctx, tiles, size))
	if err != nil {
		return nil, fmt.Errorf("prove entry %d of %d: %w", index, size, err)
	}
	return p, nil
}

// CheckInclusion checks that head covers a leaf at index. It is [ErrProof] if not.
func CheckInclusion(p tlog.RecordProof, head TreeHead, index int64, leaf tlog.Hash) error {
	if err := tlog.CheckRecord(p, head.Size, head.Root, index, leaf); err != nil {
		return fmt.Errorf("check entry %d of %q at %d entries: %w", index, head.Origin, head.Size, ErrProof)
	}
	return nil
}

// ProveConsistency makes the proof (RFC 6962, section 2.1.2) that the register of size newer has all that
// the one of size older had, unchanged and in the same place. Every register extends an empty one:
// then the proof is empty.
func ProveConsistency(ctx context.Context, tiles TileReader, older, newer int64) (tlog.TreeProof, error) {
	if older == 0 && newer >= 0 {
		return nil, nil
	}
	p, err := tlog.ProveTree(newer, older, newHashReader(ctx, tiles, newer))
	if err != nil {
		return nil, fmt.Errorf("prove that %d entries extend %d: %w", newer, older, err)
	}
	return p, nil
}

// CheckConsistency checks that newer extends older, two heads of one register. It is [ErrProof] if not.
// That alone does not show that there was a fork: a proof can simply be bad.
func CheckConsistency(p tlog.TreeProof, older, newer TreeHead) error {
	ok := older.Origin == newer.Origin && older.Size >= 0
	switch {
	case older.Size == 0:
		ok = ok && len(p) == 0 && older.Root == new(Tree).Root() && newer.Size >= 0
	default:
		ok = ok && tlog.CheckTree(p, newer.Size, newer.Root, older.Size, older.Root) == nil
	}
	if !ok {
		return fmt.Errorf("check that %q extends from %d to %d entries: %w", newer.Origin, older.Size, newer.Size, ErrProof)
	}
	return nil
}

// hashReader reads the hashes of a proof from tiles, each tile once.
type hashReader struct {
	ctx   context.Context
	tiles TileReader
	size  int64
	read  map[TilePath]HashTile
}

func newHashReader(ctx context.Context, tiles TileReader, size int64) *hashReader {
	return &hashReader{ctx: ctx, tiles: tiles, size: size, read: make(map[TilePath]HashTile)}
}

// ReadHashes is part of tlog.HashReader. An index is that of tlog.StoredHashIndex.
func (r *hashReader) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		level, n := tlog.SplitStoredHashIndex(index)
		var err error
		if hashes[i], err = r.hash(level, n); err != nil {
			return nil, err
		}
	}
	return hashes, nil
}

// hash is the root of the n'th subtree of 2^level leaves: of a tile, the part that has 2^(level mod 8)
// hashes.
func (r *hashReader) hash(level int, n int64) (tlog.Hash, error) {
	first, count := n<<(level%8), int64(1)<<(level%8)
	p, ok := TileAt(r.size, level/8, first/TileWidth)
	if from := first % TileWidth; !ok || from+count > int64(p.Width) {
		return tlog.Hash{}, fmt.Errorf("read hash %d of level %d: a register of %d entries has none: %w", n, level, r.size, ErrTile)
	}
	tile, ok := r.read[p]
	if !ok {
		var err error
		if tile, err = r.tiles.HashTile(r.ctx, p); err != nil {
			return tlog.Hash{}, err
		}
		r.read[p] = tile
	}
	return rootOf(tile[first%TileWidth:][:count]), nil
}
