package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"truce/door/copies"
	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/taxonomy"
	"truce/judge/admission"
	"truce/judge/bulletin"
	"truce/judge/policy"
	"truce/noun"
	"truce/noun/people"
	"truce/tool/kinds"
)

// audited is what others said who checked other copies, and whether anybody checked what cannot be checked here.
func (c checkedCopy) audited() (all []string) {
	said := slices.Clone(c.Audits)
	slices.SortStableFunc(said, func(a, b copies.Audit) int { return cmp.Compare(a.Side, b.Side) })
	reach := map[string]int64{} // of each side that says to have checked everything: how far
	for _, a := range said {
		side, voice := a.Side, a.Side
		if a.MissionOnly { // then it is no side's voice but the mission's
			side, voice = side+", by a key for which the mission alone vouched", noun.Mission
		}
		all = append(all, line("Audited", "for %s, the first %s, on %s: %s", side, several(a.Said.Size, "entry", "entries"), stamp(a.Received), auditWords(a)))
		if a.Fits == copies.OfThis && a.Said.Whole() && c.heldLess(a) {
			reach[voice] = max(reach[voice], a.Said.Size)
		}
	}
	if c.NotChecked == 0 && (c.all == nil || c.all.Open == 0) {
		return all
	}
	return append(all, below("%s", c.covered(reach)))
}

// elsewhere tells who said that it holds another history of the register, "" if nobody did. It fails no check: one liar could spoil
// everybody's. But no check is silent about it.
func (c checkedCopy) elsewhere() string {
	var all []string
	for _, a := range c.Audits {
		if a.Fits == copies.Another {
			all = append(all, fmt.Sprintf("%s said on %s", a.Side, stamp(a.Received)))
		}
	}
	if len(all) == 0 {
		return ""
	}
	return "BUT " + strings.Join(all, " and ") + ", signed, to hold another history of this register. Compare heads with each other: truce head compare. Until then nobody can tell whose is the register's"
}

// heldLess reports whether a copy of which somebody speaks held anything that is withheld from this one: who had no more
// checked no more, whatever he says. Of which classes he may speak was decided when his word was taken.
func (c checkedCopy) heldLess(than copies.Audit) bool {
	lacks := c.Withheld.Classes()
	return len(lacks) == 0 || slices.ContainsFunc(than.Said.Classes, func(class string) bool { return lacks[class] > 0 })
}

// covered tells by whom that was checked which is not checked or reckoned here: by two sides or more, as far as two went.
func (c checkedCopy) covered(reach map[string]int64) string {
	if len(reach) == 0 {
		return "nobody says that what is not checked or reckoned here was checked elsewhere, and nothing found"
	}
	far := slices.Sorted(maps.Values(reach))
	until, word := far[max(len(far)-2, 0)], "says to have checked: it is its word, signed"
	if len(far) > 1 {
		word = "say to have checked: it is their word, signed"
	}
	var sides []string
	for _, side := range slices.Sorted(maps.Keys(reach)) {
		if reach[side] >= until {
			sides = append(sides, side)
		}
	}
	said := fmt.Sprintf("what is not checked or reckoned here of the first %s, %s %s", several(until, "entry", "entries"), strings.Join(sides, " and "), word)
	if len(sides) == 1 {
		said += ", and no other side's"
	}
	if last := c.Unchecked.Last; c.NotChecked > 0 && last >= until {
		who := "nobody says it"
		for side, size := range reach {
			if size > last { // one at most: two would have reached it
				who = side + " alone says it"
			}
		}
		said += fmt.Sprintf("; %s of what came since, such as entry %d", who, last)
	}
	return said
}

