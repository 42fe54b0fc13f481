package api

import (
	"net/http"
	"time"
)

// Limits of a server. Handlers that take or give long answers move their own deadlines.
const (
	maxHeaderBytes = 16 << 10
	headerTime     = 10 * time.Second
	bodyTime       = 60 * time.Second
	writeTime      = 60 * time.Second
	idleTime       = 2 * time.Minute
	stepTime       = 30 * time.Second // for a piece of a long body
	stepBytes      = 2 << 10          // of a body that arrives: the slowest links of posts bring 300 bytes a second
)

// Server is how the door is to be served, alone or with other doors behind handler: with
// every time and size bounded. No door is asked with a query that cannot be read. Shutdown ends
// the event streams.
func (a *API) Server(handler http.Handler) *http.Server {
	s := &http.Server{
		Handler: a.legible(handler), MaxHeaderBytes: maxHeaderBytes,
		ReadHeaderTimeout: headerTime, ReadTimeout: bodyTime, WriteTimeout: writeTime, IdleTimeout: idleTime,
		ConnState: a.connections.follow,
	}
	s.RegisterOnShutdown(a.EndStreams)
	return s
}
