package noun

import "truce/ground/problem"

// Speaks holds an act that speaks for a party to that party's own people, and the mission,
// which records what it knows that a party did, to a source.
func (q Question) Speaks(party, source string) *problem.Problem {
	switch {
	case party == q.Party:
		return nil
	case q.Party != "":
		return problem.Forbidden(problem.SpeaksForAnother, problem.P{"party": party}).At("/party")
	case source == "":
		return problem.Invalid(problem.SourceNeeded, problem.P{"party": party}).At("/source")
	}
	return nil
}
