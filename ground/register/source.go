package register

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
)

// Source is a published register, or a copy of one, that is not trusted: a folder, a web server, a
// bundle file. It must be safe for concurrent use.
type Source interface {
	// Read returns the file at a path: [HeadPath] or a [TilePath]. A file that is not there is
	// fs.ErrNotExist.
	Read(ctx context.Context, path string) ([]byte, error)
}

// Folder is the register in an exported folder.
func Folder(fsys fs.FS) Source { return folder{fsys} }

type folder struct{ fsys fs.FS }

func (f folder) Read(ctx context.Context, path string) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return fs.ReadFile(f.fsys, path)
}

// ReadTiles gives the hash tiles that a source holds, as they are. They are not checked against a head:
// a proof made from them is, by whoever uses it.
func ReadTiles(src Source) TileReader { return sourceTiles{src} }

type sourceTiles struct{ src Source }

func (s sourceTiles) HashTile(ctx context.Context, p TilePath) (HashTile, error) {
	b, full, err := readTile(ctx, s.src, p)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", p, err)
	}
	width := p.Width
	if full {
		width = TileWidth
	}
	t, err := ParseHashTile(b, width)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", p, err)
	}
	return t[:p.Width:p.Width], nil
}

// ReadBundle reads the encoded entries that belong to a path of [BundleLevel]. If some are missing or
// don't parse, it returns those before the break, and the error.
func ReadBundle(ctx context.Context, src Source, p TilePath) ([][]byte, error) {
	b, full, err := readTile(ctx, src, p)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", p, err)
	}
	entries, err := ParseBundle(b)
	switch {
	case err != nil:
	case len(entries) < p.Width:
		err = fmt.Errorf("%d entries instead of %d: %w", len(entries), p.Width, ErrBundle)
	case len(entries) > p.Width && !full:
		err = fmt.Errorf("%d entries instead of %d: %w", len(entries), p.Width, ErrBundle)
	}
	if err != nil {
		err = fmt.Errorf("read %s: %w", p, err)
	}
	return entries[:min(len(entries), p.Width)], err
}

// readTile reads a tile or bundle. A copy may hold the full one in place of a partial one, once the
// register has grown (C2SP tlog-tiles, partial tiles).
func readTile(ctx context.Context, src Source, p TilePath) (b []byte, full bool, err error) {
	b, err = src.Read(ctx, p.String())
	if p.Width == TileWidth || !errors.Is(err, fs.ErrNotExist) {
		return b, p.Width == TileWidth, err
	}
	b, err = src.Read(ctx, TilePath{Level: p.Level, N: p.N, Width: TileWidth}.String())
	return b, true, err
}
