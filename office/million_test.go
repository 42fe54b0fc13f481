package office_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"truce/ground/taxonomy"
	"truce/office/officetest"
	"truce/tool/query"
	"truce/tool/store"
)

// BenchmarkMillion asks an office that holds very many observations what people ask.
func BenchmarkMillion(b *testing.B) {
	n := officetest.BenchRows()
	w := officetest.New(b)
	start := time.Now()
	w.Fill(b, n)
	b.Logf("filled %d in %v", n, time.Since(start))
	w.Reopen(b)
	ctx := context.Background()
	// The register grew beside the office: only after all is folded and its words are indexed is
	// it an office like any other. Measured before that, folding shared both cores with indexing
	// a million acts by their ids, and took a third longer.
	if _, err := w.Rebuild(ctx, func(int64, int64) {}); err != nil {
		b.Fatal(err)
	}
	wordsIndexed(b, w)

	b.Run("rebuild", func(b *testing.B) {
		before := officetest.CPU(b)
		for b.Loop() {
			if _, err := w.Rebuild(ctx, func(int64, int64) {}); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "acts/s")
		b.ReportMetric(float64((officetest.CPU(b)-before).Microseconds())/float64(n)/float64(b.N), "cpu-us/act")
	})
	b.Run("page", func(b *testing.B) { benchPages(b, w) })
	b.Run("counts by kind and day", func(b *testing.B) {
		const times = 20
		for b.Loop() {
			for range times {
				if _, err := w.Reading.Count(ctx, w.As("verifier-1"), query.Filter{Nouns: []string{"report"}, Counted: true}, []string{"type", "day"}); err != nil {
					b.Fatal(err)
				}
			}
		}
		b.ReportMetric(b.Elapsed().Seconds()*1000/times/float64(b.N), "ms/count")
	})
	b.Run("cold start", func(b *testing.B) {
		const times = 5
		for b.Loop() {
			for range times {
				b.StopTimer()
				w.Office.Close()
				b.StartTimer()
				w.Reopen(b)
			}
		}
		b.ReportMetric(b.Elapsed().Seconds()*1000/times/float64(b.N), "ms/open")
	})
	b.Run("resident", func(b *testing.B) {
		for b.Loop() {
		}
		b.ReportMetric(officetest.Resident(b), "MB")
	})
	size, err := os.Stat(filepath.Join(w.Folder, store.FileName))
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("%s %d MB", size.Name(), size.Size()>>20)
}

// wordsIndexed waits for the words, which are indexed behind the commit: who asks first waits
// for all of them.
func wordsIndexed(b *testing.B, w *officetest.World) {
	b.Helper()
	if _, err := w.Reading.List(context.Background(), w.As("verifier-1"), query.Filter{Nouns: []string{"report"}, Text: "EXERCISE"}, nil, 1); err != nil {
		b.Fatal(err)
	}
}

// benchPages takes filtered pages of a hundred, each with another filter.
func benchPages(b *testing.B, w *officetest.World) {
	random := rand.New(rand.NewPCG(1, 2))
	events := taxonomy.Default().List(taxonomy.Event).Codes()
	who := w.As("verifier-1")
	var took []time.Duration
	wordsIndexed(b, w)
	b.ResetTimer()
	ask := func() {
		filter := query.Filter{Nouns: []string{"report"}, Counted: true}
		switch len(took) % 5 {
		case 0:
			filter.Types = []string{events[random.IntN(len(events))]}
		case 1:
			lon, lat := 35.7+random.Float64()*6, 32.3+random.Float64()*4.5
			filter.Box = &query.Box{MinLon: lon, MinLat: lat, MaxLon: lon + 0.3, MaxLat: lat + 0.3}
		case 2:
			lon, lat := 35.7+random.Float64()*3, 32.3+random.Float64()*2
			filter.Box = &query.Box{MinLon: lon, MinLat: lat, MaxLon: lon + 3, MaxLat: lat + 3}
			filter.Zones = []string{"dz-2"}
		case 3:
			filter.From = time.Date(2016, 1, 1+random.IntN(1400), 0, 0, 0, 0, time.UTC)
			filter.Until = filter.From.AddDate(0, 0, 7)
			filter.Types = []string{events[random.IntN(len(events))], events[random.IntN(len(events))]}
		case 4:
			filter.Text = "number " + fmt.Sprint(random.IntN(officetest.BenchRows()))
		}
		start := time.Now()
		if _, err := w.Reading.List(context.Background(), who, filter, nil, 100); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	for b.Loop() {
		for range 500 {
			ask()
		}
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
}
