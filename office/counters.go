package office

import (
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"truce/ground/problem"
	"truce/tool/keep"
)

// counters count what the office did since it started, for its operator.
type counters struct {
	mu      sync.Mutex
	kinds   map[string]int64
	refused map[string]int64
	storage map[string]int64
}

// Counted is a snapshot of what was taken, by kind, and refused, by reason, how often storage failed, by what was wrong, and
// how the machine stands.
type Counted struct {
	Taken         map[string]int64
	Refused       map[string]int64
	Storage       map[string]int64
	Log           keep.Logged
	Clock         time.Duration // the machine's clock against one that nobody sets, since the start; 0: it is not watched
	RefusedStarts int64         // before this one, of the office in this folder
}

// Counted answers what this process did since it started.
func (f *Office) Counted() Counted {
	f.counted.mu.Lock()
	defer f.counted.mu.Unlock()
	return Counted{maps.Clone(f.counted.kinds), maps.Clone(f.counted.refused), maps.Clone(f.counted.storage),
		f.store.Logged(), f.writer.clock.off(f.Now()), f.refusedStarts}
}

// failed counts a failure of storage; another error is none.
func (c *counters) failed(err error) {
	var told *problem.Problem
	if !errors.As(err, &told) || !slices.Contains(storageKeys, told.Key) {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.storage == nil {
		c.storage = map[string]int64{}
	}
	c.storage[told.Key.String()]++
}

func (c *counters) taken(acts []taken) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kinds == nil {
		c.kinds = map[string]int64{}
	}
	for _, t := range acts {
		c.kinds[string(t.act.Kind)]++
	}
}

func (c *counters) refuse(err error) {
	var told *problem.Problem
	if !errors.As(err, &told) {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.refused == nil {
		c.refused = map[string]int64{}
	}
	c.refused[told.Key.String()]++
}
