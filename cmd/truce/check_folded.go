package main

import (
	"fmt"
	"slices"
	"strings"

	"truce/door/recount"
	"truce/judge/policy"
	"truce/tool/kinds"
)

// recounted tells what came of making the bulletins of a copy again, and fails if the acts make another figure than was
// published.
func (e *env) recounted(all *recount.All) error {
	if all == nil {
		return nil
	}
	if all.Bulletins == 0 {
		e.printf("Folded    what all acts add up to; no bulletin was published\n")
		return nil
	}
	e.printf("Folded    what all acts add up to, and made %d bulletins and corrections again: %d figures, %d of the bulletins as published in every figure\n", all.Bulletins, all.Figures, all.Made)
	if all.Open > 0 {
		e.printf("Not reckoned here: %d of those figures, because they turn on members that are withheld from this copy; %s\n", all.Open, whoMay("exact-place"))
	}
	if all.Apart > 0 {
		e.printf("Not compared: %d editions, which this copy does not hold or which were made by other rules: hold each to the copy with truce check bulletin\n", all.Apart)
	}
	for _, w := range all.Wrong {
		e.printf("WRONG     %s, correction %d, %s edition: %s\n", w.Bulletin, w.Correction, w.Edition, w.What)
	}
	if all.More > 0 {
		e.printf("and %d more\n", all.More)
	}
	if n := len(all.Wrong) + all.More; n > 0 {
		return found{fmt.Sprintf("the acts are as they were signed, and %d statements of published bulletins are not what they make", n)}
	}
	return nil
}

// whoMay says who can check what turns on withheld members of some classes: who may both read them and copy the register.
func whoMay(classes ...string) string {
	p, err := policy.Load(kinds.Nouns())
	if err != nil {
		return err.Error()
	}
	may := p.WhoMayDo(policy.CopyRegister)
	for _, class := range classes {
		may = slices.DeleteFunc(slices.Clone(may), func(role string) bool { return !slices.Contains(p.WhoMayDo(policy.Read(class)), role) })
	}
	if len(may) == 0 {
		return "nobody may copy them out of the office: they are checked there, with truce rebuild"
	}
	return "who may have them in a copy can: " + strings.Join(may, ", ")
}
