package api

import (
	"context"
	"net/http"
	"time"

	"github.com/go-json-experiment/json"

	"truce/door/wire"
	"truce/ground/act"
	"truce/ground/problem"
	"truce/noun/agreement"
	"truce/tool/query"
)

type versionsInput struct {
	Name  string `path:"name" format:"name" example:"syria-2017"`
	Known string `query:"known" format:"moment" doc:"as this office knew it at this time (RFC 3339) or at the start of this day"`
}

type versionsOutput struct{ Body wire.Versions }

func (a *API) versions(ctx context.Context, c *caller, in *versionsInput) (*versionsOutput, error) {
	id, held, err := a.agreement(ctx, c, in.Name, in.Known)
	if err != nil {
		return nil, err
	}
	out := &versionsOutput{wire.Versions{Agreement: id}}
	for _, v := range held.Versions {
		var later []wire.Later
		for _, l := range v.Standing.Later {
			later = append(later, wire.Later{Interval: l.Interval, Words: lacking(c.request, l.Why)})
		}
		out.Body.Versions = append(out.Body.Versions, wire.Version{
			ID: v.ID, Type: v.Type, Title: v.Title, Date: v.Date, Digest: v.Digest, ProposedBy: v.ProposedBy, Complete: v.Complete,
			Clauses: len(v.Clauses), Signatures: v.Signatures, Missing: v.Missing, Extensions: v.Extensions,
			Boundaries: v.Boundaries, Declarations: v.Declarations, Force: v.Force, Later: later, Faults: v.Faults,
		})
	}
	for _, f := range held.Flags {
		out.Body.Flags = append(out.Body.Flags, wire.Flag{Flag: f, Words: problem.Saying("why-"+f.Say, nil, languages(c.request)...)})
	}
	return out, nil
}

// agreement reads an agreement as the caller may see it: strangers the versions that
// entered into force.
func (a *API) agreement(ctx context.Context, c *caller, name, known string) (act.SubjectID, agreement.Agreement, error) {
	var held agreement.Agreement
	id, err := subjectOf(agreement.Noun, name)
	if err != nil {
		return id, held, err
	}
	at, err := readKnown(known, c.who())
	if err != nil {
		return id, held, err
	}
	items, err := a.office.Reading.Subject(ctx, c.who(), id, query.Clocks{Known: at})
	if err != nil {
		return id, held, err
	}
	// Every period has all versions.
	if err := json.Unmarshal(items[len(items)-1].State, &held); err != nil {
		return id, held, problem.Internal(problem.StorageFailed).Because(err)
	}
	return id, held, nil
}

type differencesInput struct {
	Name   string `path:"name" format:"name" example:"syria-2017"`
	Before string `query:"before" required:"true" doc:"id of the one version" example:"draft"`
	After  string `query:"after" required:"true" doc:"id of the other" example:"memorandum"`
	Known  string `query:"known" format:"moment" doc:"as this office knew them at this time (RFC 3339) or at the start of this day"`
}

type differencesOutput struct{ Body wire.Differences }

func (a *API) differences(ctx context.Context, c *caller, in *differencesInput) (*differencesOutput, error) {
	id, held, err := a.agreement(ctx, c, in.Name, in.Known)
	if err != nil {
		return nil, err
	}
	before, has := held.Version(in.Before)
	if !has {
		return nil, wrong("before", problem.ReasonNoSuchVersion)
	}
	after, has := held.Version(in.After)
	if !has {
		return nil, wrong("after", problem.ReasonNoSuchVersion)
	}
	return &differencesOutput{wire.Differences{
		Agreement: id, Before: in.Before, After: in.After, Clauses: agreement.Compare(before.Version, after.Version),
	}}, nil
}

type deadlinesInput struct {
	Name    string `path:"name" format:"name" example:"syria-2017"`
	Version string `query:"version" doc:"only those of this version"`
	At      string `query:"at" format:"moment" doc:"how they stand at this time (RFC 3339) or at the start of this day; default now"`
	Known   string `query:"known" format:"moment" doc:"as this office knew it at this time (RFC 3339) or at the start of this day"`
}

type deadlinesOutput struct{ Body wire.Deadlines }

func (a *API) deadlines(ctx context.Context, c *caller, in *deadlinesInput) (*deadlinesOutput, error) {
	id, held, err := a.agreement(ctx, c, in.Name, in.Known)
	if err != nil {
		return nil, err
	}
	at, err := readTime("at", in.At)
	if err != nil {
		return nil, err
	}
	if at.IsZero() {
		at = a.office.Now()
	}
	if _, has := held.Version(in.Version); in.Version != "" && !has {
		return nil, wrong("version", problem.ReasonNoSuchVersion)
	}
	out := &deadlinesOutput{wire.Deadlines{Agreement: id, At: at}}
	for _, v := range held.Versions {
		if in.Version != "" && v.ID != in.Version {
			continue
		}
		for _, due := range v.Deadlines {
			out.Body.Deadlines = append(out.Body.Deadlines, deadline(c.request, due, v.StandsAt(due, at)))
		}
	}
	return out, nil
}

func deadline(r *http.Request, due agreement.Due, standing string) wire.Deadline {
	d := wire.Deadline{Due: due, Standing: standing}
	if d.Standing == "" {
		d.Standing = due.Status
	}
	d.Told = problem.Saying("standing-"+d.Standing, nil, languages(r)...)
	for _, step := range due.Steps {
		d.Words = append(d.Words, stepWords(r, step))
	}
	return d
}

// stepWords is a step as a sentence in the reader's language.
func stepWords(r *http.Request, s agreement.Step) string {
	readers := languages(r)
	known := func(word, otherwise string) string {
		if problem.HasSaying(word) {
			return problem.Saying(word, nil, readers...)
		}
		return otherwise
	}
	return problem.Saying("step-"+s.Say, problem.P{
		"name": known("trigger-"+s.Name, s.Name), "day": s.Day, "at": s.At.UTC().Format(time.RFC3339),
		"count": s.Count, "unit": known("unit-"+s.Unit, s.Unit),
	}, readers...)
}
