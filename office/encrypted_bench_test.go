package office_test

import (
	"crypto/rand"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"truce/office/officetest"
	"truce/tool/disk"
	"truce/tool/query"
	"truce/tool/vault"
)

// BenchmarkEncrypted is an encrypted office beside one that is not, in turns of one run: 64 who hand in acts at once, pages of a hundred, and holding the whole
// register to its hashes.
func BenchmarkEncrypted(b *testing.B) {
	keys, err := vault.NewKeys(rand.Reader)
	if err != nil {
		b.Fatal(err)
	}
	d, err := vault.On(disk.Own(), keys, vault.Options{Rand: rand.Reader})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = d.Close() })
	worlds := []*officetest.World{officetest.New(b), officetest.NewOn(b, d, filepath.Join(b.TempDir(), "office"), rand.Reader)}
	acts := [][]string{signed(b, worlds[0], b.N), signed(b, worlds[1], b.N)}
	var submit, list, check [2]time.Duration
	b.ResetTimer()
	const turn = 512
	for from := 0; from < b.N; from += turn {
		for i, w := range worlds {
			submit[i] += timed(func() { handIn(b, w, acts[i][from:min(from+turn, b.N)]) })
		}
		for i, w := range worlds {
			list[i] += timed(func() {
				for range 8 {
					if _, err := w.Reading.List(b.Context(), w.As("verifier-1"), query.Filter{Nouns: []string{"report"}}, nil, 100); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
	for range 3 {
		for i, w := range worlds {
			check[i] += timed(func() {
				if err := w.Intact(b.Context()); err != nil {
					b.Fatal(err)
				}
			})
		}
	}
	b.StopTimer()
	turns := float64((b.N + turn - 1) / turn)
	for i, how := range []string{"plain", "encrypted"} {
		b.ReportMetric(float64(b.N)/submit[i].Seconds(), how+"-acts/s")
		b.ReportMetric(8*turns/list[i].Seconds(), how+"-pages/s")
		b.ReportMetric(3*float64(b.N)/check[i].Seconds(), how+"-checked/s")
	}
}

func timed(do func()) time.Duration {
	began := time.Now()
	do()
	return time.Since(began)
}

// handIn has 64 hand in acts at once.
func handIn(b *testing.B, w *officetest.World, acts []string) {
	var all sync.WaitGroup
	for worker := range 64 {
		all.Go(func() {
			for i := worker; i < len(acts); i += 64 {
				if _, err := w.Submit(b.Context(), acts[i]); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
}
