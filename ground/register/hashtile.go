package register

import (
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// ErrTile says that bytes are not the hash tile asked for.
var ErrTile = errors.New("not the hash tile")

// HashTile is 1 to [TileWidth] neighbouring hashes of one level of a tree (C2SP tlog-tiles). Each covers
// 256^level entries.
type HashTile []tlog.Hash

// ParseHashTile splits the bytes of a tile of the given width.
func ParseHashTile(b []byte, width int) (HashTile, error) {
	if width < 1 || width > TileWidth || len(b) != width*tlog.HashSize {
		return nil, fmt.Errorf("parse tile: %d bytes instead of %d hashes: %w", len(b), width, ErrTile)
	}
	t := make(HashTile, width)
	for i := range t {
		copy(t[i][:], b[i*tlog.HashSize:])
	}
	return t, nil
}

// Bytes is the tile as published: its hashes one after another.
func (t HashTile) Bytes() []byte {
	b := make([]byte, 0, len(t)*tlog.HashSize)
	for i := range t {
		b = append(b, t[i][:]...)
	}
	return b
}

// Root is the hash over the tile. That of a full tile is one hash of the tile above.
func (t HashTile) Root() tlog.Hash { return rootOf(t) }

// rootOf is the root of the tree whose leaves, or perfect subtrees of equal size, have these hashes.
func rootOf(hashes []tlog.Hash) tlog.Hash {
	var t Tree
	for _, h := range hashes {
		t.Append(h)
	}
	return t.Root()
}
