package api_test

import (
	"crypto/rand"
	"crypto/tls"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"truce/door/api"
	"truce/door/wire"
	"truce/ground/shape"
	"truce/office/officetest"
)

// BenchmarkSubmit hands in acts over loopback, 128 callers at once, in three ways, each beside
// a handler that only reads the body: over HTTP/1.1 in the clear, which an office speaks to
// its own machine alone; over TLS and HTTP/2 with a connection for each caller, as an office
// is served to others; and with a connection for each act, as reports come from posts and
// from the command line. Beside them stands the office without HTTP.
func BenchmarkSubmit(b *testing.B) {
	for _, way := range []struct {
		name  string
		serve serving
	}{{"clear", inTheClear}, {"TLS", overTLS}, {"TLS anew", overTLSAnew}} {
		b.Run(way.name+"/read body only", func(b *testing.B) {
			overHTTP(b, officetest.New(b), http.HandlerFunc(readOnly), way.serve)
		})
		b.Run(way.name+"/door", func(b *testing.B) {
			w := officetest.New(b)
			overHTTP(b, w, api.New(w.House, api.Options{Rand: rand.Reader}), way.serve)
		})
	}
	b.Run("office without HTTP", func(b *testing.B) {
		w := officetest.New(b)
		acts := signed(b, w)
		parallel(b, func(n int64) error {
			_, err := w.Submit(b.Context(), acts[n])
			return err
		})
	})
}

func readOnly(w http.ResponseWriter, r *http.Request) {
	if _, err := io.Copy(io.Discard, r.Body); err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	w.WriteHeader(http.StatusCreated)
}

// BenchmarkHandler is the door's own work on an act that is there already, beside the
// office's.
func BenchmarkHandler(b *testing.B) {
	w := officetest.New(b)
	text := signedOne(b, w, "again")
	if _, err := w.Submit(b.Context(), text); err != nil {
		b.Fatal(err)
	}
	door := api.New(w.House, api.Options{Rand: rand.Reader})
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

// serving starts a server for the handler, and says how each caller reaches it.
type serving func(b *testing.B, h http.Handler) (url string, transport func() *http.Transport)

func inTheClear(b *testing.B, h http.Handler) (string, func() *http.Transport) {
	s := httptest.NewServer(h)
	b.Cleanup(s.Close)
	return s.URL, func() *http.Transport { return &http.Transport{} }
}

func overTLS(b *testing.B, h http.Handler) (string, func() *http.Transport) {
	s := httptest.NewUnstartedServer(h)
	s.EnableHTTP2 = true
	s.TLS = &tls.Config{MinVersion: tls.VersionTLS13}
	s.StartTLS()
	b.Cleanup(s.Close)
	return s.URL, s.Client().Transport.(*http.Transport).Clone
}

func overTLSAnew(b *testing.B, h http.Handler) (string, func() *http.Transport) {
	url, transport := overTLS(b, h)
	return url, func() *http.Transport {
		t := transport()
		t.DisableKeepAlives = true
		return t
	}
}

// atOnce is how many callers there are.
const atOnce = 128

// clients are the callers, each with its connection open if it keeps one.
func clients(b *testing.B, url string, transport func() *http.Transport) chan *http.Client {
	idle := make(chan *http.Client, atOnce)
	for range atOnce {
		t := transport()
		b.Cleanup(t.CloseIdleConnections)
		c := &http.Client{Transport: t}
		answer, err := c.Head(url)
		if err != nil {
			b.Fatal(err)
		}
		answer.Body.Close()
		idle <- c
	}
	return idle
}

func overHTTP(b *testing.B, w *officetest.World, h http.Handler, serve serving) {
	b.Helper()
	acts := signed(b, w)
	url, transport := serve(b, h)
	idle := clients(b, url, transport)
	parallel(b, func(n int64) error {
		c := <-idle
		defer func() { idle <- c }()
		answer, err := c.Post(url+"/api/acts", wire.MediaAct, strings.NewReader(acts[n]))
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
	b.SetParallelism(atOnce / runtime.GOMAXPROCS(0))
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
	o.Source, o.Narrative, o.Note = nil, shape.In("en", ""), shape.In("en", "")
	return w.Sign(b, "monitor-1", "observation-filed", "report/"+name, o)
}
