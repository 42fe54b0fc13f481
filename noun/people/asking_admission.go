package people

import (
	"github.com/go-json-experiment/json"

	"truce/ground/problem"
	"truce/noun"
)

// answersInTime takes no signature of what was put forward too long ago (ProposalLife). A no is never too late.
func answersInTime(q noun.Question) *problem.Problem {
	b, is := q.Body.(*noun.Endorsed)
	if !is || b.Answer == noun.No {
		return nil
	}
	var state struct {
		Proposals []noun.Proposal `json:"proposals"`
	}
	for _, s := range q.Facts.States(q.Act.Subject) {
		_ = json.Unmarshal(s.JSON, &state) // it was written by this program
	}
	p, there := noun.Find(state.Proposals, b.Act)
	if !there || !Lapsed(p, q.Received) {
		return nil
	}
	return problem.Conflict(problem.ProposalLapsed, problem.P{"act": b.Act, "until": p.Received.Add(ProposalLife)}).At("/act")
}

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
