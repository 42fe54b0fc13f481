package people

import (
	"slices"

	"truce/ground/problem"
	"truce/noun"
)

// answersForEnd takes no answer to an end of a key that the key's own side refused.
func answersForEnd(q noun.Question) *problem.Problem {
	b, is := q.Body.(*noun.Endorsed)
	if !is {
		return nil
	}
	k, _ := latest[Key](q, q.Act.Subject)
	if slices.ContainsFunc(k.Asked, func(a Asked) bool { return a.Act == b.Act && !a.Refused.IsZero() }) {
		return problem.Conflict(problem.EndRefused, problem.P{"party": noun.SideOf(k.Party), "act": b.Act}).At("/act")
	}
	return nil
}