// auditWords are what somebody said, and what this copy shows of it.
func auditWords(a copies.Audit) string {
	switch a.Fits {
	case copies.Later:
		return "of a head that this copy does not reach"
	case copies.Another:
		return "of ANOTHER HISTORY. This register never had the root that is named: either something else was shown there, or it is false. Compare heads with whoever signed it"
	case copies.OfThis:
	default:
		return "of a root that this damaged copy cannot tell"
	}
	words := "nothing wrong was found"
	if a.Said.Wrong > 0 {
		words = several(a.Said.Wrong, "difference", "differences") + " found"
		for i, entry := range a.Said.Entries {
			words += fmt.Sprintf("%s %d", []string{", entry", ","}[min(i, 1)], entry)
		}
		for _, bulletin := range a.Said.Bulletins {
			words += ", " + string(bulletin)
		}
	}
	if a.Said.Unchecked > 0 || a.Said.Open > 0 {
		words += fmt.Sprintf("; %s and %s were open there too", several(a.Said.Unchecked, "act", "acts"), several(a.Said.Open, "figure", "figures"))
	}
	if a.Said.Admission < admission.Number || a.Said.Rules < bulletin.Rules {
		words += fmt.Sprintf("; by a program that had rules %d of admission and %d of bulletins and no later ones", a.Said.Admission, a.Said.Rules)
	}
	if len(a.Said.Classes) > 0 {
		words += "; with what is hidden of " + strings.Join(a.Said.Classes, ", ")
	}
	return words
}

// say signs what the check found and hands it in.
func (c *checkCopyCmd) say(ctx context.Context, e *env, of *checkedCopy) (err error) {
	if why := of.unsaid(); why != nil {
		return why
	}
	w, err := atOffice{where: c.where}.writing(ctx, e, c.signer)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	if of.Reader != "" && of.Reader != w.key.person {
		return problem.Forbidden(problem.SaidOfAnothersCopy, problem.P{"file": of.name, "reader": of.Reader})
	}
	body, err := of.said(w.key.private.Public().ID(), e)
	if err != nil {
		return err
	}
	_, err = w.do(ctx, e, "head-checked", people.OfficeSubject(of.Origin), body)
	return err
}

// unsaid is why there is nothing to say of the register, nil if there is: damage of a copy, another history, and a head
// that is not cosigned as its reader asks are nothing that the register says, and a word that all is well would hide them.
func (c *checkedCopy) unsaid() error {
	switch {
	case c == nil, !c.OK() && (!c.AsSigned() || c.Lacks > 0 || c.Unreleased > 0), c.unfollowed():
		return problem.Conflict(problem.NothingSaid)
	case c.Bad == 0 && c.misstated() == 0 && !c.Cosigned.OK():
		return problem.Conflict(problem.NothingSaidUncosigned)
	case c.OK() && c.all == nil:
		return problem.Conflict(problem.NothingSaidUnfolded)
	}
	return nil
}

// mostSaid bounds the entries and bulletins that are named.
const mostSaid = 20

// said is what the check found, for others to read.
func (c checkedCopy) said(by act.KeyID, e *env) (people.HeadChecked, error) {
	b := people.HeadChecked{Size: c.Head.Size, Root: c.Head.Root.String(), Admission: c.Rules, Rules: bulletin.Rules, Acts: c.Acts,
		Unchecked: c.NotChecked + c.Unknown(), Wrong: c.Bad + int64(c.misstated())}
	for _, f := range c.Findings {
		if len(b.Entries) < mostSaid && f.First >= 0 {
			b.Entries = append(b.Entries, f.First)
		}
	}
	if c.all != nil {
		b.Figures, b.Open = int64(c.all.Figures), int64(c.all.Open+c.all.Unheld)
		for _, w := range c.all.Wrong {
			if subject := act.SubjectID(w.Bulletin); len(b.Bulletins) < mostSaid && !slices.Contains(b.Bulletins, subject) {
				b.Bulletins = append(b.Bulletins, subject)
			}
		}
	}
	p, err := policy.Load(kinds.Nouns())
	if err != nil {
		return b, err
	}
	author, _ := c.Directory.Author(by, e.now())
	lacks := c.Withheld.Classes()
	for _, class := range taxonomy.Default().List(taxonomy.DisclosureClass).Codes() {
		if lacks[class] == 0 && p.MayDo(admission.PersonOf(author), policy.Read(class)) {
			b.Classes = append(b.Classes, class)
		}
	}
	return b, nil
}
