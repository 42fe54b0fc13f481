package agreement

import (
	"slices"
	"testing"
	"truce/ground/timezone"
)

// One text, three versions: each says by itself when what is due.
func TestMay2017(t *testing.T) {
	t.Parallel()
	facts := Facts{Triggers: map[string]Trigger{Signing: {Name: Signing, Day: "2017-05-04"}}}
	for _, c := range []struct {
		file, obligation, clause string
		day                      Date
		until                    string
	}{
		{draftFile, "working-group", "point_6__point_a", "2017-05-09", "2017-05-09T21:00:00Z"},
		{draftFile, "maps", "point_6__point_b", "2017-05-22", "2017-05-22T21:00:00Z"},
		{reported, "working-group", "point_1", "2017-05-14", "2017-05-14T21:00:00Z"},
		{reported, "maps-earlier", "point_2", "2017-05-27", "2017-05-27T21:00:00Z"},
		{reported, "maps-later", "point_2", "2017-06-04", "2017-06-04T21:00:00Z"},
		{signed, "working-group", "point_6__point_a", "2017-05-18", "2017-05-18T21:00:00Z"},
		{signed, "maps", "point_6__point_b", "2017-06-04", "2017-06-04T21:00:00Z"},
	} {
		due, err := DueOf(read(t, c.file), c.obligation, facts, timezone.Load)
		if err != nil {
			t.Error(err)
			continue
		}
		if due.Status != Reckoned || due.Clause != c.clause || due.Day != c.day || !due.Until.Equal(instant(t, c.until)) {
			t.Errorf("%s %s: %+v", due.Version, c.obligation, due)
		}
	}
}

func TestMay2017_entry_and_duration(t *testing.T) {
	t.Parallel()
	facts := Facts{Triggers: map[string]Trigger{Signing: {Name: Signing, Day: "2017-05-04"}}}
	for _, c := range []struct {
		file  string
		entry Date
		last  Date
	}{
		{draftFile, "", ""},
		{reported, "2017-05-04", "2017-11-03"},
		{signed, "2017-05-05", "2017-11-04"},
	} {
		v := read(t, c.file)
		r := reckoning{v, facts, timezone.Load, map[string]bool{}}
		entry, steps, _ := r.entry()
		if entry.Day != c.entry {
			t.Errorf("%s: entry %s: %v", v.ID, entry.Day, steps)
		}
		if d := v.duration(); d != nil && r.when(d.When).Day != c.last {
			t.Errorf("%s: last day %s", v.ID, r.when(d.When).Day)
		}
	}
	if consent := read(t, signed).duration().Consent; !slices.Equal(consent, []string{"guarantors"}) {
		t.Errorf("extension by %v", consent)
	}
	if consent := read(t, reported).duration().Consent; len(consent) != 0 {
		t.Errorf("the report does not say who consents: %v", consent)
	}
}

func TestDue_explains_itself(t *testing.T) {
	t.Parallel()
	facts := Facts{Triggers: map[string]Trigger{Signing: {Name: Signing, Day: "2017-05-04"}}}
	due, err := DueOf(read(t, signed), "working-group", facts, timezone.Load)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"count 2 weeks from signing, whose day is day 0",
		"signing was on 2017-05-04",
		"that is 2017-05-18",
		"the day ends at 2017-05-18T21:00:00Z (Asia/Damascus)",
	}
	if got := english(due.Steps); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	waiting, err := DueOf(read(t, signed), "working-group", Facts{}, timezone.Load)
	if err != nil || waiting.Status != Waiting || !waiting.Until.IsZero() {
		t.Errorf("%v: %+v", err, waiting)
	}
	want = []string{"signing has not been recorded", "count 2 weeks from signing, whose day is day 0"}
	if got := english(waiting.Steps); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

func english(steps []Step) []string {
	var all []string
	for _, s := range steps {
		all = append(all, s.English())
	}
	return all
}

