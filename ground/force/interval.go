package force

import "time"

// Interval is a stretch of time in the world, half-open, UTC. A zero From is from the beginning,
// a zero Until open.
type Interval struct {
	From  time.Time `json:"from,omitzero"`
	Until time.Time `json:"until,omitzero"`
}

// Holds reports whether the instant lies in the interval.
func (i Interval) Holds(t time.Time) bool {
	return !t.Before(i.From) && (i.Until.IsZero() || t.Before(i.Until))
}

// Meet is what two intervals have in common.
func (i Interval) Meet(o Interval) (Interval, bool) {
	if o.From.After(i.From) {
		i.From = o.From
	}
	if i.Until.IsZero() || !o.Until.IsZero() && o.Until.Before(i.Until) {
		i.Until = o.Until
	}
	return i, !i.Empty()
}

// Empty reports whether it ends before it begins, or as it does.
func (i Interval) Empty() bool { return !i.Until.IsZero() && !i.From.Before(i.Until) }

// Without takes a stretch out of each of them.
func Without(all []Interval, out Interval) []Interval {
	var left []Interval
	for _, i := range all {
		if !out.From.IsZero() {
			if before, meet := i.Meet(Interval{Until: out.From}); meet {
				left = append(left, before)
			}
		}
		if !out.Until.IsZero() {
			if after, meet := i.Meet(Interval{From: out.Until}); meet {
				left = append(left, after)
			}
		}
	}
	return left
}
