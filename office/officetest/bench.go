package officetest

import (
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"truce/tool/answer"
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
		told, err := w.Judging.Lately(t.Context(), w.As("secretary"), time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		if told == (answer.Judged{}) {
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

// Resident is this process's resident memory in MB, from the kernel.
func Resident(b *testing.B) float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		if rest, is := strings.CutPrefix(line, "VmRSS:"); is {
			kb, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			if err != nil {
				b.Fatal(err)
			}
			return kb / 1024
		}
	}
	b.Fatal("no VmRSS")
	return 0
}
