package main

import (
	"errors"

	"truce/door/copies"
	"truce/ground/problem"
)

// verdict is how a check ends, by the worst that holds: the word GOOD, or an error with its exit code.
func (e *env) verdict(c checkedCopy) error {
	switch {
	case c.Bad > 0 && c.AsSigned():
		return c.asSigned()
	case c.Bad > 0 && len(c.Forks) > 0:
		return c.found(problem.CopyOrMemoryAltered)
	case c.Bad > 0:
		return c.found(problem.CopyAltered)
	case len(c.Forks) > 0:
		return c.found(problem.TwoHistories)
	case c.Unproven != copies.NoDoubt:
		return c.found(problem.CopyUnproven)
	case c.Fallen():
		e.printf("%s\n", line("OLDER", "nothing wrong was found in %s itself, and it is of the history that you have seen: it ends earlier", c.name))
		return c.found(problem.CopyOlder)
	case c.unfollowed():
		return c.found(problem.SuccessionUnshown)
	case c.misstated() > 0:
		return found{problem.Conflict(problem.BulletinsMisstated, problem.P{"count": c.misstated()})}
	case !c.Cosigned.OK():
		return e.uncosigned(c)
	case c.Unknown() > 0:
		return unjudged{problem.Conflict(problem.CopyNotJudged, problem.P{"file": c.name})}
	}
	e.printf("%s\n", line("GOOD", "nothing wrong was found in %s%s", c.name, c.but()))
	if others := c.elsewhere(); others != "" {
		e.printf("%s\n", below("%s", others))
	}
	return nil
}

// found is what a check found wrong with a copy as a whole.
func (c checkedCopy) found(key problem.Key) error {
	return found{problem.Conflict(key, problem.P{"file": c.name})}
}

// asSigned ends a check of a copy in which nothing was changed, and that is not as it should be nevertheless.
func (c checkedCopy) asSigned() error {
	var all []error
	if c.Against > 0 {
		all = append(all, problem.Conflict(problem.OfficeTookAgainstRules, problem.P{"file": c.name, "count": c.Against}))
	}
	if c.Lacks > 0 {
		all = append(all, problem.Conflict(problem.CopyLacks, problem.P{"file": c.name, "count": c.Lacks}))
	}
	if c.Unreleased > 0 {
		all = append(all, problem.Conflict(problem.CopyUnreleased, problem.P{"file": c.name}))
	}
	return found{errors.Join(all...)}
}

// but is what a good verdict is not about.
func (c checkedCopy) but() string {
	switch open := c.all != nil && c.all.Open > 0; {
	case c.NotChecked > 0 && open:
		return ", but for what was not checked and not reckoned"
	case c.NotChecked > 0:
		return ", but for what was not checked"
	case open:
		return ", but for what was not reckoned"
	}
	return ""
}
