package api_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"golang.org/x/text/language"

	"truce/door/api"
	"truce/door/custodians"
	"truce/door/session"
	"truce/door/wire"
	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/shape"
	"truce/noun/people"
)

func TestProblem(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	t.Run("speaks the reader's language", func(t *testing.T) {
		for wanted, want := range map[string]language.Tag{
			"ar": language.Arabic, "ar-SY, en;q=0.5": language.Arabic, "ru-RU,ru;q=0.9": language.Russian, "fr, ru;q=0.3": language.Russian,
			"": language.English, "xx": language.English, "?!": language.English,
		} {
			r := w.get(t, "", "/api/me", "Accept-Language", wanted)
			p := r.refuses(t, 401, "unauthenticated")
			told := problem.Unauthenticated(problem.SignInNeeded)
			if p.Detail != told.Sentence(want) || p.Remedy != told.Remedy(want) || r.Header.Get("Content-Language") != want.String() {
				t.Errorf("%q: got %+v in %q", wanted, p, r.Header.Get("Content-Language"))
			}
		}
		arabic := w.get(t, "", "/api/reports?from=gestern", "Accept-Language", "ar").refuses(t, 400, "time-malformed")
		if !strings.Contains(arabic.Detail, "\u2068gestern\u2069") || arabic.Where != "from" {
			t.Errorf("got %+v", arabic)
		}
	})
	t.Run("answers unknown paths and methods", func(t *testing.T) {
		w.get(t, "", "/api/nothing").refuses(t, 404, "not-found")
		w.get(t, "", "/").refuses(t, 404, "not-found")
		w.get(t, "", "/api/docs").refuses(t, 404, "not-found")
		r := w.ask(t, "", http.MethodDelete, "/api/reports", "")
		r.refuses(t, 405, "request-malformed")
		if r.Header.Get("Allow") == "" {
			t.Error("it is not said what is allowed")
		}
	})
	t.Run("names the wrong parameter", func(t *testing.T) {
		for path, name := range map[string]string{
			"/api/incidents?zne=1": "zne", "/api/incidents?within=a;b": "within", "/api/counts?noun=incident&known=2017-05-09%zz": "known",
			"/api/incidents?known=2017-05-09&known=": "known", "/api/bulletins/1?edition=public&edition=full": "edition",
		} {
			if p := w.get(t, "", path).refuses(t, 400, "filter-wrong"); p.Where != name {
				t.Errorf("%s: got %+v", path, p)
			}
		}
	})
}

func TestFaultsStayInside(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if err := w.Office.Close(); err != nil {
		t.Fatal(err)
	}
	r := w.get(t, "", "/api/incidents")
	if r.StatusCode < 500 || r.Header.Get("Content-Type") != problemJSON {
		t.Fatalf("got %s %s", r.Status, r.body)
	}
	for _, inside := range []string{"sqlite", "pool", w.Folder, "closed"} {
		if strings.Contains(strings.ToLower(r.body), inside) {
			t.Errorf("%q goes out: %s", inside, r.body)
		}
	}
	if got := strings.Count(w.log.String(), "/api/incidents"); got != 1 {
		t.Errorf("logged %d times:\n%s", got, w.log)
	}
	w.get(t, "", "/readyz").refuses(t, 503, "office-stopping")
	w.get(t, "", "/healthz").wants(t, ok)
	w.ask(t, "", http.MethodPost, "/api/acts", one(t, w, "x"), "Content-Type", wire.MediaAct).refuses(t, 503, "office-stopping")
}

