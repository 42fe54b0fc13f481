package api

import (
	"net"
	"net/http"
	"net/netip"
	"sync"
)

// How many connections may be open. A post behind one address has some dozen; browsers open up to six each.
const (
	addressConnections = 512
	allConnections     = 8192
)

// connections bounds what may be open at once, of one address and of all. Where one more would be too many, the one
// that waited longest for its first or its next request is cut, of the address that has the most; where none
// waits, the one whose request lasts longest. So who opens thousands, and keeps them busy, keeps nobody out: requests
// that end soon end, and streams and uploads go on where they were. This machine's own, which may be a proxy's, are bounded
// with all others alone.
type connections struct {
	ofAddress, ofAll int

	mu      sync.Mutex
	clock   uint64
	open    map[net.Conn]*connection
	byPlace map[netip.Addr]map[net.Conn]*connection
}

type connection struct {
	from  netip.Addr
	waits bool   // for a request
	since uint64 // by the order of events
}

func newConnections(ofAddress, ofAll int) *connections {
	return &connections{
		ofAddress: ofAddress, ofAll: ofAll,
		open: map[net.Conn]*connection{}, byPlace: map[netip.Addr]map[net.Conn]*connection{},
	}
}

// follow is for http.Server's ConnState.
func (c *connections) follow(conn net.Conn, state http.ConnState) {
	if cut := c.followed(conn, state); cut != nil {
		go cut.Close() // TLS says goodbye first, and may wait for a peer that does not read
	}
}

// followed answers what is to be cut.
func (c *connections) followed(conn net.Conn, state http.ConnState) (cut net.Conn) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch state {
	case http.StateNew:
		return c.add(conn)
	case http.StateActive, http.StateIdle:
		if known := c.open[conn]; known != nil {
			c.clock++
			known.waits, known.since = state == http.StateIdle, c.clock
		}
	case http.StateHijacked, http.StateClosed:
		c.forget(conn)
	}
	return nil
}

func (c *connections) add(conn net.Conn) (cut net.Conn) {
	from := household(conn.RemoteAddr().String())
	c.clock++
	added := &connection{from, true, c.clock}
	c.open[conn] = added
	if c.byPlace[from] == nil {
		c.byPlace[from] = map[net.Conn]*connection{}
	}
	c.byPlace[from][conn] = added
	switch {
	case len(c.byPlace[from]) > c.ofAddress && !from.IsLoopback():
		cut = longest(c.byPlace[from], conn)
	case len(c.open) > c.ofAll:
		cut = longest(c.fullest(), conn)
	}
	c.forget(cut)
	return cut
}

// longest is the connection that waited longest, or else the one whose request lasts longest; never the last one added,
// unless it is alone.
func longest(of map[net.Conn]*connection, added net.Conn) (found net.Conn) {
	for conn, known := range of {
		switch held := of[found]; {
		case conn == added && len(of) > 1:
		case found == nil, known.waits && !held.waits, known.waits == held.waits && known.since < held.since:
			found = conn
		}
	}
	return found
}

func (c *connections) fullest() (most map[net.Conn]*connection) {
	for _, of := range c.byPlace {
		if len(of) > len(most) {
			most = of
		}
	}
	return most
}

func (c *connections) forget(conn net.Conn) {
	known := c.open[conn]
	if known == nil {
		return
	}
	delete(c.open, conn)
	delete(c.byPlace[known.from], conn)
	if len(c.byPlace[known.from]) == 0 {
		delete(c.byPlace, known.from)
	}
}

func (c *connections) count() float64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return float64(len(c.open))
}
