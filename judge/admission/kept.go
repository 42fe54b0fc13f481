package admission

import (
	"slices"

	"truce/ground/act"
	"truce/noun"
)

// knows reports whether a subject is there for the author of the act: what another side keeps to itself is refused in the
// words in which one is that is not there.
func (q *inquiry) knows(subject act.SubjectID) bool {
	if !q.facts.Known(subject) {
		return false
	}
	if q.ofAnother(subject) {
		return false
	}
	if !q.keeps(subject) {
		return true
	}
	first, _ := q.facts.First(subject)
	return first.Party == q.author.Party
}

// ofAnother reports whether another party than the author's keeps a subject in its compartment.
func (q *inquiry) ofAnother(subject act.SubjectID) bool {
	party := q.facts.Compartment(subject)
	return party != "" && party != q.author.Party
}

// tells reports whether the act would have what others may see name a subject that its author's party keeps for itself. What is
// about such a subject is kept with it from its first act on; what was open once stays open.
func (q *inquiry) tells(subject act.SubjectID) bool {
	on := q.c.Act.Subject
	if subject == on || q.facts.Compartment(subject) == "" || q.facts.Compartment(on) != "" {
		return false
	}
	body, can := q.c.Body.(noun.Enclosing)
	if !can || q.facts.Known(on) {
		return true
	}
	alone, with := body.Encloses()
	return !alone && !slices.Contains(with, subject)
}

// keeps reports whether a subject is there for its author's side alone.
func (q *inquiry) keeps(subject act.SubjectID) bool {
	keeps := q.ofNoun(subject).Keeps
	return keeps != nil && q.facts.Known(subject) && keeps(q.question(), subject)
}
