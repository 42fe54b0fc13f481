//go:build !linux

package main

import "time"

// elapsed is the time since the program started.
func elapsed() func() time.Duration {
	began := time.Now()
	return func() time.Duration { return time.Since(began) }
}
