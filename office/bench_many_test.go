package office_test

import (
	"fmt"
	"testing"
	"time"

	"truce/ground/act"
	"truce/ground/place"
	"truce/ground/shape"
	"truce/noun/incident"
	"truce/noun/post"
	"truce/office/officetest"
)

// manyVersions is how many acts there are about the subject of BenchmarkOneMore.
const manyVersions = 10_000

// BenchmarkOneMore is one more act on a subject with very many, and what another person waits whose
// act is handed in at the same moment.
func BenchmarkOneMore(b *testing.B) {
	for _, c := range []struct {
		who, subject string
		kind         act.Kind
		body         func(n int) any
	}{
		{"monitor-1", "report/many", "observation-filed", func(n int) any {
			o := officetest.Observation()
			o.Narrative = shape.In("en", fmt.Sprintf("EXERCISE. Version %d.", n))
			return o
		}},
		{"secretary", "incident/many", "incident-opened", func(n int) any {
			return incident.IncidentOpened{Event: "mortar", Title: shape.In("en", fmt.Sprintf("Version %d", n))}
		}},
		{"verifier-1", "incident/verified", "incident-assessed", func(n int) any {
			if n == 0 {
				return incident.IncidentOpened{Event: "mortar"}
			}
			return incident.IncidentAssessed{Status: "under-verification", Reason: shape.In("en", fmt.Sprintf("again, %d", n))}
		}},
		{"secretary", "post/many", "post-moved", func(n int) any {
			at := place.Place{Position: &place.Position{Lon: 36.5, Lat: 35.5}, Precision: "vicinity"}
			from := time.Date(2017, 5, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(n) * time.Minute)
			if n == 0 {
				return post.PostEstablished{Name: "P", Kind: "observation-post", From: from, Place: at}
			}
			return post.PostMoved{From: from, Place: at}
		}},
	} {
		b.Run(string(c.kind), func(b *testing.B) {
			w := officetest.New(b)
			last := chain(b, w, c.who, c.kind, c.subject, 0, manyVersions, nil, c.body)
			more := make([]string, b.N)
			for i := range more {
				more[i] = after(b, w, c.who, c.kind, c.subject, last, c.body(manyVersions+i))
				last = []act.ID{idOf(b, more[i])}
			}
			others := signed(b, w, b.N)
			took := make([]time.Duration, b.N)
			b.ResetTimer()
			for i, text := range more {
				began := time.Now()
				go func() { _, _ = w.Submit(b.Context(), text) }()
				if _, err := w.Submit(b.Context(), others[i]); err != nil {
					b.Fatal(err)
				}
				if r, err := w.Submit(b.Context(), text); err != nil || r.Rests {
					b.Fatal(r, err)
				}
				took[i] = time.Since(began)
			}
			b.StopTimer()
			b.ReportMetric(milliseconds(percentile(took, 50)), "p50-ms")
			b.ReportMetric(milliseconds(percentile(took, 99)), "p99-ms")
		})
	}
}

// chain hands in n acts about a subject, each of which names the last.
func chain(b *testing.B, w *officetest.World, who string, kind act.Kind, subject string, from, n int, last []act.ID, body func(int) any) []act.ID {
	b.Helper()
	var texts []string
	flush := func() {
		for _, o := range w.SubmitAll(b.Context(), texts) {
			if o.Err != nil {
				b.Fatal(o.Err)
			}
		}
		texts = texts[:0]
	}
	for i := from; i < n; i++ {
		texts = append(texts, after(b, w, who, kindOf(kind, body(i)), subject, last, body(i)))
		last = []act.ID{idOf(b, texts[len(texts)-1])}
		if len(texts) == 1000 {
			flush()
		}
	}
	flush()
	return last
}

// kindOf is the kind that opens the subject, for the first body.
func kindOf(kind act.Kind, body any) act.Kind {
	switch body.(type) {
	case incident.IncidentOpened:
		return "incident-opened"
	case post.PostEstablished:
		return "post-established"
	}
	return kind
}

func after(b *testing.B, w *officetest.World, who string, kind act.Kind, subject string, prev []act.ID, body any) string {
	b.Helper()
	if kind == "incident-opened" {
		who = "secretary"
	}
	return w.SignAfter(b, who, kind, subject, prev, body)
}

func idOf(b *testing.B, text string) act.ID {
	b.Helper()
	a, _, err := act.ParseSDJWT(text)
	if err != nil {
		b.Fatal(err)
	}
	return a.ID
}
