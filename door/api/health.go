package api

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"truce/ground/problem"
	"truce/judge/policy"
	"truce/office"
)

// readyTime is how long the writer may take to answer that it is there.
const readyTime = 5 * time.Second

// healthz says that the process answers.
func (a *API) healthz(w http.ResponseWriter, _ *http.Request) { plainText(w, []byte("ok\n")) }

// readyz says whether an act would be looked at and kept now.
func (a *API) readyz(w http.ResponseWriter, r *http.Request) {
	if err := a.ready.ask(r.Context(), a.office.Office, a.o.Now()); err != nil {
		translate(r, problem.From(err)).write(w) // not logged: whoever asks, asks every few seconds
		return
	}
	plainText(w, []byte("ready\n"))
}

// readiness is asked of the writer once a second at most, whoever asks how often.
type readiness struct {
	mu    sync.Mutex
	asked time.Time
	err   error
}

func (s *readiness) ask(ctx context.Context, f *office.Office, now time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if age := now.Sub(s.asked); age < 0 || age >= time.Second {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), readyTime) // its answer is others' too
		defer cancel()
		s.asked, s.err = now, f.Ready(ctx)
	}
	return s.err
}

// operators are callers on this machine, and administrators.
func (a *API) operators(h http.Handler) http.HandlerFunc {
	named := a.identified(func(w http.ResponseWriter, r *http.Request) {
		if err := a.may(callerOf(r.Context()), policy.ReadMetrics); err != nil {
			a.fail(w, r, err)
			return
		}
		h.ServeHTTP(w, r)
	})
	return func(w http.ResponseWriter, r *http.Request) {
		if local(r) {
			h.ServeHTTP(w, r)
			return
		}
		named(w, r)
	}
}

// local reports whether the caller is on this machine. What a proxy on this machine
// brings from elsewhere is not.
func local(r *http.Request) bool {
	for _, header := range []string{"Forwarded", "X-Forwarded-For", "X-Real-Ip", "Via"} {
		if r.Header.Get(header) != "" {
			return false
		}
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return false
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.Unmap().IsLoopback()
}
