package register

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

// take joins a bundle to those before it.
func (c *checker) take(ctx context.Context, p *part) error {
	if p.err != nil {
		return p.err
	}
	if !p.from.IsZero() {
		c.takeTimes(p)
	}
	c.acts = append(c.acts, p.acts...)
	c.entry, c.leafTile = first(c.entry, p.entry), first(c.leafTile, p.leafTile)
	if p.path.Width == TileWidth {
		c.computed.appendSubtree(8, p.root)
		return c.nodes.KeepNodes(ctx, 1, p.path.N, []tlog.Hash{p.root})
	}
	for _, leaf := range p.leaves {
		c.computed.Append(leaf)
	}
	return nil
}

// takeTimes checks that a bundle's entries were received after those before it.
func (c *checker) takeTimes(p *part) {
	if p.from.Before(c.report.Until) {
		early := part{path: p.path}
		early.bad(0, backDated(p.from, c.report.Until))
		c.entry = first(c.entry, early.entry)
	}
	if c.report.Until = p.until; c.report.From.IsZero() {
		c.report.From = p.from
	}
}

func backDated(at, before time.Time) string {
	return fmt.Sprintf("says it was received at %s, before the entry ahead of it, received at %s",
		at.Format(timeLayout), before.Format(timeLayout))
}

// first is the problem with the lower position; a if both have the same.
func first(a, b *Problem) *Problem {
	if a == nil || b != nil && b.First < a.First {
		return b
	}
	return a
}

// parallel calls f with 0 to n-1, several at a time.
func parallel(n int, f func(i int)) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(n, max(minReaders, runtime.GOMAXPROCS(0))) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				f(i)
			}
		})
	}
	wg.Wait()
}
