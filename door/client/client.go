package client

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"truce/ground/act"
)

// Options of a client. Without a Key it asks as a stranger.
type Options struct {
	HTTP     *http.Client // default: one with bounded times for connecting and headers
	Language string       // of problems, BCP 47; default English

	Key      act.PrivateKey   // whose it is signs in
	Origin   string           // of the office's register, known from elsewhere than this server
	Register act.RegisterID   // its id; asked for, and held to the origin, if it is not known
	Now      func() time.Time // required with Key: the person's clock

	Tries int           // of one request, the first included; default 4
	Pause time.Duration // before the second try, doubled for each further one; default 200 ms
}

// Client asks one office. It may be used by many goroutines at once.
type Client struct {
	base *url.URL
	o    Options

	mu    sync.Mutex
	token string
	until time.Time
}

// New makes a client of the office at an address such as http://localhost:8017.
func New(address string, o Options) (*Client, error) {
	base, err := url.Parse(strings.TrimSuffix(address, "/"))
	if err != nil {
		return nil, fmt.Errorf("read address of office: %w", err)
	}
	if base.Scheme != "http" && base.Scheme != "https" || base.Host == "" {
		return nil, fmt.Errorf("read address of office %q: want http://… or https://…", address)
	}
	if signsIn(o) && (o.Origin == "" && o.Register == "" || o.Now == nil) {
		return nil, errors.New("make client: signing in needs the office's origin and a clock")
	}
	if o.HTTP == nil {
		o.HTTP = HTTP(nil)
	}
	if o.Tries == 0 {
		o.Tries = 4
	}
	if o.Pause == 0 {
		o.Pause = 200 * time.Millisecond
	}
	return &Client{base: base, o: o}, nil
}

func signsIn(o Options) bool { return o.Key.Public().ID() != "" }

// HTTP asks an office. trusting says whose certificates are taken; nil: those of the authorities that the
// machine knows. It has no time for the whole: a long upload may take hours, and the caller's
// context ends what should end. A redirect is answered to the caller: no token goes where
// nobody sent it.
func HTTP(trusting *tls.Config) *http.Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.TLSClientConfig = trusting
	transport.ResponseHeaderTimeout = 60 * time.Second
	return &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}
}
