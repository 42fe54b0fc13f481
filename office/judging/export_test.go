package judging

import (
	"context"
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

// WhenOf is the time by which a row is judged.
func WhenOf(from, until time.Time) law.When { return whenOf(from, until) }

// CatchUpLaw judges until nothing is left that a change of the law touched, however much
// comes in meanwhile.
func (j *Judging) CatchUpLaw(ctx context.Context) error {
	var failed error
	err := j.Alone(ctx, func(step func(rows int) bool) {
		for behind := true; behind && failed == nil; {
			failed = j.office.Read(ctx, func(r keep.Reader) error {
				is, err := r.DerivedUpTo(keep.Law)
				behind = len(j.book.Load().placed(is.Basis)) > 0
				return err
			})
			if behind {
				step(4096)
			}
		}
	})
	if failed != nil {
		return failed
	}
	return err
}

// JudgeStep judges a few rows and leaves it there, as if the office ended then.
func (j *Judging) JudgeStep(ctx context.Context, rows int) error {
	return j.Alone(ctx, func(step func(rows int) bool) { step(rows) })
}
