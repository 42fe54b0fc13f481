package judging_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"truce/office/officetest"
	"truce/tool/query"
)

// BenchmarkJudging asks an office that holds very many observations to judge them all, then
// again after a zone was drawn while a monitor goes on reporting, and to count them.
func BenchmarkJudging(b *testing.B) {
	n := officetest.BenchRows()
	r := rand.New(rand.NewPCG(2017, 5))
	w := officetest.New(b)
	w.Agreed(b)
	w.Clock.Set(officetest.Date(6, 1))
	for z := range 4 {
		w.Enact(b, fmt.Sprintf("zone/dz-%d", z+1), officetest.Drawn(r, 1, z, officetest.Date(6, 2)), officetest.Date(6, 1))
	}
	w.Fill(b, n)
	w.Reopen(b)
	// The register grew beside the office: everything is folded again, then judged.
	if _, err := w.Rebuild(context.Background(), func(int64, int64) {}); err != nil {
		b.Fatal(err)
	}
	b.Run("first", func(b *testing.B) {
		before := officetest.CPU(b)
		for b.Loop() {
			if err := w.Judging.CatchUp(context.Background()); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "rows/s")
		b.ReportMetric(float64((officetest.CPU(b)-before).Microseconds())/float64(n), "cpu-us/row") // words are indexed beside it
	})
	b.Run("alone", func(b *testing.B) {
		for b.Loop() {
			report(b, w, "alone", func() bool { return false }, 1000)
		}
	})
	b.Run("again", func(b *testing.B) { benchAgain(b, w, r) })
	b.Run("counts by zone and day", func(b *testing.B) {
		const times = 20
		cells, before := 0, officetest.CPU(b)
		for b.Loop() {
			for range times {
				counts, err := w.Reading.Count(context.Background(), w.As("verifier-1"), query.Filter{Nouns: []string{"report"}, Counted: true}, []string{"within", "day"})
				if err != nil {
					b.Fatal(err)
				}
				cells = len(counts)
			}
		}
		b.ReportMetric(b.Elapsed().Seconds()*1000/times/float64(b.N), "ms/count")
		b.ReportMetric(float64(cells), "groups")
		b.ReportMetric((officetest.CPU(b)-before).Seconds()*1000/times/float64(b.N), "cpu-ms/count")
	})
	b.Run("page within a zone", func(b *testing.B) {
		for b.Loop() {
			for z := range 4 {
				f := query.Filter{Nouns: []string{"report"}, Counted: true, ByLaw: query.ByLaw{Within: []string{fmt.Sprintf("dz-%d", z+1)}}}
				if _, err := w.Reading.List(context.Background(), w.As("verifier-1"), f, nil, 100); err != nil {
					b.Fatal(err)
				}
			}
		}
		b.ReportMetric(b.Elapsed().Seconds()*1000/4/float64(b.N), "ms/page")
	})
	b.Run("resident", func(b *testing.B) {
		for b.Loop() {
		}
		b.ReportMetric(officetest.Resident(b), "MB")
	})
}

// benchAgain draws another zone around what lies in one, of an early day, which touches all that lies in it.
func benchAgain(b *testing.B, w *officetest.World, r *rand.Rand) {
	for number := 2; b.Loop(); number++ {
		changed := w.Judging.Looked()
		w.Enact(b, fmt.Sprintf("zone/dz-1-%d", number), officetest.Drawn(r, 1, 0, officetest.Date(6, 2)), officetest.Date(6, 2))
		done := make(chan struct{})
		var wg sync.WaitGroup
		wg.Go(func() {
			report(b, w, fmt.Sprint("beside-", number), func() bool {
				select {
				case <-done:
					return true
				default:
					return false
				}
			}, 1<<20)
		})
		start, before := time.Now(), officetest.CPU(b)
		if err := w.Judging.CatchUpLaw(context.Background()); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(time.Since(start).Seconds(), "s/zone")
		b.ReportMetric((officetest.CPU(b) - before).Seconds(), "cpu-s") // of the reports beside it too
		close(done)
		wg.Wait()
		b.ReportMetric(float64(w.Judging.Looked()-changed), "rows-judged")
	}
}

// report files observations one after another until it is told to stop.
func report(b *testing.B, w *officetest.World, name string, stop func() bool, most int) {
	var took []time.Duration
	for i := 0; i < most && !stop(); i++ {
		o := officetest.Observation()
		text := w.Sign(b, "monitor-2", "observation-filed", fmt.Sprintf("report/%s-%d", name, i), o)
		start := time.Now()
		if _, err := w.Submit(context.Background(), text); err != nil {
			b.Error(err)
			return
		}
		took = append(took, time.Since(start))
	}
	if len(took) == 0 {
		return
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "report-p99-ms")
	b.ReportMetric(float64(len(took)), "reports")
}
