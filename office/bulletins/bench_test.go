package bulletins_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"truce/judge/bulletin"
	"truce/office/bulletins"
	"truce/office/officetest"
)

// BenchmarkBulletin makes bulletins in an office with four zones that holds very many
// observations over four years: of a day and of a week, as known now and as known earlier,
// and of the day after a bulletin since when all of them came in.
func BenchmarkBulletin(b *testing.B) {
	n, r := officetest.BenchRows(), rand.New(rand.NewPCG(2017, 5))
	w := officetest.New(b)
	w.Agreed(b)
	w.Clock.Set(officetest.Date(6, 1))
	for z := range 4 {
		w.Enact(b, fmt.Sprintf("zone/dz-%d", z+1), officetest.Drawn(r, 1, z, officetest.Date(6, 2)), officetest.Date(6, 1))
	}
	w.Clock.Set(officetest.Date(7, 20))
	spec := bulletins.Spec{Spec: bulletin.Spec{Kind: "daily", Date: "2017-07-18", TimeZone: "Asia/Damascus"}}
	subject, body := published(b, w, spec)
	w.Must(b, "secretary", "bulletin-published", subject, body)
	received := w.Clock.Now()
	w.Fill(b, n)
	w.Reopen(b)
	// The register grew beside the office: everything is folded again.
	if _, err := w.Rebuild(context.Background(), func(int64, int64) {}); err != nil {
		b.Fatal(err)
	}
	w.WaitJudged(b)
	spec.Date = "2018-07-19"
	b.Run("daily", func(b *testing.B) { benchBulletin(b, w, spec) })
	earlier := spec
	earlier.Known = received.Add(time.Second + time.Duration(n/512)*time.Millisecond)
	b.Run("daily, as known when half was there", func(b *testing.B) { benchBulletin(b, w, earlier) })
	first := spec
	first.Number = 1 // there is none before it: nothing came late
	b.Run("daily, nothing late", func(b *testing.B) { benchBulletin(b, w, first) })
	weekly := spec
	weekly.Kind = "weekly"
	b.Run("weekly", func(b *testing.B) { benchBulletin(b, w, weekly) })
}

func benchBulletin(b *testing.B, w *officetest.World, spec bulletins.Spec) {
	observed, late := 0, 0
	before := officetest.CPU(b)
	for b.Loop() {
		made, err := w.Bulletins.Make(context.Background(), spec)
		if err != nil {
			b.Fatal(err)
		}
		edition := made.Editions["mission"]
		observed = bulletin.Content[bulletin.Counts](edition, "counts").Observed.N()
		if rows := bulletin.Content[bulletin.LateAdded](edition, "late").Rows; len(rows) > 0 {
			late = rows[0].Added.N()
		}
	}
	b.ReportMetric(b.Elapsed().Seconds()*1000/float64(b.N), "ms/bulletin")
	b.ReportMetric((officetest.CPU(b)-before).Seconds()*1000/float64(b.N), "cpu-ms/bulletin")
	b.ReportMetric(float64(observed), "observed")
	b.ReportMetric(float64(late), "late")
}
