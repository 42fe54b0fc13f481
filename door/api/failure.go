package api

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"golang.org/x/text/language"

	"truce/door/wire"
	"truce/ground/problem"
)

// failure is a problem on its way out. It is a huma.StatusError.
type failure struct {
	wire.Problem
	headers http.Header
}

// GetStatus is the HTTP status.
func (f *failure) GetStatus() int { return f.Status }

// GetHeaders are sent with it.
func (f *failure) GetHeaders() http.Header { return f.headers }

// ContentType is that of RFC 9457, whatever the reader would rather have.
func (f *failure) ContentType(string) string { return wire.MediaProblem }

// problemOf makes an error ready to go out. What is our own fault is logged here, once.
func (a *API) problemOf(r *http.Request, err error) *failure {
	p := problem.From(err)
	if p.Status() >= http.StatusInternalServerError && r.Context().Err() == nil {
		a.logFault(r, p)
	}
	return translate(r, p)
}

func (a *API) logFault(r *http.Request, err error) {
	a.o.Log.Error("answer request", "method", r.Method, "path", r.URL.Path, "error", err)
}

// translate puts a problem into the reader's language. Of its cause nothing goes out.
func translate(r *http.Request, p *problem.Problem) *failure {
	readers := languages(r)
	f := &failure{headers: http.Header{}}
	f.Problem = wire.Problem{
		Type: "/problems/" + p.Key.String(), Title: http.StatusText(p.Status()), Status: p.Status(),
		Detail: p.Sentence(readers...), Remedy: p.Remedy(readers...), Key: p.Key.String(), Where: p.Where,
	}
	f.headers.Set("Content-Language", problem.Language(readers...).String())
	switch {
	case p.Kind == problem.KindUnauthenticated:
		f.headers.Set("WWW-Authenticate", "Bearer")
	case p.Key == problem.TooManyRequests:
		f.headers.Set("Retry-After", strconv.Itoa(waitOf(p)))
	case p.Kind == problem.KindUnavailable:
		f.headers.Set("Retry-After", "2")
	}
	return f
}

// as gives a problem a status that its kind has no word for.
func (f *failure) as(status int) *failure {
	f.Status, f.Title = status, http.StatusText(status)
	return f
}

func waitOf(p *problem.Problem) int {
	seconds, _ := p.Params["seconds"].(int)
	return max(1, seconds)
}

// fail answers with a problem.
func (a *API) fail(w http.ResponseWriter, r *http.Request, err error) {
	a.problemOf(r, err).write(w)
}

func (f *failure) write(w http.ResponseWriter) {
	h := w.Header()
	for name, values := range f.headers {
		h[name] = values
	}
	h.Del("Content-Length")
	h.Set("Cache-Control", "no-store")
	writeJSON(w, f.Status, wire.MediaProblem, f.Problem)
}

// writeJSON writes an answer. That the reader went away meanwhile is nobody's problem.
func writeJSON(w http.ResponseWriter, status int, mediaType string, v any) {
	w.Header().Set("Content-Type", mediaType)
	w.WriteHeader(status)
	_ = json.MarshalWrite(w, v)
}

// languages are the reader's, best first.
func languages(r *http.Request) []language.Tag {
	wanted := strings.Join(r.Header.Values("Accept-Language"), ",")
	if wanted == "" || len(wanted) > 500 {
		return nil
	}
	tags, _, err := language.ParseAcceptLanguage(wanted)
	if err != nil {
		return nil
	}
	return tags
}
