package bulletin

import (
	"cmp"
	"fmt"
	"math"
	"time"

	"truce/noun/agreement"
	"truce/noun/people"
	"truce/noun/publication"
)

// Spec says which bulletin: of what kind, of which civil day, ending at what time of it,
// where.
type Spec struct {
	Kind     string // daily or weekly
	Date     string // 2017-05-07
	CutOff   string // 18:00; 24:00: the end of the day
	TimeZone string // IANA
	// From is the first instant that it is about: the end of the bulletin before it. Zero: it has as many days as its kind.
	From time.Time
	// Whole asks for a bulletin of all that the one before it left, however many days: From is found then.
	Whole bool
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

// daysOf is how many civil days a bulletin of a kind is about, if none before it was missed.
func daysOf(kind string) (int, error) {
	switch kind {
	case publication.Daily:
		return dailyDays, nil
	case publication.Weekly:
		return weeklyDays, nil
	}
	return 0, fmt.Errorf("no bulletin is %q: want daily or weekly", kind)
}

// Spans are the period that a bulletin is about and the one before it, of as many days. Days are civil: where
// clocks change, one has 23 or 25 hours.
func (s Spec) Spans(loc *time.Location) (period, before Span, err error) {
	day, err := agreement.ParseDate(s.Date)
	if err != nil {
		return Span{}, Span{}, err
	}
	if _, err = daysOf(s.Kind); err != nil {
		return Span{}, Span{}, err
	}
	days := len(s.Days(loc))
	var ends [3]time.Time
	for i := range ends {
		if ends[i], err = agreement.InstantOf(day.AddDays(-i*days), s.CutOff, loc); err != nil {
			return Span{}, Span{}, err
		}
	}
	period, before = Span{ends[1], ends[0]}, Span{ends[2], ends[1]}
	if s.From.IsZero() {
		return period, before, nil
	}
	period.From, before.Until = s.From, s.From
	if !before.From.Before(before.Until) { // another time zone than that of the days before
		before.From = s.From.Add(-period.Until.Sub(s.From))
	}
	return period, before, nil
}

// Begins is when a bulletin begins that follows another of its kind: where that ends, if no day was left out between
// them or if it is to be of all that was left. Else it is the zero time: the bulletin would leave something out.
func (s Spec) Begins(last publication.Bulletin) time.Time {
	n, err := daysOf(s.Kind)
	if err == nil && (s.Whole && last.Date < s.Date || string(agreement.Date(s.Date).AddDays(-n)) == last.Date) {
		return last.Until
	}
	return time.Time{}
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

// Days are the civil days of the period, for tallies, which name days only: as many as its kind has, or as lie, in whole days,
// since it begins. The last is always among them.
func (s Spec) Days(loc *time.Location) (all []string) {
	last := agreement.Date(s.Date)
	n, _ := daysOf(s.Kind)
	if end, err := agreement.InstantOf(last, s.CutOff, loc); err == nil && !s.From.IsZero() {
		n = max(1, int(math.Round(end.Sub(s.From).Hours()/24)))
	}
	for i := n - 1; i >= 0; i-- {
		all = append(all, string(last.AddDays(-i)))
	}
	return all
}

// Day is how an office reckons a civil day: in which time zone, and at what time of it the day ends for bulletins.
type Day struct {
	CutOff   string
	TimeZone string // IANA
}

// noon of the day in UTC is in the civil day of every time zone but the farthest few.
const noon = 12 * time.Hour

// DayOf is how an office reckons a civil day: by the rules that are in force at its noon in UTC, the first of the office for what was
// before them. Where they name no time zone it is UTC: what an agreement says of days is said of its clauses.
func DayOf(date string, terms []people.Term) Day {
	at, err := time.Parse(time.DateOnly, date)
	if err != nil {
		at = time.Time{}
	}
	return DayAt(at.Add(noon), terms)
}

// DayAt is DayOf at a moment.
func DayAt(at time.Time, terms []people.Term) Day {
	var rules people.Ruling
	for i, t := range terms {
		if i == 0 || !t.Since.After(at) {
			rules = t.Rules
		}
	}
	return Day{cmp.Or(rules.CutOff, EndOfDay), rules.Zone()}
}
