package reading

import (
	"slices"

	"truce/judge/policy"
	"truce/tool/query"
)

// byLaw bounds what a reader without exact places learns from a boundary: that a record lies
// in a zone, as is known now, and no more. What only may lie in it is near its border; a belt
// is a strip along the border; a boundary that was known otherwise before cuts off slivers;
// and the recorded point against the judged place again tells what is near the border.
func (s shown) byLaw(filter *query.Filter) error {
	if s.everywhere("exact-place") {
		return nil
	}
	if filter.MayBe || len(filter.Ground) > 0 || !filter.Known.IsZero() {
		return s.notSoFine()
	}
	filter.ZonesOnly = true
	return nil
}

// groups is byLaw for what counts are grouped by.
func (s shown) groups(filter *query.Filter, by []string) error {
	if !slices.Contains(by, "within") || s.everywhere("exact-place") {
		return nil
	}
	if slices.Contains(by, "relation") {
		return s.notSoFine()
	}
	return s.byLaw(filter)
}

func (s shown) notSoFine() error {
	return s.room.office.Policy().RefusalTo("ask by exact place", policy.Read("exact-place"))
}
