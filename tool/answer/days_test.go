package answer_test

import (
	"testing"
	"time"

	"truce/ground/timezone"
	"truce/tool/answer"
)

func TestDaysOf(t *testing.T) {
	t.Parallel()
	west, err := timezone.Load("America/Caracas")
	if err != nil {
		t.Fatal(err)
	}
	east, err := timezone.Load("Asia/Damascus")
	if err != nil {
		t.Fatal(err)
	}
	at := func(text string) time.Time {
		v, err := time.Parse("2006-01-02T15:04", text)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for _, c := range []struct {
		about, from, until string
		zone               *time.Location
		first, last        string
	}{
		{"a day of UTC is that day in the west", "2025-04-12T00:00", "2025-04-13T00:00", west, "2025-04-12", "2025-04-12"},
		{"and in the east", "2017-05-07T00:00", "2017-05-08T00:00", east, "2017-05-07", "2017-05-07"},
		{"a day of the office's own zone, west", "2025-04-12T04:00", "2025-04-13T04:00", west, "2025-04-12", "2025-04-12"},
		{"and east, for those who count by UTC", "2017-05-06T21:00", "2017-05-07T21:00", time.UTC, "2017-05-07", "2017-05-07"},
		{"the day on which clocks go forward has 23 hours", "2017-03-30T22:00", "2017-03-31T21:00", east, "2017-03-31", "2017-03-31"},
		{"a week", "2025-04-07T04:00", "2025-04-14T04:00", west, "2025-04-07", "2025-04-13"},
		{"an hour that somebody typed lies in its day", "2025-04-13T02:00", "", west, "2025-04-12", "2025-04-12"},
		{"and so does a stretch of hours", "2025-04-13T02:00", "2025-04-13T05:00", west, "2025-04-12", "2025-04-12"},
	} {
		until := time.Time{}
		if c.until != "" {
			until = at(c.until)
		}
		got := answer.DaysOf(at(c.from), until, c.zone)
		if want := (answer.Days{First: c.first, Last: c.last, Zone: c.zone.String()}); *got != want {
			t.Errorf("%s: %+v, want %+v", c.about, *got, want)
		}
	}
	if answer.DaysOf(time.Time{}, at("2025-04-13T02:00"), west) != nil {
		t.Error("what has no time has days")
	}
	if got := *answer.WholeDays(at("2017-05-06T21:00"), at("2017-05-07T21:00"), time.UTC); got.First != "2017-05-06" || got.Last != "2017-05-07" {
		t.Errorf("the days that a stretch touches: %+v", got)
	}
}
