package store

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"truce/tool/query"
)

// Two rows that began on one evening of an island are of one day there, and of two by UTC.
func TestCount_by_days_of_a_zone(t *testing.T) {
	t.Parallel()
	island := time.FixedZone("island", -4*60*60-30*60)
	at := func(day, hour, minute int) string {
		return fmt.Sprint(time.Date(2025, 4, day, hour, minute, 0, 0, time.UTC).UnixMicro() / quarter.Microseconds())
	}
	f := filter{query.Filter{Civil: island}}
	got := f.byCivilDay([]query.Count{
		{Values: []string{"incident", at(12, 23, 30)}, N: 1},
		{Values: []string{"incident", at(13, 2, 0)}, N: 2},
		{Values: []string{"incident", at(13, 4, 15)}, N: 4}, // a quarter before midnight there
		{Values: []string{"incident", at(13, 4, 30)}, N: 8},
		{Values: []string{"report", at(13, 2, 0)}, N: 16},
		{Values: []string{"report", "0"}, N: 32}, // no start: no day
	}, 1)
	want := []string{"[incident 2025-04-12] 7", "[incident 2025-04-13] 8", "[report ] 32", "[report 2025-04-12] 16"}
	var told []string
	for _, c := range got {
		told = append(told, fmt.Sprint(c.Values, c.N))
	}
	if !slices.Equal(told, want) {
		t.Errorf("got %v\nwant %v", told, want)
	}
	if f.tallied([]string{"day"}) || !f.tallied([]string{"noun"}) {
		t.Error("the tally has days of UTC alone")
	}
}
