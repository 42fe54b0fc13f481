package noun

import (
	"github.com/go-json-experiment/json"

	"truce/ground/problem"
)

// AnswersOnce refuses an answer to what was not proposed about the subject, and a second answer of
// one voice, unless it takes back what that signed as long as that waits for others. Nobody takes part in such a proposal as in a finding of a body, and dissents: it is signed
// or refused. The state of the noun has its proposals under the name "proposals"; voice tells for
// whom somebody answers, or why not.
func AnswersOnce(voice func(Question) (string, *problem.Problem)) Rule {
	return func(q Question) *problem.Problem {
		b, is := q.Body.(*Endorsed)
		if !is {
			return nil
		}
		proposed, is := Find(proposalsIn(q), b.Act)
		if !is {
			return problem.Conflict(problem.NothingToEndorse, problem.P{"act": b.Act}).At("/act")
		}
		if b.Answer == Dissent {
			return problem.Invalid(problem.DissentUnfit).At("/answer")
		}
		who, refusal := voice(q)
		switch {
		case refusal != nil:
			return refusal
		case proposed.Answered(who) && !proposed.TakesBack(who, b.Answer):
			return problem.Conflict(problem.AnsweredAlready, problem.P{"side": who}).At("/act")
		}
		return nil
	}
}

// UnlessTakenBack is a rule about answers by which a side's no to what it signed itself, and what waits, is not asked: nothing else that was
// said keeps a side from taking that back.
func UnlessTakenBack(voice func(Question) (string, *problem.Problem), rule Rule) Rule {
	return func(q Question) *problem.Problem {
		if b, is := q.Body.(*Endorsed); is && b.Answer == No {
			p, _ := Find(proposalsIn(q), b.Act)
			if who, refusal := voice(q); refusal == nil && p.TakesBack(who, b.Answer) {
				return nil
			}
		}
		return rule(q)
	}
}

// proposalsIn are those that the state of the subject has under the name "proposals".
func proposalsIn(q Question) []Proposal {
	var state struct {
		Proposals []Proposal `json:"proposals"`
	}
	for _, s := range q.Facts.States(q.Act.Subject) {
		_ = json.Unmarshal(s.JSON, &state) // it was written by this program
	}
	return state.Proposals
}
