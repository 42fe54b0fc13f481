package geo

import "math"

// Forever is the end of a period that has no end, and Latest the instant to ask about when
// whatever is known last is wanted.
const (
	Forever int64 = math.MaxInt64
	Latest  int64 = math.MaxInt64 - 1
)

// Period is half-open, [From, Until), in microseconds since 1970-01-01 UTC.
type Period struct{ From, Until int64 }

// Always is the period with neither beginning nor end.
func Always() Period { return Period{math.MinInt64, Forever} }

// Holds says whether the instant is in the period.
func (p Period) Holds(at int64) bool { return p.From <= at && at < p.Until }
