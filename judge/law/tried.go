package law

import (
	"maps"
	"slices"
)

// tried adds up the answers of a rule.
type tried struct {
	yes, no bool
	lacking map[string]bool
	err     error
}

func (t *tried) add(a answer) {
	switch {
	case a.err != nil:
		t.err = a.err
	case len(a.lacking) > 0:
		if t.lacking == nil {
			t.lacking = map[string]bool{}
		}
		for _, name := range a.lacking {
			t.lacking[name] = true
		}
	case a.engages:
		t.yes = true
	default:
		t.no = true
	}
}

func (t *tried) verdict(where []string) (Verdict, []Reason) {
	switch {
	case t.err != nil:
		return NotDecided, because(RuleFails, t.err.Error())
	case len(t.lacking) > 0:
		return NotDecided, because(NotKnown, list(slices.Sorted(maps.Keys(t.lacking))))
	case t.yes && t.no:
		return Possible, because(PlaceUncertain, list(where))
	case t.yes:
		return Engaged, because(RuleTrue, "")
	}
	return NotEngaged, because(RuleFalse, "")
}
