package reading

import (
	"context"
	"fmt"
	"sync"
	"time"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/office"
	"truce/tool/keep"
)

// Limits of what waits to be written. Reading goes on while the writer is busy; when too
// much waits, restricted members are refused rather than handed out unseen.
const (
	mostReadings = 100_000
	readingPause = time.Second // so much may be lost when the machine stops
)

// handed is what was read and is not written yet.
type handed struct {
	mu      sync.Mutex
	waiting map[handedKey]keep.Reading
	came    chan struct{}
}

type handedKey struct {
	subject, person act.SubjectID
	class           string
	day             int64
}

func newHanded() *handed {
	return &handed{waiting: map[handedKey]keep.Reading{}, came: make(chan struct{}, 1)}
}

// note counts a reading.
func (h *handed) note(n keep.Reading) error {
	key := handedKey{n.Subject, n.Person, n.Class, keep.DayOf(n.First)}
	h.mu.Lock()
	defer h.mu.Unlock()
	before, is := h.waiting[key]
	if !is && len(h.waiting) >= mostReadings {
		return problem.Unavailable(problem.OfficeBusy).Because(fmt.Errorf("%d readings wait to be written", len(h.waiting)))
	}
	h.waiting[key] = before.And(n)
	select {
	case h.came <- struct{}{}:
	default:
	}
	return nil
}

// take empties what waits.
func (h *handed) take() []keep.Reading {
	h.mu.Lock()
	defer h.mu.Unlock()
	all := make([]keep.Reading, 0, len(h.waiting))
	for _, n := range h.waiting {
		all = append(all, n)
	}
	clear(h.waiting)
	return all
}

// follower writes what was read, close behind.
func (m *Room) follower() office.Follower {
	return office.Follower{
		Name: "write down who read what", Pause: readingPause,
		Wake: func() <-chan struct{} { return m.handed.came },
		CatchUp: func(ctx context.Context) error {
			return m.keep(func(fn func(keep.Tx) error) error {
				return m.office.Control(ctx, func(write office.Write) error { return write(fn) })
			})
		},
	}
}

// keepLast writes what waits when the office closes.
func (m *Room) keepLast(write office.Write) {
	if err := m.keep(write); err != nil {
		m.log.Error("write down who read what", "error", err)
	}
}

// keep writes what waits. What could not be written waits on.
func (m *Room) keep(write office.Write) error {
	all := m.handed.take()
	if len(all) == 0 {
		return nil
	}
	err := write(func(tx keep.Tx) error { return tx.AddReadings(all) })
	if err == nil {
		return nil
	}
	for _, n := range all {
		_ = m.handed.note(n) // more than there is room for: reading is refused meanwhile
	}
	return err
}
