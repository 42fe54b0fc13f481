package agreement

import "time"

// TimeZones answers the rules of a time zone by its IANA name, such as "Asia/Damascus".
// timezone.Load is one: offices that must agree go by the same edition of the data.
type TimeZones func(name string) (*time.Location, error)

// startOf is the first instant of the day in the location. Where clocks go forward at
// midnight (Syria until 2022) that is the transition, and the clock then shows 01:00.
func startOf(d Date, loc *time.Location) time.Time {
	y, m, day := d.utc().Date()
	t := time.Date(y, m, day, 0, 0, 0, 0, loc)
	from, until := t.ZoneBounds()
	switch {
	case dateOf(t) < d: // midnight is in a gap, answered by the clock before it
		t = until
	case t.Hour() != 0 || t.Minute() != 0: // the same, answered by the clock after it
		t = from
	default:
		t = firstMidnight(t, from)
	}
	return t.UTC()
}

// firstMidnight prefers the earlier of two midnights where clocks go back over midnight.
func firstMidnight(t, from time.Time) time.Time {
	if from.IsZero() {
		return t
	}
	_, offset := t.Zone()
	_, before := from.Add(-1).Zone()
	earlier := t.Add(-time.Duration(before-offset) * time.Second)
	if earlier.Before(from) && dateOf(earlier) == dateOf(t) && earlier.Hour() == 0 && earlier.Minute() == 0 {
		return earlier
	}
	return t
}

// endOf is the first instant after the day: days are half-open.
func endOf(d Date, loc *time.Location) time.Time { return startOf(d.addDays(1), loc) }

// clockOf is the instant at which clocks show the time of day, "12:00". In a gap, it is
// the instant after which that time has passed.
func clockOf(d Date, clock string, loc *time.Location) time.Time {
	at, _ := time.Parse("15:04", clock)
	y, m, day := d.utc().Date()
	t := time.Date(y, m, day, at.Hour(), at.Minute(), 0, 0, loc)
	if t.Hour() == at.Hour() && t.Minute() == at.Minute() {
		return t.UTC()
	}
	from, until := t.ZoneBounds()
	if t.Hour()*60+t.Minute() < at.Hour()*60+at.Minute() {
		return until.UTC()
	}
	return from.UTC()
}
