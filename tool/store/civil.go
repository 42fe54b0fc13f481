package store

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"truce/tool/query"
)

// quarter is the part of an hour of which each day of each zone has a whole number: no zone is ahead of UTC by less.
const quarter = 15 * time.Minute

// quarterColumn is the number of the quarter of an hour in which a row began, in SQL: integer division towards the past.
const quarterColumn = "(from_us - ((from_us % 900000000) + 900000000) % 900000000) / 900000000"

// civil reports whether counts by the days of another zone than UTC are asked for: the tally has none.
func (f filter) civil(by []string) bool { return f.Civil != nil && slices.Contains(by, "day") }

// byCivilDay adds counts by quarters of an hour, which stand in the column, up to those by days of the zone.
func (f filter) byCivilDay(counts []query.Count, column int) []query.Count {
	days := map[string]*query.Count{}
	for _, c := range counts {
		if n, err := strconv.ParseInt(c.Values[column], 10, 64); err == nil && n != 0 { // rows that have no start have no day
			c.Values[column] = time.UnixMicro(n * quarter.Microseconds()).In(f.Civil).Format(time.DateOnly)
		} else {
			c.Values[column] = ""
		}
		key := strings.Join(c.Values, "\x00")
		if day, is := days[key]; is {
			day.N += c.N
		} else {
			days[key] = &c
		}
	}
	added := make([]query.Count, 0, len(days))
	for _, c := range days {
		added = append(added, *c)
	}
	slices.SortFunc(added, func(a, b query.Count) int { return slices.Compare(a.Values, b.Values) })
	return added
}
