package agreement

import (
	"errors"
	"regexp"
	"slices"
	"strings"
)

// When is a day-count rule: a trigger and how to count from it, or a date of the calendar.
//
//	{"after": "signing", "count": 2, "unit": "weeks"}
//	{"after": "entry-into-force", "count": 6, "unit": "months", "counting": "inclusive"}
//	{"date": "2017-06-04"}
//
// The day of the trigger is day 0, unless counting is inclusive: then it is day 1.
type When struct {
	After    string   `json:"after,omitempty" maxlen:"60" pattern:"^(signing|entry-into-force|(due|done|event):[a-z0-9][a-z0-9-]{0,39})$" doc:"the trigger: signing, entry-into-force, due: or done: and an obligation, event: and an event"`
	Date     Date     `json:"date,omitempty" doc:"a fixed day, instead of a trigger"`
	Count    int      `json:"count,omitzero" min:"1" max:"10000" doc:"how many units; absent: none, the day of the trigger itself"`
	Unit     string   `json:"unit,omitempty" pattern:"^(hours|days|working-days|weeks|months)$" doc:"of what"`
	Counting string   `json:"counting,omitempty" pattern:"^(after|inclusive)$" doc:"inclusive: the day of the trigger is day 1; otherwise day 0"`
	MonthEnd string   `json:"monthEnd,omitempty" pattern:"^(clip|stick)$" doc:"months: stick makes the last day of a month lead to the last day of a month"`
	Weekend  []string `json:"weekend,omitempty" pattern:"^(mon|tue|wed|thu|fri|sat|sun)$" maxlen:"6" doc:"working days: the days of the week that are none"`
	Holidays []Date   `json:"holidays,omitempty" maxlen:"200" doc:"working days: other days that are none"`
	Clock    string   `json:"clock,omitempty" pattern:"^([01][0-9]|2[0-3]):[0-5][0-9]$" doc:"time of that day; absent: the whole day"`
	TimeZone string   `json:"timeZone,omitempty" pattern:"^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+){0,2}$" maxlen:"60" doc:"whose day it is (IANA name); absent: the version's"`
}

// Triggers that every version has.
const (
	Signing        = "signing"          // the day of the last signature that is required
	EntryIntoForce = "entry-into-force" // the first day in force
)

// Units of a rule.
const (
	Hours       = "hours"
	Days        = "days"
	WorkingDays = "working-days"
	Weeks       = "weeks"
	Months      = "months"
)

const inclusive = "inclusive"

var triggerPattern = regexp.MustCompile(`^(signing|entry-into-force|(due|done|event):[a-z0-9][a-z0-9-]{0,39})$`)

// check refuses rules that say two things or nothing.
func (w When) check() error {
	if w.Date != "" {
		return w.checkDate()
	}
	switch {
	case w.After == "" || w.Unit == "":
		return errors.New("a rule needs a date, or a trigger (after) with a unit")
	case !triggerPattern.MatchString(w.After):
		return errors.New("after: not a trigger")
	case w.Counting == inclusive && (w.Count == 0 || w.Unit == Hours):
		return errors.New("inclusive counting begins with 1, and not for hours")
	case w.Unit == Hours && w.Clock != "":
		return errors.New("hours are counted from the moment of the trigger: clock cannot be given")
	case (w.Unit == WorkingDays) != (len(w.Weekend) > 0):
		return errors.New("working-days, and they alone, need a weekend")
	case w.Unit != WorkingDays && len(w.Holidays) > 0:
		return errors.New("holidays are for working-days")
	case w.Unit != Months && w.MonthEnd != "":
		return errors.New("monthEnd is for months")
	case w.Unit == WorkingDays && w.Count == 0:
		return errors.New("working-days begin with 1")
	}
	return checkDays(w.Holidays)
}

func (w When) checkDate() error {
	rest := w
	rest.Date, rest.Clock, rest.TimeZone = "", "", ""
	if rest.After != "" || rest.Count != 0 || rest.Unit != "" || rest.Counting != "" || rest.MonthEnd != "" ||
		len(rest.Weekend)+len(rest.Holidays) > 0 {
		return errors.New("a rule with a date has only clock and timeZone beside it")
	}
	_, err := ParseDate(string(w.Date))
	return err
}

func checkDays(days []Date) error {
	for _, d := range days {
		if _, err := ParseDate(string(d)); err != nil {
			return err
		}
	}
	return nil
}

// reference splits a trigger such as "due:maps"; the builtin ones have no name.
func reference(trigger string) (kind, name string) {
	kind, name, _ = strings.Cut(trigger, ":")
	return kind, name
}

func (w When) works(d Date) bool {
	name := strings.ToLower(d.weekday().String()[:3])
	return !slices.Contains(w.Weekend, name) && !slices.Contains(w.Holidays, d)
}
