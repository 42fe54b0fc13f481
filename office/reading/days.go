package reading

import (
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/taxonomy"
	"truce/ground/timezone"
	"truce/noun"
	"truce/noun/people"
	"truce/tool/answer"
)

// CivilZone is the time zone in which the office counts days: that of its rules in force now, and UTC where they name none.
func (m *Room) CivilZone() *time.Location {
	return zoneOf(m.office.RulesAt(m.office.Now()).Rules)
}

func zoneOf(rules people.Ruling) *time.Location {
	zone, err := timezone.Load(rules.Zone())
	if err != nil { // a name that only another program's edition of the zones has
		return time.UTC
	}
	return zone
}

// precise says how well the times of an item are known, and the days that are meant where no hour is.
func precise(i *answer.Item, how noun.Precision, said jsontext.Value, zone func() *time.Location) {
	code := how.Always
	if len(said) > 0 && json.Unmarshal(said, &code) != nil {
		return
	}
	i.Precision = code
	if ofDays(code) {
		i.Days = answer.DaysOf(i.From, i.Until, zone())
	}
}

// ofDays reports whether a precision tells no hour.
func ofDays(code string) bool {
	term, known := taxonomy.Default().List(taxonomy.TimePrecision).Term(code)
	return known && term.LengthSeconds >= int(24*time.Hour/time.Second)
}

// byDay tells strangers the days and no hour. All that they are told goes by the days of one zone, that of the office and
// of its bulletins: by those of two they would learn the hours in which the two differ. What is known to the day alone is told as its day.
func byDay(i *answer.Item, zone *time.Location) {
	days := answer.WholeDays(i.From, i.Until, zone)
	if ofDays(i.Precision) {
		days = answer.DaysOf(i.From, i.Until, zone)
	} else {
		i.Precision = "day"
	}
	if i.Days = days; days == nil {
		i.Precision = ""
		return
	}
	first, _ := time.ParseInLocation(time.DateOnly, days.First, zone)
	last, _ := time.ParseInLocation(time.DateOnly, days.Last, zone)
	i.From = first.UTC()
	if !i.Until.IsZero() {
		i.Until = last.AddDate(0, 0, 1).UTC()
	}
}
