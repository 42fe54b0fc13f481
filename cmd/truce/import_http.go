package main

import (
	"context"
	"errors"
	"sync"

	"truce/act"
	"truce/api/client"
	"truce/api/wire"
	"truce/importer"
	"truce/office"
	"truce/problem"
)

// overHTTP hands an import to an office behind an address.
type overHTTP struct {
	desk desk
	held func() (map[act.SubjectID]string, error)
}

// newOverHTTP reads once what is there already: whatever comes in meanwhile is found by
// the office, for which the same row is the same subject.
func newOverHTTP(ctx context.Context, d desk) overHTTP {
	return overHTTP{d, sync.OnceValues(func() (map[act.SubjectID]string, error) {
		var items []office.Item
		for item, err := range d.All(ctx, "reports", client.Filter{}) {
			if err != nil {
				return nil, err
			}
			items = append(items, item)
		}
		return importer.KnownItems(items)
	})}
}

// Known is part of importer.Known.
func (o overHTTP) Known(_ context.Context, subjects []act.SubjectID) (map[act.SubjectID]string, error) {
	held, err := o.held()
	if err != nil {
		return nil, err
	}
	known := map[act.SubjectID]string{}
	for _, s := range subjects {
		if hash, is := held[s]; is {
			known[s] = hash
		}
	}
	return known, nil
}

// SubmitAll is part of importer.Submitter. What broke on the way is the outcome of every
// act that was not answered: sending them again does no harm.
func (o overHTTP) SubmitAll(ctx context.Context, sdjwts []string) []office.Outcome {
	outcomes, err := o.desk.SubmitAll(ctx, sdjwts)
	for i, outcome := range outcomes {
		if p, refused := errors.AsType[*wire.Problem](outcome.Err); refused {
			outcomes[i].Err = asProblem(p)
		}
	}
	for len(outcomes) < len(sdjwts) {
		outcomes = append(outcomes, office.Outcome{Err: problem.Unavailable(problem.OfficeBusy).Because(err)})
	}
	return outcomes
}

// asProblem knows a refusal by its key again, and its kind by the status that kinds have.
func asProblem(p *wire.Problem) error {
	key, _ := problem.ParseKey(p.Key)
	for _, made := range []*problem.Problem{
		problem.Invalid(key), problem.Unauthenticated(key), problem.Forbidden(key), problem.NotFound(key),
		problem.Conflict(key), problem.TooLarge(key), problem.Unavailable(key), problem.Internal(key)} {
		if made.Status() == p.Status {
			return made.At(p.Where).Because(p)
		}
	}
	return problem.Internal(key).Because(p)
}
