package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"truce/door/copies"
	"truce/noun/people"
)

// successions tell by which register the work of this one goes on, and with whose it goes on.
func (c checkedCopy) successions() (all []string) {
	successor, predecessor := c.Successions()
	if successor != nil {
		all = append(all, line("Ended", "on %s, as %s signed%s: the register of %s goes on with its work, from a head of %s",
			stamp(successor.Since), strings.Join(successor.Signed, ", "), against(*successor), successor.Origin, several(successor.Size, "entry", "entries")),
			below("its key is %s", successor.RegisterKey))
	}
	switch {
	case predecessor == nil:
	case predecessor.Since.IsZero():
		all = append(all, line("Succeeds", "nobody: its founding says that it goes on with the work of %s, and no second side signed that", predecessor.Origin))
	case c.lineage == "":
		all = append(all, line("Succeeds", "the register of %s from a head of %s, as %s signed here. That the other says so too, and that its sides have these root keys, was not looked at: name a copy of it with --succeeds",
			predecessor.Origin, several(predecessor.Size, "entry", "entries"), strings.Join(predecessor.Signed, ", ")))
	case c.lineage == copies.Shown:
		all = append(all, line("Succeeds", "the register of %s from a head of %s: its own acts say so, and every side with a root here began with the one that it had there, if it had one", predecessor.Origin, several(predecessor.Size, "entry", "entries")))
	}
	if words := refused(c.lineage); words != "" {
		all = append(all, line("WRONG", "it is not shown that this register goes on with the work of the one that you named: %s", words))
		for _, other := range c.otherRoots {
			all = append(all, below("%s", otherRoot(other, predecessor.Signed)))
		}
	}
	if len(c.added) > 0 {
		all = append(all, line("Warning", "%s: no side of the register before, and one here. Whoever founded this register says so: ask the sides that you know", strings.Join(c.added, ", ")))
	}
	if len(c.gone) > 0 {
		all = append(all, line("Warning", "%s: a side of the register before, and none here", strings.Join(c.gone, ", ")))
	}
	if left := c.leftOut(); left != "" {
		all = append(all, line("UNPROVEN", "%s", left))
	}
	return all
}

// otherRoot says of a side that it is not the one of the register before.
func otherRoot(other people.SideKey, signed []string) string {
	if slices.Contains(signed, other.Side) {
		return fmt.Sprintf("%s signs here with a key that is not that of %s there: %s", other.Side, other.Side, other.Key)
	}
	return fmt.Sprintf("%s was given a root here that is not the one of %s there, and without its word: %s. Ask %s itself", other.Side, other.Side, other.Key, other.Side)
}

// refused says why it is not shown that a register goes on with another's work, "" if it is, or nobody asked.
func refused(l copies.Lineage) string {
	switch l {
	case copies.NotClaims:
		return "its founding does not name that one, or no second side signed the founding"
	case copies.NotNamed:
		return "that one was not succeeded by anybody"
	case copies.ByAnother:
		return "that one was succeeded by another"
	case copies.OtherHead:
		return "the two name different heads, so that entries would be left out, or were never there"
	case copies.OtherRoot:
		return "a side has another root key here than there, so that somebody else may speak in its name"
	case copies.FewSides:
		return "its founding was not signed by two sides of that one"
	case copies.Unsound:
		return "the copy of that one is not as it should be"
	}
	return ""
}

// leftOut says that the register goes on from a head with fewer entries than its reader saw of the one before.
func (c checkedCopy) leftOut() string {
	_, predecessor := c.Successions()
	if predecessor == nil {
		return ""
	}
	if c.lineage == copies.Shown && c.omitted > 0 {
		return fmt.Sprintf("the register of %s has %s from entry %d on, beside those by which it was succeeded, that came after the head from which this one goes on: they are left out here. They stand in the copy that you named; ask the sides that signed why",
			predecessor.Origin, several(c.omitted, "entry", "entries"), predecessor.Size)
	}
	if c.lineage != "" {
		return ""
	}
	for _, seen := range c.remembered {
		if seen.Origin == predecessor.Origin && seen.Key == predecessor.RegisterKey && seen.Size > predecessor.Size {
			return fmt.Sprintf("it goes on from %s of the register of %s, and you have seen %d of that: what came after may be left out. Name a copy of that register with --succeeds",
				several(predecessor.Size, "entry", "entries"), predecessor.Origin, seen.Size)
		}
	}
	return ""
}

// unfollowed reports whether the register is refused as one that goes on with another's work.
func (c checkedCopy) unfollowed() bool { return refused(c.lineage) != "" || c.leftOut() != "" }

// follow checks the copy of the register before, and holds this one to it: which sides have another root key here is told too, which are new
// or gone, and how much came after the head from which this one goes on.
func (c *checkCopyCmd) follow(ctx context.Context, e *env, came *checkedCopy) error {
	if c.Succeeds == "" {
		return nil
	}
	src, err := c.source(ctx, e, c.Succeeds)
	if err != nil {
		return err
	}
	o := copies.CheckOptions{Memory: c.Remember, Now: e.now}
	if !isAddress(c.Succeeds) {
		o.Files = copies.Files(c.Succeeds)
	}
	earlier, err := copies.Check(ctx, src, o, nil)
	if err != nil {
		return uncheckable(c.Succeeds, err)
	}
	if came.lineage = came.Follows(earlier); came.lineage == copies.OtherRoot {
		came.otherRoots = came.OtherRoots(earlier)
	}
	came.omitted = came.Omitted(earlier)
	if earlier.Directory != nil && came.Directory != nil {
		came.added, came.gone = came.SidesUnlike(earlier)
	}
	return nil
}

// remembered are the registers of which the reader saw heads.
func (c *checkCopyCmd) remembered() ([]copies.Remembered, error) {
	if c.Remember == "" {
		return nil, nil
	}
	return copies.AllRemembered(c.Remember)
}

// against tells who said no to the end of a register.
func against(s people.Succession) string {
	if len(s.Refused) == 0 {
		return ""
	}
	return ", against the no of " + strings.Join(s.Refused, ", ")
}
