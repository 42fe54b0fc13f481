package api

import (
	"context"
	"slices"

	"truce/door/wire"
	"truce/ground/problem"
	"truce/tool/query"
)

type countsInput struct {
	FilterParams
	Noun []string `query:"noun,explode" nullable:"false" required:"true" doc:"nouns of the records to count, such as report; repeated or with commas" example:"report"`
	By   []string `query:"by,explode" nullable:"false" doc:"columns to group by: noun, type, day, status, party, zone (as its author named it), within (the zones and belts in which it lies by the law: what lies in two is counted in both, what lies in none is not; ? counts what is not placed well enough to say), relation (with within: inside, border or may-be); repeated or with commas" example:"type,day"`
}

type countsOutput struct{ Body wire.Counts }

// counts says of what it counts: the noun has to be named.
func (a *API) counts(ctx context.Context, c *caller, in *countsInput) (*countsOutput, error) {
	nouns, by := split(in.Noun), split(in.By)
	if len(nouns) == 0 {
		return nil, wrong("noun", problem.ReasonEmpty)
	}
	for _, noun := range nouns {
		if !slices.Contains(a.office.Kinds().Names(), noun) {
			return nil, wrong("noun", problem.ReasonNameUnknown)
		}
	}
	if err := columns(by); err != nil {
		return nil, err
	}
	filter, err := in.filter(c.who(), nouns...)
	if err != nil {
		return nil, err
	}
	judged, err := a.judged(ctx, c, filter.Asked() || slices.Contains(by, "within"), len(filter.Near) > 0)
	if err != nil {
		return nil, err
	}
	counts, err := a.office.Reading.Count(ctx, c.who(), filter, by)
	if err == nil && !slices.ContainsFunc(counts, func(n query.Count) bool { return n.N > 0 }) {
		err = a.there(ctx, c, filter.Near)
	}
	if err != nil {
		return nil, err
	}
	out := &countsOutput{wire.Counts{Of: nouns, By: by, Judged: judged, Open: a.office.Reading.Open(nouns)}}
	for _, count := range counts {
		out.Body.Counts = append(out.Body.Counts, wire.Count{Values: count.Values, N: count.N, Doubted: count.Doubted, Wholly: count.Alone})
	}
	if out.Body.Published, err = a.office.Reading.EditionOf(c.who(), nouns...); err != nil {
		return nil, err
	}
	out.Body.Doubted, out.Body.Wholly, err = a.office.Reading.Doubted(ctx, c.who(), filter)
	return out, err
}

func columns(by []string) error {
	for i, column := range by {
		if !slices.Contains(query.AllGroups(), column) {
			return wrong("by", problem.ReasonNameUnknown)
		}
		if slices.Contains(by[:i], column) {
			return wrong("by", problem.ReasonRepeated)
		}
	}
	if slices.Contains(by, "relation") && !slices.Contains(by, "within") {
		return wrong("by", problem.ReasonNotUnderstood)
	}
	return nil
}
