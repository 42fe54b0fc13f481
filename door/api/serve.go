package api

import (
	"cmp"
	"fmt"
	"net/http"
	"runtime/debug"

	"truce/ground/problem"
)

// ServeHTTP answers a request.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	began := a.o.Now()
	s := &answering{ResponseWriter: w, api: a, request: r}
	defer func() {
		if v := recover(); v != nil {
			s.panicked(v)
		}
		a.metrics.answered(r.Pattern, cmp.Or(s.status, http.StatusOK), a.o.Now().Sub(began))
	}()
	secure(w.Header())
	a.mux.ServeHTTP(s, r)
}

// secure sets what holds for every answer; handlers of what is for everybody and never
// changes set Cache-Control anew.
func secure(h http.Header) {
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
}

// answering watches what a handler answers.
type answering struct {
	http.ResponseWriter
	api       *API
	request   *http.Request
	status    int  // 0: nothing answered yet
	swallowed bool // the mux's own text was replaced by a problem
}

// Unwrap is for http.ResponseController.
func (s *answering) Unwrap() http.ResponseWriter { return s.ResponseWriter }

// WriteHeader notes the status. The mux refuses unknown paths and methods in plain text;
// a problem goes out instead.
func (s *answering) WriteHeader(status int) {
	if s.status == 0 && status >= 200 {
		s.status = status
		if s.request.Pattern == "" && (status == http.StatusNotFound || status == http.StatusMethodNotAllowed) {
			s.swallowed = true
			s.noRoute(status)
			return
		}
	}
	s.ResponseWriter.WriteHeader(status)
}

func (s *answering) noRoute(status int) {
	p := problem.NotFound(problem.NothingFound, problem.P{"id": s.request.URL.Path})
	if status == http.StatusMethodNotAllowed {
		p = problem.Invalid(problem.RequestMalformed).At(s.request.Method)
	}
	translate(s.request, p).as(status).write(s.ResponseWriter)
}

// Write is that of http.ResponseWriter.
func (s *answering) Write(b []byte) (int, error) {
	if s.status == 0 {
		s.WriteHeader(http.StatusOK)
	}
	if s.swallowed {
		return len(b), nil
	}
	return s.ResponseWriter.Write(b)
}

// panicked tells the operator, and the reader as far as that is still possible.
func (s *answering) panicked(v any) {
	if v == http.ErrAbortHandler {
		panic(v)
	}
	s.api.o.Log.Error("handle request", "method", s.request.Method, "path", s.request.URL.Path,
		"panic", fmt.Sprint(v), "stack", string(debug.Stack()))
	if s.status != 0 {
		panic(http.ErrAbortHandler) // half an answer must not look like a whole one
	}
	s.status = http.StatusInternalServerError
	translate(s.request, problem.Internal(problem.InternalFault)).write(s.ResponseWriter)
}
