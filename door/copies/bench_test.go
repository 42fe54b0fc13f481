package copies_test

import (
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"truce/door/copies"
	"truce/door/folded"
	"truce/ground/register"
	"truce/ground/work"
	"truce/office/officetest"
)

// BenchmarkCheck is the whole check of a copy on disk, act by act.
func BenchmarkCheck(b *testing.B) {
	for _, n := range []int{20_000} {
		b.Run(fmt.Sprintf("acts=%d", n), func(b *testing.B) {
			dir, key, size := grownCopy(b, n)
			files := os.DirFS(dir)
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			before, peak := m.HeapAlloc, uint64(0)
			b.ResetTimer()
			began := officetest.CPU(b)
			for b.Loop() {
				r, err := copies.Check(b.Context(), register.Folder(files), copies.CheckOptions{Key: key, Files: files}, func(work.Progress) {
					runtime.ReadMemStats(&m)
					peak = max(peak, m.HeapAlloc)
				})
				if err != nil || !r.OK() {
					b.Fatalf("%v, %v", r.Findings, err)
				}
			}
			b.ReportMetric(float64(size)*float64(b.N)/b.Elapsed().Seconds(), "acts/s")
			b.ReportMetric(float64(size)*float64(b.N)/(officetest.CPU(b)-began).Seconds(), "acts/cpu-s")
			b.ReportMetric(float64(peak-min(before, peak))/1e6, "peak-MB")
		})
	}
}

// grownCopy is a copy on disk of a world's register with so many observations more.
func grownCopy(b *testing.B, n int) (dir, key string, size int) {
	b.Helper()
	w, dir := newWorld(b, 1), b.TempDir()
	h := w.grown(b, n)
	for name, file := range h.signed(b, w, nil) {
		put(b, dir, name, file.Data)
	}
	return dir, w.Key(), len(h)
}

// grown is the world's history with so many observations more, which no office took.
func (w *world) grown(b *testing.B, n int) history {
	more := make([]string, n)
	var wg sync.WaitGroup
	for worker := range 2 {
		wg.Go(func() {
			for i := worker; i < n; i += 2 {
				more[i] = w.Sign(b, "monitor-1", "observation-filed", fmt.Sprintf("report/b-%d", i), officetest.Observation())
			}
		})
	}
	wg.Wait()
	h := slices.Clone(w.history(b))
	at := w.Clock.Now()
	for i, text := range more {
		h = append(h, encode(b, at.Add(time.Duration(i)*time.Millisecond), text))
	}
	return h
}

// BenchmarkFold is the check of a copy on disk that folds every act as it is checked.
func BenchmarkFold(b *testing.B) {
	dir, key, size := grownCopy(b, 20_000)
	o := folded.Options{Check: copies.CheckOptions{Key: key}, Now: time.Now, Rand: rand.NewChaCha8([32]byte{1}), Log: slog.New(slog.DiscardHandler)}
	began := officetest.CPU(b)
	for b.Loop() {
		o.Cache = b.TempDir()
		c, r, err := folded.Check(b.Context(), dir, o, nil)
		if err != nil || c == nil {
			b.Fatalf("%v, %v", r.Findings, err)
		}
		if err := c.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(size)*float64(b.N)/b.Elapsed().Seconds(), "acts/s")
	b.ReportMetric(float64(size)*float64(b.N)/(officetest.CPU(b)-began).Seconds(), "acts/cpu-s")
}
