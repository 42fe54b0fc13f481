package register_test

import (
	"strings"
	"testing"
	"time"

	"truce/ground/register"
)

func TestCheck_names_entries_that_are_back_dated_or_dated_ahead(t *testing.T) {
	t.Parallel()
	k, h := newKeys(t, origin, 1), newHistory(700) // an entry a second, from start on
	at := func(i int) time.Time { return entry(i).Received }
	had := func(size int64, by time.Time) register.Sighting { return register.Sighting{Size: size, Had: by} }
	said := map[bool]string{true: "is back-dated", false: "is dated ahead"}
	for name, c := range map[string]struct {
		seen  []register.Sighting
		now   time.Time
		first int64 // the entry that is named, -1 for none
	}{
		"nobody saw anything":                  {nil, time.Time{}, -1},
		"seen as it was":                       {[]register.Sighting{{Size: 300, At: at(300)}, {Size: 500, At: at(500)}}, at(700), -1},
		"clocks that differ a little":          {[]register.Sighting{{Size: 300, At: at(300).Add(register.ClockSlack)}}, time.Time{}, -1},
		"seen smaller an hour later":           {[]register.Sighting{{Size: 300, At: at(300).Add(time.Hour)}}, time.Time{}, 300},
		"of two the one that says more":        {[]register.Sighting{{Size: 500, At: at(500)}, {Size: 300, At: at(500).Add(time.Hour)}}, time.Time{}, 300},
		"seen smaller, and larger before that": {[]register.Sighting{{Size: 600, At: at(500).Add(time.Hour)}, {Size: 650, At: at(650)}}, time.Time{}, 600},
		"all of it seen later":                 {[]register.Sighting{{Size: 700, At: at(700).Add(9000 * time.Hour)}}, time.Time{}, -1},
		"in the future":                        {nil, at(400).Add(-register.ClockSlack), 401},
		"seen as soon as it was there":         {[]register.Sighting{had(300, at(299)), had(500, at(499))}, time.Time{}, -1},
		"seen by a clock that is behind":       {[]register.Sighting{had(300, at(299).Add(-register.ClockSlack))}, time.Time{}, -1},
		"seen larger an hour before":           {[]register.Sighting{had(300, at(200).Add(-register.ClockSlack))}, time.Time{}, 201},
		"seen larger, and smaller after that":  {[]register.Sighting{had(600, at(200).Add(-register.ClockSlack)), had(300, at(299))}, time.Time{}, 201},
		"seen smaller before":                  {[]register.Sighting{had(300, at(299)), had(600, at(450).Add(-register.ClockSlack))}, time.Time{}, 451},
		"nobody saw what came after":           {[]register.Sighting{had(300, at(299))}, at(700), -1},
	} {
		for i := range c.seen {
			c.seen[i].By, c.seen[i].HadBy = "ir", "ir"
		}
		report, err := register.Check(t.Context(), register.Folder(h.export(t, k)), register.Options{Verifier: k.verifier, Seen: c.seen, Now: c.now})
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case c.first < 0 && report.Problem != nil:
			t.Errorf("%s: %+v", name, report.Problem)
		case c.first >= 0 && (report.Problem == nil || report.Problem.First != c.first || report.Problem.Last != c.first):
			t.Errorf("%s: %+v", name, report.Problem)
		case c.seen != nil && c.first >= 0 && (!strings.Contains(report.Problem.What, said[c.seen[0].Had.IsZero()]+": it says it was received at 2017") || !strings.Contains(report.Problem.What, "ir saw at")):
			t.Errorf("%s: says %q", name, report.Problem.What)
		}
	}
}