func TestDue_no_such_deadline(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"nothing", "run-posts"} {
		_, err := DueOf(read(t, signed), name, Facts{}, timezone.Load)
		if want := `version memorandum has no obligation "` + name + `" with a deadline`; err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestDue_StandsAt(t *testing.T) {
	t.Parallel()
	day := Due{Status: Reckoned, Moment: Moment{Day: "2017-05-18", Until: instant(t, "2017-05-18T21:00:00Z")}}
	for _, c := range []struct {
		done *Trigger
		at   string
		want string
	}{
		{nil, "2017-05-18T20:59:59Z", Open},
		{nil, "2017-05-18T21:00:00Z", Overdue},
		{&Trigger{Day: "2017-05-18"}, "2017-06-01T00:00:00Z", InTime},
		{&Trigger{Day: "2017-05-19"}, "2017-06-01T00:00:00Z", Late},
		{&Trigger{At: instant(t, "2017-05-18T20:59:59Z")}, "2017-06-01T00:00:00Z", InTime},
		{&Trigger{At: instant(t, "2017-05-18T21:00:00Z")}, "2017-06-01T00:00:00Z", Late},
	} {
		day.Done = c.done
		if got := day.StandsAt(instant(t, c.at)); got != c.want {
			t.Errorf("%v at %s: %s, want %s", c.done, c.at, got, c.want)
		}
	}
	if got := (Due{Status: Waiting}).StandsAt(instant(t, "2017-05-18T21:00:00Z")); got != "" {
		t.Errorf("waiting: %s", got)
	}
}

// The chain: maps count from the working group's own deadline, a report from its meeting.
func TestDue_counts_from_another_deadline_and_from_events(t *testing.T) {
	t.Parallel()
	v := read(t, signed)
	v.Events = []Event{{ID: "first-meeting", What: Texts{{Language: "en", Text: "first meeting"}}}}
	v.Clauses = append(v.Clauses, Clause{ID: "point_9", Heading: Texts{{Language: "en", Text: "x"}}, Obligations: []Obligation{
		{ID: "a", Who: []string{"RU"}, Must: "do", What: Texts{{Language: "en", Text: "x"}}, Due: &When{After: "due:working-group", Count: 3, Unit: Days}},
		{ID: "b", Who: []string{"RU"}, Must: "do", What: Texts{{Language: "en", Text: "x"}}, Due: &When{After: "event:first-meeting", Count: 24, Unit: Hours}},
		{ID: "c", Who: []string{"RU"}, Must: "do", What: Texts{{Language: "en", Text: "x"}}, Due: &When{After: "done:b", Count: 1, Unit: Months, TimeZone: "Europe/Moscow"}},
		{ID: "d", Who: []string{"RU"}, Must: "do", What: Texts{{Language: "en", Text: "x"}}, Due: &When{After: EntryIntoForce, Count: 12, Unit: Hours}},
	}})
	if faults := v.Check(); len(faults) > 0 {
		t.Fatal(faults)
	}
	facts := Facts{
		Triggers: map[string]Trigger{
			Signing:               {Name: Signing, Day: "2017-05-04"},
			"event:first-meeting": {Name: "event:first-meeting", At: instant(t, "2017-05-20T08:00:00Z")},
			"done:b":              {Name: "done:b", At: instant(t, "2017-05-31T22:30:00Z")},
		},
		Extended: map[string]Date{"working-group": "2017-05-20"},
	}
	for obligation, want := range map[string]string{
		"working-group": "2017-05-20T21:00:00Z",
		"a":             "2017-05-23T21:00:00Z", // from the extended day
		"b":             "2017-05-21T08:00:00Z",
		"c":             "2017-07-01T21:00:00Z", // 1 June in Moscow, a month on, its end
		"d":             "2017-05-05T09:00:00Z", // from midnight in Damascus
	} {
		due, err := DueOf(v, obligation, facts, timezone.Load)
		if err != nil || !due.Until.Equal(instant(t, want)) {
			t.Errorf("%s: %v %s %v", obligation, err, due.Until, english(due.Steps))
		}
	}
}

func TestDue_unknown_time_zone(t *testing.T) {
	t.Parallel()
	v := read(t, signed)
	v.TimeZone = "Mars/Olympus"
	due, err := DueOf(v, "maps", Facts{}, timezone.Load)
	if err != nil || due.Status != Unknowable || !says(due.Steps, SayNoTimeZone) {
		t.Errorf("%v: %+v", err, due)
	}
}

// What is filed in parts can hold a circle until all is there: reckoning still ends.
func TestDue_that_counts_from_itself_is_unknowable(t *testing.T) {
	t.Parallel()
	v := Version{ID: "x", TimeZone: "UTC", Clauses: []Clause{{ID: "a", Obligations: []Obligation{
		{ID: "one", Due: &When{After: "due:two", Count: 1, Unit: Days}},
		{ID: "two", Due: &When{After: "due:one", Count: 1, Unit: Days}},
		{ID: "three", Due: &When{After: "due:none", Count: 1, Unit: Days}},
		{ID: "four", Due: &When{After: EntryIntoForce, Count: 1, Unit: Days}},
	}}}}
	for obligation, want := range map[string]string{"one": SayCircular, "three": SayNotYet, "four": SayNoEntryRule} {
		due, err := DueOf(v, obligation, Facts{}, timezone.Load)
		if err != nil || due.Status != Unknowable || !says(due.Steps, want) {
			t.Errorf("%s: %v %+v", obligation, err, due)
		}
	}
}
