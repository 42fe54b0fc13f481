package reading

import (
	"context"

	"truce/ground/problem"
	"truce/judge/policy"
	"truce/tool/keep"
	"truce/tool/query"
)

// Spots are rows that have a place, for a door that draws them by the hundred thousand and
// therefore keeps them in memory. They are handed over without regard to who asks: such a
// door shows of them what Sight allows, and nothing else.
func (m *Room) Spots(ctx context.Context, nouns []string, read func(SpotReader) error) error {
	return m.office.Read(ctx, func(r keep.Reader) error { return read(SpotReader{r, nouns}) })
}

// SpotReader reads spots as of one commit.
type SpotReader struct {
	keep.Reader
	Nouns []string
}

// Sight is what a reader may see of spots, and which of those a filter leaves.
type Sight struct {
	Nouns, Compartments []string
	Exact               bool         // places as recorded; otherwise to a tenth of a degree, and no circle or sector
	Filter              query.Filter // as this reader may ask it
	None                bool         // nothing is left to see
}

// Sight works out what a reader may see of what a filter selects, by the rules of lists.
func (m *Room) Sight(ctx context.Context, who policy.Person, filter query.Filter) (Sight, error) {
	shown := m.shown(who)
	narrowed, any, err := shown.narrow(filter)
	if err == nil {
		err = shown.edition(&narrowed)
	}
	if err != nil {
		return Sight{}, err
	}
	return Sight{narrowed.Nouns, narrowed.Compartments, shown.everywhere("exact-place"), narrowed, !any}, nil
}

// Selected are the ids of the rows that a filter with words or questions of law selects. It
// must come from Sight.
func (m *Room) Selected(ctx context.Context, filter query.Filter) (ids map[int64]struct{}, err error) {
	ids = map[int64]struct{}{}
	err = m.office.Read(ctx, func(r keep.Reader) error {
		return r.Select(ctx, filter, func(id int64) error {
			if len(ids) == maxSelected {
				return problem.Invalid(problem.FilterWrong, problem.P{"filter": "within", "reason": problem.ReasonTooLong})
			}
			ids[id] = struct{}{}
			return nil
		})
	})
	return ids, err
}

// maxSelected bounds the memory of one such filter.
const maxSelected = 2_000_000
