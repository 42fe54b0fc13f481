package office

import (
	"context"
	"errors"
	"time"

	"truce/judge/law"
	"truce/tool/keep"
)

// LawMoments are the moments at which the law changed.
func (f *Office) LawMoments() (all []time.Time) {
	for _, c := range f.lawChanges() {
		all = append(all, c.At)
	}
	return all
}

// LawChanges shows tests what followers are told.
func (f *Office) LawChanges() []lawChange { return f.lawChanges() }

// JudgedAgain is how many rows were looked at since the office was opened.
func (f *Office) JudgedAgain() int64 { return f.judging.looked.Load() }

// CatchUp judges everything, for tests that look at the tables.
func (f *Office) CatchUp(ctx context.Context) error { return f.judging.catchUp(ctx) }

// WhenOf is the time by which a row is judged.
func WhenOf(from, until time.Time) law.When { return whenOf(from, until) }

// CatchUpLaw judges until nothing is left that a change of the law touched, however much
// comes in meanwhile.
func (f *Office) CatchUpLaw(ctx context.Context) error {
	j := f.judging
	if !j.take(ctx) {
		return ctx.Err()
	}
	defer j.giveBack()
	for {
		behind := false
		err := f.store.Read(ctx, func(r keep.Reader) error {
			is, err := r.JudgedUpTo()
			behind = len(pendingSince(f.lawChanges(), is.Law)) > 0
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
func (f *Office) JudgeStep(ctx context.Context, rows int) error {
	return f.Judging(ctx, func(step func(rows int) bool) { step(rows) })
}

// Judging keeps everybody else from judging while fn runs. A step judges a few rows and tells
// whether there were more.
func (f *Office) Judging(ctx context.Context, fn func(step func(rows int) (more bool))) (err error) {
	j := f.judging
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

// FillReadings leaves no room for more readings, until they are written down.
func (f *Office) FillReadings() {
	f.readings.mu.Lock()
	defer f.readings.mu.Unlock()
	for i := range int64(mostReadings) {
		f.readings.waiting[readingKey{day: i}] = keep.Reading{Times: 1}
	}
}
