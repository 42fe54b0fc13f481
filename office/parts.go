package office

import (
	"context"

	"truce/ground/act"
	"truce/noun/people"
)

// Part is what an office does besides taking acts, folding them and signing heads. Parts are
// given to Open as plain values, and whatever knows of a single noun is one: the office knows
// when something has to be asked, a part knows what. Every member may be left out.
type Part struct {
	// Opened hands the part its office, before any act is taken.
	Opened func(context.Context, *Office) error
	// Checks look at acts of these kinds before they wait for the writer.
	Checks map[act.Kind]Check
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

// check asks the parts about an act.
func (f *Office) check(ctx context.Context, j *job) error {
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
