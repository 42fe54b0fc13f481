package agreement_test

import (
	"testing"
	"time"

	"truce/noun/agreement"
)

func TestCivilZone_of_the_last_agreement_after_it_ended(t *testing.T) {
	t.Parallel()
	day := func(d int) time.Time { return time.Date(2025, 4, d, 0, 0, 0, 0, time.UTC) }
	text := func(zone string, from, until time.Time) agreement.Agreement {
		v := agreement.VersionState{Force: []agreement.Interval{{From: from, Until: until}}}
		v.TimeZone = zone
		return agreement.Agreement{Versions: []agreement.VersionState{v}}
	}
	all := []agreement.Agreement{text("America/Caracas", day(1), day(10)), text("America/Bogota", day(3), day(20))}
	for at, want := range map[int]string{0: "", 2: "America/Caracas", 5: "America/Caracas", 15: "America/Bogota", 29: "America/Bogota"} {
		if got := agreement.CivilZone(all, day(at)); got != want {
			t.Errorf("on day %d days are counted by %q, want %q", at, got, want)
		}
	}
}
