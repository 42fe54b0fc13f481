package law

import (
	"math"
	"time"

	"truce/tool/geo"
)

// When is the time that is asked about: a stretch of time in the world, half-open, as known
// at a moment. Without Until it is the instant From. Without Known it is what is known last.
// Without From the time is not known at all.
type When struct {
	From, Until time.Time
	Known       time.Time
}

// span is a stretch of time in microseconds since 1970 UTC.
type span = geo.Period

// stretch is the time in the world that is asked about, at least one microsecond.
func (w When) stretch() span {
	if w.From.IsZero() {
		return geo.Always()
	}
	from := w.From.UnixMicro()
	if w.Until.IsZero() {
		return span{From: from, Until: from + 1}
	}
	return span{From: from, Until: max(w.Until.UnixMicro(), from+1)}
}

func (w When) known() int64 {
	if w.Known.IsZero() {
		return geo.Latest
	}
	return w.Known.UnixMicro()
}

// spanOf is a period of the world or of knowledge, as rows have it: zero ends are open.
func spanOf(from, until time.Time) span {
	s := geo.Always()
	if !from.IsZero() {
		s.From = from.UnixMicro()
	}
	if !until.IsZero() {
		s.Until = until.UnixMicro()
	}
	return s
}

func instant(us int64) time.Time {
	if us == math.MinInt64 || us == geo.Forever {
		return time.Time{}
	}
	return time.UnixMicro(us).UTC()
}

func meet(a, b span) (span, bool) {
	both := span{From: max(a.From, b.From), Until: min(a.Until, b.Until)}
	return both, both.From < both.Until
}
