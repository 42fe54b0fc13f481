package api

import (
	"context"
	"fmt"

	"truce/door/wire"
	"truce/ground/act"
	"truce/tool/query"
)

type accessLogInput struct {
	Subject string `query:"subject" doc:"of this record" example:"incident/2017-05-07-zellaqiyat"`
	Person  string `query:"person" doc:"by this person" example:"person/liaison-ru"`
	Class   string `query:"class" doc:"of this class" example:"narrative"`
	Limit   number `query:"limit" doc:"most entries on the page, 1 to 1000; more is cut to that" example:"100"`
	After   string `query:"after" doc:"next of the page before"`
}

type accessLogOutput struct{ Body wire.AccessLog }

// accessLog answers who was handed what. A record that the reader may not see is not told apart
// from one that is not there, as everywhere.
func (a *API) accessLog(ctx context.Context, c *caller, in *accessLogInput) (*accessLogOutput, error) {
	if err := c.known(); err != nil {
		return nil, err
	}
	limit, err := in.Limit.clamp(defaultPage, query.MaxPage)
	if err != nil {
		return nil, err
	}
	question := fmt.Sprintf("%s access-log %q %q %q", c.who().ID, in.Subject, in.Person, in.Class)
	after, err := a.pages.read(in.After, question)
	if err != nil {
		return nil, err
	}
	page, err := a.office.Reading.AccessLog(ctx, c.who(), query.Access{
		Subject: act.SubjectID(in.Subject), Person: act.SubjectID(in.Person), Class: in.Class}, after, limit)
	if err != nil {
		return nil, err
	}
	out := &accessLogOutput{wire.AccessLog{Entries: page.Entries}}
	if page.Next != nil {
		out.Body.Next, err = a.pages.write(*page.Next, question)
	}
	return out, err
}
