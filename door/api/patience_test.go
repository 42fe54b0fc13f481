package api

import (
	"io"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// watched is an answer that tells when its connection was cut.
type watched struct {
	*httptest.ResponseRecorder
	cut atomic.Bool
}

func (w *watched) SetReadDeadline(at time.Time) error {
	if !at.IsZero() {
		w.cut.Store(true)
	}
	return nil
}

func (w *watched) SetWriteDeadline(time.Time) error { return nil }

// trickle is a body of which a piece comes each second.
type trickle struct{ bytes int }

func (t trickle) Read(b []byte) (int, error) {
	time.Sleep(time.Second)
	return min(t.bytes, len(b)), nil
}

// A byte a second keeps no connection open; the slowest links of posts do.
func TestPatience_has_a_least_speed(t *testing.T) {
	for speed, cut := range map[int]bool{1: true, 30: true, 300: false} {
		synctest.Test(t, func(t *testing.T) {
			w := &watched{ResponseRecorder: httptest.NewRecorder()}
			p := patient(w)
			defer p.stop()
			if _, err := io.CopyN(io.Discard, p.reader(trickle{speed}), int64(speed*120)); err != nil {
				t.Fatal(err)
			}
			if w.cut.Load() != cut {
				t.Errorf("%d bytes a second: cut = %v", speed, w.cut.Load())
			}
		})
	}
}
