package client_test

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"truce/door/api"
	"truce/door/client"
	"truce/door/wire"
	"truce/ground/act"
	"truce/noun/incident"
	"truce/noun/people"
	"truce/office/officetest"
)

// faulty is a server that answers as it is told, counting how often it was asked.
func faulty(t *testing.T, answer func(n int64, w http.ResponseWriter, r *http.Request)) (*httptest.Server, *atomic.Int64) {
	t.Helper()
	var asked atomic.Int64
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer(asked.Add(1), w, r)
	}))
	t.Cleanup(s.Close)
	return s, &asked
}

func refuse(w http.ResponseWriter, status int, key string) {
	w.Header().Set("Content-Type", wire.MediaProblem)
	w.WriteHeader(status)
	_ = json.MarshalWrite(w, wire.Problem{Status: status, Key: key, Detail: "No."})
}

func to(t *testing.T, address string, o client.Options) *client.Client {
	t.Helper()
	if o.Pause == 0 {
		o.Pause = time.Microsecond
	}
	c, err := client.New(address, o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestTries(t *testing.T) {
	t.Parallel()
	t.Run("again while the office is busy, and then no more", func(t *testing.T) {
		t.Parallel()
		s, asked := faulty(t, func(n int64, w http.ResponseWriter, _ *http.Request) {
			if n < 3 {
				refuse(w, http.StatusServiceUnavailable, "office-busy")
				return
			}
			io.WriteString(w, `{"items":[]}`)
		})
		if _, err := to(t, s.URL, client.Options{}).List(t.Context(), "reports", client.Filter{}, "", 0); err != nil || asked.Load() != 3 {
			t.Errorf("asked %d times, %v", asked.Load(), err)
		}
		_, err := to(t, s.URL, client.Options{Tries: 2}).List(t.Context(), "reports", client.Filter{}, "", 0)
		if err != nil {
			t.Error(err)
		}
	})
	t.Run("as often as said", func(t *testing.T) {
		t.Parallel()
		s, asked := faulty(t, func(_ int64, w http.ResponseWriter, _ *http.Request) {
			refuse(w, http.StatusServiceUnavailable, "office-busy")
		})
		_, err := to(t, s.URL, client.Options{Tries: 5}).Submit(t.Context(), "x")
		if p, is := errors.AsType[*wire.Problem](err); !is || p.Key != "office-busy" || asked.Load() != 5 {
			t.Errorf("asked %d times, %v", asked.Load(), err)
		}
	})
	t.Run("again when the way breaks", func(t *testing.T) {
		t.Parallel()
		s, asked := faulty(t, func(n int64, w http.ResponseWriter, _ *http.Request) {
			if n == 1 {
				panic(http.ErrAbortHandler)
			}
			io.WriteString(w, `{"id":"`+strings.Repeat("0", 64)+`","index":7,"received":"2017-05-07T12:00:00Z","again":false}`)
		})
		receipt, err := to(t, s.URL, client.Options{}).Submit(t.Context(), "x")
		if err != nil || receipt.Index != 7 || asked.Load() != 2 {
			t.Errorf("asked %d times: %+v, %v", asked.Load(), receipt, err)
		}
	})
	t.Run("not when it was refused", func(t *testing.T) {
		t.Parallel()
		s, asked := faulty(t, func(_ int64, w http.ResponseWriter, _ *http.Request) {
			refuse(w, http.StatusForbidden, "not-permitted")
		})
		_, err := to(t, s.URL, client.Options{}).Submit(t.Context(), "x")
		if p, is := errors.AsType[*wire.Problem](err); !is || p.Key != "not-permitted" || err.Error() != "No." || asked.Load() != 1 {
			t.Errorf("asked %d times, %v", asked.Load(), err)
		}
	})
	t.Run("not when nobody waits any more", func(t *testing.T) {
		t.Parallel()
		s, asked := faulty(t, func(_ int64, w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", strconv.Itoa(1000))
			refuse(w, http.StatusTooManyRequests, "too-many-requests")
		})
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		if _, err := to(t, s.URL, client.Options{}).Submit(ctx, "x"); err == nil || asked.Load() != 1 {
			t.Errorf("asked %d times, %v", asked.Load(), err)
		}
	})
}

func TestNeverGivesTheTokenAway(t *testing.T) {
	t.Parallel()
	key, err := act.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	thief, stolen := faulty(t, func(int64, http.ResponseWriter, *http.Request) {})
	s, _ := faulty(t, func(_ int64, w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") == "" {
			t.Error("no token came")
		}
		http.Redirect(w, r, thief.URL, http.StatusTemporaryRedirect)
	})
	c := to(t, s.URL, client.Options{Key: key, Origin: "hq.exercise.truce", Register: "x", Now: func() time.Time { return time.Unix(1e9, 0) }})
	if _, err := c.Me(t.Context()); err == nil || stolen.Load() != 0 {
		t.Errorf("followed %d times, %v", stolen.Load(), err)
	}
}

func TestNew_refuses(t *testing.T) {
	t.Parallel()
	key, err := act.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{"", "localhost:8440", "ftp://x", "http://", "http://[::1", "/api"} {
		if _, err := client.New(address, client.Options{}); err == nil {
			t.Errorf("%q was taken", address)
		}
	}
	if _, err := client.New("http://localhost", client.Options{Key: key, Now: time.Now}); err == nil {
		t.Error("it signs in to nobody knows whom")
	}
}

// served is a real office.
func served(t *testing.T) (*officetest.World, *httptest.Server) {
	t.Helper()
	w := officetest.New(t)
	s := httptest.NewServer(api.New(w.House, api.Options{Rand: rand.Reader}))
	t.Cleanup(s.Close)
	return w, s
}

func TestSubmitAll_sends_as_many_as_the_office_takes(t *testing.T) {
	t.Parallel()
	w, s := served(t)
	acts := make([]string, 2300)
	for i := range acts {
		acts[i] = w.Sign(t, "secretary", "incident-opened", "incident/"+strconv.Itoa(i), incident.IncidentOpened{Event: "mortar"})
	}
	acts[1234] = strings.Repeat("x", 3<<20) // fills a request
	outcomes, err := to(t, s.URL, client.Options{}).SubmitAll(t.Context(), acts)
	if err != nil || len(outcomes) != len(acts) {
		t.Fatalf("%d outcomes, %v", len(outcomes), err)
	}
	for i, o := range outcomes {
		refused, is := errors.AsType[*wire.Problem](o.Err)
		if (i == 1234) != is || is && refused.Key != "act-too-large" || !is && o.Receipt.ID == (act.ID{}) {
			t.Errorf("act %d: %+v", i, o)
		}
	}
}

func TestAll_goes_through_every_page(t *testing.T) {
	t.Parallel()
	w, s := served(t)
	for i := range 7 {
		w.Must(t, "administrator", "organisation-registered", "organisation/o"+strconv.Itoa(i), people.OrganisationRegistered{Name: "o"})
	}
	c := to(t, s.URL, client.Options{Key: w.Keys["secretary"], Origin: "test.exercise.truce", Now: w.Clock.Now})
	n := 0
	for item, err := range c.All(t.Context(), "organisations", client.Filter{}) {
		if err != nil || item.Noun != "organisation" {
			t.Fatal(item, err)
		}
		n++
	}
	if n != 10 {
		t.Errorf("%d came", n)
	}
	for _, err := range to(t, s.URL, client.Options{Language: "ru"}).All(t.Context(), "unicorns", client.Filter{}) {
		if p, is := errors.AsType[*wire.Problem](err); !is || p.Key != "not-found" || !strings.ContainsAny(p.Detail, "абвгд") {
			t.Errorf("got %v", err)
		}
	}
}
