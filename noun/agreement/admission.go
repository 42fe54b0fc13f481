package agreement

import (
	"github.com/go-json-experiment/json"

	"truce/ground/problem"
	"truce/noun"
)

// admission refuses what an office can tell to have no effect while its author is there to mend
// it: who speaks for another, or signs another text. The fold flags the same where it comes in
// from another office.
func admission() noun.Admission {
	return noun.Admission{States: noun.BySelf, Rules: []noun.Rule{ownParty, sameText}}
}

func ownParty(q noun.Question) *problem.Problem {
	switch b := q.Body.(type) {
	case *AgreementSigned:
		return q.Speaks(b.Party, b.Source)
	case *PartyJoined:
		return q.Speaks(b.Party, b.Source)
	case *PartyExcluded:
		return q.Speaks(b.Party, b.Source)
	case *ExtensionConsented:
		return q.Speaks(b.Party, b.Source)
	case *SuspensionDeclared:
		return q.Speaks(b.Party, b.Source)
	case *ResumptionDeclared:
		return q.Speaks(b.Party, b.Source)
	case *DenunciationDeclared:
		return q.Speaks(b.Party, b.Source)
	case *PositionStated:
		return q.Speaks(b.Party, b.Source)
	}
	return nil
}

// sameText compares a signature with the version as it is known.
func sameText(q noun.Question) *problem.Problem {
	b, is := q.Body.(*AgreementSigned)
	states := q.Facts.States(q.Act.Subject)
	if !is || len(states) == 0 {
		return nil
	}
	var a Agreement
	if err := json.Unmarshal(states[len(states)-1].JSON, &a); err != nil {
		return problem.Internal(problem.InternalFault).Because(err)
	}
	why, refused := problem.ReasonNoSuchVersion, true
	if v, known := a.Version(b.Version); known {
		why, refused = refusal(v.Refuses(*b))
	}
	if !refused {
		return nil
	}
	return problem.Conflict(problem.SignatureRefused, problem.P{"party": b.Party, "version": b.Version, "reason": why}).At("/version")
}

func refusal(why string) (problem.Reason, bool) {
	switch why {
	case NotAText:
		return problem.ReasonNotAText, true
	case NotComplete:
		return problem.ReasonNotComplete, true
	case NotSound:
		return problem.ReasonNotSound, true
	case AnotherText:
		return problem.ReasonAnotherText, true
	case NotNamed:
		return problem.ReasonNotNamed, true
	case OtherCapacity:
		return problem.ReasonOtherCapacity, true
	}
	return 0, false
}
