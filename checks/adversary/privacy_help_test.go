package adversary

import (
	"crypto/rand"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"truce/door/api"
	"truce/door/exercise"
	"truce/door/session"
	"truce/office"
	"truce/office/house"
	"truce/scenario"
)

// served is an office with the exercise in it, as the network sees it.
type served struct {
	*house.House
	clock  *exercise.Clock
	people []exercise.Person
	url    string
}

func serveExercise(t *testing.T) *served {
	t.Helper()
	folder, err := scenario.Open(scenario.Default)
	if err != nil {
		t.Fatal(err)
	}
	x, err := exercise.Read(folder)
	if err != nil {
		t.Fatal(err)
	}
	clock := x.Clock()
	h, err := house.Open(t.Context(), office.Options{
		Folder: t.TempDir(), Origin: x.Origin(), Now: clock.Now, Rand: rand.Reader, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.Close() })
	s := &served{House: h, clock: clock}
	if s.people, err = x.Load(t.Context(), h, clock, rand.Reader); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(api.New(h, api.Options{Rand: rand.Reader, StrangerRate: 1e6, StrangerBurst: 1e6}))
	t.Cleanup(server.Close)
	s.url = server.URL
	return s
}

// ask asks as somebody, "" for a stranger, and answers the body and the headers of what was answered.
func (s *served) ask(t *testing.T, who, path string) (int, []byte, http.Header) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if who != "" {
		request.Header.Set("Authorization", "Bearer "+s.token(t, who))
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, body, answer.Header
}

func (s *served) token(t *testing.T, who string) string {
	t.Helper()
	i := slices.IndexFunc(s.people, func(p exercise.Person) bool { return p.Name == who })
	token, err := session.Sign(s.people[i].Key, session.Office{Register: s.ID(), Address: "127.0.0.1"}, s.clock.Now(), time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// asked reads an answer.
func asked[T any](t *testing.T, s *served, who, path string) (v T) {
	t.Helper()
	code, body, _ := s.ask(t, who, path)
	if code != http.StatusOK {
		t.Fatalf("%s as %q: %d %s", path, who, code, body)
	}
	if err := json.Unmarshal(body, &v); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return v
}
