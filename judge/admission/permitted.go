package admission

import (
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
	d := q.decide()
	switch {
	case d.Allowed:
		return nil
	case d.Rule == policy.ReporterCannotVerify:
		return problem.Forbidden(problem.ReporterCannotVerify)
	}
	return q.policy.RefusalOfAct(q.c.Act.Kind)
}

func (q *inquiry) decide() policy.Decision {
	who, subject := PersonOf(q.author), policy.Subject{ID: q.c.Act.Subject}
	if !q.facts.Known(subject.ID) {
		return q.policy.MayOpen(who, q.c.Act.Kind, subject.ID)
	}
	first, _ := q.facts.First(subject.ID)
	subject.Exists, subject.Author, subject.Party = true, first.Person, first.Party
	var part noun.Persons
	if persons := q.ofNoun(subject.ID).Persons; persons != nil {
		part = persons(q.question())
	}
	subject.KeyOwner, subject.Holder, subject.Reporters = part.KeyOwner, part.Holder, part.Reporters
	if part.Withheld {
		return q.either(who, subject)
	}
	return q.policy.MayAct(who, q.c.Act.Kind, subject)
}

// either decides where it is withheld who has a part in a subject: policies ask of each only
// whether it is the author. If that makes no difference it is decided. Whoever takes acts and
// was not told takes it for nobody.
func (q *inquiry) either(who policy.Person, without policy.Subject) policy.Decision {
	with := without
	with.KeyOwner, with.Holder, with.Reporters = who.ID, who.ID, []act.SubjectID{who.ID}
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
