package reading

import (
	"context"
	"slices"

	"truce/judge/policy"
	"truce/tool/keep"
	"truce/tool/query"
)

// doubted says of counts how many of what was counted rest on acts of keys in doubt. While no key is
// in doubt it asks for nothing.
func (m *Room) doubted(ctx context.Context, r keep.Reader, filter query.Filter, by []string, counts []query.Count) error {
	if m.office.Directory().Certain() || filter.Doubt == query.NoDoubt {
		return nil
	}
	among := func(doubt query.Doubt, put func(*query.Count, int)) error {
		filter.Doubt = doubt
		some, err := r.Count(ctx, filter, by)
		for _, few := range some {
			for i := range counts {
				if slices.Equal(counts[i].Values, few.Values) {
					put(&counts[i], few.N)
				}
			}
		}
		return err
	}
	if filter.Doubt != query.WhollyDoubt {
		if err := among(query.AnyDoubt, func(c *query.Count, n int) { c.Doubted = n }); err != nil {
			return err
		}
	}
	return among(query.WhollyDoubt, func(c *query.Count, n int) { c.Doubted, c.Alone = max(c.Doubted, n), n })
}

// Doubted is how many of what the filter selects within the reader's rights rest on acts of keys in
// doubt, and how many of those on such acts alone; each once, whatever counts are grouped by.
func (m *Room) Doubted(ctx context.Context, who policy.Person, filter query.Filter) (doubted, alone int, err error) {
	if m.office.Directory().Certain() {
		return 0, 0, nil
	}
	counts, err := m.Count(ctx, who, filter, nil)
	for _, c := range counts {
		doubted, alone = doubted+c.Doubted, alone+c.Alone
	}
	return doubted, alone, err
}
