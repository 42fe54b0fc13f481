package incident

import (
	"fmt"
	"slices"
	"strings"
)

// MatchingRule names how two tallies of one day are laid beside each other. Tallies name
// no cases, so every match is somebody's rule and never a fact.
type MatchingRule string

const (
	// SideBySide matches nothing: the numbers stand beside each other.
	SideBySide MatchingRule = "side-by-side"

	// SameAreaMinimum matches, in each area, as many cases as both tallies have there. That
	// is an upper bound: two cases of one province and day need not be the same case.
	SameAreaMinimum MatchingRule = "same-area-minimum"

	// SameAreaMinimumMerged is SameAreaMinimum and besides takes both units for one and the
	// same, which makes a merged range: at least as many as if all that can match does, at
	// most as many as if nothing does. Of parts that do not add up it makes none.
	SameAreaMinimumMerged MatchingRule = "same-area-minimum-merged"
)

// MatchingRules are all of them.
func MatchingRules() []MatchingRule {
	return []MatchingRule{SideBySide, SameAreaMinimum, SameAreaMinimumMerged}
}

// Comparison is two tallies of one day under a named rule.
type Comparison struct {
	Date    string         `json:"date"`
	Rule    MatchingRule   `json:"rule"`
	A       TallyPublished `json:"a"`
	B       TallyPublished `json:"b"`
	Areas   []Compared     `json:"areas"`            // sorted by place code
	Split   *Split         `json:"split,omitempty"`  // of all areas; nil: the rule matches nothing
	Merged  *Merged        `json:"merged,omitempty"` // nil: the rule makes no merged total
	OffByA  int            `json:"offByA,omitzero"`  // parts less total; below 0: cases of which no rule by area speaks
	OffByB  int            `json:"offByB,omitzero"`
	OneUnit bool           `json:"oneUnit,omitzero"` // both count in one unit
	OneDay  bool           `json:"oneDay,omitzero"`  // both published one and the same time zone
}

// Compared is one area.
type Compared struct {
	Area  string `json:"area"`
	Name  string `json:"name"`
	A     int    `json:"a"` // in the unit of A
	B     int    `json:"b"` // in the unit of B
	Split *Split `json:"split,omitempty"`
}

// Split is how many cases can be the same and how many are then left on each side.
type Split struct {
	MatchedAtMost int `json:"matchedAtMost"`
	OnlyAAtLeast  int `json:"onlyAAtLeast"`
	OnlyBAtLeast  int `json:"onlyBAtLeast"`
}

// Merged is a range of cases of both tallies together.
type Merged struct {
	AtLeast int `json:"atLeast"`
	AtMost  int `json:"atMost"`
}

// Compare lays two tallies of one date beside each other. It refuses tallies of two dates
// or of one publisher, and a rule that has no name here.
func Compare(a, b TallyPublished, rule MatchingRule) (Comparison, error) {
	switch {
	case a.Date != b.Date:
		return Comparison{}, fmt.Errorf("compare tallies: of %s and of %s", a.Date, b.Date)
	case a.Publisher == b.Publisher:
		return Comparison{}, fmt.Errorf("compare tallies: both are of %s", a.Publisher)
	case !slices.Contains(MatchingRules(), rule):
		return Comparison{}, fmt.Errorf("compare tallies: no rule is named %q", rule)
	}
	c := Comparison{
		Date: a.Date, Rule: rule, A: a, B: b, Areas: compared(a, b), OffByA: a.offBy(), OffByB: b.offBy(),
		OneUnit: a.Unit == b.Unit, OneDay: a.UTCOffset != "" && a.UTCOffset == b.UTCOffset,
	}
	if rule != SideBySide {
		c.match()
	}
	if rule == SameAreaMinimumMerged && c.OffByA == 0 && c.OffByB == 0 {
		c.Merged = &Merged{a.Total + b.Total - c.Split.MatchedAtMost, a.Total + b.Total}
	}
	return c, nil
}

func compared(a, b TallyPublished) []Compared {
	var areas []Compared
	find := func(p Part) *Compared {
		i := slices.IndexFunc(areas, func(c Compared) bool { return c.Area == p.Area })
		if i < 0 {
			i = len(areas)
			areas = append(areas, Compared{Area: p.Area, Name: p.Name})
		}
		return &areas[i]
	}
	for _, p := range a.Parts {
		find(p).A += p.Number
	}
	for _, p := range b.Parts {
		find(p).B += p.Number
	}
	slices.SortFunc(areas, func(x, y Compared) int { return strings.Compare(x.Area, y.Area) })
	return areas
}

// match is the rule of the same area's minimum.
func (c *Comparison) match() {
	c.Split = &Split{}
	for i, area := range c.Areas {
		matched := min(area.A, area.B)
		c.Areas[i].Split = &Split{matched, area.A - matched, area.B - matched}
		c.Split.MatchedAtMost += matched
		c.Split.OnlyAAtLeast += area.A - matched
		c.Split.OnlyBAtLeast += area.B - matched
	}
}

func (b TallyPublished) offBy() int {
	off := -b.Total
	for _, p := range b.Parts {
		off += p.Number
	}
	return off
}
