package bulletin

import (
	"testing"
	"time"

	"truce/ground/problem"
	"truce/ground/timezone"
	"truce/noun/people"
	"truce/noun/publication"
)

func at(text string) time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return t
}

// How a day is reckoned is said by the rules in force at its noon, whenever that is asked; where they name no zone it is UTC.
func TestDayOf(t *testing.T) {
	t.Parallel()
	terms := []people.Term{
		{Since: at("2017-05-04T10:00:00Z")},
		{Since: at("2017-06-01T13:00:00Z"), Rules: people.Ruling{CutOff: "18:00"}},
		{Since: at("2017-07-01T11:00:00Z"), Rules: people.Ruling{CutOff: "18:00", TimeZone: "America/Santiago"}},
	}
	for date, want := range map[string]Day{
		"2016-01-01": {"24:00", "UTC"}, // before there were rules: by the first
		"2017-05-05": {"24:00", "UTC"},
		"2017-06-01": {"24:00", "UTC"}, // the new rules came after noon
		"2017-06-02": {"18:00", "UTC"},
		"2017-07-01": {"18:00", "America/Santiago"},
	} {
		if got := DayOf(date, terms); got != want {
			t.Errorf("%s: got %v, want %v", date, got, want)
		}
	}
}

// Days follow one another west and east of Greenwich, over a change of the clocks, and over a change of the rules.
func TestSeries(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		zone, cutOff, before, ended string // of the bulletin before
		terms                       []people.Term
		date, from, until           string
		want                        problem.Key
	}{
		"the clocks go forward at midnight in Damascus": {date: "2017-03-31", before: "2017-03-30", ended: "2017-03-30T22:00:00Z",
			terms: rules("Asia/Damascus", "24:00"), from: "2017-03-30T22:00:00Z", until: "2017-03-31T21:00:00Z"},
		"the clocks go back in Santiago": {date: "2017-05-13", before: "2017-05-12", ended: "2017-05-13T03:00:00Z",
			terms: rules("America/Santiago", "24:00"), from: "2017-05-13T03:00:00Z", until: "2017-05-14T04:00:00Z"},
		"a cut-off in the evening": {date: "2017-05-07", before: "2017-05-06", ended: "2017-05-06T15:00:00Z",
			terms: rules("Asia/Damascus", "18:00"), from: "2017-05-06T15:00:00Z", until: "2017-05-07T15:00:00Z"},
		"other rules since: the day is as much longer": {date: "2017-05-07", before: "2017-05-06", ended: "2017-05-06T15:00:00Z",
			terms: rules("America/Santiago", "24:00"), from: "2017-05-06T15:00:00Z", until: "2017-05-08T03:00:00Z"},
		"hours are left out over other rules": {date: "2017-05-07", before: "2017-05-06", ended: "2017-05-06T15:00:00Z",
			terms: rules("America/Santiago", "24:00"), from: "2017-05-07T03:00:00Z", until: "2017-05-08T03:00:00Z", want: problem.BulletinLeavesGap},
		"days are told in one": {date: "2017-05-09", before: "2017-05-06", ended: "2017-05-06T15:00:00Z",
			terms: rules("Asia/Damascus", "18:00"), from: "2017-05-06T15:00:00Z", until: "2017-05-09T15:00:00Z"},
		"days are left out": {date: "2017-05-09", before: "2017-05-06", ended: "2017-05-06T15:00:00Z",
			terms: rules("Asia/Damascus", "18:00"), from: "2017-05-08T15:00:00Z", until: "2017-05-09T15:00:00Z", want: problem.BulletinLeavesGap},
		"hours are told twice": {date: "2017-05-07", before: "2017-05-06", ended: "2017-05-06T15:00:00Z",
			terms: rules("Asia/Damascus", "18:00"), from: "2017-05-06T14:00:00Z", until: "2017-05-07T15:00:00Z", want: problem.BulletinLeavesGap},
		"the first": {date: "2017-05-07", terms: rules("Asia/Damascus", "18:00"), from: "2017-05-06T15:00:00Z", until: "2017-05-07T15:00:00Z"},
		"the first, of more": {date: "2017-05-07", terms: rules("Asia/Damascus", "18:00"), from: "2017-05-01T15:00:00Z", until: "2017-05-07T15:00:00Z",
			want: problem.BulletinLeavesGap},
		"of another zone": {date: "2017-05-07", zone: "UTC", terms: rules("Asia/Damascus", "24:00"), from: "2017-05-07T00:00:00Z", until: "2017-05-08T00:00:00Z",
			want: problem.BulletinOtherDay},
		"with another cut-off": {date: "2017-05-07", cutOff: "12:00", terms: rules("Asia/Damascus", "24:00"), from: "2017-05-06T09:00:00Z", until: "2017-05-07T09:00:00Z",
			want: problem.BulletinOtherDay},
		"ends otherwise than it says": {date: "2017-05-07", terms: rules("Asia/Damascus", "24:00"), from: "2017-05-06T21:00:00Z", until: "2017-05-07T20:00:00Z",
			want: problem.BulletinOtherDay},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := Series{Terms: c.terms, Zones: timezone.Load}
			if c.before != "" {
				s.Before = &publication.Bulletin{Kind: "daily", Number: 1, Date: c.before, Until: at(c.ended)}
			}
			b := publication.BulletinPublished{Kind: "daily", Date: c.date, CutOff: c.terms[0].Rules.CutOff, TimeZone: c.terms[0].Rules.TimeZone, From: at(c.from), Until: at(c.until)}
			if c.zone != "" {
				b.TimeZone = c.zone
			}
			if c.cutOff != "" {
				b.CutOff = c.cutOff
			}
			got := s.Refuses(b)
			if c.want == 0 && got != nil || c.want != 0 && (got == nil || got.Key != c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func rules(zone, cutOff string) []people.Term {
	return []people.Term{{Since: at("2017-01-01T00:00:00Z"), Rules: people.Ruling{TimeZone: zone, CutOff: cutOff}}}
}

// Tallies name days: a bulletin of several has those that lie in it, whatever zone the one before was of.
func TestSpec_days(t *testing.T) {
	t.Parallel()
	loc, err := timezone.Load("Asia/Damascus")
	if err != nil {
		t.Fatal(err)
	}
	for from, want := range map[string]int{"": 1, "2017-05-06T21:00:00Z": 1, "2017-05-06T15:00:00Z": 1, "2017-05-07T04:00:00Z": 1, "2017-05-05T21:00:00Z": 2, "2017-03-31T22:00:00Z": 37} {
		s := Spec{Kind: "daily", Date: "2017-05-07", CutOff: "24:00", TimeZone: "Asia/Damascus"}
		if from != "" {
			s.From = at(from)
		}
		period, before, err := s.Spans(loc)
		if days := s.Days(loc); len(days) != want || days[want-1] != s.Date || err != nil || !before.From.Before(before.Until) || !before.Until.Equal(period.From) {
			t.Errorf("since %s: %v, %v, %v, %v; want %d days", from, days, before, period, err, want)
		}
	}
}