func TestPanic(t *testing.T) {
	t.Parallel()
	var faulty atomic.Int32
	w := newWorld(t, func(o *api.Options) {
		o.Now = func() time.Time {
			if faulty.Add(-1) == 0 { // not the first reading, which is before anybody is answered
				panic("the clock is a fault")
			}
			return at(13, 0, 0)
		}
	})
	faulty.Store(2)
	r := w.get(t, "", "/register/checkpoint")
	r.refuses(t, 500, "internal")
	if strings.Contains(r.body, "fault") || strings.Count(w.log.String(), "is a fault") != 1 {
		t.Errorf("told %s, logged %s", r.body, w.log)
	}
	w.get(t, "", "/healthz").wants(t, ok)
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	exercise(t, w)
	for _, path := range []string{"/api/incidents", "/api/me", "/api/nothing", "/schemas", "/register/checkpoint", "/healthz", "/openapi.json"} {
		h := w.get(t, "verifier-1", path, "Origin", "https://elsewhere.example").Header
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cross-Origin-Resource-Policy": "same-origin"} {
			if h.Get(name) != want {
				t.Errorf("%s: %s is %q", path, name, h.Get(name))
			}
		}
		if !strings.HasPrefix(h.Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%s: %q", path, h.Get("Content-Security-Policy"))
		}
		for name := range h {
			if strings.HasPrefix(name, "Access-Control-") {
				t.Errorf("%s: %s", path, name)
			}
		}
	}
	for _, path := range []string{"/api/incidents", "/api/me", "/api/reports", "/api/subjects/incident/1", "/api/counts?noun=report"} {
		if got := w.get(t, "verifier-1", path).Header.Get("Cache-Control"); got != "no-store" {
			t.Errorf("%s may be kept: %q", path, got)
		}
	}
	long := w.get(t, "", "/healthz", "X-Long", strings.Repeat("x", 40<<10))
	long.wants(t, http.StatusRequestHeaderFieldsTooLarge)
}

func TestAnswersArePacked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	exercise(t, w)
	for _, path := range []string{"/api/reports", "/schemas/observation-filed.json", "/api/taxonomies", "/openapi.json"} {
		plain := w.get(t, "verifier-1", path, "Accept-Encoding", "identity").wants(t, ok)
		packed := w.get(t, "verifier-1", path, "Accept-Encoding", "gzip").wants(t, ok)
		if packed.Header.Get("Content-Encoding") != "gzip" || plain.Header.Get("Content-Encoding") != "" || packed.Header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%s: %v", path, packed.Header)
		}
		unpacker, err := gzip.NewReader(strings.NewReader(packed.body))
		if err != nil {
			t.Fatal(err)
		}
		if unpacked, err := io.ReadAll(unpacker); err != nil || string(unpacked) != plain.body || len(packed.body) > len(plain.body)/2 {
			t.Errorf("%s: %d bytes packed, %d plain, %v", path, len(packed.body), len(plain.body), err)
		}
	}
	w.get(t, "", "/api/reports?from=x", "Accept-Encoding", "gzip").refuses(t, 400, "time-malformed")
	w.get(t, "", "/schemas/observation-filed.json", "Accept-Encoding", "gzip;q=0").wants(t, ok)
}

