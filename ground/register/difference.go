package register

import "context"

// tree is the hash tiles of a register of so many entries.
type tree struct {
	TileReader
	size int64
}

// span is the entries from (included) to to (excluded).
type span struct{ from, to int64 }

// firstDifference finds the first of size leaves at which two trees differ, reading at most one tile of each
// level. Both must have at least size leaves and be sound: each hash that of those below it.
// The span is that one leaf, or empty, at size, if there is no difference. If a tile can't be read the
// error comes with the span to which the difference could be narrowed.
func firstDifference(ctx context.Context, a, b tree, size int64) (span, error) {
	found := span{0, size}
	n := int64(0) // position within the level: all before it are the same
	for level := maxTileLevel; level >= 0; level-- {
		n *= TileWidth
		end := min(n+TileWidth, hashesAt(size, level))
		if n == end {
			continue
		}
		ta, err := a.at(ctx, level, n)
		if err != nil {
			return found, err
		}
		tb, err := b.at(ctx, level, n)
		if err != nil {
			return found, err
		}
		for n < end && ta[n%TileWidth] == tb[n%TileWidth] {
			n++
		}
		if found.from = n << (8 * level); n < end {
			found.to = (n + 1) << (8 * level)
		}
	}
	return found, nil
}

// at is the tile that holds the hash at position n of a level.
func (t tree) at(ctx context.Context, level int, n int64) (HashTile, error) {
	path, _ := TileAt(t.size, level, n/TileWidth)
	return t.HashTile(ctx, path)
}
