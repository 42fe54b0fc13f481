package agreement

import (
	"testing"
)

func TestCount(t *testing.T) {
	t.Parallel()
	const damascus, moscow, utc = "Asia/Damascus", "Europe/Moscow", "UTC"
	friSat, satSun := []string{"fri", "sat"}, []string{"sat", "sun"}
	for _, c := range []struct {
		name     string
		rule     When
		trigger  Trigger
		zone     string
		day      Date
		until    string // first instant after it
		sentence string // that must be among the steps, "" for any
	}{
		{"day_of_signing_is_day_0", When{Count: 5, Unit: Days}, Trigger{Day: "2017-05-04"}, damascus, "2017-05-09", "2017-05-09T21:00:00Z", SayTriggerDay},
		{"the_day_after", When{Count: 1, Unit: Days}, Trigger{Day: "2017-05-04"}, damascus, "2017-05-05", "2017-05-05T21:00:00Z", ""},
		{"the_same_day", When{Unit: Days}, Trigger{Day: "2017-05-04"}, damascus, "2017-05-04", "2017-05-04T21:00:00Z", ""},
		{"inclusive_counting_is_a_day_less", When{Count: 5, Unit: Days, Counting: inclusive}, Trigger{Day: "2017-05-04"}, damascus, "2017-05-08", "2017-05-08T21:00:00Z", ""},
		{"inclusive_first_day", When{Count: 1, Unit: Days, Counting: inclusive}, Trigger{Day: "2017-05-04"}, damascus, "2017-05-04", "2017-05-04T21:00:00Z", ""},
		{"days_over_29_February", When{Count: 2, Unit: Days}, Trigger{Day: "2016-02-28"}, utc, "2016-03-01", "2016-03-02T00:00:00Z", ""},
		{"days_over_28_February", When{Count: 1, Unit: Days}, Trigger{Day: "2017-02-28"}, utc, "2017-03-01", "2017-03-02T00:00:00Z", ""},
		{"days_over_the_year", When{Count: 1, Unit: Days}, Trigger{Day: "2017-12-31"}, utc, "2018-01-01", "2018-01-02T00:00:00Z", ""},
		{"weeks", When{Count: 2, Unit: Weeks}, Trigger{Day: "2017-05-04"}, damascus, "2017-05-18", "2017-05-18T21:00:00Z", ""},
		{"weeks_inclusive", When{Count: 2, Unit: Weeks, Counting: inclusive}, Trigger{Day: "2017-05-04"}, damascus, "2017-05-17", "2017-05-17T21:00:00Z", ""},
		{"months", When{Count: 6, Unit: Months}, Trigger{Day: "2017-05-05"}, damascus, "2017-11-05", "2017-11-05T22:00:00Z", ""},
		{"months_inclusive", When{Count: 6, Unit: Months, Counting: inclusive}, Trigger{Day: "2017-05-05"}, damascus, "2017-11-04", "2017-11-04T22:00:00Z", ""},
		{"month_without_a_31st", When{Count: 1, Unit: Months}, Trigger{Day: "2017-01-31"}, utc, "2017-02-28", "2017-03-01T00:00:00Z", SayMonthEnd},
		{"month_in_a_leap_year", When{Count: 1, Unit: Months}, Trigger{Day: "2016-01-31"}, utc, "2016-02-29", "2016-03-01T00:00:00Z", SayMonthEnd},
		{"month_of_1900_has_no_29th", When{Count: 1, Unit: Months}, Trigger{Day: "1900-01-30"}, utc, "1900-02-28", "1900-03-01T00:00:00Z", SayMonthEnd},
		{"month_end_clips", When{Count: 1, Unit: Months, MonthEnd: "clip"}, Trigger{Day: "2017-02-28"}, utc, "2017-03-28", "2017-03-29T00:00:00Z", ""},
		{"month_end_sticks", When{Count: 1, Unit: Months, MonthEnd: "stick"}, Trigger{Day: "2017-02-28"}, utc, "2017-03-31", "2017-04-01T00:00:00Z", SayMonthEnd},
		{"month_end_does_not_stick_in_the_middle", When{Count: 1, Unit: Months, MonthEnd: "stick"}, Trigger{Day: "2016-02-28"}, utc, "2016-03-28", "2016-03-29T00:00:00Z", ""},
		{"twelve_months_from_29_February", When{Count: 12, Unit: Months}, Trigger{Day: "2016-02-29"}, utc, "2017-02-28", "2017-03-01T00:00:00Z", SayMonthEnd},
		{"working_days_friday_saturday", When{Count: 5, Unit: WorkingDays, Weekend: friSat}, Trigger{Day: "2017-05-04"}, damascus, "2017-05-11", "2017-05-11T21:00:00Z", SaySkipped},
		{"working_days_saturday_sunday", When{Count: 5, Unit: WorkingDays, Weekend: satSun}, Trigger{Day: "2017-05-04"}, moscow, "2017-05-11", "2017-05-11T21:00:00Z", SaySkipped},
		{"working_days_with_holidays", When{Count: 5, Unit: WorkingDays, Weekend: satSun, Holidays: []Date{"2017-05-08", "2017-05-09"}}, Trigger{Day: "2017-05-04"}, moscow, "2017-05-15", "2017-05-15T21:00:00Z", SaySkipped},
		{"working_day_inclusive", When{Count: 1, Unit: WorkingDays, Weekend: friSat, Counting: inclusive}, Trigger{Day: "2017-05-04"}, damascus, "2017-05-04", "2017-05-04T21:00:00Z", ""},
		{"working_day_inclusive_from_a_weekend", When{Count: 1, Unit: WorkingDays, Weekend: friSat, Counting: inclusive}, Trigger{Day: "2017-05-05"}, damascus, "2017-05-07", "2017-05-07T21:00:00Z", SaySkipped},
		{"noon", When{Count: 1, Unit: Days, Clock: "12:00"}, Trigger{Day: "2017-08-02"}, damascus, "2017-08-03", "2017-08-03T09:00:00Z", SayMoment},
		{"hours", When{Count: 72, Unit: Hours}, Trigger{At: instant(t, "2017-05-04T12:30:00Z")}, damascus, "2017-05-07", "2017-05-07T12:30:00Z", SayMoment},
		{"hours_over_a_change_of_clocks_stay_hours", When{Count: 24, Unit: Hours}, Trigger{At: instant(t, "2017-03-30T12:00:00Z")}, damascus, "2017-03-31", "2017-03-31T12:00:00Z", SayMoment},
		{"a_moment_falls_on_the_day_of_the_rules_zone", When{Count: 1, Unit: Days}, Trigger{At: instant(t, "2017-05-04T21:30:00Z")}, damascus, "2017-05-06", "2017-05-06T21:00:00Z", SayTriggerAt},
		{"and_on_another_day_elsewhere", When{Count: 1, Unit: Days}, Trigger{At: instant(t, "2017-05-04T21:30:00Z")}, utc, "2017-05-05", "2017-05-06T00:00:00Z", SayTriggerAt},
		{"day_before_clocks_go_forward_in_Damascus", When{Count: 1, Unit: Days}, Trigger{Day: "2017-03-29"}, damascus, "2017-03-30", "2017-03-30T22:00:00Z", ""},
		{"day_on_which_clocks_go_forward_in_Damascus", When{Count: 1, Unit: Days}, Trigger{Day: "2017-03-30"}, damascus, "2017-03-31", "2017-03-31T21:00:00Z", ""},
		{"day_before_clocks_go_back_in_Damascus", When{Count: 1, Unit: Days}, Trigger{Day: "2017-10-25"}, damascus, "2017-10-26", "2017-10-26T22:00:00Z", ""},
		{"day_on_which_clocks_go_back_in_Damascus", When{Count: 1, Unit: Days}, Trigger{Day: "2017-10-26"}, damascus, "2017-10-27", "2017-10-27T22:00:00Z", ""},
		{"Damascus_keeps_summer_time_from_2022_on", When{Count: 1, Unit: Days}, Trigger{Day: "2022-12-01"}, damascus, "2022-12-02", "2022-12-02T21:00:00Z", ""},
		{"Moscow_in_summer_2010", When{Count: 1, Unit: Days}, Trigger{Day: "2010-07-01"}, moscow, "2010-07-02", "2010-07-02T20:00:00Z", ""},
		{"Moscow_forward_in_March_2010", When{Count: 1, Unit: Days}, Trigger{Day: "2010-03-27"}, moscow, "2010-03-28", "2010-03-28T20:00:00Z", ""},
		{"Moscow_back_in_October_2014", When{Count: 1, Unit: Days}, Trigger{Day: "2014-10-25"}, moscow, "2014-10-26", "2014-10-26T21:00:00Z", ""},
		{"Moscow_in_2017", When{Count: 1, Unit: Days}, Trigger{Day: "2017-07-01"}, moscow, "2017-07-02", "2017-07-02T21:00:00Z", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.rule.After, c.trigger.Name = Signing, Signing
			if err := c.rule.check(); err != nil {
				t.Fatal(err)
			}
			got, steps, known := c.rule.count(c.trigger, place(t, c.zone))
			if !known || got.Day != c.day || !got.Until.Equal(instant(t, c.until)) {
				t.Errorf("got %s until %s, want %s until %s", got.Day, got.Until, c.day, c.until)
			}
			if c.sentence != "" && !says(steps, c.sentence) {
				t.Errorf("steps %v do not say %s", steps, c.sentence)
			}
		})
	}
}

