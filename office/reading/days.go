package reading

import (
	"cmp"
	"context"
	"sync"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/taxonomy"
	"truce/ground/timezone"
	"truce/noun"
	"truce/noun/agreement"
	"truce/tool/answer"
	"truce/tool/keep"
)

// CivilZone is the time zone in which the office counts days: that of its rules, or else that of the
// agreement in force, or else that of the last one that was.
func (m *Room) CivilZone(ctx context.Context) *time.Location {
	now := m.office.Now()
	name := m.office.RulesAt(now).Rules.TimeZone
	if name == "" {
		name = m.agreedZone(ctx, now)
	}
	zone, err := timezone.Load(cmp.Or(name, "UTC"))
	if err != nil { // a name that only another program's edition of the zones has
		return time.UTC
	}
	return zone
}

// agreedZone is what the agreements say, as of an entry and a minute: everybody who opens the desk asks for it.
type agreedZone struct {
	size   int64
	minute time.Time
	zone   string
}

func (m *Room) agreedZone(ctx context.Context, now time.Time) string {
	size, minute := m.office.Size(), now.Truncate(time.Minute)
	if known := m.agreed.Load(); known != nil && known.size == size && known.minute.Equal(minute) {
		return known.zone
	}
	zone := m.readZone(ctx, now)
	m.agreed.Store(&agreedZone{size, minute, zone})
	return zone
}

func (m *Room) readZone(ctx context.Context, now time.Time) string {
	var all []agreement.Agreement
	err := m.office.Read(ctx, func(r keep.Reader) error {
		return r.NounAsOf(agreement.Noun, time.Time{}, func(row keep.Row) error {
			var a agreement.Agreement
			err := json.Unmarshal([]byte(row.State), &a)
			all = append(all, a)
			return err
		})
	})
	if err != nil {
		m.log.Warn("the time zone of the agreement was not read: days are counted by UTC", "error", err)
	}
	return agreement.CivilZone(all, now)
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

// onceZone asks for the zone when it is first needed.
func (m *Room) onceZone() func() *time.Location {
	return sync.OnceValue(func() *time.Location { return m.CivilZone(context.Background()) })
}
