package judging

import (
	"context"
	"errors"
	"time"

	"truce/judge/law"
	"truce/tool/keep"
)

// LawMoments are the moments at which the law changed.
func (j *Judging) LawMoments() (all []time.Time) {
	for _, c := range j.book.Load().changes {
		all = append(all, c.At)
	}
	return all
}

// LawChanges shows tests what followers are told.
func (j *Judging) LawChanges() []lawChange { return j.book.Load().changes }

// JudgedAgain is how many rows were looked at since the office was opened.
func (j *Judging) JudgedAgain() int64 { return j.looked.Load() }

// WhenOf is the time by which a row is judged.
func WhenOf(from, until time.Time) law.When { return whenOf(from, until) }

// CatchUpLaw judges until nothing is left that a change of the law touched, however much
// comes in meanwhile.
func (j *Judging) CatchUpLaw(ctx context.Context) error {
	if !j.take(ctx) {
		return ctx.Err()
	}
	defer j.giveBack()
	for {
		behind := false
		err := j.office.Read(ctx, func(r keep.Reader) error {
			is, err := r.JudgedUpTo()
			behind = len(pendingSince(j.book.Load().changes, is.Law)) > 0
			return err
		})
		if err != nil || !behind {
			return err
		}
		if _, err := j.step(ctx); err != nil {
			return err
		}
	}
}

// JudgeStep judges a few rows and leaves it there, as if the office ended then.
func (j *Judging) JudgeStep(ctx context.Context, rows int) error {
	return j.Alone(ctx, func(step func(rows int) bool) { step(rows) })
}

// Alone keeps everybody else from judging while fn runs. A step judges a few rows and tells
// whether there were more.
func (j *Judging) Alone(ctx context.Context, fn func(step func(rows int) (more bool))) (err error) {
	if !j.take(ctx) {
		return ctx.Err()
	}
	defer j.giveBack()
	fn(func(rows int) bool {
		j.chunks = rows
		more, failed := j.step(ctx)
		err = errors.Join(err, failed)
		return more
	})
	return err
}
