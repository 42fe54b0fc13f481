package main

import (
	"time"

	"golang.org/x/sys/unix"
)

// elapsed is the time since the machine started, while it slept too: a laptop that was closed for a night is not
// a clock that jumped.
func elapsed() func() time.Duration {
	return func() time.Duration {
		var t unix.Timespec
		if unix.ClockGettime(unix.CLOCK_BOOTTIME, &t) != nil {
			return 0
		}
		return time.Duration(t.Nano())
	}
}
