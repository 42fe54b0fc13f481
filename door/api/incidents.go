package api

import (
	"context"

	"truce/door/wire"
	"truce/ground/taxonomy"
	"truce/noun/incident"
	"truce/tool/answer"
	"truce/tool/query"
)

type crossingInput struct {
	Name  string `path:"name" format:"name" example:"2017-07-23-south"`
	Known string `query:"known" format:"moment" doc:"as this office knew it at this time (RFC 3339) or at the start of this day"`
}

type crossingOutput struct{ Body answer.Crossing }

func (a *API) crossing(ctx context.Context, c *caller, in *crossingInput) (*crossingOutput, error) {
	if err := c.known(); err != nil {
		return nil, err
	}
	id, err := subjectOf("incident", in.Name)
	if err != nil {
		return nil, err
	}
	known, err := readKnown(in.Known, c.who())
	if err != nil {
		return nil, err
	}
	found, err := a.office.Review.Crossing(ctx, c.who(), id, query.Clocks{Known: known})
	return &crossingOutput{found}, err
}

type stepsOutput struct{ Body wire.Steps }

// steps is the table of package incident, so that forms offer what will have an effect.
func (a *API) steps(context.Context, *caller, *struct{}) (*stepsOutput, error) {
	out := &stepsOutput{wire.Steps{Steps: map[string][]string{}}}
	for _, t := range taxonomy.Default().List(taxonomy.Status).Terms() {
		if to := incident.Steps(t.Code); to != nil {
			out.Body.Steps[t.Code] = to
		}
	}
	return out, nil
}
