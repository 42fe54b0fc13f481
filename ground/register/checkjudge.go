package register

import (
	"context"
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/tlog"
)

// judge compares what the entries add up to with what was signed, and finds the first fault of the hashes.
func (c *checker) judge(ctx context.Context) (*Problem, error) {
	entries := tree{Tiler{Leaves: c, Nodes: &c.nodes}, c.computed.Size()}
	if err := c.judgeRemembered(ctx, entries); err != nil {
		return nil, err
	}
	if c.computed.Root() == c.head.Root {
		upper, err := c.compareUpperTiles(ctx, entries)
		if c.rewritten != nil {
			return c.rewritten, err
		}
		return first(c.damagedLeafTile(), upper), err
	}
	return c.locate(ctx, entries)
}

// LeafHashes computes leaf hashes again from the entries: part of [LeafReader].
func (c *checker) LeafHashes(ctx context.Context, from, to int64) ([]tlog.Hash, error) {
	path, _ := TileAt(c.head.Size, BundleLevel, from/TileWidth)
	p, _ := c.readLeaves(ctx, path)
	if p.err != nil {
		return nil, p.err
	}
	return p.leaves[:to-from], nil
}

// asSigned is said of damaged hash tiles when the entries add up to the signed head.
const asSigned = " The entries below it are as signed."

func (c *checker) damagedLeafTile() *Problem {
	if c.leafTile != nil {
		c.leafTile.What += asSigned
	}
	return c.leafTile
}

// compareUpperTiles is for entries that are as signed: then a hash tile that differs from them is damaged.
func (c *checker) compareUpperTiles(ctx context.Context, entries tree) (*Problem, error) {
	tiles := ReadTiles(c.src)
	for path := range TilePaths(0, c.head.Size) {
		if path.Level < 1 {
			continue
		}
		want, err := entries.HashTile(ctx, path)
		if err != nil {
			return nil, err
		}
		got, err := tiles.HashTile(ctx, path)
		if err != nil && !isFinding(err) {
			return nil, err
		}
		if !slices.Equal(got, want) {
			return damagedTile(path, got, want, err), nil
		}
	}
	return nil, nil
}

func damagedTile(path TilePath, got, want HashTile, err error) *Problem {
	i := 0
	for i < len(got) && got[i] == want[i] {
		i++
	}
	width := 8 * path.Level
	n := path.N*TileWidth + int64(i)
	what := fmt.Sprintf("Hash %d in %s was altered.", i, path)
	if err != nil {
		what = fmt.Sprintf("The hash tile %s.", ended(err))
	}
	return &Problem{n << width, (n+1)<<width - 1, path.String(), what + asSigned}
}

// locate is for entries that are not those signed for: it walks from the signed head down to the first that
// differs, as far as the hash tiles are the ones that the head vouches for.
func (c *checker) locate(ctx context.Context, entries tree) (*Problem, error) {
	signed, err := proveTiles(ctx, ReadTiles(c.src), c.head.TreeHead)
	if err != nil && !isFinding(err) {
		return nil, err
	}
	if err != nil {
		return c.between(span{0, entries.size}, err), nil
	}
	found, err := firstDifference(ctx, tree{signed, c.head.Size}, entries, entries.size)
	if err != nil && !isFinding(err) {
		return nil, err
	}
	if err != nil {
		return c.between(found, err), nil
	}
	if found.from == entries.size {
		return nil, nil // the entries as far as they go are good; the problem is that they end
	}
	return c.name(ctx, found.from, signed)
}

// name says what became of an entry that is known to be bad.
func (c *checker) name(ctx context.Context, index int64, signed *provenTiles) (*Problem, error) {
	tile, err := tree{signed, c.head.Size}.at(ctx, 0, index)
	if err != nil {
		return nil, err
	}
	path, _ := TileAt(c.head.Size, BundleLevel, index/TileWidth)
	p, _ := c.readLeaves(ctx, path)
	if p.err != nil {
		return nil, p.err
	}
	i := int(index % TileWidth)
	what := fmt.Sprintf("Entry %d is not the one that the head was signed for: %s.", index, movement(i, p.leaves, tile))
	return &Problem{index, index, path.String(), what}, nil
}

// movement compares the leaves found with those signed for, at the first that differs.
func movement(i int, found, signed []tlog.Hash) string {
	belongs := 1 + slices.Index(signed[i+1:], found[i]) // so many further on; 0 if nowhere near
	stands := 1 + slices.Index(found[i+1:], signed[i])
	switch {
	case belongs > 0 && stands > 0:
		return fmt.Sprintf("entries were reordered, the one that belongs here stands %d further on", stands)
	case belongs > 0:
		return fmt.Sprintf("entries were removed here, %d in number", belongs)
	case stands > 0:
		return fmt.Sprintf("entries were inserted here, %d in number", stands)
	}
	return "it was altered or replaced"
}

// between is for a bad entry that can't be told from its neighbours, because hash tiles were altered too.
// A remembered head that still holds narrows it down from below, the first entry that is not that of its
// hash from above.
func (c *checker) between(s span, cause error) *Problem {
	if s.from == s.to {
		return nil
	}
	p := &Problem{First: max(s.from, min(c.intact, s.to-1)), Last: s.to - 1}
	if t := c.leafTile; t != nil && t.First == t.Last && t.First >= p.First {
		p.Last, p.Path = min(p.Last, t.First), t.Path
	}
	p.What = fmt.Sprintf("The entries are not those that the head was signed for. The first bad one is among %d to %d; "+
		"another copy can tell which: %v.", p.First, p.Last, cause)
	if p.First == p.Last {
		p.What = fmt.Sprintf("Entry %d is not the one that the head was signed for.", p.First)
	}
	return p
}
