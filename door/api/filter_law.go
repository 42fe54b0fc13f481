package api

import (
	"context"
	"strings"

	"truce/ground/problem"
	"truce/office/deriving"
	"truce/tool/answer"
	"truce/tool/query"
)

// LawParams are the filters that ask how records lie by the law, not by what their authors
// named. The name is exported for the same reason as FilterParams.
type LawParams struct {
	Within []string `query:"within,explode" nullable:"false" doc:"codes of zones or belts in one of which the place lies by the boundary in force at the record's time, inside or on the border. ? means those of which the place is not known well enough to say. Repeated or with commas" example:"dz-idlib"`
	MayBe  string   `query:"mayBe" doc:"true: with within also what may lie in it; for readers of exact places" enum:"true,false"`
	Ground []string `query:"ground,explode" nullable:"false" doc:"ids of zones within whose boundary the recorded point is, whether or not that was in force; for readers of exact places" example:"zone/dz-idlib"`
}

func (p LawParams) byLaw() (l query.ByLaw, err error) {
	l = query.ByLaw{Within: split(p.Within)}
	for _, id := range split(p.Ground) {
		l.Ground = append(l.Ground, strings.TrimPrefix(id, "zone/"))
	}
	if len(l.Within) > maxValues {
		return l, wrong("within", problem.ReasonTooLong)
	}
	if len(l.Ground) > maxValues {
		return l, wrong("ground", problem.ReasonTooLong)
	}
	l.MayBe, err = readBool("mayBe", p.MayBe)
	return l, err
}

// judged tells how far judging is, with every answer that rests on it: whatever of it is asked,
// up to where all of that is judged.
func (a *API) judged(ctx context.Context, c *caller, byLaw, near bool) (*answer.Judged, error) {
	edition, err := a.office.Reading.Published()
	if err != nil {
		return nil, err
	}
	var all []answer.Judged
	for f, asked := range map[*deriving.Follower]bool{a.office.Judging.Follower: byLaw, a.office.Near.Follower: near} {
		if !asked {
			continue
		}
		told, err := f.Lately(ctx, c.who(), edition)
		if err != nil {
			return nil, err
		}
		all = append(all, told)
	}
	if len(all) == 0 {
		return nil, nil
	}
	least := all[0]
	for _, told := range all[1:] {
		least.Pending += told.Pending
		if least.UpTo.IsZero() || !told.UpTo.IsZero() && told.UpTo.Before(least.UpTo) {
			least.UpTo = told.UpTo
		}
	}
	return &least, nil
}
