package admission

import (
	"slices"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/noun/people"
)

// beyond are the subjects of which something was said that these rules cannot judge: in a kind or
// a revision that this program does not have, or under rules that it does not have. What it made
// of them nobody here knows; so what would be refused because of how they stand is not decided.
type beyond struct {
	subjects map[act.SubjectID]bool
	asked    []act.SubjectID // while one act is looked at, once there are any
}

func (b *beyond) add(subject act.SubjectID) {
	if b.subjects == nil {
		b.subjects = map[act.SubjectID]bool{}
	}
	b.subjects[subject] = true
}

// ask notes that an act is judged by how a subject stands.
func (b *beyond) ask(subject act.SubjectID) {
	if len(b.subjects) > 0 {
		b.asked = append(b.asked, subject)
	}
}

// askAll notes that it is judged by all subjects of a noun.
func (b *beyond) askAll(noun string) {
	for subject := range b.subjects {
		if subject.Noun() == noun {
			b.asked = append(b.asked, subject)
		}
	}
}

// restsOnBeyond reports whether an act is refused because of something that these rules cannot
// judge. Some rules ask nothing of the register: what breaks them is refused all the same.
func (l *Ledger) restsOnBeyond(c Candidate, v Verdict) bool {
	if len(l.beyond.subjects) == 0 || slices.Contains([]problem.Key{problem.AudienceOther, problem.ActExpired, problem.ExpiryMissing}, v.Why.Key) {
		return false
	}
	// Who signed is asked of every act.
	asked := append(l.beyond.asked, people.KeySubject(c.Act.Issuer), people.OfficeSubject(l.rules.origin), v.Author.Person)
	seen := map[act.SubjectID]bool{}
	for subject := range l.beyond.subjects {
		l.lookers(subject, seen)
	}
	return slices.ContainsFunc(asked, func(id act.SubjectID) bool { return seen[id] })
}

// lookers collects a subject and all whose states were added up with a look at it.
func (l *Ledger) lookers(subject act.SubjectID, into map[act.SubjectID]bool) {
	if into[subject] {
		return
	}
	into[subject] = true
	if s, is := l.folded.subjects[subject]; is {
		for looker := range s.lookers {
			l.lookers(looker, into)
		}
	}
}
