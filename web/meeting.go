package web

import (
	"io"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"time"
)

// Limits of meetings: a device answers a one-time link within minutes, with little.
const (
	meetingPath     = "/desk/meetings/"
	meetingLife     = 15 * time.Minute
	maxMeetings     = 200
	maxFromOne      = 20 // of one network address: who fills these keeps nobody else out
	maxMeetingBytes = 4 << 10
)

// meetings are where a device that is being enrolled leaves its public key for the
// administrator who made the link. The office is only the post: what is left there carries
// a code that is made with a secret of the link (web/src/trust/meeting.ts), so nobody here
// can put another key in its place. Nothing is kept on disk.
type meetings struct {
	now func() time.Time

	mu  sync.Mutex
	all map[string]meeting
}

type meeting struct {
	text  []byte
	from  string // network address
	until time.Time
}

var meetingName = regexp.MustCompile(`^[0-9a-f]{32}$`)

// ServeHTTP takes one answer for a meeting (PUT), the first alone, and tells it (GET) to who
// knows the meeting's name.
func (m *meetings) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, meetingPath)
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	switch {
	case !meetingName.MatchString(name):
		w.WriteHeader(http.StatusNotFound)
	case r.Method == http.MethodPut:
		w.WriteHeader(m.leave(name, w, r))
	case r.Method == http.MethodGet:
		m.tell(name, w)
	default:
		w.WriteHeader(http.StatusMethodNotAllowed)
	}
}

func (m *meetings) leave(name string, w http.ResponseWriter, r *http.Request) (status int) {
	text, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxMeetingBytes))
	if err != nil {
		return http.StatusRequestEntityTooLarge
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.forget()
	if earlier, is := m.all[name]; is {
		if string(earlier.text) != string(text) {
			return http.StatusConflict // the link was used already
		}
		return http.StatusNoContent // a device that did not hear the answer
	}
	from := address(r)
	if len(m.all) >= maxMeetings || m.of(from) >= maxFromOne {
		return http.StatusServiceUnavailable
	}
	m.all[name] = meeting{text, from, m.now().Add(meetingLife)}
	return http.StatusNoContent
}

// address is whence a request came, without the port.
func address(r *http.Request) string {
	return r.RemoteAddr[:max(strings.LastIndexByte(r.RemoteAddr, ':'), 0)]
}

// of counts the meetings that one address has answered.
func (m *meetings) of(from string) (n int) {
	for _, met := range m.all {
		if met.from == from {
			n++
		}
	}
	return n
}

func (m *meetings) tell(name string, w http.ResponseWriter) {
	m.mu.Lock()
	m.forget()
	left, is := m.all[name]
	m.mu.Unlock()
	if !is {
		w.WriteHeader(http.StatusNoContent) // nobody came yet
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Write(left.text)
}

// forget drops what is past its time.
func (m *meetings) forget() {
	for name, old := range m.all {
		if !m.now().Before(old.until) {
			delete(m.all, name)
		}
	}
}
