package act

import "time"

// Clock says how the author's clock stood to the register's when an act was received. It marks
// acts and never refuses one: a phone with a wrong clock must not lose its shift, and a post that
// was cut off hands in what is weeks old.
type Clock string

// What an author's clock can be; else the two agree as far as anybody can tell.
const (
	Ahead  Clock = "ahead"  // the act says a time after its receipt
	Behind Clock = "behind" // it says a time long before: the clock was wrong, or it was kept back
)

// How far the two may differ before it is said.
const (
	MaxAhead  = 10 * time.Minute
	MaxBehind = 31 * 24 * time.Hour
)

// ClockAt compares what the author says with when the act was received.
func ClockAt(issued, received time.Time) Clock {
	switch {
	case issued.After(received.Add(MaxAhead)):
		return Ahead
	case issued.Before(received.Add(-MaxBehind)):
		return Behind
	}
	return ""
}
