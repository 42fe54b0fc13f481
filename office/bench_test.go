package office_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"truce/ground/shape"
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
				o := officetest.Observation()
				o.Narrative = shape.In("en", fmt.Sprintf("EXERCISE. Three explosions heard from the north-west, number %d of the benchmark.", i))
				acts[i] = w.Sign(b, "monitor-1", "observation-filed", fmt.Sprintf("report/b-%d", i), o)
			}
		})
	}
	wg.Wait()
	return acts
}

// BenchmarkSubmit is the whole way of an act: signature, permission, fold, fsync'd commit,
// for 256 who submit at once.
func BenchmarkSubmit(b *testing.B) {
	w := officetest.New(b)
	acts := signed(b, w, b.N)
	took := make([]time.Duration, b.N)
	b.ResetTimer()
	before := officetest.CPU(b)
	var next atomic.Int64
	var wg sync.WaitGroup
	for range 256 {
		wg.Go(func() {
			for i := next.Add(1) - 1; i < int64(b.N); i = next.Add(1) - 1 {
				start := time.Now()
				if _, err := w.Submit(b.Context(), acts[i]); err != nil {
					b.Error(err)
					return
				}
				took[i] = time.Since(start)
			}
		})
	}
	wg.Wait()
	b.StopTimer()
	b.ReportMetric(float64((officetest.CPU(b)-before).Microseconds())/float64(b.N), "cpu-us/act")
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "acts/s")
	b.ReportMetric(milliseconds(percentile(took, 99)), "p99-ms")
}

// BenchmarkLone is the same for one who waits for each act, beside what the disk can do: 1 kB
// appended to a file and fsync'd. The two take turns of a few milliseconds, because the speed
// of a disk may double from one minute to the next.
func BenchmarkLone(b *testing.B) {
	w := officetest.New(b)
	acts := signed(b, w, b.N)
	f, err := os.Create(filepath.Join(b.TempDir(), "f"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	block := make([]byte, 1024)
	submitted, synced := make([]time.Duration, b.N), make([]time.Duration, b.N)
	b.ResetTimer()
	for from := 0; from < b.N; from += 25 {
		turn := acts[from:min(from+25, b.N)]
		for i, text := range turn {
			start := time.Now()
			if _, err := w.Submit(b.Context(), text); err != nil {
				b.Fatal(err)
			}
			submitted[from+i] = time.Since(start)
		}
		for i := range turn {
			start := time.Now()
			if _, err := f.Write(block); err != nil {
				b.Fatal(err)
			}
			if err := f.Sync(); err != nil {
				b.Fatal(err)
			}
			synced[from+i] = time.Since(start)
		}
	}
	b.StopTimer()
	act, fsync := mean(submitted), mean(synced)
	b.ReportMetric(1/act.Seconds(), "acts/s")
	b.ReportMetric(1/fsync.Seconds(), "fsyncs/s")
	b.ReportMetric(fsync.Seconds()/act.Seconds(), "of-fsync")
	b.ReportMetric(milliseconds(percentile(submitted, 99)), "p99-ms")
}

func mean(took []time.Duration) (m time.Duration) {
	for _, d := range took {
		m += d
	}
	return m / time.Duration(len(took))
}

// percentile sorts what it is given.
func percentile(took []time.Duration, p int) time.Duration {
	slices.Sort(took)
	return took[len(took)*p/100]
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
