package office

import "sync"

// wakers tells followers that the register grew. A follower that is busy misses nothing:
// it reads on from where it is.
type wakers struct {
	mu     sync.Mutex
	grown  chan struct{} // closed and replaced at each commit
	closed bool
}

func newWakers() *wakers { return &wakers{grown: make(chan struct{})} }

// next is closed at the next commit, or when the office closes.
func (w *wakers) next() <-chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.grown
}

func (w *wakers) all() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.closed {
		close(w.grown)
		w.grown = make(chan struct{})
	}
}

func (w *wakers) close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.closed {
		w.closed = true
		close(w.grown)
	}
}
