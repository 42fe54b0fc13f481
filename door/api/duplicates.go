package api

import (
	"context"

	"truce/noun/incident"
	"truce/tool/answer"
)

type duplicatesInput struct {
	Zone  []string `query:"zone,explode" nullable:"false" doc:"ids of zones; repeated or with commas"`
	From  string   `query:"from" format:"moment" doc:"reports of what began at or after this time (RFC 3339) or day"`
	Until string   `query:"until" format:"moment" doc:"reports of what began before this time (RFC 3339) or day"`
}

type duplicatesOutput struct{ Body answer.Duplicates }

func (a *API) duplicates(ctx context.Context, c *caller, in *duplicatesInput) (*duplicatesOutput, error) {
	if err := c.known(); err != nil {
		return nil, err
	}
	filter, err := FilterParams{Zone: in.Zone, From: in.From, Until: in.Until}.filter(c.who(), incident.ReportNoun)
	if err != nil {
		return nil, err
	}
	found, err := a.office.Review.Duplicates(ctx, c.who(), filter)
	return &duplicatesOutput{found}, err
}
