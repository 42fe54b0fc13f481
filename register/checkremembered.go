package register

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/tlog"
)

// remember opens the remembered heads.
func (c *checker) remember() error {
	for _, signed := range c.o.Remembered {
		h, err := OpenHead(signed, c.o.Verifier)
		if err != nil {
			return fmt.Errorf("remembered head: %w", err)
		}
		if h.Size > c.head.Size {
			c.report.BehindBy = max(c.report.BehindBy, h.Size-c.head.Size)
			continue
		}
		c.older = append(c.older, h)
	}
	slices.SortFunc(c.older, func(a, b SignedHead) int { return cmp.Compare(a.Size, b.Size) })
	return nil
}

// judgeRemembered finds out which remembered heads are heads of the entries, and which the head denies.
func (c *checker) judgeRemembered(ctx context.Context, entries tree) error {
	for _, h := range c.older {
		root, err := tlog.TreeHash(h.Size, newHashReader(ctx, entries, c.head.Size))
		if err != nil {
			return err
		}
		if root == h.Root {
			c.intact = h.Size
		} else if denied, err := c.denies(ctx, h, entries); err != nil {
			return err
		} else if denied {
			c.deny(h)
		}
	}
	return nil
}

// denies reports whether the copy shows that the head does not extend h. Its entries show it if they are those
// signed for, its hash tiles if they are.
func (c *checker) denies(ctx context.Context, h SignedHead, entries tree) (bool, error) {
	signed := entries
	if c.computed.Root() != c.head.Root {
		tiles, err := proveTiles(ctx, ReadTiles(c.src), c.head.TreeHead)
		if err != nil {
			return false, ignoreFinding(err)
		}
		signed = tree{tiles, c.head.Size}
	}
	root, err := tlog.TreeHash(h.Size, newHashReader(ctx, signed, c.head.Size))
	return err == nil && root != h.Root, ignoreFinding(err)
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
