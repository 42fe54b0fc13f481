package bulletin

import (
	"fmt"
	"time"

	"truce/noun/agreement"
	"truce/noun/publication"
)

// Spec says which bulletin: of what kind, of which civil day, ending at what time of it,
// where.
type Spec struct {
	Kind     string // daily or weekly
	Date     string // 2017-05-07
	CutOff   string // 18:00; 24:00: the end of the day
	TimeZone string // IANA
}

// Span is a stretch of time, half-open.
type Span struct{ From, Until time.Time }

// Holds reports whether an instant lies in the span.
func (s Span) Holds(t time.Time) bool { return !t.Before(s.From) && t.Before(s.Until) }

// Meets reports whether a period, of which zero ends are open, has a part in the span.
func (s Span) Meets(from, until time.Time) bool {
	return from.Before(s.Until) && (until.IsZero() || until.After(s.From))
}

// Days of each kind.
const (
	dailyDays  = 1
	weeklyDays = 7
)

// EndOfDay is the cut-off that leaves nothing of the day out.
const EndOfDay = "24:00"

// Spans are the period that a bulletin is about and the one before it. Days are civil: where
// clocks change, one has 23 or 25 hours.
func (s Spec) Spans(loc *time.Location) (period, before Span, err error) {
	day, err := agreement.ParseDate(s.Date)
	if err != nil {
		return Span{}, Span{}, err
	}
	days := dailyDays
	switch s.Kind {
	case publication.Weekly:
		days = weeklyDays
	case publication.Daily:
	default:
		return Span{}, Span{}, fmt.Errorf("no bulletin is %q: want daily or weekly", s.Kind)
	}
	var ends [3]time.Time
	for i := range ends {
		if ends[i], err = agreement.InstantOf(day.AddDays(-i*days), s.CutOff, loc); err != nil {
			return Span{}, Span{}, err
		}
	}
	return Span{ends[1], ends[0]}, Span{ends[2], ends[1]}, nil
}

// DateOf is the civil day of the bulletin that an instant falls into.
func DateOf(t time.Time, cutOff string, loc *time.Location) string {
	day := agreement.Date(t.In(loc).Format(time.DateOnly))
	if end, err := agreement.InstantOf(day, cutOff, loc); err == nil && !t.Before(end) {
		day = day.AddDays(1)
	}
	return string(day)
}

// LastOver is the last civil day whose bulletin is about a time that is over at an instant.
func LastOver(t time.Time, cutOff string, loc *time.Location) string {
	return string(agreement.Date(DateOf(t, cutOff, loc)).AddDays(-1))
}

// days are the civil days that end in the period, for tallies, which name days only.
func (s Spec) days() []string {
	n := dailyDays
	if s.Kind == publication.Weekly {
		n = weeklyDays
	}
	var all []string
	for i := n - 1; i >= 0; i-- {
		all = append(all, string(agreement.Date(s.Date).AddDays(-i)))
	}
	return all
}
