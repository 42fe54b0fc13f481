package admission

import (
	"slices"

	"truce/ground/act"
	"truce/noun"
	"truce/noun/people"
)

// inside is a subject that acts keep for one party alone: for that of its first author, or with others.
type inside struct {
	party string // of its first author
	alone bool
	with  []act.SubjectID
}

// encloses takes what an act says of that. What was opened once is kept no more.
func (l *Ledger) encloses(c Candidate, subject uint64, by people.Author) {
	body, can := c.Body.(noun.Enclosing)
	if !can {
		return
	}
	alone, with := body.Encloses()
	first, spoken := l.firsts[subject]
	k, was := l.inside[c.Act.Subject]
	if k.alone = alone && (k.alone || !spoken); !was {
		if k.party = by.Party; spoken {
			k.party = l.words.all[first.party]
		}
	}
	for _, other := range with {
		if l.Compartment(other) != "" {
			k.with = append(k.with, other)
		}
	}
	if was || k.alone || len(k.with) > 0 {
		l.inside[c.Act.Subject] = k
	}
}

// Compartment is the party for which alone a subject is kept, "" if for none.
func (l *Ledger) Compartment(subject act.SubjectID) string {
	l.beyond.ask(subject)
	k := l.inside[subject]
	return CompartmentOf(k.party, k.alone, k.with, l.Compartment)
}

// CompartmentOf is the party of a subject's first author, if it is kept for that alone, by itself or with others of that party's.
func CompartmentOf(party string, alone bool, with []act.SubjectID, of func(act.SubjectID) string) string {
	if party != "" && (alone || slices.ContainsFunc(with, func(other act.SubjectID) bool { return of(other) == party })) {
		return party
	}
	return ""
}
