package api

import (
	"context"
	"net/http"
	"sync"
	"time"

	"truce/ground/register"
)

// publicHeads keeps the head that strangers are shown: of the register when the public edition last moved.
// How it grows since then is for cosigners, to whom the office brings its heads, and for known readers.
type publicHeads struct {
	mu    sync.Mutex
	at    time.Time // of the edition
	asked time.Time
	note  []byte
	size  int64
}

// publicHeadAge is how long it is shown again before others' cosignatures are looked for.
const publicHeadAge = 10 * time.Second

func (h *publicHeads) head(ctx context.Context, a *API) (note []byte, size int64, err error) {
	at, err := a.office.Reading.Published()
	if err != nil {
		return nil, 0, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	now := a.o.Now()
	if age := now.Sub(h.asked); h.note != nil && h.at.Equal(at) && age >= 0 && age < publicHeadAge {
		return h.note, h.size, nil
	}
	if note, err = a.office.HeadAsOf(ctx, at); err != nil {
		return nil, 0, err
	}
	head, err := register.OpenHead(note, a.office.Verifier())
	if err != nil {
		return nil, 0, err
	}
	h.at, h.asked, h.note, h.size = at, now, note, head.Size
	return note, head.Size, nil
}

// forget lets the next stranger see what was just added to the head.
func (h *publicHeads) forget() {
	h.mu.Lock()
	h.note = nil
	h.mu.Unlock()
}

// headFor is the head that whoever asks is shown.
func (a *API) headFor(r *http.Request) ([]byte, error) {
	if callerOf(r.Context()).who().Known() {
		return a.heads.head(r.Context(), a.office.Office, a.o.Now(), a.office.Reading.Settled())
	}
	note, _, err := a.public.head(r.Context(), a)
	return note, err
}

// coversFor reports whether the head that whoever asks is shown covers a tile.
func (a *API) coversFor(r *http.Request, p register.TilePath) (bool, error) {
	if callerOf(r.Context()).who().Known() {
		return a.heads.covers(r.Context(), a.office.Office, p)
	}
	_, size, err := a.public.head(r.Context(), a)
	return within(size, p), err
}
