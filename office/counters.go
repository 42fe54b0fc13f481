package office

import (
	"errors"
	"maps"
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
	copied  Copying
}

// Copying tells how the log ahead of the database was copied into it since the start.
type Copying struct {
	At     time.Time // by the office's clock, when it last went well; zero: not yet
	Failed int64     // how often it failed
	Err    error     // why it failed the last time; nil: it went well
}

// Counted is a snapshot of what was taken, by kind, and refused, by reason, how often storage failed, by what was wrong, and
// how the machine stands.
type Counted struct {
	Taken         map[string]int64
	Refused       map[string]int64
	Storage       map[string]int64
	Log           keep.Logged
	Copied        Copying
	Clock         time.Duration // the machine's clock against one that nobody sets, since the start; 0: it is not watched
	RefusedStarts int64         // before this one, of the office in this folder
}

// Counted answers what this process did since it started.
func (f *Office) Counted() Counted {
	f.counted.mu.Lock()
	defer f.counted.mu.Unlock()
	return Counted{maps.Clone(f.counted.kinds), maps.Clone(f.counted.refused), maps.Clone(f.counted.storage),
		f.store.Logged(), f.counted.copied, f.writer.clock.off(f.Now()), f.refusedStarts}
}

// copying counts that the log was copied, or why not. Of several failures in a row it answers the first only.
func (c *counters) copying(now time.Time, err error) (news error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err == nil {
		c.copied.At, c.copied.Err = now, nil
		return nil
	}
	if c.copied.Err == nil {
		news = err
	}
	c.copied.Failed, c.copied.Err = c.copied.Failed+1, err
	return news
}

// failed counts a failure of storage; another error is none.
func (c *counters) failed(err error) {
	told, is := errors.AsType[*problem.Problem](err)
	if !is {
		return
	}
	switch told.Key {
	case problem.DiskFull, problem.FolderReadOnly, problem.StorageFailed, problem.DatabaseDamaged, problem.DatabaseTampered:
	default:
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
