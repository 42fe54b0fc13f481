package act_test

import (
	"crypto/rand"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
)

// report is an observation of the size that posts send, with five members to hide.
const report = `{"event":"mortar","means":"heard","weapon":"mortar-82","direction":"incoming","count":{"number":3,"unit":"explosion"},
	"time":{"from":"2017-05-07T04:30:00Z","precision":"minute"},"post":"post/op-1","zone":"dz-1","effect":"unknown",
	"place":{"position":{"lon":36.57,"lat":35.32},"precision":"vicinity"},"observer":{"lon":36.6,"lat":35.3},
	"sight":{"bearingDegrees":310,"halfWidthDegrees":5,"minMetres":2000,"maxMetres":4000},"source":{"sealed":"x"},
	"narrative":"Three explosions in the direction of the river, within a minute; no vehicle was seen on the road."}`

var reportHides = []string{"place", "observer", "sight", "source", "narrative"}

func BenchmarkParse(b *testing.B) {
	a, _ := sign(b, newKeys(b)[act.Ed25519], report, reportHides...)
	b.SetBytes(int64(len(a.Compact())))
	for b.Loop() {
		if _, err := act.Parse(a.Compact()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCheck(b *testing.B) {
	for algorithm, key := range newKeys(b) {
		a, _ := sign(b, key, report, reportHides...)
		public := key.Public()
		b.Run(algorithm, func(b *testing.B) {
			for b.Loop() {
				if err := a.Check(public); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkOpen(b *testing.B) {
	a, ds := sign(b, newKeys(b)[act.Ed25519], report, reportHides...)
	for b.Loop() {
		if _, err := a.Open(ds); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSign(b *testing.B) {
	for algorithm, key := range newKeys(b) {
		b.Run(algorithm, func(b *testing.B) {
			d := act.Draft{Issued: time.Unix(1494131400, 0), Audience: []act.RegisterID{home}, Kind: "observation-filed",
				Form: hiding(reportHides...), Subject: "report/1", Body: jsontext.Value(report)}
			for b.Loop() {
				if _, _, err := key.Sign(d, rand.Reader); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkParse_hostile is the costliest body that fits: it must not cost much more than
// its bytes.
func BenchmarkParse_hostile(b *testing.B) {
	a, err := act.Parse(compact(goodHeader, edited(b, goodPayload, "{}", deepest())))
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(a.Compact())))
	for b.Loop() {
		again, err := act.Parse(a.Compact())
		if err != nil {
			b.Fatal(err)
		}
		if _, err := again.Open(nil); err != nil {
			b.Fatal(err)
		}
	}
}

// deepest has as many objects within one another as are allowed, all else inside, and names
// that have to be read.
func deepest() string {
	body := `{"x":["_sd"]`
	for i := range 2_000 {
		body += `,"` + string(rune('a'+i%26)) + string(rune('a'+i/26%26)) + string(rune('a'+i/676)) + `":{"x":[]}`
	}
	body += "}"
	for range act.MaxDepth - 4 {
		body = `{"a":` + body + `}`
	}
	return body
}
