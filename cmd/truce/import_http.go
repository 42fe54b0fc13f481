package main

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/go-json-experiment/json"

	"truce/door/client"
	"truce/door/importer"
	"truce/door/wire"
	"truce/ground/act"
	"truce/ground/problem"
	"truce/noun/gazetteer"
	"truce/tool/answer"
	"truce/tool/query"
)

// overHTTP hands an import to an office behind an address.
type overHTTP struct {
	desk desk
	held func() (map[act.SubjectID][]importer.Taken, error)
}

// newOverHTTP reads once what the list has already: whatever comes in meanwhile is found by
// the office, for which the same row is the same subject.
func newOverHTTP(ctx context.Context, d desk, list string) overHTTP {
	return overHTTP{d, sync.OnceValues(func() (map[act.SubjectID][]importer.Taken, error) {
		var items []answer.Item
		for item, err := range d.All(ctx, list, client.Filter{}) {
			if err != nil {
				return nil, err
			}
			items = append(items, item)
		}
		return importer.KnownItems(items)
	})}
}

// Known is part of importer.Known.
func (o overHTTP) Known(_ context.Context, subjects []act.SubjectID) (map[act.SubjectID][]importer.Taken, error) {
	held, err := o.held()
	if err != nil {
		return nil, err
	}
	known := map[act.SubjectID][]importer.Taken{}
	for _, s := range subjects {
		if taken, is := held[s]; is {
			known[s] = taken
		}
	}
	return known, nil
}

// Subject is part of importer.Known.
func (o overHTTP) Subject(ctx context.Context, id act.SubjectID) ([]answer.Item, error) {
	items, err := o.desk.Subject(ctx, id, query.Clocks{})
	if p, refused := errors.AsType[*wire.Problem](err); refused {
		err = asProblem(p)
	}
	return items, err
}

// Heads is part of importer.Known.
func (o overHTTP) Heads(ctx context.Context, id act.SubjectID) ([]act.ID, error) {
	heads, err := latest(ctx, o.desk, id)
	if isNotFound(err) {
		return nil, nil
	}
	return heads, err
}

// places reads the whole gazetteer, to look names up without asking for each.
func (o overHTTP) places(ctx context.Context) (*gazetteer.Index, error) {
	var all []gazetteer.Place
	for item, err := range o.desk.All(ctx, "places", client.Filter{}) {
		if err != nil {
			return nil, err
		}
		var p gazetteer.Place
		if err := json.Unmarshal(item.State, &p); err != nil {
			return nil, fmt.Errorf("read %s: %w", item.Subject, err)
		}
		all = append(all, p)
	}
	return gazetteer.NewIndex(all), nil
}

// SubmitAll is part of importer.Submitter. What broke on the way is the outcome of every
// act that was not answered: sending them again does no harm.
func (o overHTTP) SubmitAll(ctx context.Context, sdjwts []string) []answer.Outcome {
	outcomes, err := o.desk.SubmitAll(ctx, sdjwts)
	for i, outcome := range outcomes {
		if p, refused := errors.AsType[*wire.Problem](outcome.Err); refused {
			outcomes[i].Err = asProblem(p)
		}
	}
	for len(outcomes) < len(sdjwts) {
		outcomes = append(outcomes, answer.Outcome{Err: problem.Unavailable(problem.OfficeBusy).Because(err)})
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
