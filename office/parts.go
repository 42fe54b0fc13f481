package office

import (
	"context"
	"slices"
	"time"

	"truce/ground/act"
	"truce/noun/people"
	"truce/tool/keep"
)

// Part is what an office does besides taking acts, folding them and signing heads. Parts are
// given to Open as plain values, and whatever knows of a single noun is one: the office knows
// when something has to be asked or told, a part knows what. Every member may be left out.
type Part struct {
	// Opened hands the part its office, before anything is asked of it.
	Opened func(*Office)
	// Checks look at acts of these kinds before they wait for the writer.
	Checks map[act.Kind]Check
	// InStep is kept in memory and shown with the commit that changes it.
	InStep *InStep
	// Erased takes away what the part keeps that was made of what is erased now. It is called on the writing
	// goroutine, after all rows were made anew without it.
	Erased func(context.Context, []people.Erasure) error
	// Refold is told, on the writing goroutine, that all rows are made anew from here on.
	Refold func()
	// Followers work behind the register.
	Followers []Follower
	// Closing writes what is left, after the last commit, when nobody else writes.
	Closing func(write Write)
}

// Check looks at an act in its author's own time, without any lock: for what needs work and
// does not depend on what is recorded meanwhile. An error is a *problem.Problem that refuses
// the act. The function that it answers, unless nil, runs once the act is durable.
type Check func(context.Context, Offered) (after func(), err error)

// Offered is an act of the right form, by a key that the office knows.
type Offered struct {
	Act    act.Act
	Body   any // a pointer to the Go type of the kind
	Author people.Author
	// Signed refuses an act that its author's key did not sign. It is to be asked before work
	// is done for the act, or anything told of it.
	Signed func() error
}

// InStep is something in memory that is made from the rows of some nouns.
type InStep struct {
	Nouns []string
	// Load makes it from all rows: at the start, and after everything was folded again.
	Load func(context.Context) error
	// Learn works out, inside the transaction, what a commit makes of it that changed the rows
	// of these subjects, each of one of the nouns, as known from a moment on. What it answers
	// is called after the commit, and never if that fails; nil: nothing is to be shown.
	Learn func(tx keep.Tx, changed []act.SubjectID, at time.Time) (show func(), err error)
}

// Write runs fn in a transaction of its own and waits until it is durable.
type Write func(fn func(keep.Tx) error) error

// check asks the parts about an act.
func (f *Office) check(ctx context.Context, j *job) error {
	if err := f.headFits(ctx, j); err != nil {
		return err
	}
	for _, p := range f.parts {
		check, has := p.Checks[j.act.Kind]
		if !has {
			continue
		}
		after, err := check(ctx, Offered{Act: j.act, Body: j.body, Author: j.author, Signed: j.signed})
		if err != nil {
			return err
		}
		if after != nil {
			j.after = append(j.after, after)
		}
	}
	return nil
}

// openParts hands the parts their office.
func (f *Office) openParts() {
	f.watched = map[string]bool{}
	for _, p := range f.parts {
		if p.InStep != nil {
			for _, noun := range p.InStep.Nouns {
				f.watched[noun] = true
			}
		}
		if p.Opened != nil {
			p.Opened(f)
		}
	}
}

// loadParts makes anew what the parts keep in step.
func (f *Office) loadParts(ctx context.Context) error {
	for _, p := range f.parts {
		if p.InStep == nil {
			continue
		}
		if err := p.InStep.Load(ctx); err != nil {
			return err
		}
	}
	return nil
}

// learn asks the parts what is to be shown after a commit that changed these subjects.
func (f *Office) learn(tx keep.Tx, changed []act.SubjectID, at time.Time) (shows []func(), err error) {
	for _, p := range f.parts {
		if p.InStep == nil {
			continue
		}
		theirs := slices.DeleteFunc(slices.Clone(changed), func(id act.SubjectID) bool { return !slices.Contains(p.InStep.Nouns, id.Noun()) })
		if len(theirs) == 0 {
			continue
		}
		show, err := p.InStep.Learn(tx, theirs, at)
		if err != nil {
			return nil, err
		}
		if show != nil {
			shows = append(shows, show)
		}
	}
	return shows, nil
}

// refold tells the parts that all rows are made anew.
func (f *Office) refold() {
	for _, p := range f.parts {
		if p.Refold != nil {
			p.Refold()
		}
	}
}
