package api_test

import (
	"bytes"
	"crypto/rand"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"truce/door/api"
	"truce/door/client"
	"truce/door/session"
	"truce/door/wire"
	"truce/office/officetest"
)

const origin = "test.exercise.truce"

// world is an office behind its door.
type world struct {
	*officetest.World
	api    *api.API
	server *httptest.Server
	log    *written
}

// nextDay lets the public edition move: strangers are shown what is known by now.
func (w *world) nextDay() {
	w.Clock.Set(w.Clock.Now().Truncate(24 * time.Hour).Add(24*time.Hour + time.Second))
}

func newWorld(t testing.TB, change ...func(*api.Options)) *world {
	t.Helper()
	w := &world{World: officetest.New(t), log: &written{}}
	o := api.Options{Rand: rand.Reader, Log: slog.New(slog.NewTextHandler(w.log, nil))}
	for _, c := range change {
		c(&o)
	}
	w.api = api.New(w.House, o)
	w.server = httptest.NewUnstartedServer(w.api)
	w.server.Config = w.api.Server(w.api)
	w.server.Start()
	t.Cleanup(func() {
		w.api.EndStreams()
		w.server.Close()
	})
	return w
}

// written is a log that may be read while it is written.
type written struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *written) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *written) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// token signs somebody in.
func (w *world) token(t testing.TB, who string) string {
	t.Helper()
	token, err := session.Sign(w.Keys[who], session.Office{Register: w.ID(), Address: "127.0.0.1"}, w.Clock.Now(), 12*time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// client is somebody's; "" is a stranger's.
func (w *world) client(t testing.TB, who string) *client.Client {
	t.Helper()
	o := client.Options{Pause: time.Millisecond}
	if who != "" {
		o.Key, o.Origin, o.Now = w.Keys[who], origin, w.Clock.Now
	}
	c, err := client.New(w.server.URL, o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// reply is an answer, read whole.
type reply struct {
	*http.Response
	body string
}

// ask sends a request of somebody's; headers are pairs.
func (w *world) ask(t testing.TB, who, method, path, body string, headers ...string) reply {
	t.Helper()
	r, err := http.NewRequest(method, w.server.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if who != "" {
		r.Header.Set("Authorization", "Bearer "+w.token(t, who))
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return w.asks(t, r)
}

// asks sends a request as it is, and reads the answer whole.
func (w *world) asks(t testing.TB, r *http.Request) reply {
	t.Helper()
	got, err := w.takes(t, r)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// takes is asks of a request that perhaps cannot be sent.
func (w *world) takes(t testing.TB, r *http.Request) (reply, error) {
	t.Helper()
	answer, err := w.server.Client().Do(r)
	if err != nil {
		return reply{}, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply{answer, string(text)}, nil
}

func (w *world) get(t testing.TB, who, path string, headers ...string) reply {
	t.Helper()
	return w.ask(t, who, http.MethodGet, path, "", headers...)
}

// wants holds a reply to a status.
func (r reply) wants(t testing.TB, status int) reply {
	t.Helper()
	if r.StatusCode != status {
		t.Fatalf("%s %s: got %d, want %d: %s", r.Request.Method, r.Request.URL, r.StatusCode, status, r.body)
	}
	return r
}

// refuses holds a reply to a problem.
func (r reply) refuses(t testing.TB, status int, key string) wire.Problem {
	t.Helper()
	r.wants(t, status)
	var p wire.Problem
	if err := json.Unmarshal([]byte(r.body), &p); err != nil {
		t.Fatalf("%s: %v", r.body, err)
	}
	if r.Header.Get("Content-Type") != wire.MediaProblem || p.Key != key || p.Status != status ||
		p.Type != "/problems/"+key || p.Detail == "" || p.Title == "" {
		t.Fatalf("%s %s: got %s %+v, want the problem %s", r.Request.Method, r.Request.URL, r.Header.Get("Content-Type"), p, key)
	}
	return p
}

// read takes a reply's JSON.
func read[T any](t testing.TB, r reply) T {
	t.Helper()
	var v T
	if err := json.Unmarshal([]byte(r.wants(t, http.StatusOK).body), &v); err != nil {
		t.Fatalf("%s: %v", r.body, err)
	}
	return v
}
