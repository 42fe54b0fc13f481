package adversary

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"sync"
	"testing"

	"truce/door/api"
	"truce/door/client"
	"truce/office/officetest"
)

// relay is a host that its owner has people believe to be the office: it hands everything on, and keeps
// what they sign in with.
type relay struct {
	mu     sync.Mutex
	tokens []string
}

func (r *relay) to(t *testing.T, office *httptest.Server) *httptest.Server {
	t.Helper()
	target, err := url.Parse(office.URL)
	if err != nil {
		t.Fatal(err)
	}
	proxy := &httputil.ReverseProxy{Rewrite: func(p *httputil.ProxyRequest) {
		p.SetURL(target) // and the office's own name in Host
		if token := p.In.Header.Get("Authorization"); token != "" {
			r.mu.Lock()
			r.tokens = append(r.tokens, token)
			r.mu.Unlock()
		}
	}}
	s := httptest.NewServer(proxy)
	t.Cleanup(s.Close)
	return s
}

// named is how somebody reaches a server under a name.
func named(s *httptest.Server) *http.Client {
	return &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, s.Listener.Addr().String())
	}}}
}

// Broken: a host that relays what it is asked got a sign-in that held at the office itself.
func TestMachine_a_sign_in_that_another_host_asked_for_is_worthless(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	office := httptest.NewServer(api.New(w.House, api.Options{
		Log: slog.New(slog.DiscardHandler), Now: w.Clock.Now, Rand: w.Rand, Addresses: []string{"office.example"},
	}))
	t.Cleanup(office.Close)
	me := func(address string, through *httptest.Server) error {
		c, err := client.New(address, client.Options{HTTP: named(through), Key: w.Keys["verifier-1"], Origin: w.Verifier().Name(), Now: w.Clock.Now})
		if err != nil {
			t.Fatal(err)
		}
		_, err = c.Me(t.Context())
		return err
	}
	if err := me("http://office.example", office); err != nil {
		t.Fatalf("the office does not know its own address: %v", err)
	}
	thief := &relay{}
	lure := thief.to(t, office)
	if err := me("http://0ffice.example", lure); err == nil {
		t.Error("who is lured to another host is signed in through it")
	}
	if len(thief.tokens) == 0 {
		t.Fatal("the thief got nothing: this test shows nothing")
	}
	for _, token := range thief.tokens {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, office.URL+"/api/me", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", token)
		r.Host = "office.example"
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if answer.StatusCode != http.StatusUnauthorized {
			t.Errorf("a stolen sign-in is answered with %s", answer.Status)
		}
	}
}
