package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/noun/incident"
	"truce/tool/answer"
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
	subject := act.SubjectID(c.Report)
	items, err := d.Subject(ctx, subject, query.Clocks{})
	said, err2 := d.History(ctx, subject)
	if err := errors.Join(err, err2, d.Close()); err != nil {
		return err
	}
	var r incident.Report
	if err := json.Unmarshal(items[0].State, &r); err != nil {
		return err
	}
	if r.Source == nil {
		return problem.NotFound(problem.SourceNotShown, problem.P{"subject": c.Report})
	}
	plain, err := seal.Open(*k.sealing, r.Source.Sealed)
	if err != nil {
		return err
	}
	source, err := incident.ReadSource(plain)
	if err != nil {
		return err
	}
	if !sealedIt(source, said) {
		return problem.Invalid(problem.SourceOfAnother, problem.P{"subject": c.Report, "key": source.Author})
	}
	_, err = fmt.Fprintf(e.out, "%s\n", source.Text) // to a file as it was sealed
	return err
}

// sealedIt reports whether one of those who spoke of a report sealed a source, for a register that the act was meant for: what somebody
// else's device sealed tells nothing of who told them.
func sealedIt(s incident.SealedSource, said []answer.Told) bool {
	return slices.ContainsFunc(said, func(t answer.Told) bool {
		a, err := act.Parse(t.Act)
		return err == nil && a.Issuer == s.Author && slices.Contains(a.Audience, s.Register)
	})
}
