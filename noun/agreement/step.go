package agreement

import (
	"strconv"
	"strings"
	"time"
)

// Step is one step of a reckoning, for a person to follow. Say is the key of a sentence
// to translate; the other members are what the sentence speaks of.
type Step struct {
	Say   string    `json:"say"`
	Name  string    `json:"name,omitempty"` // a trigger, a version, a time zone
	Day   Date      `json:"day,omitempty"`
	At    time.Time `json:"at,omitzero"` // UTC
	Count int       `json:"count,omitzero"`
	Unit  string    `json:"unit,omitempty"`
}

// Sentences of steps.
const (
	SayFixedDay     = "fixed-day"
	SayCountFrom    = "count-from"
	SayCountIncl    = "count-inclusive"
	SayNotYet       = "not-yet"
	SayNoEntryRule  = "no-entry-rule"
	SayCircular     = "circular"
	SayNeedsHour    = "needs-hour"
	SayNoTimeZone   = "unknown-time-zone"
	SayTriggerDay   = "trigger-day"
	SayTriggerAt    = "trigger-at"
	SayOtherSigning = "signing-of-other-version"
	SayDayBecomes   = "counted-to"
	SaySkipped      = "skipped-days"
	SayMonthEnd     = "month-end"
	SayExtended     = "extended"
	SayNotBefore    = "not-before"
	SayDayEnds      = "day-ends"
	SayMoment       = "moment"
)

// sentence is a Say key in plain English, with places for the members.
func sentence(say string) string {
	switch say {
	case SayFixedDay:
		return "the clause names the day {day}"
	case SayCountFrom:
		return "count {count} {unit} from {name}, whose day is day 0"
	case SayCountIncl:
		return "count {count} {unit} from {name}, whose day is day 1"
	case SayNotYet:
		return "{name} has not been recorded"
	case SayNoEntryRule:
		return "no clause says when the version enters into force"
	case SayCircular:
		return "{name} counts from itself"
	case SayNeedsHour:
		return "{name} is recorded by the day, but hours are counted"
	case SayNoTimeZone:
		return "the time zone {name} is not known"
	case SayTriggerDay:
		return "{name} was on {day}"
	case SayTriggerAt:
		return "{name} was at {at}, which is {day}"
	case SayOtherSigning:
		return "the version was not signed itself: counted from the signing of {name}"
	case SayDayBecomes:
		return "that is {day}"
	case SaySkipped:
		return "{count} days were not working days"
	case SayMonthEnd:
		return "the end of the month decides: {day}"
	case SayExtended:
		return "all who must consent moved it to {day}"
	case SayNotBefore:
		return "nothing binds before {name}: {day}"
	case SayDayEnds:
		return "the day ends at {at} ({name})"
	case SayMoment:
		return "the moment is {at} ({name})"
	}
	return say
}

// English is the step as a sentence.
func (s Step) English() string {
	return strings.NewReplacer(
		"{name}", s.Name, "{day}", string(s.Day), "{at}", s.At.Format(time.RFC3339),
		"{count}", strconv.Itoa(s.Count), "{unit}", s.Unit,
	).Replace(sentence(s.Say))
}
