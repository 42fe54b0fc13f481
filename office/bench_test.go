package office_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"truce/office/officetest"
)

// signed makes n observations of about 1 kB by one monitor.
func signed(b *testing.B, w *officetest.World, n int) []string {
	b.Helper()
	acts := make([]string, n)
	var wg sync.WaitGroup
	for worker := range 2 {
		wg.Go(func() {
			for i := worker; i < n; i += 2 {
				o := observation()
				o.Narrative = fmt.Sprintf("EXERCISE. Three explosions heard from the north-west, number %d of the benchmark.", i)
				acts[i] = w.Sign(b, "monitor-1", "observation-filed", fmt.Sprintf("report/b-%d", i), o, "place", "observer", "narrative")
			}
		})
	}
	wg.Wait()
	return acts
}

// BenchmarkSubmit is the whole way of an act: signature, permission, fold, fsync'd commit.
func BenchmarkSubmit(b *testing.B) {
	for _, submitters := range []int{1, 256} {
		b.Run(fmt.Sprintf("submitters=%d", submitters), func(b *testing.B) {
			w := officetest.New(b)
			acts := signed(b, w, b.N)
			took := make([]time.Duration, b.N)
			b.ResetTimer()
			before := cpu(b)
			var next atomic.Int64
			var wg sync.WaitGroup
			for range submitters {
				wg.Go(func() {
					for i := next.Add(1) - 1; i < int64(b.N); i = next.Add(1) - 1 {
						start := time.Now()
						if _, err := w.Submit(context.Background(), acts[i]); err != nil {
							b.Error(err)
							return
						}
						took[i] = time.Since(start)
					}
				})
			}
			wg.Wait()
			b.StopTimer()
			b.ReportMetric(float64((cpu(b)-before).Microseconds())/float64(b.N), "cpu-us/act")
			slices.Sort(took)
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "acts/s")
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
		})
	}
}

// cpu is what this process has taken of the processors: unlike the time of day it says
// the same whatever else the machine does.
func cpu(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkFsync is what the disk can do: 1 kB appended and fsync'd, one at a time.
func BenchmarkFsync(b *testing.B) {
	f, err := os.Create(filepath.Join(b.TempDir(), "f"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	block := make([]byte, 1024)
	for b.Loop() {
		if _, err := f.Write(block); err != nil {
			b.Fatal(err)
		}
		if err := f.Sync(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "fsyncs/s")
}
