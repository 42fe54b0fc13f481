package answer

import "time"

// Days are what is meant by times of which no hour is known: civil days, both included.
type Days struct {
	First string `json:"first" example:"2017-05-07"`
	Last  string `json:"last" example:"2017-05-07"`
	Zone  string `json:"zone" doc:"time zone in which these are the days (IANA): that of the office's civil day"`
}

// DaysOf are the days in a zone that a half-open stretch of time stands for. One that is a day long or longer was
// written as whole days, maybe those of another zone: its days are those in which most of its first and its
// last day lies. A shorter one lies in the day of its beginning.
func DaysOf(from, until time.Time, zone *time.Location) *Days {
	if from.IsZero() {
		return nil
	}
	if until.Sub(from) >= wholeDay {
		from, until = from.Add(halfDay), until.Add(-halfDay)
	} else {
		until = from
	}
	return &Days{First: dateOf(from, zone), Last: dateOf(until, zone), Zone: zone.String()}
}

// WholeDays are the days that a half-open stretch of time touches.
func WholeDays(from, until time.Time, zone *time.Location) *Days {
	if from.IsZero() {
		return nil
	}
	last := from
	if until.After(from) {
		last = until.Add(-time.Microsecond)
	}
	return &Days{First: dateOf(from, zone), Last: dateOf(last, zone), Zone: zone.String()}
}

// A day may be an hour shorter where clocks go forward.
const (
	wholeDay = 23 * time.Hour
	halfDay  = 12 * time.Hour
)

func dateOf(t time.Time, zone *time.Location) string { return t.In(zone).Format(time.DateOnly) }
