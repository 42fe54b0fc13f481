package agreement

import (
	"slices"

	"github.com/go-json-experiment/json"

	"truce/ground/problem"
	"truce/noun"
)

// admission refuses what an office can tell to have no effect while its author is there to mend
// it: who speaks for another, or signs another text. The fold flags the same where it comes in
// from another office.
func admission() noun.Admission {
	return noun.Admission{States: noun.ByOthers, Rules: []noun.Rule{ownParty, nobodyAlone, ownVersion, sameText, somethingToResume}}
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

// nobodyAlone refuses to file anew, or to sign for another day, what all signed who must.
func nobodyAlone(q noun.Question) *problem.Problem {
	states := q.Facts.States(q.Act.Subject)
	if len(states) == 0 {
		return nil
	}
	var a Agreement
	if err := json.Unmarshal(states[len(states)-1].JSON, &a); err != nil {
		return problem.Internal(problem.InternalFault).Because(err)
	}
	version := ""
	switch b := q.Body.(type) {
	case *AgreementDrafted:
		version = b.Version.ID
	case *ClausesFiled:
		version = b.Version
	case *AgreementSigned:
		if v, _ := a.Version(b.Version); len(v.Signatures) > 0 {
			if _, signed := v.signature(b.Party); signed {
				version = b.Version
			}
		}
	}
	if v, known := a.Version(version); !known || !v.agreed() {
		return nil
	}
	return problem.Conflict(problem.VersionAgreed, problem.P{"version": version}).At("/version")
}

// ownVersion refuses to file anew what another side filed, or to add clauses to it.
func ownVersion(q noun.Question) *problem.Problem {
	version := ""
	switch b := q.Body.(type) {
	case *AgreementDrafted:
		version = b.Version.ID
	case *ClausesFiled:
		version = b.Version
	}
	states := q.Facts.States(q.Act.Subject)
	if version == "" || len(states) == 0 {
		return nil
	}
	var a Agreement
	if err := json.Unmarshal(states[len(states)-1].JSON, &a); err != nil {
		return problem.Internal(problem.InternalFault).Because(err)
	}
	held, known := a.Version(version)
	if !known || held.ProposedBy == q.Party {
		return nil
	}
	return problem.Conflict(problem.VersionOfAnother, problem.P{"version": version, "party": noun.SideOf(held.ProposedBy)}).At("/version")
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
	if v, _ := a.Version(b.Version); why == problem.ReasonOtherCapacity {
		p, _ := v.party(b.Party)
		return problem.Conflict(problem.CapacityOther, problem.P{"party": b.Party, "version": b.Version, "capacity": b.Capacity, "named": p.Capacity}).At("/capacity")
	}
	return problem.Conflict(problem.SignatureRefused, problem.P{"party": b.Party, "version": b.Version, "reason": why}).At("/version")
}

// somethingToResume refuses to resume what nobody suspended before: the same version, for the same parties, in the same
// places. A suspension that still lacks consents is one: whoever declares its end beside it is heard.
func somethingToResume(q noun.Question) *problem.Problem {
	b, is := q.Body.(*ResumptionDeclared)
	states := q.Facts.States(q.Act.Subject)
	if !is || len(states) == 0 {
		return nil
	}
	var a Agreement
	if err := json.Unmarshal(states[len(states)-1].JSON, &a); err != nil {
		return problem.Internal(problem.InternalFault).Because(err)
	}
	whom := b.For
	if len(whom) == 0 {
		whom = []string{b.Party}
	}
	ends := Declaration{For: whom, Where: b.Where}
	v, _ := a.Version(b.Version)
	if slices.ContainsFunc(v.Declarations, func(d Declaration) bool {
		return d.Type == Suspension && d.reach() == ends.reach() && d.From < b.From && (d.Until == "" || b.From <= d.Until)
	}) {
		return nil
	}
	return problem.Conflict(problem.NothingToResume, problem.P{"version": b.Version, "day": string(b.From)}).At("/from")
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
