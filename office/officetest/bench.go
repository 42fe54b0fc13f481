package officetest

import (
	"os"
	"strconv"
	"syscall"
	"testing"
	"time"

	"truce/office"
)

// BenchRows is how many observations the large benchmarks hold: TRUCE_BENCH_ROWS, or few,
// so that an ordinary `go test -bench` is over soon. `make bench` asks for a million.
func BenchRows() int {
	n, err := strconv.Atoi(os.Getenv("TRUCE_BENCH_ROWS"))
	if err != nil {
		return 20_000
	}
	return n
}

// WaitJudged judges everything that was taken.
func (w *World) WaitJudged(t testing.TB) {
	t.Helper()
	for {
		told, err := w.JudgeLately(t.Context(), w.As("secretary"))
		if err != nil {
			t.Fatal(err)
		}
		if told == (office.Judged{}) {
			return
		}
	}
}

// CPU is what this process has taken of the processors: unlike the time of day it says the
// same whatever else the machine does.
func CPU(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
