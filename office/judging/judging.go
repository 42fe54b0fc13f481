// Package judging knows all law of an office, in step with its commits, and keeps close behind
// them, for each row that has a place, how it lies by that law. How law is reckoned is in
// package law; here is only which rows, when, and where it is kept.
package judging

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	"truce/ground/problem"
	"truce/judge/law"
	"truce/noun"
	"truce/office"
	"truce/office/reading"
	"truce/tool/answer"
	"truce/tool/keep"
	"truce/tool/kinds"
)

// Judging keeps, for each row that has a place, how it lies by the law: a follower, because
// reading what an act means must not wait for geometry. It judges new rows, and after a
// change of the law those that the change can alter. What it writes depends only on the rows
// and on how the law came to be known, never on when it came to it: after a rebuild it
// writes the same.
//
// It reads and judges beside the writer and hands it small batches. A batch that was judged
// by a law or by rows that are no longer those is thrown away, so the writer's commit and
// the law that everybody is shown never disagree. After a crash it begins again behind the
// last whole chunk; what was written since is found to be right and left as it is.
type Judging struct {
	office *office.Office
	room   *reading.Room
	log    *slog.Logger
	book   atomic.Pointer[lawBook] // as of the last commit

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

// New asks the reading room who may be told the law of an incident.
func New(room *reading.Room, log *slog.Logger) *Judging {
	j := &Judging{room: room, log: log, turn: make(chan struct{}, 1), chunks: judgeChunk}
	j.turn <- struct{}{}
	j.book.Store(&lawBook{})
	return j
}

// Part keeps the law in step with commits, and judges close behind them.
func (j *Judging) Part() office.Part {
	return office.Part{
		Opened: func(f *office.Office) { j.office = f },
		InStep: &office.InStep{
			Nouns: kinds.Names(func(n noun.Noun) bool { return n.Part == noun.Law }),
			Load:  j.loadLaw,
			Learn: j.learnLaw,
		},
		Refold:    j.restart,
		Followers: []office.Follower{{Name: "judge rows", Pause: judgePause, CatchUp: j.CatchUp}},
	}
}

// lately judges what came in last before somebody asks: so whoever was just answered finds
// what was just written. It does not wait for long work, of which the answer tells.
func (j *Judging) lately(ctx context.Context) {
	turn, cancel := context.WithTimeout(ctx, judgeTurn)
	defer cancel()
	if !j.take(turn) {
		return
	}
	defer j.giveBack()
	ctx, cancel = context.WithTimeout(ctx, judgeWait)
	defer cancel()
	if err := j.all(ctx); err != nil && ctx.Err() == nil && !problem.Is(err, problem.OfficeStopping) {
		j.log.Error("judge rows", "error", err)
	}
}

// CatchUp judges until nothing is left to judge.
func (j *Judging) CatchUp(ctx context.Context) error {
	if !j.take(ctx) {
		return ctx.Err()
	}
	defer j.giveBack()
	return j.all(ctx)
}

func (j *Judging) take(ctx context.Context) bool {
	select {
	case <-j.turn:
		return true
	case <-ctx.Done():
		return false
	}
}

func (j *Judging) giveBack() { j.turn <- struct{}{} }

func (j *Judging) all(ctx context.Context) error {
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
func (j *Judging) step(ctx context.Context) (more bool, err error) {
	work := &chunk{Judging: j, epoch: j.epoch.Load(), book: j.book.Load()}
	if err := j.office.Read(ctx, work.read); err != nil {
		return false, err
	}
	if work.nothing() {
		return false, nil
	}
	stale, err := work.write(ctx)
	return stale || work.full(), err
}

// Judged tells how far judging is.
func (j *Judging) Judged(ctx context.Context) (told answer.Judged, err error) {
	err = j.office.Read(ctx, func(r keep.Reader) error {
		told, err = j.upTo(r)
		return err
	})
	return told, err
}

func (j *Judging) upTo(r keep.Reader) (answer.Judged, error) {
	is, err := r.JudgedUpTo()
	if err != nil {
		return answer.Judged{}, err
	}
	told := answer.Judged{UpTo: is.Next, Pending: is.Last - is.Done}
	if since := pendingSince(j.book.Load().changes, is.Law); len(since) > 0 {
		told.Pending += max(j.again.Load(), 1)
		if told.UpTo.IsZero() || since[0].At.Before(told.UpTo) {
			told.UpTo = since[0].At
		}
	}
	return told, nil
}

// restart forgets what was judged: the rows are made anew. It runs on the writing goroutine.
func (j *Judging) restart() { j.epoch.Add(1) }

// stale says that a batch was judged by what is no longer so.
func (c *chunk) stale() bool {
	return c.Judging.epoch.Load() != c.epoch || c.Judging.book.Load() != c.book
}

// commit writes one batch on the writing goroutine, unless it is stale.
func (c *chunk) commit(ctx context.Context, fn func(keep.Tx) error) (stale bool, err error) {
	err = c.office.Control(ctx, func(write office.Write) error {
		if stale = c.stale(); stale {
			return nil
		}
		return write(fn)
	})
	return stale, err
}
