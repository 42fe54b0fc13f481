package api

import (
	"net/http"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"truce/door/session"
	"truce/office/house"
)

// API is the door of one office. It is an http.Handler.
type API struct {
	office   *house.House
	o        Options
	mux      *http.ServeMux
	huma     huma.API
	sessions *session.Checker
	limit    *limiter

	connections *connections

	pages   pageTokens
	heads   heads
	public  publicHeads
	streams streams
	ready   readiness
	metrics *metrics
	looking turns
	routes  []string // "GET /api/me", as described

	stop    chan struct{} // closed when long answers are to end
	stopped sync.Once
}

// New makes the door of an office. It panics if o.Rand fails, as there is nothing that a
// program without randomness should serve.
func New(f *house.House, o Options) *API {
	o = o.withDefaults(f.Office)
	a := &API{
		office: f, o: o, mux: http.NewServeMux(), stop: make(chan struct{}),
		sessions: &session.Checker{At: session.Place{Register: f.ID(), Addresses: o.Addresses}, Directory: f.Directory, Now: o.Now},
		limit:    newLimiter(o.StrangerRate, o.StrangerBurst, o.Now),

		connections: newConnections(o.Connections, allConnections),

		pages:   newPageTokens(o.Rand),
		metrics: newMetrics(f),
	}
	a.describe()
	a.route()
	return a
}

// EndStreams ends event streams and lets no new ones begin: a server that shuts down
// waits for them otherwise. Their readers come back and go on where they were.
func (a *API) EndStreams() { a.stopped.Do(func() { close(a.stop) }) }

// Routes lists what the door serves, as "GET /api/me", in the paths of the description.
func (a *API) Routes() []string { return append([]string(nil), a.routes...) }
