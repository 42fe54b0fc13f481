package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/noun/incident"
	"truce/tool/query"
	"truce/tool/seal"
)

type unsealCmd struct {
	Report string `arg:"" help:"Such as report/2017-05-07-zellaqiyat-interview."`
	atOffice
	signer
}

func (c *unsealCmd) Run(ctx context.Context, e *env) error {
	k, err := e.readKey(c.Key)
	if err != nil {
		return err
	}
	if k.sealing == nil {
		return problem.Forbidden(problem.SealingKeyMissing, problem.P{"file": c.Key})
	}
	d, err := c.open(ctx, e, &k)
	if err != nil {
		return err
	}
	items, err := d.Subject(ctx, act.SubjectID(c.Report), query.Clocks{})
	if err := errors.Join(err, d.Close()); err != nil {
		return err
	}
	var r incident.Report
	if err := json.Unmarshal(items[0].State, &r); err != nil {
		return err
	}
	if r.Source == nil {
		return problem.NotFound(problem.SourceNotShown, problem.P{"subject": c.Report})
	}
	source, err := seal.Open(*k.sealing, r.Source.Sealed)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(e.out, "%s\n", source) // to a file as it was sealed
	return err
}
