package people

import (
	"truce/ground/problem"
	"truce/noun"
)

// answersForAsked takes no answer to what a side refused that it concerns: the end of a key of its, a role, a founder's power, custodians.
func answersForAsked(q noun.Question) *problem.Problem {
	b, is := q.Body.(*noun.Endorsed)
	if !is {
		return nil
	}
	var all []Asked
	switch q.Act.Subject.Noun() {
	case KeyNoun:
		k, _ := latest[Key](q, q.Act.Subject)
		all = k.Asked
	case PersonNoun:
		p, _ := latest[Person](q, q.Act.Subject)
		all = p.Asked
	case OfficeNoun:
		o, _ := latest[Office](q, q.Act.Subject)
		all = o.Asked
	}
	if by, refused := refusedBy(all, b.Act); refused {
		return problem.Conflict(problem.EndRefused, problem.P{"party": by, "act": b.Act}).At("/act")
	}
	return nil
}
