package api

import (
	"context"
	"sync"
	"time"

	"truce/ground/register"
	"truce/office"
)

// headAge is how long a shown head is shown again although the register grew: signing
// costs the disk a flush, and many may ask.
const headAge = time.Second

// heads keeps the last signed head that was shown.
type heads struct {
	mu   sync.Mutex
	note []byte
	at   time.Time
	size int64
}

// head is the signed head with its cosignatures, at most headAge old, and of after the last release, erasure or succession: a copy
// that is made by one holds the acts by which it came into force.
func (h *heads) head(ctx context.Context, f *office.Office, now, settled time.Time) ([]byte, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.note != nil && now.Sub(h.at) < headAge && !now.Before(h.at) && h.at.After(settled) {
		return h.note, nil
	}
	note, err := f.Head(ctx)
	if err != nil {
		return nil, err
	}
	head, err := register.OpenHead(note, f.Verifier())
	if err != nil {
		return nil, err
	}
	h.note, h.at, h.size = note, now, head.Size
	return note, nil
}

// covers reports whether a signed head covers the tile. Only a tile beyond the last one
// shown has a newer one signed.
func (h *heads) covers(ctx context.Context, f *office.Office, p register.TilePath) (bool, error) {
	h.mu.Lock()
	size := h.size
	h.mu.Unlock()
	if within(size, p) {
		return true, nil
	}
	if !within(f.Size(), p) {
		return false, nil
	}
	head, err := f.SignedHead(ctx)
	return err == nil && within(head.Size, p), err
}

func within(size int64, p register.TilePath) bool {
	widest, has := register.TileAt(size, p.Level, p.N)
	return has && p.Width <= widest.Width
}

// forget lets the next reader see what was just added to the head.
func (h *heads) forget() {
	h.mu.Lock()
	h.note = nil
	h.mu.Unlock()
}
