package admission

import (
	"fmt"

	"truce/ground/fold"
	"truce/judge/policy"
	"truce/noun"
	"truce/noun/people"
)

// Term is rules of an office as a reader is told of them.
type Term struct {
	people.Term
	Signed  []string // the sides that signed them
	Reason  string
	Changes []string // what differs from the rules before, in words; nil for the first
	Here    bool     // this program has them
	Warns   []string // what a reader should look at in them, in words
}

// Terms are the rules of the register's office, by when they came into force, once all of the
// register was read.
func (l *Ledger) Terms() []Term {
	subject := people.OfficeSubject(l.rules.origin)
	o, _ := l.End().Office(subject)
	return l.rules.Tell(o, l.recalls[subject])
}

// Tell tells the rules of an office, with the acts about it that brought them.
func (r *Rules) Tell(o people.Office, acts []fold.Entry) []Term {
	var all []Term
	for i, t := range o.Terms {
		proposal, _ := noun.Find(o.Proposals, t.Act)
		told := Term{Term: t, Signed: o.Signatories(proposal)}
		_, _, told.Here = r.have(t, func() []fold.Entry { return acts })
		told.Warns = r.Warnings(t.Rules, o, acts, t.Since)
		for _, e := range acts {
			if b, is := e.Body.(*people.RulesSet); is && e.ID == t.Act {
				told.Reason = b.Reason.Text
			}
		}
		if i > 0 {
			told.Changes = changes(o.Terms[i-1].Rules, t.Rules, acts)
		}
		all = append(all, told)
	}
	return all
}

// changes tell what rules say otherwise than those before; of policies, which.
func changes(before, after people.Ruling, acts []fold.Entry) []string {
	all := after.Changes(before)
	if before.Policies == after.Policies {
		return all
	}
	was, had := Texts(before.Policies, acts)
	is, has := Texts(after.Policies, acts)
	if !had || !has {
		return append(all, "which policies changed is not known here, because the texts are not in the register")
	}
	for _, d := range policy.Differences(was, is) {
		all = append(all, fmt.Sprintf("policy %s %s", d.ID, d.What))
	}
	return all
}
