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

// connections bounds what may be open at once, of one address and of all. Where one more would be too many, one
// that waits for its first or its next request is cut, of the address that has the most: nobody's request is
// lost, and who opens thousands crowds out himself alone.
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
	c.mu.Lock()
	defer c.mu.Unlock()
	switch state {
	case http.StateNew:
		c.add(conn)
	case http.StateActive, http.StateIdle:
		if known := c.open[conn]; known != nil {
			c.clock++
			known.waits, known.since = state == http.StateIdle, c.clock
		}
	case http.StateHijacked, http.StateClosed:
		c.forget(conn)
	}
}

func (c *connections) add(conn net.Conn) {
	from := household(conn.RemoteAddr().String())
	c.clock++
	added := &connection{from, true, c.clock}
	c.open[conn] = added
	if c.byPlace[from] == nil {
		c.byPlace[from] = map[net.Conn]*connection{}
	}
	c.byPlace[from][conn] = added
	switch {
	case len(c.byPlace[from]) > c.ofAddress:
		c.cut(c.byPlace[from])
	case len(c.open) > c.ofAll:
		c.cut(c.fullest())
	}
}

// cut closes the one that has waited longest. The one that was just added waits, too: there is always one.
func (c *connections) cut(of map[net.Conn]*connection) {
	var longest net.Conn
	for conn, known := range of {
		if known.waits && (longest == nil || known.since < of[longest].since) {
			longest = conn
		}
	}
	if longest != nil {
		c.forget(longest)
		_ = longest.Close()
	}
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
