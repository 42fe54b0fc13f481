package api

import (
	"context"
	"fmt"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"truce/door/wire"
	"truce/ground/act"
	"truce/ground/problem"
	"truce/tool/query"
)

const defaultPage = 100

type listInput struct {
	FilterParams
	Limit number `query:"limit" doc:"most items on the page, 1 to 1000; more is cut to that" example:"100"`
	After string `query:"after" doc:"next of the page before"`
}

type listOutput struct{ Body wire.Page }

// list answers a page of one noun.
func (a *API) list(noun string) func(context.Context, *caller, *listInput) (*listOutput, error) {
	return func(ctx context.Context, c *caller, in *listInput) (*listOutput, error) {
		page, err := a.page(ctx, c, noun, in)
		return &listOutput{page}, err
	}
}

func (a *API) page(ctx context.Context, c *caller, noun string, in *listInput) (wire.Page, error) {
	filter, err := in.filter(c.who(), noun)
	if err != nil {
		return wire.Page{}, err
	}
	limit, err := in.Limit.clamp(defaultPage, query.MaxPage)
	if err != nil {
		return wire.Page{}, err
	}
	question := fmt.Sprintf("%s %s %+v", c.who().ID, noun, in.FilterParams)
	after, err := a.pages.read(in.After, question)
	if err != nil {
		return wire.Page{}, err
	}
	judged, err := a.judged(ctx, c, filter.Asked(), len(filter.Near) > 0)
	if err != nil {
		return wire.Page{}, err
	}
	page, err := a.office.Reading.List(ctx, c.who(), filter, after, limit)
	if err == nil && len(page.Items) == 0 {
		err = a.there(ctx, c, filter.Near)
	}
	if err != nil {
		return wire.Page{}, err
	}
	out := wire.Page{Items: page.Items, Judged: judged}
	if out.Published, err = a.office.Reading.EditionOf(c.who(), noun); err != nil {
		return out, err
	}
	if page.Next != nil {
		out.Next, err = a.pages.write(*page.Next, question)
	}
	return out, err
}

// there refuses a question about subjects of which one is not there for this reader: nothing near
// a post is an answer, nothing near a misspelt one is not.
func (a *API) there(ctx context.Context, c *caller, subjects []string) error {
	for _, id := range subjects {
		if _, err := a.office.Reading.Subject(ctx, c.who(), act.SubjectID(id), query.Clocks{}); err != nil {
			return err
		}
	}
	return nil
}

// number is a whole number as it was written in a query.
type number string

// Schema is part of huma.SchemaProvider.
func (number) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeInteger, Format: "page"}
}

// clamp never refuses a number for being large.
func (n number) clamp(otherwise, most int) (int, error) {
	if n == "" {
		return otherwise, nil
	}
	v, err := strconv.Atoi(string(n))
	switch {
	case err != nil:
		return 0, wrong("limit", problem.ReasonNotANumber)
	case v < 1:
		return 0, wrong("limit", problem.ReasonOutOfRange)
	}
	return min(v, most), nil
}
