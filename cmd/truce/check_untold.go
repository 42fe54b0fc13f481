package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"truce/door/copies"
)

// notChecked are acts of which this copy does not tell enough.
func (c checkedCopy) notChecked() (all []string) {
	if c.NotChecked > 0 {
		all = append(all, fmt.Sprintf("Not checked here: %s (%s), because members are withheld from this copy by which it is decided; %s",
			several(c.NotChecked, "act", "acts"), listed(c.Unchecked), whoMay(c.Unchecked.Classes...)))
	}
	if n := c.AfterCut.Number(); n > 0 {
		all = append(all, fmt.Sprintf("Not checked here: %s (%s), which may rest on what is missing from this copy or damaged in it",
			several(n, "act", "acts"), listed(c.AfterCut)))
	}
	return all
}

// withheld is what acts hide and this copy does not hold.
func (c checkedCopy) withheld() (all []string) {
	if n := c.Withheld.Classes(); len(n) > 0 {
		all = append(all, line("Withheld", "from whoever made this copy: %s", slots(n)))
	}
	if n := c.Erased.Classes(); len(n) > 0 {
		all = append(all, line("Erased", "by decision of two sides, for good: %s", slots(n)))
	}
	if n := int64(len(c.StillHeld)); n > 0 {
		all = append(all, line("Erased", "and still in this copy: what %s. Nothing of it is shown. `truce export` into the same folder takes it out", several(n, "act hid", "acts hid")))
	}
	if by := c.Release; len(by.Signed) > 0 {
		all = append(all, line("Released", "to %s by the act %s, signed by %s, for copies until %s: %s", by.Reader, by.By, strings.Join(by.Signed, ", "), stamp(by.Until), by.Words()))
	}
	if len(c.Denied) > 0 && !isAddress(c.name) { // of an address nothing hidden was asked for: nobody withheld it
		all = append(all, line("Withheld", "though %s may see it, by the roles that this register gives: %s. Ask the office why", c.Reader, slots(c.Denied)))
	}
	return all
}

// slots are how many of each class.
func slots(n map[string]int64) string {
	var classes []string
	for _, class := range slices.Sorted(maps.Keys(n)) {
		classes = append(classes, fmt.Sprintf("%d of class %s", n[class], class))
	}
	return strings.Join(classes, ", ")
}

// evidence is which files are there.
func (c checkedCopy) evidence() []string {
	if !c.Evidence.Looked {
		return nil
	}
	return []string{line("Evidence", "%d files are named, %d are here and unaltered", c.Evidence.Named, c.Evidence.Present)}
}

// older is a copy that was shown to be the beginning of what the reader saw.
func (c checkedCopy) older() []string {
	if c.Shown == copies.NotOlder || len(c.Forks) > 0 {
		return nil
	}
	return []string{line("Older", "the copy lacks %s that you have seen before; it is shown to be the beginning of them: %s", several(c.BehindBy, "entry", "entries"), shownBy(c.Shown))}
}

// shownBy says what shows that a copy is the beginning of what was seen.
func shownBy(s copies.OlderShown) string {
	if s == copies.ByMemory {
		return "you remember this very head"
	}
	return "the newer copy holds both"
}

// unfolded is what the check of an address leaves out.
func (c checkedCopy) unfolded() []string {
	if c.all != nil || !c.OK() || !isAddress(c.name) {
		return nil
	}
	return []string{line("Folded", "not: of an address the acts alone are checked, not what they add up to, bulletins, files or what is hidden. Fetch a copy with truce export and check its folder")}
}

// unjudged are acts that are neither right nor wrong to this program.
func (c checkedCopy) unjudged() (all []string) {
	for _, of := range []struct {
		acts copies.Unchecked
		why  string
	}{
		{c.OtherRules, "taken under rules that this program does not have"},
		{c.Beyond, "taken under rules that this program does not have: it does not know their kind or form"},
		{c.OnUnknown, "which rest on something that this program cannot judge"},
	} {
		if n := of.acts.Number(); n > 0 {
			all = append(all, fmt.Sprintf("Not checked: %s (%s), %s", several(n, "act", "acts"), listed(of.acts), of.why))
		}
	}
	return all
}

// listed tells of some acts how many of each kind there are, and the first entries.
func listed(u copies.Unchecked) string {
	var kinds, first []string
	for _, kind := range slices.Sorted(maps.Keys(u.Kinds)) {
		kinds = append(kinds, fmt.Sprintf("%d %s", u.Kinds[kind], cmp.Or(kind, "of no kind that can be read")))
	}
	for _, index := range u.First {
		first = append(first, strconv.FormatInt(index, 10))
	}
	more := ""
	if u.Number() > int64(len(first)) {
		more = " and later"
	}
	entries := "; entries "
	if u.Number() == 1 {
		entries = "; entry "
	}
	return strings.Join(kinds, ", ") + entries + strings.Join(first, ", ") + more
}
