package outside_test

import (
	"context"
	"io"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/transparency-dev/tessera"
	"k8s.io/klog/v2"
)

func TestMain(m *testing.M) {
	klog.LogToStderr(false)
	klog.SetOutput(io.Discard)
	os.Exit(m.Run())
}

// BenchmarkTesseraPOSIX is the peer for durable appends: tessera's POSIX storage with entries of about 750
// bytes, 256 callers at once, no deduplication. A caller is answered when its entry is on disk and part
// of the tree.
func BenchmarkTesseraPOSIX(b *testing.B) {
	const callers = 256
	o := newOffice(b, 0)
	entries := newEntries(b, 4096, 720)
	ctx, cancel := context.WithCancel(b.Context())
	defer cancel()
	appender, stop, _ := newTessera(b, ctx, b.TempDir(), o.signer)
	var next atomic.Int64
	var wg sync.WaitGroup
	waits := make([][]time.Duration, callers)
	b.ResetTimer()
	for c := range callers {
		wg.Go(func() {
			for i := next.Add(1) - 1; i < int64(b.N); i = next.Add(1) - 1 {
				began := time.Now()
				if _, err := appender.Add(ctx, tessera.NewEntry(entries[i%int64(len(entries))]))(); err != nil {
					b.Error(err)
					return
				}
				waits[c] = append(waits[c], time.Since(began))
			}
		})
	}
	wg.Wait()
	b.StopTimer()
	all := slices.Sorted(slices.Values(slices.Concat(waits...)))
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "entries/s")
	b.ReportMetric(float64(all[len(all)*99/100].Microseconds())/1000, "p99-ms")
	if err := stop(ctx); err != nil {
		b.Fatal(err)
	}
}