func says(steps []Step, sentence string) bool {
	for _, s := range steps {
		if s.Say == sentence {
			return true
		}
	}
	return false
}

func TestCount_hours_need_the_moment_of_the_trigger(t *testing.T) {
	t.Parallel()
	_, steps, known := When{After: Signing, Count: 48, Unit: Hours}.count(Trigger{Name: Signing, Day: "2017-05-04"}, place(t, "UTC"))
	if known || !says(steps, SayNeedsHour) {
		t.Errorf("known %v: %v", known, steps)
	}
}

// The days of a year touch each other without gap or overlap, whatever clocks do.
func TestDays_touch(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Asia/Damascus", "Europe/Moscow", "Asia/Tehran", "Europe/Istanbul", "America/Havana", "Atlantic/Azores", "America/St_Johns", "Africa/Cairo", "Asia/Amman", "Asia/Gaza"} {
		for _, year := range []string{"1992", "2007", "2010", "2014", "2016", "2017", "2022"} {
			loc := place(t, name)
			for d := Date(year + "-01-01"); d <= Date(year+"-12-31"); d = d.addDays(1) {
				from, until := startOf(d, loc), endOf(d, loc)
				if dateOf(from.In(loc)) != d || dateOf(from.Add(-1).In(loc)) >= d {
					t.Errorf("%s %s begins at %s", name, d, from.In(loc))
				}
				if length := until.Sub(from).Hours(); length < 23 || length > 25 {
					t.Errorf("%s %s has %v hours", name, d, length)
				}
			}
		}
	}
}

func TestClock_in_a_gap_is_the_moment_after_it(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ zone, clock, want string }{
		{"Asia/Damascus", "00:30", "2017-03-30T22:00:00Z"}, // clocks went from 00:00 to 01:00
		{"Asia/Damascus", "01:00", "2017-03-30T22:00:00Z"},
		{"Asia/Damascus", "02:00", "2017-03-30T23:00:00Z"},
	} {
		if got := clockOf("2017-03-31", c.clock, place(t, c.zone)); !got.Equal(instant(t, c.want)) {
			t.Errorf("%s %s: %s, want %s", c.zone, c.clock, got, c.want)
		}
	}
}
