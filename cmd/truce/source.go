package main

import (
	"context"
	"errors"

	"truce/ground/act"
	"truce/ground/shape"
	"truce/noun/incident"
)

type sourceCmd struct {
	Code    sourceCodeCmd    `cmd:"" help:"Give the source of a report a code: the same in every report that comes from it."`
	Compare sourceCompareCmd `cmd:"" help:"Say whether two reports come from one source: together they are one voice."`
}

type sourceCodeCmd struct {
	Report string `arg:"" help:"Such as report/2017-05-07-1."`
	Code   string `arg:"" help:"Such as S-017. Nothing in it may tell who it is."`
	atOffice
	signer
}

func (c *sourceCodeCmd) Run(ctx context.Context, e *env) error {
	return sourceSaid(ctx, e, c.atOffice, c.signer, "source-coded", c.Report, incident.SourceCoded{Code: c.Code})
}

type sourceCompareCmd struct {
	Report   string `arg:"" help:"Such as report/2017-05-07-1."`
	Other    string `arg:"" help:"The other report."`
	Decision string `arg:"" enum:"same,different,open" help:"same: one source. different: two, whatever their codes say. open: nothing is said any more."`
	Reason   string `help:"Why. It is for those who handle sources."`
	atOffice
	signer
}

func (c *sourceCompareCmd) Run(ctx context.Context, e *env) error {
	return sourceSaid(ctx, e, c.atOffice, c.signer, "sources-compared", c.Report,
		incident.SourcesCompared{Other: act.SubjectID(c.Other), Decision: c.Decision, Reason: shape.In("", c.Reason)})
}

func sourceSaid(ctx context.Context, e *env, at atOffice, s signer, kind act.Kind, report string, body any) error {
	w, err := at.writing(ctx, e, s)
	if err != nil {
		return err
	}
	return errors.Join(w.tell(ctx, e, kind, act.SubjectID(report), body), w.Close())
}
