package admission

import (
	"slices"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/judge/policy"
	"truce/noun"
	"truce/noun/people"
)

// permitted asks the policies, once the office is founded.
func permitted(q *inquiry) *problem.Problem {
	if !q.facts.Directory().Founded() {
		return nil
	}
	subject, d := q.decide()
	switch {
	case d.Allowed:
		return nil
	case d.Rule == policy.ReporterCannotVerify:
		return problem.Forbidden(q.whyNotVerify())
	}
	return q.policy.RefusalOfAct(PersonOf(q.author), q.c.Act.Kind, subject)
}

// whyNotVerify tells who reported from who only put together what others reported.
func (q *inquiry) whyNotVerify() problem.Key {
	part := q.part(q.c.Act.Subject)
	author := func(name act.SubjectID) bool { return q.facts.Directory().Behind(name) == q.author.Person }
	if slices.ContainsFunc(part.Gatherers, author) && !slices.ContainsFunc(part.Reporters, author) {
		return problem.GathererCannotVerify
	}
	return problem.ReporterCannotVerify
}

// part tells who has a part in a subject, by its noun.
func (q *inquiry) part(id act.SubjectID) (p noun.Persons) {
	if persons := q.ofNoun(id).Persons; persons != nil {
		return persons(q.question())
	}
	return p
}

// decide asks about the subject as it stands, which it answers too.
func (q *inquiry) decide() (policy.Subject, policy.Decision) {
	who, subject := PersonOf(q.author), policy.Subject{ID: q.c.Act.Subject}
	if !q.knows(subject.ID) {
		return subject, q.policy.MayOpen(who, q.c.Act.Kind, subject.ID)
	}
	first, _ := q.facts.First(subject.ID)
	part := q.part(subject.ID)
	p := &persons{inquiry: q, who: who.ID, withheld: part.Withheld}
	subject.Exists, subject.Party = true, first.Party
	subject.Author, subject.KeyOwner, subject.Holder = p.behind(first.Person), p.behind(part.KeyOwner), p.behind(part.Holder)
	for _, reporter := range slices.Concat(part.Reporters, part.Gatherers) {
		subject.Reporters = append(subject.Reporters, p.behind(reporter))
	}
	if p.withheld {
		return subject, q.either(who, subject)
	}
	return subject, q.policy.MayAct(who, q.c.Act.Kind, subject)
}

// persons finds out who is behind the keys that have a part in a subject.
type persons struct {
	*inquiry
	who      act.SubjectID // who asks
	withheld bool          // it cannot be told here whether one of them is who asks
}

// behind tells whether somebody is who asks, or another. Two keys may be one person's: who is not
// told who is behind one of them cannot tell them apart.
func (p *persons) behind(name act.SubjectID) act.SubjectID {
	if name == "" {
		return name
	}
	directory := p.facts.Directory()
	id := directory.Behind(name)
	hidden := id.Noun() == people.KeyNoun || p.who.Noun() == people.KeyNoun
	p.withheld = p.withheld || hidden && id != p.who && directory.PartyOf(name) == p.author.Party
	return id
}

// either decides where it is withheld who has a part in a subject: policies ask of each only
// whether it is the author. If that makes no difference it is decided. Whoever takes acts and
// was not told takes it for nobody.
func (q *inquiry) either(who policy.Person, without policy.Subject) policy.Decision {
	with := without
	with.Author, with.KeyOwner, with.Holder, with.Reporters = who.ID, who.ID, who.ID, []act.SubjectID{who.ID}
	as, not := q.policy.MayAct(who, q.c.Act.Kind, with), q.policy.MayAct(who, q.c.Act.Kind, without)
	if as.Allowed == not.Allowed || q.c.Whole {
		return not
	}
	q.withheld = true
	return policy.Decision{Allowed: true}
}

// PersonOf is an author as policies know people.
func PersonOf(a people.Author) policy.Person {
	return policy.Person{ID: a.Person, Party: a.Party, Roles: a.Roles}
}
