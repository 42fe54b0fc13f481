package api

import (
	"context"
	"slices"

	"truce/api/wire"
	"truce/problem"
	"truce/store"
)

type countsInput struct {
	FilterParams
	Noun []string `query:"noun,explode" nullable:"false" required:"true" doc:"nouns of the records to count, such as report; repeated or with commas" example:"report"`
	By   []string `query:"by,explode" nullable:"false" doc:"columns to group by: noun, kind, day, status, party, zone; repeated or with commas" example:"kind,day"`
}

type countsOutput struct{ Body wire.Counts }

// counts says of what it counts: the noun has to be named.
func (a *API) counts(ctx context.Context, c *caller, in *countsInput) (*countsOutput, error) {
	nouns, by := split(in.Noun), split(in.By)
	if len(nouns) == 0 {
		return nil, wrong("noun", problem.ReasonEmpty)
	}
	for _, noun := range nouns {
		if !slices.Contains(a.office.Kinds().Nouns(), noun) {
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
	counts, err := a.office.Count(ctx, c.who(), filter, by)
	if err != nil {
		return nil, err
	}
	out := &countsOutput{wire.Counts{Of: nouns, By: by}}
	for _, count := range counts {
		out.Body.Counts = append(out.Body.Counts, wire.Count{Values: count.Values, N: count.N})
	}
	return out, nil
}

func columns(by []string) error {
	for i, column := range by {
		if !slices.Contains(store.Groups(), column) {
			return wrong("by", problem.ReasonNameUnknown)
		}
		if slices.Contains(by[:i], column) {
			return wrong("by", problem.ReasonRepeated)
		}
	}
	return nil
}
