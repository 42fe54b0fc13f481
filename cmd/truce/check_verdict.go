package main

import (
	"errors"
	"fmt"
	"strings"

	"truce/door/copies"
)

// verdict is how a check ends, by the worst that holds: the word GOOD, or an error with its exit code.
func (e *env) verdict(c checkedCopy) error {
	switch {
	case c.Bad > 0 && c.AsSigned():
		return c.asSigned()
	case c.Bad > 0 && len(c.Forks) > 0:
		return hinted{found{fmt.Errorf("%s is not as it was signed, or what you remember is not", c.name)}, eitherIsFalse}
	case c.Bad > 0:
		return found{fmt.Errorf("%s is not as it was signed", c.name)}
	case len(c.Forks) > 0:
		return hinted{found{errors.New("the register signed two histories")}, eitherIsFalse}
	case c.Unproven != copies.NoDoubt:
		return hinted{found{fmt.Errorf("unproven: nothing shows that %s is the beginning of what you saw", c.name)},
			"If you know that it is an older copy, say --older, and name with --newer a newer copy that shows it. Else ask the other parties what they hold."}
	case c.Fallen():
		e.printf("%s\n", line("OLDER", "nothing wrong was found in %s itself, and it is of the history that you have seen: it ends earlier", c.name))
		return hinted{found{fmt.Errorf("%s is older than what you have seen", c.name)},
			"If you know that, say --older. If an office shows it as its register of today, it withholds what came since: ask the other parties what they hold."}
	case c.unfollowed():
		return hinted{found{fmt.Errorf("nothing is wrong in %s itself, and it is not shown that it goes on with the work of the register before", c.name)},
			"Ask the sides that are said to have signed it, and other parties for a copy of the register before."}
	case c.misstated() > 0:
		return found{fmt.Errorf("the acts are as they were signed, and %d statements of published bulletins are not what they make", c.misstated())}
	case !c.Cosigned.OK():
		return e.uncosigned(c)
	case c.Unknown() > 0:
		return unjudged{fmt.Errorf("nothing is wrong in %s as far as this program tells, but it does not have all the rules by which it was made; check it with a newer one", c.name)}
	}
	e.printf("%s\n", line("GOOD", "nothing wrong was found in %s%s", c.name, c.but()))
	if others := c.elsewhere(); others != "" {
		e.printf("%s\n", below("%s", others))
	}
	return nil
}

// eitherIsFalse is what to do about two histories.
const eitherIsFalse = "Either may be the false one: what you remember may be of a forged copy, and this one honest. " +
	"Ask another party for a head that it got in another way, from a print-out or its own copy, and hold both to it with `truce head compare`. Keep both copies and the proof, and show them."

// asSigned ends a check of a copy in which nothing was changed, and that is not as it should be nevertheless.
func (c checkedCopy) asSigned() error {
	var but, todo []string
	if c.Against > 0 {
		but = append(but, fmt.Sprintf("it holds acts that the office should not have taken: %d", c.Against))
		todo = append(todo, "Ask the office why it took them, and show them to the other parties.")
	}
	if c.Lacks > 0 {
		but = append(but, "it lacks what "+several(c.Lacks, "act hides", "acts hide")+", which is not withheld from its reader")
		todo = append(todo, "Whoever holds an older copy still has what is missing; the author can hand the act in again.")
	}
	if c.Unreleased > 0 {
		but = append(but, "it holds what no two sides released to its reader")
		todo = append(todo, "Ask whoever made the copy who let them; show the sides that did not sign. What is in it stays true.")
	}
	return hinted{found{fmt.Errorf("%s is as it was signed, but %s", c.name, strings.Join(but, "; "))}, strings.Join(todo, " ")}
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
