package office

import (
	"time"

	"truce/ground/problem"
)

// How far an office's clock may be from what it should show before somebody must look at it.
const (
	clockBack  = time.Hour           // before the last entry
	clockJump  = time.Hour           // against a clock that nobody sets, while the office runs
	clockAhead = 30 * 24 * time.Hour // after the last entry, when the office starts
)

// clock guards received times: by a wrong clock an office would back-date what comes in, or date it into a future
// from which nothing later could come back. It takes nothing then, until an operator has looked.
type clock struct {
	elapsed func() time.Duration // nil: it is not guarded, as while an exercise is played by a clock of its own
	began   time.Time            // what the clock showed when the office started
	doubt   bool                 // at the start it was too far from the last entry, and nobody said that it is right
	trusted bool                 // an operator said at the start that it is right
}

func newClock(o Options, now, last time.Time) clock {
	c := clock{elapsed: o.Elapsed, trusted: o.ClockConfirmed}
	if c.elapsed == nil {
		return c
	}
	c.began = now.Round(0).Add(-c.elapsed())
	c.doubt = !c.trusted && !last.IsZero() && now.Sub(last) > clockAhead
	return c
}

// wrong says why nothing may be taken now; nil if it may.
func (c clock) wrong(now, last time.Time) error {
	if c.elapsed == nil {
		return nil
	}
	jumped := c.off(now).Abs()
	behind := !c.trusted && now.Before(last.Add(-clockBack))
	if !c.doubt && !behind && jumped < clockJump {
		return nil
	}
	return problem.Unavailable(problem.ClockDoubtful, problem.P{"now": now, "last": last})
}

// off is how far the machine's clock has moved since the start against one that nobody sets.
func (c clock) off(now time.Time) time.Duration {
	if c.elapsed == nil {
		return 0
	}
	return now.Round(0).Sub(c.began.Add(c.elapsed()))
}
