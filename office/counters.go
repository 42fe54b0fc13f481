package office

import (
	"errors"
	"maps"
	"sync"

	"truce/ground/problem"
)

// counters count what the office did since it started, for its operator.
type counters struct {
	mu      sync.Mutex
	kinds   map[string]int64
	refused map[string]int64
}

// Counted is a snapshot of what was taken, by kind, and refused, by reason.
type Counted struct {
	Taken   map[string]int64
	Refused map[string]int64
}

// Counted answers what this process did since it started.
func (f *Office) Counted() Counted {
	f.counted.mu.Lock()
	defer f.counted.mu.Unlock()
	return Counted{maps.Clone(f.counted.kinds), maps.Clone(f.counted.refused)}
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
