package register

import (
	"fmt"
	"iter"
	"strconv"
	"strings"
)

// HeadPath is where a published register keeps its signed tree head (C2SP tlog-tiles).
// Like all paths of this package it is relative and has no leading slash.
const HeadPath = "checkpoint"

// TileWidth is the number of hashes in a full hash tile, and of entries in a full bundle.
const TileWidth = 256

// BundleLevel is the level of a [TilePath] that names a bundle of entries, not a hash tile.
const BundleLevel = -1

// maxTileLevel is the highest level at which a tree whose size fits an int64 has hashes.
const maxTileLevel = 7

// TilePath names a hash tile, or a bundle of entries, of a published register (C2SP tlog-tiles).
type TilePath struct {
	// Level is 0 for leaf hashes; a hash at level L covers 256^L entries. [BundleLevel] for entries.
	Level int
	// N counts the tiles of a level from the left, from 0.
	N int64
	// Width is the number of hashes or entries in it, 1 to [TileWidth]; less than that is a partial tile.
	Width int
}

// ParseTilePath is the inverse of [TilePath.String] and accepts nothing else.
func ParseTilePath(s string) (TilePath, error) {
	p, ok := parseTilePath(s)
	if !ok || p.String() != s {
		return TilePath{}, fmt.Errorf("parse tile path %q: not of the form tile/<level>/<number>[.p/<width>]", s)
	}
	return p, nil
}

// parseTilePath reads s without care for leading zeros and the like, which [ParseTilePath] refuses.
func parseTilePath(s string) (p TilePath, ok bool) {
	level, rest, _ := strings.Cut(strings.TrimPrefix(s, "tile/"), "/")
	if p.Level = BundleLevel; level != "entries" {
		var err error
		if p.Level, err = strconv.Atoi(level); err != nil || p.Level < 0 || p.Level > 63 {
			return p, false
		}
	}
	number, width, partial := strings.Cut(rest, ".p/")
	if p.Width = TileWidth; partial {
		var err error
		if p.Width, err = strconv.Atoi(width); err != nil || p.Width < 1 || p.Width >= TileWidth {
			return p, false
		}
	}
	digits := strings.NewReplacer("x", "", "/", "").Replace(number)
	n, err := strconv.ParseInt(digits, 10, 64)
	p.N = n
	return p, err == nil && n >= 0
}

// String is the path, for example "tile/0/x001/234.p/7" or "tile/entries/000".
func (p TilePath) String() string {
	level := "entries"
	if p.Level != BundleLevel {
		level = strconv.Itoa(p.Level)
	}
	number := fmt.Sprintf("%03d", p.N%1000)
	for n := p.N / 1000; n > 0; n /= 1000 {
		number = fmt.Sprintf("x%03d/%s", n%1000, number)
	}
	if p.Width == TileWidth {
		return "tile/" + level + "/" + number
	}
	return fmt.Sprintf("tile/%s/%s.p/%d", level, number, p.Width)
}

// TileAt is the path of the tile or bundle number n of a level, as wide as a register of size entries
// has it; false if it has none.
func TileAt(size int64, level int, n int64) (TilePath, bool) {
	hashes := hashesAt(size, level)
	if n < 0 || n > hashes/TileWidth || hashes == n*TileWidth {
		return TilePath{}, false
	}
	return TilePath{Level: level, N: n, Width: int(min(TileWidth, hashes-n*TileWidth))}, true
}

// Within reports whether a register of size entries has all of the tile or bundle.
func (p TilePath) Within(size int64) bool {
	whole, ok := TileAt(size, p.Level, p.N)
	return ok && p.Level >= BundleLevel && 0 < p.Width && p.Width <= whole.Width
}

// TilePaths yields the path of each tile and bundle that a register of size entries has and that one of
// from entries did not have, lower levels first. From 0, these are all of them.
func TilePaths(from, size int64) iter.Seq[TilePath] {
	return func(yield func(TilePath) bool) {
		for level := BundleLevel; level <= maxTileLevel; level++ {
			if hashesAt(from, level) == hashesAt(size, level) {
				continue
			}
			for n := hashesAt(from, level) / TileWidth; ; n++ {
				p, ok := TileAt(size, level, n)
				if !ok {
					break
				}
				if !yield(p) {
					return
				}
			}
		}
	}
}

// hashesAt is how many hashes a register of size entries has at a level; of bundles, how many entries.
func hashesAt(size int64, level int) int64 { return size >> (8 * max(level, 0)) }
