package api_test

import (
	"bufio"
	"context"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"truce/door/api"
	"truce/ground/shape"
	"truce/noun/people"
	"truce/tool/answer"
)

// listening is an event stream that somebody reads.
type listening struct {
	answer *http.Response
	lines  *bufio.Scanner
	close  func()
}

func (w *world) listen(t testing.TB, who, last string) *listening {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, w.server.URL+"/api/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+w.token(t, who))
	if last != "" {
		r.Header.Set("Last-Event-ID", last)
	}
	answer, err := w.server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	l := &listening{answer, bufio.NewScanner(answer.Body), func() { answer.Body.Close(); cancel() }}
	t.Cleanup(l.close)
	return l
}

// next is the next event and its id; false at the end of the stream.
func (l *listening) next(t testing.TB) (change answer.Change, id string, more bool) {
	t.Helper()
	for l.lines.Scan() {
		line := l.lines.Text()
		if value, is := strings.CutPrefix(line, "id: "); is {
			id = value
		}
		if data, is := strings.CutPrefix(line, "data: "); is {
			if err := json.Unmarshal([]byte(data), &change); err != nil {
				t.Fatal(err)
			}
			return change, id, true
		}
	}
	return change, id, false
}

// until reads lines until one has the text; false at the end of the stream.
func (l *listening) until(text string) bool {
	for l.lines.Scan() {
		if strings.Contains(l.lines.Text(), text) {
			return true
		}
	}
	return false
}

func TestEvents(t *testing.T) {
	t.Parallel()
	t.Run("a reader who comes back misses nothing and gets nothing twice", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		start := w.Size()
		exercise(t, w)
		first := w.listen(t, "verifier-1", strconv.FormatInt(start, 10))
		last := ""
		for want := start; want < start+3; want++ {
			change, id, more := first.next(t)
			if !more || change.Index != want || id != strconv.FormatInt(want+1, 10) {
				t.Fatalf("got %+v with id %s, want index %d", change, id, want)
			}
			last = id
		}
		first.close()
		many(t, w, 0, 700)
		second := w.listen(t, "verifier-1", last)
		for want := start + 3; want < w.Size(); want++ {
			change, _, more := second.next(t)
			if !more || change.Index != want {
				t.Fatalf("got %+v, want index %d", change, want)
			}
		}
		w.Must(t, "monitor-1", "observation-filed", "report/late", observation(t, w))
		if change, _, _ := second.next(t); change.Subject != "report/late" || change.Kind != "observation-filed" {
			t.Fatalf("got %+v", change)
		}
	})
	t.Run("without an id it begins now", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		exercise(t, w)
		l := w.listen(t, "verifier-1", "")
		if !l.until("hello") {
			t.Fatal("the stream does not begin")
		}
		w.Must(t, "monitor-1", "observation-filed", "report/new", observation(t, w))
		if change, _, _ := l.next(t); change.Subject != "report/new" {
			t.Fatalf("got %+v", change)
		}
	})
	t.Run("another party's compartment passes in silence", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		from := strconv.FormatInt(w.Size(), 10)
		o := observation(t, w)
		o.Compartment = "party"
		w.Must(t, "liaison-ru", "allegation-filed", "report/ru", o)
		l := w.listen(t, "liaison-tr", from)
		if !l.until("id: " + strconv.FormatInt(w.Size(), 10)) {
			t.Fatal("the reader is not told to go on behind it")
		}
		w.Must(t, "monitor-1", "observation-filed", "report/1", observation(t, w))
		if change, _, _ := l.next(t); change.Subject != "report/1" {
			t.Fatalf("got %+v", change)
		}
	})
	t.Run("signs of life come in silence", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, func(o *api.Options) { o.Heartbeat = time.Millisecond })
		l := w.listen(t, "verifier-1", "")
		first := l.until("still here")
		if again := l.until("still here"); !first || !again {
			t.Fatal("none came")
		}
	})
	t.Run("it ends with the server", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		l := w.listen(t, "verifier-1", "")
		if !l.until("hello") {
			t.Fatal("the stream does not begin")
		}
		if err := w.server.Config.Shutdown(t.Context()); err != nil {
			t.Fatal(err)
		}
		if l.until("never") || l.lines.Err() != nil {
			t.Fatalf("it broke instead of ending: %v", l.lines.Err())
		}
	})
	t.Run("it ends with the office", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		l := w.listen(t, "verifier-1", "")
		if !l.until("hello") {
			t.Fatal("the stream does not begin")
		}
		if err := w.Office.Close(); err != nil {
			t.Fatal(err)
		}
		if l.until("never") || l.lines.Err() != nil {
			t.Fatalf("it broke instead of ending: %v", l.lines.Err())
		}
	})
	t.Run("it ends with the key", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		l := w.listen(t, "monitor-1", "")
		if !l.until("hello") {
			t.Fatal("the stream does not begin")
		}
		key := string(people.KeySubject(w.Keys["monitor-1"].Public().ID()))
		w.Must(t, "administrator", "key-revoked", key, people.KeyRevoked{Reason: shape.In("en", "lost")})
		if l.until("data") || l.lines.Err() != nil {
			t.Fatalf("it goes on: %q %v", l.lines.Text(), l.lines.Err())
		}
	})
	t.Run("only so many listen at once", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, func(o *api.Options) { o.MaxStreams = 1 })
		l := w.listen(t, "verifier-1", "")
		if !l.until("hello") {
			t.Fatal("the stream does not begin")
		}
		r := w.get(t, "monitor-1", "/api/events")
		r.refuses(t, 503, "office-busy")
		if r.Header.Get("Retry-After") == "" {
			t.Error("it is not said when to come back")
		}
	})
	t.Run("strangers and ids from nowhere are refused", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		w.get(t, "", "/api/events").refuses(t, 401, "unauthenticated")
		w.get(t, "verifier-1", "/api/events?after=99999").refuses(t, 400, "page-token-wrong")
		w.get(t, "verifier-1", "/api/events", "Last-Event-ID", "-1").refuses(t, 400, "page-token-wrong")
		w.get(t, "verifier-1", "/api/events", "Last-Event-ID", "x").refuses(t, 400, "page-token-wrong")
	})
}
