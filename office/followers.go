package office

import (
	"context"
	"time"
)

// Follower works behind the register: after commits, never inside one. It keeps for itself,
// together with what it writes, up to where it is done, and goes on from there, so it may end
// anywhere and misses nothing.
type Follower struct {
	Name string // what it does, for the operator's log
	// Pause is how long what came gathers before it is followed, unless somebody asks for it
	// earlier: following each single commit would take a lone submitter's second core.
	Pause time.Duration
	// Wake answers what can be received from when there may be more to do than there was when it
	// was asked. Nil: at the next commit.
	Wake func() <-chan struct{}
	// CatchUp does all that there is to do.
	CatchUp func(context.Context) error
}

// follow keeps a follower close behind, until the office stops.
func (f *Office) follow(w Follower) {
	wake := w.Wake
	if wake == nil {
		wake = f.Grown
	}
	for {
		more := wake() // before looking: what comes meanwhile wakes it again
		if err := w.CatchUp(context.Background()); err != nil && !f.isStopping() {
			f.log.Error("follow the register", "follower", w.Name, "error", err)
		}
		select {
		case <-more:
		case <-f.stop:
			return
		}
		select {
		case <-time.After(w.Pause):
		case <-f.stop:
			return
		}
	}
}

// searchPause is how long the index of words lets acts gather. Whoever searches catches up
// at once.
const searchPause = 500 * time.Millisecond

// startFollowers starts those of the office and of its parts.
func (f *Office) startFollowers() {
	f.followers.Go(func() { f.follow(Follower{Name: "index words", Pause: searchPause, CatchUp: f.indexing}) })
	for _, p := range f.parts {
		for _, follower := range p.Followers {
			f.followers.Go(func() { f.follow(follower) })
		}
	}
}

// CatchUp does all that followers would do, and waits for it.
func (f *Office) CatchUp(ctx context.Context) error {
	if err := f.store.Follow(ctx); err != nil {
		return storageProblem(f.folder, err)
	}
	for _, p := range f.parts {
		for _, follower := range p.Followers {
			if err := follower.CatchUp(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

func (f *Office) isStopping() bool {
	select {
	case <-f.stop:
		return true
	default:
		return false
	}
}

// indexing follows words, and tells the operator when the index was damaged, which nobody else notices.
func (f *Office) indexing(ctx context.Context) error {
	err := f.store.Follow(ctx)
	f.tellRenewed()
	return err
}

func (f *Office) tellRenewed() {
	s, is := f.store.(interface{ Renewed() bool })
	if is && s.Renewed() {
		f.log.Warn("the search index was damaged: it was taken away, and is filled again")
	}
}
