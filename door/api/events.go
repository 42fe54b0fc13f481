package api

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/tool/answer"
)

// maxChanges are read at once for one stream.
const maxChanges = 500

// breath is how long a stream rests before it looks again: a busy office commits a
// thousand times a second, and nobody reads that fast.
const breath = 100 * time.Millisecond

// streams counts who listens.
type streams struct {
	mu  sync.Mutex
	all int
	by  map[act.SubjectID]int
}

func (s *streams) enter(who act.SubjectID, most int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.all >= most || s.by[who] >= personStreams {
		return false
	}
	if s.by == nil {
		s.by = map[act.SubjectID]int{}
	}
	s.all++
	s.by[who]++
	return true
}

func (s *streams) leave(who act.SubjectID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all--
	if s.by[who]--; s.by[who] == 0 {
		delete(s.by, who)
	}
}

func (s *streams) count() float64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return float64(s.all)
}

// events streams what comes in, as server-sent events (HTML Living Standard, section 9.2).
// Not for strangers: when an act came in is not theirs to know to the second.
func (a *API) events(w http.ResponseWriter, r *http.Request) {
	c := callerOf(r.Context())
	from, err := a.resumeAt(c, r)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	who := c.who().ID
	if !a.streams.enter(who, a.o.MaxStreams) {
		a.fail(w, r, problem.Unavailable(problem.OfficeBusy))
		return
	}
	defer a.streams.leave(who)
	w.Header().Set("Content-Type", "text/event-stream")
	w.WriteHeader(http.StatusOK)
	s := &stream{api: a, caller: c, out: w, from: from, beat: time.NewTicker(a.o.Heartbeat), patience: patient(w)}
	defer s.beat.Stop()
	defer s.patience.stop()
	s.run(r.Context())
}

// resumeAt is where the reader goes on: after the last event that it had, or now.
func (a *API) resumeAt(c *caller, r *http.Request) (int64, error) {
	if err := c.known(); err != nil {
		return 0, err
	}
	last := r.Header.Get("Last-Event-ID")
	if last == "" {
		last = r.URL.Query().Get("after")
	}
	if last == "" {
		return a.office.Size(), nil
	}
	from, err := strconv.ParseInt(last, 10, 64)
	if err != nil || from < 0 || from > a.office.Size() {
		return 0, problem.Invalid(problem.PageTokenWrong).At("Last-Event-ID")
	}
	return from, nil
}

type stream struct {
	api      *API
	caller   *caller
	out      http.ResponseWriter
	from     int64 // next index: the id of the event before it
	beat     *time.Ticker
	patience *patience
}

// run ends when the reader goes, the office or the server stops, or the sign-in does. The
// reader then comes back with the last id and misses nothing.
func (s *stream) run(ctx context.Context) {
	s.write(": hello\n\n")
	for {
		grown := s.api.office.Grown()
		more, err := s.send(ctx)
		if err != nil {
			return
		}
		rest := breath
		if more {
			grown, rest = closed(), 0
		}
		select {
		case <-ctx.Done():
			return
		case <-s.api.stop:
			return
		case <-s.api.office.Stopping():
			return
		case <-s.beat.C:
			err = s.write(": still here\n\n")
		case <-grown:
			err = s.rest(ctx, rest)
		}
		if err != nil {
			return
		}
	}
}

func (s *stream) rest(ctx context.Context, length time.Duration) error {
	select {
	case <-time.After(length):
	case <-s.api.stop:
	case <-s.api.office.Stopping():
	case <-ctx.Done():
	}
	return ctx.Err()
}

func closed() <-chan struct{} {
	c := make(chan struct{})
	close(c)
	return c
}

// send writes what came in since, within the rights that the reader has by now. How far the
// register is, is asked before who reads: so the act that ends a key, or takes a role, is
// never shown by it.
func (s *stream) send(ctx context.Context) (more bool, err error) {
	size := s.api.office.Size()
	c, err := s.api.identify(s.caller.request)
	if err != nil {
		return false, err
	}
	changes, next, err := s.api.office.Reading.Changes(ctx, c.who(), s.from, int(min(maxChanges, size-s.from)))
	if err != nil || next == s.from {
		return false, err
	}
	for _, change := range changes {
		if err := s.event(change); err != nil {
			return false, err
		}
	}
	if len(changes) == 0 || changes[len(changes)-1].Index != next-1 {
		// Nothing to show, and yet a reader who comes back need not begin there again.
		fmt.Fprintf(s.out, "id: %d\n\n", next)
	}
	s.from = next
	return next < s.api.office.Size(), s.flush()
}

func (s *stream) event(change answer.Change) error {
	data, err := json.Marshal(change)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.out, "id: %d\nevent: change\ndata: %s\n\n", change.Index+1, data)
	return err
}

func (s *stream) write(text string) error {
	if _, err := io.WriteString(s.out, text); err != nil {
		return err
	}
	return s.flush()
}

func (s *stream) flush() error {
	err := http.NewResponseController(s.out).Flush()
	s.patience.moved()
	return err
}
