package register

import (
	"context"
	"fmt"
)

// EntryReader gives stored entries of a register.
type EntryReader interface {
	// Entries returns the encoded entries from (included) to to (excluded), all of them.
	Entries(ctx context.Context, from, to int64) ([][]byte, error)
}

// Export gives every file of a register at a head to write: bundles and tiles from the lowest level up, the
// head last, so that a copy broken off has no head. Entries that the receiver has already, the first
// from of them, are left out.
func Export(ctx context.Context, from int64, head SignedHead, entries EntryReader, tiles TileReader, write func(path string, content []byte) error) error {
	for p := range TilePaths(from, head.Size) {
		content, err := tileContent(ctx, p, entries, tiles)
		if err != nil {
			return fmt.Errorf("export %s: %w", p, err)
		}
		if err := write(p.String(), content); err != nil {
			return fmt.Errorf("export %s: %w", p, err)
		}
	}
	if err := write(HeadPath, head.Note); err != nil {
		return fmt.Errorf("export %s: %w", HeadPath, err)
	}
	return nil
}

func tileContent(ctx context.Context, p TilePath, entries EntryReader, tiles TileReader) ([]byte, error) {
	if p.Level != BundleLevel {
		tile, err := tiles.HashTile(ctx, p)
		return tile.Bytes(), err
	}
	list, err := entries.Entries(ctx, p.N*TileWidth, p.N*TileWidth+int64(p.Width))
	if err != nil {
		return nil, err
	}
	if len(list) != p.Width {
		return nil, fmt.Errorf("%d entries instead of %d: %w", len(list), p.Width, ErrBundle)
	}
	var bundle []byte
	for _, e := range list {
		if bundle, err = AppendToBundle(bundle, e); err != nil {
			return nil, err
		}
	}
	return bundle, nil
}
