package body

import (
	"slices"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/noun"
)

// seatsAnswer refuses seats that nobody could ever sign for: of a person who is not known or of another side, or of
// a key that is of another side or that names its holder, who is then the one who signs.
func seatsAnswer(q noun.Question) *problem.Problem {
	b, is := q.Body.(*BodyEstablished)
	if !is {
		return nil
	}
	for _, s := range b.Seats {
		var holder struct {
			Party   string        `json:"party"`
			Holder  act.SubjectID `json:"holder"`
			Revoked bool          `json:"revoked"`
		} // of the state of a person or a key (package people), all that is asked here
		states := q.Facts.States(s.Person)
		if len(states) == 0 || json.Unmarshal(states[len(states)-1].JSON, &holder) != nil ||
			holder.Party != s.Party || holder.Holder != "" || holder.Revoked {
			return problem.Invalid(problem.SeatUnanswerable, problem.P{"seat": s.Seat, "subject": s.Person}).At("/seats")
		}
	}
	return nil
}

// waiting is what a yes can still bring into force: nothing came before it, and nobody refused, of whom all must sign.
func waiting(state []byte, _ time.Time) []noun.Proposal {
	var held Body
	_ = json.Unmarshal(state, &held) // it was written by this program
	return slices.DeleteFunc(held.Proposals, func(p noun.Proposal) bool {
		i := slices.IndexFunc(held.PutForward, func(f PutForward) bool { return f.Act == p.Act })
		return i < 0 || len(held.PutForward[i].Refused) > 0
	})
}

// inTime refuses answers to what was put forward before something else came into force: it knew nothing of that.
func inTime(q noun.Question) *problem.Problem {
	b, is := q.Body.(*noun.Endorsed)
	if !is {
		return nil
	}
	for _, s := range q.Facts.States(q.Act.Subject) {
		var held Body
		if json.Unmarshal(s.JSON, &held) != nil {
			continue
		}
		if p, is := noun.Find(held.Proposals, b.Act); is && held.Outdated(p) {
			return problem.Conflict(problem.ProposalOutdated, problem.P{"act": b.Act}).At("/act")
		}
	}
	return nil
}
