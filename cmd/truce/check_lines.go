package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"truce/door/copies"
	"truce/door/watch"
	"truce/ground/act"
	"truce/noun/people"
)

// register is what was read.
func (c checkedCopy) register() []string {
	head := line("Register", "%s, %d entries", c.Origin, c.Head.Size)
	if c.Head.Size > 0 {
		head += ", received " + stamp(c.From) + " to " + stamp(c.Until)
	}
	return []string{head,
		line("Key", "%s", c.KeyWords()),
		line("Checked", "%d signed acts, %d protected slots against them", c.Acts, c.Disclosed),
		line("Admitted", "again, each act as things stood when it was taken, by rules %d", c.Rules)}
}

// rules are those of the office since its founding, each with what it changed.
func (c checkedCopy) rules() (all []string) {
	for _, t := range c.Terms {
		all = append(all, line("Rules", "%s", termWords(t)))
		for _, change := range t.Changes {
			all = append(all, below("%s", change))
		}
		for _, warning := range t.Warns {
			all = append(all, line("Warning", "%s", warning))
		}
	}
	return all
}

// vouched are acts by keys for which no party vouched.
func (c checkedCopy) vouched() (all []string) {
	for _, party := range slices.Sorted(maps.Keys(c.MissionOnly)) {
		all = append(all, line("Vouched", "by the mission only: %s signed for %s", several(c.MissionOnly[party], "act that was", "acts that were"), party))
	}
	return all
}

// roots are those that took the place of others, and those that are to.
func (c checkedCopy) roots() (all []string) {
	if c.Directory == nil {
		return nil
	}
	for _, s := range c.Directory.Sides() {
		all = append(all, sideLines(s, slices.Contains(c.Unnamed, s.Side), c.Until)...)
	}
	return all
}

// sideLines say of a side what its reader must know: whether it counts though nobody made it a side, and what becomes of its root.
func sideLines(s people.Side, unnamed bool, now time.Time) (all []string) {
	switch {
	case s.Root == "":
	case s.Counts.IsZero() && len(s.Asks) > 0:
		all = append(all, line("Side", "%s has a root key and COUNTS FOR NOTHING where several sides must sign: the founding does not name it, and %s did not sign its root (truce endorse %s)",
			s.Side, strings.Join(s.Asks, ", "), s.Named.String()[:12]))
	case unnamed && !s.Founding:
		all = append(all, line("Side", "%s counts as a side since %s, though neither the founding nor any agreement names it: all sides that there were signed its root", s.Side, stamp(s.Counts)))
	}
	if unnamed {
		all = append(all, line("Side", "NO AGREEMENT NAMES %s: it is as it was written here", s.Side))
	}
	return append(all, rootLines(s, now)...)
}

// threatLines say what some sides signed without the word of one that it concerns: who, when the register received it, against whom, what happens
// when, and what to do.
func threatLines(t watch.Threat) []string {
	against := strings.Join(t.CanRefuse, " and ")
	if against == "" {
		against = "whoever has the key, which nobody enrolled here"
	}
	all := []string{line("Asked", "WITHOUT THE WORD OF %s: %s", against, threatened(t))}
	for _, s := range t.Signers {
		who := "key " + string(s.Key)
		if s.Person != "" {
			who = string(s.Person) + ", " + who
		}
		all = append(all, below("signed for %s by %s; received %s", s.Side, who, stamp(s.Received)))
	}
	waits := "nothing changes"
	if t.Subject.Noun() == people.KeyNoun { // that it is in doubt takes nothing away, and does not wait
		waits = "what they say since when the key is in doubt counts by now; it does not end"
	}
	all = append(all, below("%s before %s, %d days after as many signed as must, nor before as many sides say it again then, until %s; what they say later is said for the first time", waits, stamp(t.Until), int(people.RootWait.Hours()/24), stamp(t.Last)))
	if len(t.CanRefuse) > 0 && t.Register != "" {
		all = append(all, below("%s did not sign: truce endorse %s yes or no. With yes of all it is so at once; a no is told for ever, and ends nothing", strings.Join(t.CanRefuse, " and "), t.Act.String()[:12]))
	} else if len(t.CanRefuse) > 0 {
		all = append(all, below("%s can refuse: truce endorse %s no. That ends it for good; with yes it is so at once", strings.Join(t.CanRefuse, " or "), t.Act.String()[:12]))
	}
	return all
}

// threatened is what would come of it.
func threatened(t watch.Threat) string {
	switch {
	case t.Subject.Noun() == people.KeyNoun:
		return "the key " + strings.TrimPrefix(string(t.Subject), string(people.KeySubject(""))) + " is to end"
	case t.Role != "" && t.Given:
		return fmt.Sprintf("%s is to have the role %s, or until another time", t.Subject, t.Role)
	case t.Role != "":
		return fmt.Sprintf("%s is to have the role %s no longer", t.Subject, t.Role)
	case t.Founder != "":
		return fmt.Sprintf("%s is to have no power any more for having founded the office", t.Founder)
	case t.Register != "":
		return fmt.Sprintf("the register is to end, and the one with the key %s to go on", t.Register)
	}
	return "sources and originals are to be sealed to others than the custodians of today"
}

