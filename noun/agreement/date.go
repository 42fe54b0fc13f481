package agreement

import (
	"fmt"
	"time"
)

// Date is a day of the civil calendar, in no time zone: "2017-05-04" (ISO 8601).
type Date string

const dateForm = "2006-01-02"

// Pattern is the form of a date, for schemas.
func (Date) Pattern() string { return `^[0-9]{4}-[0-9]{2}-[0-9]{2}$` }

// ParseDate refuses days that no calendar has.
func ParseDate(text string) (Date, error) {
	t, err := time.Parse(dateForm, text)
	if err != nil || t.Year() < 1900 || t.Year() > 2200 {
		return "", fmt.Errorf("%q is not a day of the years 1900 to 2200, such as 2017-05-04", text)
	}
	return Date(text), nil
}

// dateOf is the day on which the instant falls in its own location.
func dateOf(t time.Time) Date { return Date(t.Format(dateForm)) }

// utc is midnight UTC of the day: a number to count with, never an instant of the world.
func (d Date) utc() time.Time {
	t, _ := time.Parse(dateForm, string(d))
	return t
}

func (d Date) addDays(n int) Date { return dateOf(d.utc().AddDate(0, 0, n)) }

// addMonths goes n months on. A day that the month lacks becomes its last day (31 January
// and one month: 28 February). With stick, the last day of a month stays the last day
// (28 February and one month: 31 March).
func (d Date) addMonths(n int, stick bool) Date {
	y, m, day := d.utc().Date()
	last := lastOf(y, m+time.Month(n))
	if day > last.Day() || stick && day == lastOf(y, m).Day() {
		return dateOf(last)
	}
	return dateOf(time.Date(y, m+time.Month(n), day, 0, 0, 0, 0, time.UTC))
}

func lastOf(y int, m time.Month) time.Time { return time.Date(y, m+1, 0, 0, 0, 0, 0, time.UTC) }

func (d Date) weekday() time.Weekday { return d.utc().Weekday() }
