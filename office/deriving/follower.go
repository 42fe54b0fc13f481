package deriving

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"time"

	"truce/ground/problem"
	"truce/judge/policy"
	"truce/office"
	"truce/tool/answer"
	"truce/tool/keep"
)

// Follower keeps one derivation behind the commits, because reading what an act means must not
// wait for geometry. It judges new rows, and after a change of the basis those that the change
// can alter. What it writes depends only on the rows and on how the basis came to be known,
// never on when it came to it: after a rebuild it writes the same.
//
// It reads and judges beside the writer and hands it small batches. A batch that was judged by
// a basis or by rows that are no longer those is thrown away, so the writer's commit and what
// everybody is shown never disagree. After a crash it begins again behind the last whole chunk;
// what was written since is found to be right and left as it is.
type Follower struct {
	derivation Derivation
	office     *office.Office
	log        *slog.Logger

	turn   chan struct{} // whoever holds it judges
	epoch  atomic.Int64  // raised when rows are made anew: ids mean others then
	again  atomic.Int64  // rows that are still to be judged again
	looked atomic.Int64  // rows that were looked at
	pass   *pass         // nil: nothing is to be judged again
	chunks int           // rows that are read and judged together
}

// pass is one way through the rows that changes of the basis may concern.
type pass struct {
	basis Basis
	ids   []int64 // still to be looked at
}

const (
	chunkRows = 4096                   // rows that are read and judged together
	batchRows = 64                     // rows that are written together: one or two milliseconds of the writer's time
	pause     = 500 * time.Millisecond // acts gather so long before they are judged, unless somebody asks
	turnWait  = 100 * time.Millisecond // who asks waits so long for another who judges
	askedWait = time.Second            // and then so long for the last acts to be judged
)

// New makes the follower of a derivation. It tells the log what it could not do.
func New(d Derivation, log *slog.Logger) *Follower {
	f := &Follower{derivation: d, log: log, turn: make(chan struct{}, 1), chunks: chunkRows}
	f.turn <- struct{}{}
	return f
}

// Part follows the office that it is given to.
func (f *Follower) Part() office.Part {
	return office.Part{
		Opened:    func(o *office.Office) { f.office = o },
		Refold:    func() { f.epoch.Add(1) }, // what was judged is forgotten
		Followers: []office.Follower{{Name: "derive " + f.derivation.Name, Pause: pause, CatchUp: f.CatchUp}},
	}
}

// Lately judges what came in last, without waiting for long, and tells a reader how far it then
// is: so whoever was just answered finds what was just written. Strangers are told of what they are
// shown, which was known by the moment of the public edition.
func (f *Follower) Lately(ctx context.Context, who policy.Person, edition time.Time) (answer.Judged, error) {
	f.lately(ctx)
	told, err := f.UpTo(ctx)
	if !who.Known() && told.UpTo.After(edition) {
		told = answer.Judged{}
	}
	if !who.Known() && !told.UpTo.IsZero() {
		told = answer.Judged{UpTo: told.UpTo.Truncate(24 * time.Hour)} // how many records there are is not a stranger's to know
	}
	return told, err
}

// lately does not wait for long work, of which the answer tells.
func (f *Follower) lately(ctx context.Context) {
	turn, cancel := context.WithTimeout(ctx, turnWait)
	defer cancel()
	if !f.take(turn) {
		return
	}
	defer f.giveBack()
	ctx, cancel = context.WithTimeout(ctx, askedWait)
	defer cancel()
	if err := f.all(ctx); err != nil && ctx.Err() == nil && !problem.Is(err, problem.OfficeStopping) {
		f.log.Error("derive from rows", "derivation", f.derivation.Name, "error", err)
	}
}

// CatchUp judges until nothing is left to judge.
func (f *Follower) CatchUp(ctx context.Context) error {
	if !f.take(ctx) {
		return ctx.Err()
	}
	defer f.giveBack()
	return f.all(ctx)
}

func (f *Follower) take(ctx context.Context) bool {
	select {
	case <-f.turn:
		return true
	case <-ctx.Done():
		return false
	}
}

func (f *Follower) giveBack() { f.turn <- struct{}{} }

func (f *Follower) all(ctx context.Context) error {
	for {
		more, err := f.step(ctx)
		if err != nil || !more {
			return err
		}
	}
}

// step judges one chunk of new rows and one of those to be judged again, and tells whether
// there was more than that. What comes in meanwhile is not more: whoever followed each act
// would make every one of them wait for a second commit.
func (f *Follower) step(ctx context.Context) (more bool, err error) {
	work := &chunk{Follower: f, epoch: f.epoch.Load(), basis: f.derivation.Basis()}
	if err := f.office.Read(ctx, work.read); err != nil {
		return false, err
	}
	if work.nothing() {
		return false, nil
	}
	stale, err := work.write(ctx)
	return stale || work.full(), err
}

// Alone keeps everybody else from judging while fn runs. A step judges at most so many new rows
// and so many of those to be judged again, and tells whether there were more: as if the office
// ended after it.
func (f *Follower) Alone(ctx context.Context, fn func(step func(rows int) (more bool))) (err error) {
	if !f.take(ctx) {
		return ctx.Err()
	}
	defer f.giveBack()
	defer func(chunks int) { f.chunks = chunks }(f.chunks)
	fn(func(rows int) bool {
		f.chunks = rows
		more, failed := f.step(ctx)
		err = errors.Join(err, failed)
		return more
	})
	return err
}

// Looked is how many rows were looked at since the office was opened.
func (f *Follower) Looked() int64 { return f.looked.Load() }

// UpTo tells how far the derivation is.
func (f *Follower) UpTo(ctx context.Context) (told answer.Judged, err error) {
	err = f.office.Read(ctx, func(r keep.Reader) error {
		is, err := r.DerivedUpTo(f.derivation.Name)
		if err == nil {
			told = f.told(is)
		}
		return err
	})
	return told, err
}

func (f *Follower) told(is keep.DerivedUpTo) answer.Judged {
	told := answer.Judged{UpTo: is.Next, Pending: is.Last - is.Done}
	if since := after(f.derivation.Basis().Changes(), is.Basis); len(since) > 0 {
		told.Pending += max(f.again.Load(), 1)
		if told.UpTo.IsZero() || since[0].At.Before(told.UpTo) {
			told.UpTo = since[0].At
		}
	}
	return told
}
