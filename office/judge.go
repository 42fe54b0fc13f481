package office

import (
	"context"
	"sync/atomic"
	"time"

	"truce/ground/problem"
	"truce/judge/law"
	"truce/tool/keep"
)

// judging keeps, for each row that has a place, how it lies by the law: a follower, because
// reading what an act means must not wait for geometry. It judges new rows, and after a
// change of the law those that the change can alter. What it writes depends only on the rows
// and on how the law came to be known, never on when it came to it: after a rebuild it
// writes the same.
//
// It reads and judges beside the writer and hands it small batches. A batch that was judged
// by a law or by rows that are no longer those is thrown away, so the writer's commit and
// the law that everybody is shown never disagree. After a crash it begins again behind the
// last whole chunk; what was written since is found to be right and left as it is.
type judging struct {
	office *Office
	turn   chan struct{} // whoever holds it judges
	epoch  atomic.Int64  // raised when rows are made anew: ids mean others then
	again  atomic.Int64  // rows that are still to be judged again
	looked atomic.Int64  // rows that were looked at
	pass   *pass         // nil: nothing is to be judged again
	chunks int           // rows that are read and judged together
}

// pass is one way through the rows that changes of the law may concern.
type pass struct {
	book    *lawBook
	pending []law.Change // since all was judged
	ids     []int64      // still to be looked at
}

const (
	judgeChunk = 4096                   // rows that are read and judged together
	judgeBatch = 64                     // rows that are written together: one or two milliseconds of the writer's time
	judgePause = 500 * time.Millisecond // acts gather so long before they are judged, unless somebody asks
	judgeTurn  = 100 * time.Millisecond // who asks waits so long for another who judges
	judgeWait  = time.Second            // and then so long for the last acts to be judged
)

func newJudging(f *Office) *judging {
	j := &judging{office: f, turn: make(chan struct{}, 1), chunks: judgeChunk}
	j.turn <- struct{}{}
	return j
}

// followLaw judges what comes in, close behind the register.
func (f *Office) followLaw() {
	for {
		grown := f.Grown()
		if err := f.judging.catchUp(context.Background()); err != nil && !f.isStopping() {
			f.log.Error("judge rows", "error", err)
		}
		select {
		case <-grown:
		case <-f.stop:
			return
		}
		select {
		case <-time.After(judgePause):
		case <-f.stop:
			return
		}
	}
}

func (f *Office) isStopping() bool {
	select {
	case <-f.stop:
		return true
	default:
		return false
	}
}

// lately judges what came in last before somebody asks: so whoever was just answered finds
// what was just written. It does not wait for long work, of which the answer tells.
func (j *judging) lately(ctx context.Context) {
	turn, cancel := context.WithTimeout(ctx, judgeTurn)
	defer cancel()
	if !j.take(turn) {
		return
	}
	defer j.giveBack()
	ctx, cancel = context.WithTimeout(ctx, judgeWait)
	defer cancel()
	if err := j.all(ctx); err != nil && ctx.Err() == nil && !j.office.isStopping() {
		j.office.log.Error("judge rows", "error", err)
	}
}

// catchUp judges until nothing is left to judge.
func (j *judging) catchUp(ctx context.Context) error {
	if !j.take(ctx) {
		return ctx.Err()
	}
	defer j.giveBack()
	return j.all(ctx)
}

func (j *judging) take(ctx context.Context) bool {
	select {
	case <-j.turn:
		return true
	case <-ctx.Done():
		return false
	}
}

func (j *judging) giveBack() { j.turn <- struct{}{} }

func (j *judging) all(ctx context.Context) error {
	for {
		more, err := j.step(ctx)
		if err != nil || !more {
			return err
		}
	}
}

// step judges one chunk of new rows and one of those to be judged again, and tells whether
// there was more than that. What comes in meanwhile is not more: whoever followed each act
// would make every one of them wait for a second commit.
func (j *judging) step(ctx context.Context) (more bool, err error) {
	work := &chunk{judging: j, epoch: j.epoch.Load(), book: j.office.book.Load()}
	err = j.office.store.Read(ctx, func(r keep.Reader) error { return work.read(r) })
	if err != nil {
		return false, storageProblem(j.office.folder, err)
	}
	if work.nothing() {
		return false, nil
	}
	stale, err := work.write(ctx)
	return stale || work.full(), err
}

// Judged tells how far judging is.
type Judged struct {
	UpTo    time.Time `json:"upTo,omitzero" doc:"what was known from then on is not all judged yet; absent: everything is"`
	Pending int64     `json:"pending,omitzero" doc:"records that are still to be looked at; not told to strangers"`
}

// Judged tells how far judging is.
func (f *Office) Judged(ctx context.Context) (told Judged, err error) {
	err = f.store.Read(ctx, func(r keep.Reader) error {
		told, err = f.judging.upTo(r)
		return err
	})
	return told, storageProblem(f.folder, err)
}

func (j *judging) upTo(r keep.Reader) (Judged, error) {
	is, err := r.JudgedUpTo()
	if err != nil {
		return Judged{}, err
	}
	told := Judged{UpTo: is.Next, Pending: is.Last - is.Done}
	if since := pendingSince(j.office.lawChanges(), is.Law); len(since) > 0 {
		told.Pending += max(j.again.Load(), 1)
		if told.UpTo.IsZero() || since[0].At.Before(told.UpTo) {
			told.UpTo = since[0].At
		}
	}
	return told, nil
}

// restart forgets what was judged: the rows are made anew. It runs on the writing goroutine.
func (j *judging) restart() { j.epoch.Add(1) }

// stale says that a batch was judged by what is no longer so.
func (c *chunk) stale() bool {
	return c.judging.epoch.Load() != c.epoch || c.judging.office.book.Load() != c.book
}

// commit writes one batch on the writing goroutine, unless it is stale.
func (c *chunk) commit(ctx context.Context, fn func(keep.Tx) error) (stale bool, err error) {
	f := c.judging.office
	err = f.control(ctx, func() error {
		if stale = c.stale(); stale {
			return nil
		}
		return f.store.Write(fn)
	})
	if problem.Is(err, problem.OfficeStopping) || problem.Is(err, problem.OfficeBusy) {
		return false, err
	}
	return stale, storageProblem(f.folder, err)
}
