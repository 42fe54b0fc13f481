package api

import (
	"net/http"

	"truce/ground/problem"
)

// Locked is the server of an office that has no key yet: it tells whoever asks whatever that it is locked, and nothing else.
func Locked() *http.Server {
	return &http.Server{Handler: http.HandlerFunc(locked), MaxHeaderBytes: maxHeaderBytes,
		ReadHeaderTimeout: headerTime, ReadTimeout: headerTime, WriteTimeout: headerTime, IdleTimeout: idleTime}
}

func locked(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/healthz" {
		plainText(w, []byte("ok\n"))
		return
	}
	translate(r, problem.Unavailable(problem.OfficeLocked)).write(w)
}
