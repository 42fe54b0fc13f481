package register

import (
	"context"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// provenTiles reads hash tiles that are not trusted and hands out only those that a head vouches for.
// It is not safe for concurrent use.
type provenTiles struct {
	tiles TileReader
	head  TreeHead
	// edge holds the partial tile of each level. Hashed together they are the root of the head.
	edge [maxTileLevel + 1]HashTile
	// last is the full tile read last at each level: reading in order, each upper tile is read once.
	last [maxTileLevel + 1]struct {
		path TilePath
		tile HashTile
	}
}

// proveTiles reads the right edge of the tiles and compares it with the head. It is [ErrTile] if they differ.
func proveTiles(ctx context.Context, tiles TileReader, head TreeHead) (*provenTiles, error) {
	p := &provenTiles{tiles: tiles, head: head}
	var edge Tree
	for level := maxTileLevel; level >= 0; level-- {
		path, ok := TileAt(head.Size, level, hashesAt(head.Size, level)/TileWidth)
		if !ok {
			continue
		}
		var err error
		if p.edge[level], err = tiles.HashTile(ctx, path); err != nil {
			return nil, err
		}
		for _, h := range p.edge[level] {
			edge.appendSubtree(8*level, h)
		}
	}
	if edge.Root() != head.Root {
		return nil, fmt.Errorf("the hash tiles do not add up to the signed head: %w", ErrTile)
	}
	return p, nil
}

// HashTile is part of [TileReader], for paths that [TileAt] gives for the size of the head.
func (p *provenTiles) HashTile(ctx context.Context, path TilePath) (HashTile, error) {
	if path.Width < TileWidth {
		return p.edge[path.Level], nil
	}
	if last := &p.last[path.Level]; last.tile != nil && last.path == path {
		return last.tile, nil
	}
	want, err := p.hash(ctx, path.Level+1, path.N)
	if err != nil {
		return nil, err
	}
	tile, err := p.tiles.HashTile(ctx, path)
	if err != nil {
		return nil, err
	}
	if tile.Root() != want {
		return nil, fmt.Errorf("%s does not have the hash that the tile above holds for it: %w", path, ErrTile)
	}
	p.last[path.Level].path, p.last[path.Level].tile = path, tile
	return tile, nil
}

// hash is one hash of a level. A full tile always has one above it.
func (p *provenTiles) hash(ctx context.Context, level int, n int64) (tlog.Hash, error) {
	path, ok := TileAt(p.head.Size, level, n/TileWidth)
	if !ok {
		return tlog.Hash{}, fmt.Errorf("no tile above %d at level %d: %w", n, level-1, ErrTile)
	}
	tile, err := p.HashTile(ctx, path)
	if err != nil {
		return tlog.Hash{}, err
	}
	return tile[n%TileWidth], nil
}
