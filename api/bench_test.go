package api_test

import (
	"crypto/rand"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"truce/api"
	"truce/api/wire"
	"truce/office/officetest"
)

// BenchmarkSubmit hands in acts over loopback HTTP, 128 callers at once, beside a handler
// that only reads the body and beside the office without HTTP: what the door itself costs
// is the difference between the last two, less what the first one shows that HTTP costs.
func BenchmarkSubmit(b *testing.B) {
	b.Run("read body only", func(b *testing.B) {
		w := officetest.New(b)
		overHTTP(b, w, http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			if _, err := io.Copy(io.Discard, r.Body); err != nil {
				b.Error(err)
			}
			rw.WriteHeader(http.StatusCreated)
		}))
	})
	b.Run("door", func(b *testing.B) {
		w := officetest.New(b)
		overHTTP(b, w, api.New(w.Office, api.Options{Rand: rand.Reader}))
	})
	b.Run("office without HTTP", func(b *testing.B) {
		w := officetest.New(b)
		acts := signed(b, w)
		parallel(b, func(n int64) error {
			_, err := w.Submit(b.Context(), acts[n])
			return err
		})
	})
}

// BenchmarkHandler is the door's own work on an act that is there already, beside the
// office's.
func BenchmarkHandler(b *testing.B) {
	w := officetest.New(b)
	text := signedOne(b, w, "again")
	if _, err := w.Submit(b.Context(), text); err != nil {
		b.Fatal(err)
	}
	door := api.New(w.Office, api.Options{Rand: rand.Reader})
	b.Run("door", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			r := httptest.NewRequest(http.MethodPost, "/api/acts", strings.NewReader(text))
			r.Header.Set("Content-Type", wire.MediaAct)
			rw := httptest.NewRecorder()
			if door.ServeHTTP(rw, r); rw.Code != http.StatusOK {
				b.Fatal(rw.Body)
			}
		}
	})
	b.Run("office", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := w.Submit(b.Context(), text); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func overHTTP(b *testing.B, w *officetest.World, h http.Handler) {
	b.Helper()
	acts := signed(b, w)
	s := httptest.NewServer(h)
	defer s.Close()
	transport := &http.Transport{MaxIdleConnsPerHost: 256}
	defer transport.CloseIdleConnections()
	c := &http.Client{Transport: transport}
	parallel(b, func(n int64) error {
		answer, err := c.Post(s.URL+"/api/acts", wire.MediaAct, strings.NewReader(acts[n]))
		if err != nil {
			return err
		}
		defer answer.Body.Close()
		if answer.StatusCode != http.StatusCreated {
			b.Error(answer.Status)
		}
		_, err = io.Copy(io.Discard, answer.Body)
		return err
	})
}

func parallel(b *testing.B, do func(n int64) error) {
	var next atomic.Int64
	b.SetParallelism(64)
	b.ResetTimer()
	before := cpu(b)
	b.RunParallel(func(p *testing.PB) {
		for p.Next() {
			if err := do(next.Add(1) - 1); err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "acts/s")
	b.ReportMetric(float64((cpu(b)-before).Microseconds())/float64(b.N), "cpu-us/act")
}

// cpu is what this process has taken of the processors, client and server together.
func cpu(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func signed(b *testing.B, w *officetest.World) []string {
	acts := make([]string, b.N)
	for i := range acts {
		acts[i] = signedOne(b, w, strconv.Itoa(i))
	}
	return acts
}

func signedOne(b *testing.B, w *officetest.World, name string) string {
	o := observation(b, &world{World: w})
	o.Source, o.Narrative, o.Note = nil, "", ""
	return w.Sign(b, "monitor-1", "observation-filed", "report/"+name, o, "place", "observer")
}
