package api

import (
	"context"

	"truce/tool/answer"
)

type proposalsOutput struct{ Body answer.AwaitedList }

// proposals is for those who sign in: what strangers are shown took force.
func (a *API) proposals(ctx context.Context, c *caller, _ *struct{}) (*proposalsOutput, error) {
	if err := c.known(); err != nil {
		return nil, err
	}
	all, err := a.office.Reading.Proposals(ctx, c.who())
	return &proposalsOutput{all}, err
}