func rootLines(s people.Side, now time.Time) (all []string) {
	next := func(i int) act.KeyID {
		if i+1 < len(s.Before) {
			return s.Before[i+1].Root
		}
		return s.Root
	}
	for i, r := range s.Before {
		how := "by its own signature"
		if !r.Own {
			how = "without its own signature, by " + strings.Join(r.Signed, ", ")
		}
		all = append(all, line("Root", "of %s was replaced %s, %s: %s by %s", s.Side, stamp(r.Until), how, r.Root, next(i)))
	}
	alone := 0
	for _, n := range s.Threatened(now) {
		switch {
		case !n.Carries():
			alone++
		case n.Replaces == "":
			all = append(all, line("Root", "of %s IS NAMED: %s, held by %s; signed by %s. It has none yet. Who speaks for %s here is not heard after it came, and can refuse it%s: truce endorse %s no",
				s.Side, n.Fingerprint, n.Holder, strings.Join(n.Signed, ", "), s.Side, notBefore(" until ", n.Until), n.Act.String()[:12]))
		default:
			all = append(all, line("Root", "of %s IS TO BE REPLACED by %s, held by %s%s%s; signed by %s. Until the new one came %s can refuse: truce endorse %s no",
				s.Side, n.Fingerprint, n.Holder, notBefore(", not before ", n.Until), notBefore(" and not after ", n.Last), strings.Join(n.Signed, ", "), s.Side, n.Act.String()[:12]))
		}
	}
	if alone > 0 {
		all = append(all, line("Root", "of %s: %s by one side alone, which %s nothing unless others sign (truce show office)",
			s.Side, several(int64(alone), "root is named", "roots are named"), map[bool]string{true: "comes to", false: "come to"}[alone == 1]))
	}
	return all
}

// notBefore is until when a naming waits, once those signed who must.
func notBefore(words string, at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return words + stamp(at)
}

// inDoubt are acts of keys that are said to have been in other hands.
func (c checkedCopy) inDoubt() (all []string) {
	for _, d := range c.InDoubt {
		whose := several(d.Acts, "act", "acts") + " of key " + string(d.Key) + forParty(d.Party)
		if d.Disavowed {
			all = append(all, line("Disavowed", "%s, of which its own side alone says that it was in other hands since %s", whose, stamp(d.Since)))
		} else {
			words := line("In doubt", "%s, which is said to have been in other hands since %s", whose, stamp(d.Since))
			if d.Denied {
				words += ". Others say so; its own side says that it was not"
			}
			all = append(all, words)
		}
	}
	return all
}

func forParty(party string) string {
	if party == "" {
		return " of the mission"
	}
	return " of " + party
}

// clocks are acts whose authors' clocks were far from the office's.
func (c checkedCopy) clocks() (all []string) {
	for _, off := range []struct {
		clock act.Clock
		words string
	}{{act.Ahead, "more than 10 minutes after the office's"}, {act.Behind, "more than 31 days before it, or which were kept back that long"}} {
		if n := c.Clocks[off.clock]; n > 0 {
			all = append(all, line("Clocks", "of authors: %s, by which the time was %s", several(n, "act", "acts"), off.words))
		}
	}
	return all
}

// sealed are acts that seal something to others than the custodians.
func (c checkedCopy) sealed() (all []string) {
	for _, to := range []people.Sealed{people.SealedAlone, people.SealedEarlier, people.SealedToOthers} {
		if n := c.Sealed[to]; n > 0 {
			all = append(all, line("Sealed", "%s, %s", several(n, "act", "acts"), sealedWords(string(to))))
		}
	}
	return all
}

// gaps are times in which the office took nothing for so long that its clock had to be confirmed.
func (c checkedCopy) gaps() (all []string) {
	for _, g := range c.Gaps {
		all = append(all, line("Gap", "nothing was received between %s and %s, entry %d; after so long an office takes nothing until somebody confirms its clock",
			stamp(g.From), stamp(g.Until), g.Entry))
	}
	return all
}

// twoHistories are heads that the reader saw and this copy denies.
func (c checkedCopy) twoHistories() (all []string) {
	for _, fork := range c.Forks {
		all = append(all, line("WRONG", "the register signed two histories: the copy does not extend the head of %d entries that you saw. Which of the two is the false one this does not tell", fork.Size))
	}
	if c.ForkFile != "" {
		all = append(all, line("PROOF", "%s: anybody can check it with the register's public key", c.ForkFile))
	}
	return all
}

// unproven is a copy that has fewer entries than were seen.
func (c checkedCopy) unproven() []string {
	if c.Unproven == copies.NoDoubt {
		return nil
	}
	return []string{line("UNPROVEN", "the copy has %s fewer than you have seen before, and a register never shrinks: %s", several(c.BehindBy, "entry", "entries"), doubt(c.Unproven))}
}

// doubt says why it is not shown that a shorter copy is the beginning of what was seen.
func doubt(d copies.Doubt) string {
	switch d {
	case copies.NothingShows:
		return "nothing here shows that it is the beginning of what you saw"
	case copies.NewerTooShort:
		return "the newer copy that you named has fewer entries than you have seen, too"
	case copies.NewerDamaged:
		return "the newer copy that you named is damaged"
	}
	return "it is an older copy, or the register was cut back"
}

// wrong is what was found.
func (c checkedCopy) wrong() (all []string) {
	for _, f := range c.Findings {
		all = append(all, line("WRONG", "%s", f))
	}
	if more := c.Bad - int64(len(c.Findings)); more > 0 {
		all = append(all, moreWords(more))
	}
	return all
}
