package store_test

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/register"
	"truce/tool/disk"
	"truce/tool/keep"
	"truce/tool/query"
	"truce/tool/store"
)

// BenchmarkCommit writes what observations of 1 kB are made of and the counts of them: the
// store's share of taking an act, alone and among many.
func BenchmarkCommit(b *testing.B) {
	for _, batch := range []int{1, 128} {
		b.Run(fmt.Sprintf("acts=%d", batch), func(b *testing.B) { benchCommit(b, batch) })
	}
}

const origin = "bench.exercise.truce"

func benchCommit(b *testing.B, batch int) {
	db, err := store.Open(disk.Own(), b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	if err := db.Write(func(tx keep.Tx) error { return tx.PutTree(origin, register.Tree{}) }); err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	before := cpu(b)
	for n := 0; n < b.N; n += batch {
		err := db.Write(func(tx keep.Tx) error {
			for i := n; i < min(b.N, n+batch); i++ {
				if err := write(tx, i); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64((cpu(b)-before).Nanoseconds())/1000/float64(b.N), "cpu-us/act")
}

func write(tx keep.Tx, i int) error {
	e := keep.Entry{
		Act: keep.Act{
			ID: sha256.Sum256(fmt.Append(nil, i)), Subject: act.SubjectID(fmt.Sprintf("report/b-%d", i)),
			JWS: strings.Repeat("j", 1000), Hidden: strings.Repeat("h", 400),
		},
		Origin: origin, Index: int64(i), Received: time.Unix(1_500_000_000, 0), Person: "person/monitor-1",
	}
	if _, err := tx.Knows(e.Subject, e.ID); err != nil {
		return err
	}
	if err := tx.Append(e); err != nil {
		return err
	}
	lon := 36 + float64(i%1000)/1000
	row := keep.Row{
		Noun: "report", Subject: e.Subject, KnownFrom: e.Received, From: e.Received.Add(time.Duration(i%5000) * time.Hour),
		Kind: "explosion", Status: "logged", Zone: "dz-1", Counts: true, Box: &query.Box{MinLon: lon, MinLat: 35, MaxLon: lon + 0.01, MaxLat: 35.01},
		Where: fold.Where{Known: true, Lon: lon, Lat: 35, RadiusMetres: 500}, Narrative: strings.Repeat("n", 80), State: strings.Repeat("s", 600),
	}
	row.Until = row.From.Add(time.Microsecond)
	return tx.ReplaceRows(nil, []keep.Row{row}, row.KnownFrom)
}

// cpu is what this process has taken of the processors.
func cpu(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
