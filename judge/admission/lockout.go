package admission

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"time"

	"truce/ground/fold"
	"truce/ground/problem"
	"truce/judge/policy"
	"truce/noun/people"
)

// Has reports whether this program has the rules of a number: its own, and all before it, so that an office agrees on the
// next number under a program that has both.
func (r *Rules) Has(number int) bool { return number >= 1 && number <= r.last }

// leavesAWay refuses rules by which some sides could keep the others from ever setting other rules: more signatures
// than there are sides, a number that the program does not have, policies whose texts nobody brought, that lack what no policies give and
// what all permit, that forbid anything, or that cannot be read. What may be written in policies is of the number that they are put forward under: only
// those of a number that a reader's program does not have are not for it to judge.
func leavesAWay(q *inquiry) *problem.Problem {
	rules, sides, are := q.putsForward()
	if !are {
		return nil
	}
	if most := max(2, sides); rules.Threshold > most {
		return problem.Invalid(problem.RulesThreshold, problem.P{"threshold": rules.Threshold, "sides": most}).At("/rules/threshold")
	}
	if !q.Has(rules.Admission) {
		if !q.c.Whole { // a reader's program may be older than the office's: it says that it does not have them
			return nil
		}
		return problem.Invalid(problem.RulesNumberUnknown, problem.P{"number": rules.Admission, "has": q.last}).At("/rules/admission")
	}
	brought := append(q.facts.Recall(people.OfficeSubject(q.origin)), fold.Entry{Body: q.c.Body})
	files, are := Texts(rules.Policies, brought)
	if !are { // nobody could judge by them
		return problem.Invalid(problem.PoliciesMissing).At("/policyFiles")
	}
	return q.library.usable(rules, files)
}

// putsForward are the rules that an act puts forward, with the number of sides that count.
func (q *inquiry) putsForward() (r people.Ruling, sides int, are bool) {
	switch b := q.c.Body.(type) {
	case *people.OfficeOpened:
		named := map[string]bool{}
		for _, f := range b.Founders {
			named[f.Party] = true
		}
		for _, party := range b.Parties {
			named[party] = true
		}
		return b.Rules, len(named), true
	case *people.RulesSet:
		o, _ := q.facts.Directory().Office(people.OfficeSubject(q.origin))
		return b.Rules, counting(o, q.c.Received), true
	}
	return r, 0, false
}

// counting is how many sides count at a moment, or do now if none is named.
func counting(o people.Office, at time.Time) (sides int) {
	for _, s := range o.Sides {
		if !s.Counts.IsZero() && (at.IsZero() || !s.Counts.After(at)) {
			sides++
		}
	}
	return sides
}

// lockout tells people why an office cannot go by policies, nil if it can.
func lockout(err error) *problem.Problem {
	if err == nil {
		return nil
	}
	u, is := errors.AsType[*policy.Unfit](err)
	if !is || u.What == policy.Unread {
		return problem.Invalid(problem.PoliciesUnusable, problem.P{"reason": err.Error()}).At("/policyFiles").Because(err)
	}
	told := problem.Invalid(problem.PoliciesFixed, problem.P{"file": u.File})
	switch u.What {
	case policy.Forbids:
		told = problem.Invalid(problem.PoliciesForbid, problem.P{"policy": u.Policy})
	case policy.Joined:
		told = problem.Invalid(problem.PoliciesJoined, problem.P{"names": strings.Join(u.Names, ", ")})
	case policy.Tangled:
		told = problem.Invalid(problem.PoliciesTangled, problem.P{
			"policy": cmp.Or(u.Policy, u.File), "steps": policy.MaxNested, "bytes": policy.MaxText, "wildcards": policy.MaxWildcards, "members": policy.MaxMembers, "groups": policy.MaxGroups})
	case policy.Untold:
		told = problem.Invalid(problem.PoliciesUnknown, problem.P{"policy": u.Policy, "names": strings.Join(u.Names, ", ")})
	}
	return told.At("/policyFiles").Because(err)
}

// Warnings tell, in English, what sides should look at in rules before they sign them, and readers when they find them:
// who must sign if all sides must, policies that say of one party or person what they do not say of others.
func (r *Rules) Warnings(rules people.Ruling, o people.Office, acts []fold.Entry, at time.Time) (all []string) {
	if sides := counting(o, at); sides > 2 && rules.Threshold >= sides {
		all = append(all, fmt.Sprintf("all %d sides that count must sign: one that stays away stops every change", sides))
	}
	if !r.Has(rules.Admission) {
		all = append(all, fmt.Sprintf("this program does not have the rules number %d: nobody can check what is taken under them without a program that does", rules.Admission))
	}
	p, has := r.library.of(rules.Policies, func() []fold.Entry { return acts })
	if !has {
		return append(all, "the texts of these policies are not here, or cannot be read: nobody here can tell what they permit")
	}
	namings, err := p.Namings()
	if err != nil {
		return append(all, err.Error())
	}
	for _, n := range namings {
		all = append(all, n.Error())
	}
	return all
}
