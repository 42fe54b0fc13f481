package api

import (
	"context"
	"time"

	"github.com/go-json-experiment/json"

	"truce/door/wire"
	"truce/ground/act"
	"truce/ground/problem"
	"truce/noun/agreement"
	"truce/tool/query"
)

type partiesInput struct {
	Known string `query:"known" format:"moment" doc:"as this office knew it at this time (RFC 3339) or at the start of this day"`
}

type partiesOutput struct{ Body wire.Parties }

// parties lists whom the agreements name, as far as the caller may see agreements.
func (a *API) parties(ctx context.Context, c *caller, in *partiesInput) (*partiesOutput, error) {
	at, err := readKnown(in.Known, c.who())
	if err != nil {
		return nil, err
	}
	named, err := a.partiesAt(ctx, c, at)
	if err != nil {
		return nil, err
	}
	out := &partiesOutput{}
	now := a.office.Now()
	for _, code := range named.Codes() {
		out.Body.Parties = append(out.Body.Parties, wire.Party{
			Code: code, Names: named.Names(code), Listed: named.Listed(code, now), Agreed: named.Agreed(code), Named: named.Named(code),
		})
	}
	return out, nil
}

func (a *API) partiesAt(ctx context.Context, c *caller, known time.Time) (agreement.Parties, error) {
	all := map[act.SubjectID]agreement.Agreement{}
	filter := query.Filter{Nouns: []string{agreement.Noun}, Known: known}
	for after := (*query.Cursor)(nil); ; {
		page, err := a.office.Reading.List(ctx, c.who(), filter, after, query.MaxPage)
		if err != nil {
			return agreement.Parties{}, err
		}
		for _, item := range page.Items {
			if _, has := all[item.Subject]; has {
				continue // every period has all versions, and the last one comes first
			}
			var held agreement.Agreement
			if err := json.Unmarshal(item.State, &held); err != nil {
				return agreement.Parties{}, problem.Internal(problem.StorageFailed).Because(err)
			}
			all[item.Subject] = held
		}
		if after = page.Next; after == nil {
			return agreement.PartiesOf(all), nil
		}
	}
}
