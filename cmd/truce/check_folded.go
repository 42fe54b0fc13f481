package main

import (
	"fmt"
	"slices"
	"strings"

	"truce/judge/policy"
	"truce/tool/kinds"
)

// folded is what came of making the bulletins of a copy again.
func (c checkedCopy) folded() []string {
	switch {
	case c.all == nil:
		return nil
	case c.all.Bulletins == 0:
		return []string{line("Folded", "what all acts add up to; no bulletin was published")}
	}
	all := []string{line("Folded", "what all acts add up to, and made %s again: %s, %s",
		several(int64(c.all.Bulletins), "bulletin or correction", "bulletins and corrections"), several(int64(c.all.Figures), "figure", "figures"), c.asPublished())}
	if c.all.Open > 0 {
		all = append(all, fmt.Sprintf("Not reckoned here: %d of those figures, because they turn on members that are withheld from this copy; %s", c.all.Open, whoMay("exact-place")))
	}
	if c.all.Unheld > 0 {
		all = append(all, fmt.Sprintf("Not compared: %d of those figures, because this copy does not hold the edition in which they were published", c.all.Unheld))
	}
	if c.all.Apart > 0 {
		all = append(all, fmt.Sprintf("Not compared: %d editions, which this copy does not hold or which were made by other rules: hold each to the copy with truce check bulletin", c.all.Apart))
	}
	for _, w := range c.all.Wrong {
		all = append(all, line("WRONG", "%s, correction %d, %s edition: %s", w.Bulletin, w.Correction, w.Edition, w.What))
	}
	if c.all.More > 0 {
		all = append(all, moreWords(int64(c.all.More)))
	}
	return all
}

// asPublished says how many figures were held to what was published, and how that came out.
func (c checkedCopy) asPublished() string {
	switch held := c.all.Figures - c.all.Open - c.all.Unheld; {
	case held == 0:
		return "none of which can be held here to what was published"
	case c.misstated() > 0:
		return fmt.Sprintf("%d of them held to what was published, and not all are as there", held)
	case held == c.all.Figures:
		return "all as published"
	default:
		return fmt.Sprintf("%d of them held to what was published, and as there", held)
	}
}

// misstated is how many statements of published bulletins the acts do not make.
func (c checkedCopy) misstated() int {
	if c.all == nil {
		return 0
	}
	return len(c.all.Wrong) + c.all.More
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
