package api

import (
	"io"
	"log/slog"
	"time"

	"truce/ground/register"
	"truce/judge/policy"
	"truce/office"
)

// Options of the door. Zero values mean the defaults.
type Options struct {
	Log  *slog.Logger     // default: slog.DiscardHandler
	Now  func() time.Time // default: the office's clock
	Rand io.Reader        // required: for the key of page tokens; must be safe for concurrent use

	// Reader is who everybody is that asks, without signing in: the reader of a copy on his own machine. nil: callers
	// are told apart by their tokens. Whoever serves a door with it sees to it that nobody else reaches it.
	Reader *policy.Person

	// Addresses are the hosts, with or without a port, by which others reach the office: a sign-in for
	// another address is refused. This machine reaches it by any loopback address.
	Addresses []string

	Version string           // of the program, for the description
	Policy  *register.Policy // whose cosignatures are kept, and how many are enough for a receipt; nil: all are refused

	StrangerRate  float64       // requests a second that strangers of one address may make; default 20
	StrangerBurst int           // and how many at once; default 200
	Connections   int           // that may be open from one address; default 512
	MaxStreams    int           // event streams at once; default 256
	Heartbeat     time.Duration // between signs of life on an event stream, under 30 s; default 15 s
}

const (
	defaultRate    = 20
	defaultBurst   = 200
	defaultStreams = 256
	personStreams  = 16 // event streams of one person at once
	defaultBeat    = 15 * time.Second
)

func (o Options) withDefaults(f *office.Office) Options {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = f.Now
	}
	if o.StrangerRate == 0 {
		o.StrangerRate = defaultRate
	}
	if o.StrangerBurst == 0 {
		o.StrangerBurst = defaultBurst
	}
	if o.Connections == 0 {
		o.Connections = addressConnections
	}
	if o.MaxStreams == 0 {
		o.MaxStreams = defaultStreams
	}
	if o.Heartbeat == 0 {
		o.Heartbeat = defaultBeat
	}
	return o
}