func TestStrangersAreLimited(t *testing.T) {
	t.Parallel()
	var passed atomic.Int64 // seconds
	clock := func() time.Time { return at(12, 0, 0).Add(time.Duration(passed.Load()) * time.Second) }
	w := newWorld(t, func(o *api.Options) { o.StrangerBurst, o.StrangerRate, o.Now = 3, 0.5, clock })
	for range 3 {
		w.get(t, "", "/api/incidents").wants(t, ok)
	}
	for _, path := range []string{"/api/incidents", "/api/counts?noun=incident", "/api/subjects/office/test.exercise.truce", "/register/checkpoint"} {
		r := w.get(t, "", path)
		r.refuses(t, 429, "too-many-requests")
		if r.Header.Get("Retry-After") != "2" {
			t.Errorf("%s: come back after %q", path, r.Header.Get("Retry-After"))
		}
	}
	token, err := session.Sign(w.Keys["verifier-1"], session.Office{Register: w.ID(), Address: "localhost:80"}, clock(), time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	w.get(t, "", "/api/incidents", "Authorization", "Bearer "+token).wants(t, ok)
	w.get(t, "", "/healthz").wants(t, ok)
	w.ask(t, "", http.MethodPost, "/api/acts", one(t, w, "x"), "Content-Type", wire.MediaAct).wants(t, created)
	passed.Add(2)
	w.get(t, "", "/api/incidents").wants(t, ok)
	w.get(t, "", "/api/incidents").refuses(t, 429, "too-many-requests")
}

func TestSignIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	me := func(token string) reply {
		return w.get(t, "", "/api/me", "Authorization", token)
	}
	t.Run("tells who one is", func(t *testing.T) {
		got, err := w.client(t, "liaison-tr").Me(t.Context())
		if err != nil || got.Person != "person/liaison-tr" || got.Party != "TR" || len(got.Roles) != 1 || got.Roles[0] != "liaison" {
			t.Fatalf("got %+v, %v", got, err)
		}
	})
	t.Run("a token that does not hold is refused everywhere, public routes too", func(t *testing.T) {
		now := w.Clock.Now()
		sign := func(audience act.RegisterID, address string, at time.Time, life time.Duration) string {
			token, err := session.Sign(w.Keys["verifier-1"], session.Office{Register: audience, Address: address}, at, life)
			if err != nil {
				t.Fatal(err)
			}
			return "Bearer " + token
		}
		for token, key := range map[string]string{
			"Bearer rubbish":     "request-malformed",
			"Basic dXNlcjpwYXNz": "request-malformed",
			sign("other", "localhost", now, 12*time.Hour):               "token-wrong-audience",
			sign(w.ID(), "office.example:8440", now, time.Hour):         "token-wrong-address",
			sign(w.ID(), "localhost", now.Add(-2*time.Hour), time.Hour): "token-expired",
			sign(w.ID(), "localhost", now.Add(time.Hour), time.Hour):    "from-the-future",
		} {
			for _, path := range []string{"/api/me", "/api/incidents", "/api/subjects/office/test.exercise.truce", "/api/events", "/register/tile/entries/000", "/register/hidden"} {
				r := w.get(t, "", path, "Authorization", token)
				r.refuses(t, 401, key)
				if r.Header.Get("WWW-Authenticate") != "Bearer" {
					t.Errorf("%s: no challenge", path)
				}
			}
		}
	})
	t.Run("a revoked key is refused at once", func(t *testing.T) {
		token := "Bearer " + w.token(t, "monitor-2")
		me(token).wants(t, ok)
		w.Must(t, "administrator", "key-revoked", string(people.KeySubject(w.Keys["monitor-2"].Public().ID())), people.KeyRevoked{Reason: shape.In("en", "lost")})
		me(token).refuses(t, 401, "key-revoked")
	})
	t.Run("a withdrawn role is gone at once", func(t *testing.T) {
		token := "Bearer " + w.token(t, "auditor-1")
		w.get(t, "", "/register/tile/entries/000.p/5", "Authorization", token).wants(t, ok)
		w.Must(t, "administrator", "role-withdrawn", "person/auditor-1", people.RoleWithdrawn{Role: "auditor"})
		w.get(t, "", "/register/tile/entries/000.p/5", "Authorization", token).refuses(t, 403, "not-permitted")
	})
	t.Run("what says who the custodians are is told to those who write", func(t *testing.T) {
		got, err := w.client(t, "monitor-1").Custodians(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		found, err := custodians.Look(t.TempDir(), w.ID(), got)
		if err != nil || found.State != custodians.First || found.Set.Digest != w.Custodians().Digest || !found.Set.Alone {
			t.Errorf("got %+v, %v", found, err)
		}
		w.get(t, "", "/api/custodians").refuses(t, 401, "unauthenticated")
	})
}

func TestMetrics(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	exercise(t, w)
	w.ask(t, "", http.MethodPost, "/api/acts", "rubbish", "Content-Type", wire.MediaAct).wants(t, 400)
	text := w.get(t, "", "/metrics").wants(t, ok).body
	for _, want := range []string{
		"truce_register_entries ", `truce_acts_taken_total{kind="observation-filed"} 2`, `truce_acts_refused_total{reason="malformed-act"} 1`,
		`truce_http_request_seconds_count{route="POST /api/acts",status="400"} 1`, "truce_submit_seconds_count 1", "truce_log_waiting_bytes ", "truce_log_checkpoint_timestamp_seconds ", "truce_log_checkpoint_errors_total 0", "truce_clock_difference_seconds 0", "truce_starts_refused_total 0", "truce_event_streams 0",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is missing", want)
		}
	}
	forwarded := []string{"X-Forwarded-For", "203.0.113.9"}
	w.get(t, "", "/metrics", forwarded...).refuses(t, 401, "unauthenticated")
	w.get(t, "verifier-1", "/metrics", forwarded...).refuses(t, 403, "not-permitted")
	w.get(t, "administrator", "/metrics", forwarded...).wants(t, ok)
	var p wire.Problem
	if err := json.Unmarshal([]byte(w.get(t, "", "/metrics", "Via", "1.1 gate").body), &p); err != nil || p.Key != "unauthenticated" {
		t.Errorf("got %+v, %v", p, err)
	}
}
