package main

import (
	"fmt"

	"truce/door/copies"
	"truce/door/recount"
	"truce/noun/people"
)

// checkedCopy is what came of the check of a copy.
type checkedCopy struct {
	copies.Report
	name string
	// lineage is whether the register goes on with the work of the one that the reader named, "" if none was; remembered
	// are those of which the reader saw heads.
	lineage    copies.Lineage
	otherRoots []people.SideKey // sides with another root key here than there
	added      []string         // sides here that counted for nothing there
	gone       []string         // sides there that are none here
	omitted    int64            // entries of that one that came after the head from which this one goes on
	remembered []copies.Remembered

	all *recount.All // what the copy adds up to, held to its bulletins; nil: it was not folded
}

// line is what is said under one word at its beginning, such as "Register  hq.truce, 40 entries".
func line(word, format string, args ...any) string {
	return fmt.Sprintf("%-9s ", word) + fmt.Sprintf(format, args...)
}

// below is a line that goes on under the one before it.
func below(format string, args ...any) string { return line("", format, args...) }

// lines are all that is said of a copy before the verdict, in this order. Each answers nothing where there is nothing
// to say.
func (c checkedCopy) lines() (all []string) {
	for _, told := range []func() []string{
		// What was read, and by which rules.
		c.register, c.rules,
		// Who signed, and what of it is in doubt or marked.
		c.vouched, c.roots, c.inDoubt, c.clocks, c.sealed,
		// What this copy does not tell.
		c.notChecked, c.withheld, c.evidence, c.older, c.unfolded, c.unjudged,
		// What it adds up to, and who else saw it.
		c.folded, c.audited, c.gaps, c.cosigned, c.successions,
		// What is wrong, the worst first.
		c.twoHistories, c.unproven, c.wrong,
	} {
		all = append(all, told()...)
	}
	return all
}

// judgeCopy says what was found, and ends with the verdict.
func (e *env) judgeCopy(c checkedCopy) error {
	for _, said := range c.lines() {
		e.printf("%s\n", said)
	}
	return e.verdict(c)
}

// judge tells of a copy that was not folded.
func (e *env) judge(name string, r copies.Report) error {
	return e.judgeCopy(checkedCopy{Report: r, name: name})
}
