package register

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/tlog"
)

// remember opens the heads that were seen before.
func (c *checker) remember() error {
	for i, signed := range slices.Concat(c.o.Remembered, c.o.Suspect) {
		h, err := OpenHead(signed, c.o.Verifier)
		if err != nil {
			return fmt.Errorf("remembered head: %w", err)
		}
		switch {
		case h.Size <= c.head.Size:
			c.older = append(c.older, h)
		case i < len(c.o.Remembered) && (c.report.Ahead == nil || h.Size > c.report.Ahead.Size):
			c.report.Ahead = &h
		}
	}
	slices.SortFunc(c.older, func(a, b SignedHead) int { return cmp.Compare(a.Size, b.Size) })
	return nil
}

// judgeRemembered finds out which remembered heads are heads of the entries, and which the head denies.
func (c *checker) judgeRemembered(ctx context.Context, entries tree) error {
	for _, h := range c.older {
		holds, err := entries.has(ctx, h.TreeHead)
		if err != nil {
			return err
		}
		if holds {
			c.intact = h.Size
			continue
		}
		denied, err := c.denies(ctx, h)
		if err != nil {
			return err
		}
		if denied {
			c.deny(h)
		}
	}
	return nil
}

// denies reports whether the copy shows that the head does not extend h, which is not a head of the entries.
// Entries as signed show it; if they are not, the hash tiles do, so far as the head vouches for them.
func (c *checker) denies(ctx context.Context, h SignedHead) (bool, error) {
	if c.computed.Root() == c.head.Root {
		return true, nil
	}
	tiles, err := proveTiles(ctx, ReadTiles(c.src), c.head.TreeHead)
	if err != nil {
		return false, ignoreFinding(err)
	}
	holds, err := tree{tiles, c.head.Size}.has(ctx, h.TreeHead)
	return !holds && err == nil, ignoreFinding(err)
}

// has reports whether h is the head of the tree at an earlier size.
func (t tree) has(ctx context.Context, h TreeHead) (bool, error) {
	if h.Size > t.size {
		return false, nil
	}
	root, err := tlog.TreeHash(h.Size, newHashReader(ctx, t, t.size))
	return root == h.Root, err
}

// deny records evidence of a fork.
func (c *checker) deny(h SignedHead) {
	c.report.Forks = append(c.report.Forks, h)
	if c.rewritten != nil {
		return
	}
	from, to := min(c.intact, h.Size-1), h.Size-1
	c.rewritten = &Problem{from, to, HeadPath, fmt.Sprintf("The register was rewritten and signed again: it had signed a head of "+
		"%d entries that are not these. The first that differs is among %d to %d; a copy from then can tell which.", h.Size, from, to)}
}

func ignoreFinding(err error) error {
	if isFinding(err) {
		return nil
	}
	return err
}
