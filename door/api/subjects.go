package api

import (
	"context"
	"time"

	"truce/door/wire"
	"truce/ground/act"
	"truce/ground/problem"
	"truce/tool/answer"
	"truce/tool/query"
)

type subjectInput struct {
	Noun    string `path:"noun" format:"noun" example:"incident"`
	Name    string `path:"name" format:"name" example:"2017-05-07-zellaqiyat"`
	InForce string `query:"inForce" format:"moment" doc:"only the period that held in the world at this time (RFC 3339) or at the start of this day"`
	Known   string `query:"known" format:"moment" doc:"as this office knew it at this time (RFC 3339) or at the start of this day"`
}

type subjectOutput struct{ Body wire.Periods }

func (a *API) subject(ctx context.Context, c *caller, in *subjectInput) (*subjectOutput, error) {
	id, err := subjectOf(in.Noun, in.Name)
	if err != nil {
		return nil, err
	}
	at, err := in.clocks(c)
	if err != nil {
		return nil, err
	}
	items, err := a.office.Reading.Subject(ctx, c.who(), id, at)
	if err != nil {
		return nil, err
	}
	published, err := a.office.Reading.EditionOf(c.who(), id.Noun())
	return &subjectOutput{wire.Periods{Items: items, Published: published}}, err
}

// clocks gives strangers whole days, as lists do.
func (in *subjectInput) clocks(c *caller) (at query.Clocks, err error) {
	if at.InForce, err = readTime("inForce", in.InForce); err != nil {
		return at, err
	}
	if !c.who().Known() && !at.InForce.IsZero() {
		at.InForce = at.InForce.Truncate(24 * time.Hour)
	}
	at.Known, err = readKnown(in.Known, c.who())
	return at, err
}

func subjectOf(noun, name string) (act.SubjectID, error) {
	id, err := act.ParseSubject(noun + "/" + name)
	if err != nil {
		return "", problem.Invalid(problem.SubjectMalformed, problem.P{"subject": noun + "/" + name}).Because(err)
	}
	return id, nil
}

type historyInput struct {
	Noun string `path:"noun" format:"noun" example:"incident"`
	Name string `path:"name" format:"name" example:"2017-05-07-zellaqiyat"`
}

type historyOutput struct{ Body wire.History }

func (a *API) history(ctx context.Context, c *caller, in *historyInput) (*historyOutput, error) {
	id, err := subjectOf(in.Noun, in.Name)
	if err != nil {
		return nil, err
	}
	acts, err := a.office.Reading.History(ctx, c.who(), id)
	return &historyOutput{wire.History{Acts: acts}}, err
}

type headsOutput struct{ Body wire.Heads }

func (a *API) latest(ctx context.Context, c *caller, in *historyInput) (*headsOutput, error) {
	id, err := subjectOf(in.Noun, in.Name)
	if err != nil {
		return nil, err
	}
	heads, err := a.office.Reading.Heads(ctx, c.who(), id)
	return &headsOutput{wire.Heads{Acts: append([]act.ID{}, heads...)}}, err
}

type explanationInput struct {
	Noun  string `path:"noun" format:"noun" example:"incident"`
	Name  string `path:"name" format:"name" example:"2017-05-07-zellaqiyat"`
	Known string `query:"known" format:"moment" doc:"as this office knew it at this time (RFC 3339) or at the start of this day"`
}

type explanationOutput struct{ Body answer.Explanation }

func (a *API) explanation(ctx context.Context, c *caller, in *explanationInput) (*explanationOutput, error) {
	id, err := subjectOf(in.Noun, in.Name)
	if err != nil {
		return nil, err
	}
	known, err := readKnown(in.Known, c.who())
	if err != nil {
		return nil, err
	}
	explained, err := a.office.Reading.Explain(ctx, c.who(), id, known)
	return &explanationOutput{explained}, err
}

type actInput struct {
	ID string `path:"id" format:"digest" doc:"64 hexadecimal digits"`
}

type actOutput struct{ Body answer.Told }

func (a *API) act(ctx context.Context, c *caller, in *actInput) (*actOutput, error) {
	if err := c.known(); err != nil { // before it is looked for: a stranger is not told whether it is there
		return nil, err
	}
	id, err := actOf(in.ID)
	if err != nil {
		return nil, err
	}
	told, err := a.office.Reading.Act(ctx, c.who(), id)
	return &actOutput{told}, err
}

// actOf answers not found for what cannot be the id of an act.
func actOf(text string) (act.ID, error) {
	id, err := act.ParseID(text)
	if err != nil {
		return id, problem.NotFound(problem.NothingFound, problem.P{"id": text}).Because(err)
	}
	return id, nil
}

type custodiansOutput struct{ Body wire.Custodians }

// custodians is for authors: what is not for the office is sealed before it is sent, to whom two sides
// said and not to whom the office says.
func (a *API) custodians(ctx context.Context, c *caller, _ *struct{}) (*custodiansOutput, error) {
	if err := c.known(); err != nil {
		return nil, err
	}
	acts, err := a.office.Sides(ctx)
	return &custodiansOutput{wire.Custodians{Acts: acts}}, err
}

type meOutput struct{ Body wire.Me }

func (a *API) me(_ context.Context, c *caller, _ *struct{}) (*meOutput, error) {
	if err := c.known(); err != nil {
		return nil, err
	}
	who := c.who()
	return &meOutput{wire.Me{Person: who.ID, Party: who.Party, Roles: who.Roles, May: a.office.Reading.MayMake(who), Can: a.office.Reading.MayDo(who), Key: c.session.Key, Until: c.session.Until}}, nil
}
