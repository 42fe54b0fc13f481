package api

import (
	"net/http"
	"net/url"
	"strings"

	"truce/ground/problem"
)

// legible refuses an address whose query cannot be read, before any door behind it is asked:
// what does not parse is left out of url.Values without a word, and a filter that is left out
// answers too much.
func (a *API) legible(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := unread(r.URL.RawQuery); err != nil {
			secure(w.Header())
			a.fail(w, r, err)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// unread names the first part of a query that cannot be read; nil if all of it can.
func unread(query string) error {
	_, err := url.ParseQuery(query)
	if err == nil {
		return nil
	}
	for part := range strings.SplitSeq(query, "&") {
		if _, err := url.ParseQuery(part); err != nil {
			name, _, _ := strings.Cut(part, "=")
			return wrong(name, problem.ReasonNotUnderstood)
		}
	}
	return problem.Invalid(problem.RequestMalformed).Because(err) // too many parts
}
