package register

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

const (
	// Bundles are read in batches of so many: enough to keep all cores busy, some 10 MB of entries.
	batchBundles = 64
	// Reading from a slow source gains from more requests under way than there are cores.
	minReaders = 8
)

// part is what one bundle says.
type part struct {
	path     TilePath
	leaves   []tlog.Hash // as computed from the entries; where one is missing, from the hash tile
	root     tlog.Hash   // over the leaves, if the bundle is full
	acts     []actID     // zero where an entry can't be read
	from     time.Time   // received time of the first entry
	until    time.Time   // and of the last
	entry    *Problem
	leafTile *Problem
	lost     bool // neither entries nor hash tile are there
	err      error
}

// mostUnreadable is how many bundles in a row may hold no entry that can be read. Hashes are easily made up for more entries
// than anyone can look for.
const mostUnreadable = 64

// readAll reads all the bundles, many at a time, and takes them in in order. It stops at the first of which
// nothing is there, neither entries nor hashes, and after some of which no entry can be read: a head may claim more
// entries than anyone can look for.
func (c *checker) readAll(ctx context.Context) error {
	bundles := c.head.Size/TileWidth + min(1, c.head.Size%TileWidth)
	unreadable := 0
	for n := int64(0); n < bundles; n += batchBundles {
		parts := make([]part, min(batchBundles, bundles-n))
		parallel(len(parts), func(i int) {
			path, _ := TileAt(c.head.Size, BundleLevel, n+int64(i))
			parts[i] = c.readPart(ctx, path)
		})
		for i := range parts {
			if unreadable++; !parts[i].from.IsZero() {
				unreadable = 0
			}
			if parts[i].lost || unreadable > mostUnreadable {
				c.entry = first(c.entry, parts[i].entry)
				return nil
			}
			if err := c.take(ctx, &parts[i]); err != nil {
				return err
			}
		}
		if c.o.Progress != nil {
			c.o.Progress(c.computed.Size(), c.head.Size)
		}
	}
	return nil
}

// readPart reads one bundle and the hash tile beside it, and checks the two.
func (c *checker) readPart(ctx context.Context, path TilePath) part {
	p, encoded := c.readLeaves(ctx, path)
	for i, b := range encoded {
		c.readEntry(&p, i, b)
	}
	if p.err == nil && path.Width == TileWidth {
		p.root = rootOf(p.leaves)
	}
	return p
}

// readLeaves reads one bundle and computes its leaf hashes.
func (c *checker) readLeaves(ctx context.Context, path TilePath) (part, [][]byte) {
	p := part{path: path, acts: make([]actID, path.Width)}
	encoded, err := ReadBundle(ctx, c.src, path)
	if err != nil && !isFinding(err) {
		return part{err: err}, nil
	}
	p.leaves = make([]tlog.Hash, 0, path.Width)
	for _, b := range encoded {
		p.leaves = append(p.leaves, LeafHash(b))
	}
	p.err = c.readLeafTile(ctx, &p)
	switch {
	case err != nil && len(encoded) < path.Width:
		p.bad(len(encoded), fmt.Sprintf("is not there, nor are those after it in %s, which %s", path, ended(err)))
	case err != nil:
		p.bad(path.Width-1, fmt.Sprintf("is followed by more than belongs there: %v", err))
	}
	return p, encoded
}

// readEntry checks the i'th entry of a bundle by itself.
func (c *checker) readEntry(p *part, i int, encoded []byte) {
	received, act, err := splitEntry(encoded)
	if err != nil {
		p.bad(i, fmt.Sprintf("can't be read: %v", err))
		return
	}
	p.acts[i] = idOf(act)
	if received.Before(p.until) {
		p.bad(i, backDated(received, p.until))
	}
	if wrong := c.clocks.Wrong(p.path.N*TileWidth+int64(i), received); wrong != "" {
		p.bad(i, wrong)
	}
	if p.until = received; p.from.IsZero() {
		p.from = received
	}
	if c.o.Entry == nil {
		return
	}
	if err := c.o.Entry(p.path.N*TileWidth+int64(i), Entry{received, string(act)}); err != nil {
		p.bad(i, fmt.Sprintf("was refused: %v", err))
	}
}

// readLeafTile compares the leaves with the hash tile. Leaves that are missing are taken from the tile, so
// that the rest of the register can still be checked.
func (c *checker) readLeafTile(ctx context.Context, p *part) error {
	path := TilePath{Level: 0, N: p.path.N, Width: p.path.Width}
	tile, err := ReadTiles(c.src).HashTile(ctx, path)
	if err != nil && !isFinding(err) {
		return err
	}
	if err != nil {
		first := p.path.N * TileWidth
		p.leafTile = &Problem{first, first + int64(path.Width) - 1, path.String(), fmt.Sprintf("The hash tile %s.", ended(err))}
		p.lost = len(p.leaves) == 0
		p.leaves = append(p.leaves, make([]tlog.Hash, path.Width-len(p.leaves))...)
		return nil
	}
	for i, leaf := range p.leaves {
		if leaf != tile[i] {
			index := p.path.N*TileWidth + int64(i)
			p.leafTile = &Problem{index, index, path.String(), fmt.Sprintf("Hash %d in %s is not that of entry %d.", i, path, index)}
			break
		}
	}
	p.leaves = append(p.leaves, tile[len(p.leaves):]...)
	return nil
}

// ended says how a file ends that does not hold what it should.
func ended(err error) string {
	if errors.Is(err, fs.ErrNotExist) {
		return "is missing"
	}
	return fmt.Sprintf("is damaged or cut short (%v)", err)
}

// bad records that the i'th entry of a bundle is bad, unless one before it is.
func (p *part) bad(i int, what string) {
	index := p.path.N*TileWidth + int64(i)
	p.entry = first(p.entry, &Problem{index, index, p.path.String(), fmt.Sprintf("Entry %d %s.", index, what)})
}
