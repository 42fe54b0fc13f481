package agreement

import (
	"fmt"
	"time"
)

// AddDays is the day n days later.
func (d Date) AddDays(n int) Date { return d.addDays(n) }

// InstantOf is the instant at which clocks in the location show a time of the day: "18:00",
// "00:00" for its first instant or "24:00" for the first after it. In a gap of the clocks it
// is the instant after which that time has passed.
func InstantOf(d Date, clock string, loc *time.Location) (time.Time, error) {
	switch _, err := time.Parse("15:04", clock); {
	case clock == "24:00":
		return endOf(d, loc), nil
	case err != nil || len(clock) != len("15:04"):
		return time.Time{}, fmt.Errorf("%q is not a time of day, such as 18:00 or 24:00", clock)
	case clock == "00:00":
		return startOf(d, loc), nil
	}
	return clockOf(d, clock, loc), nil
}
