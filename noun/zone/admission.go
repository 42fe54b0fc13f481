package zone

import (
	"slices"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/noun"
)

// admission refuses what an office can tell to have no effect while its author is there to mend
// it: who speaks for another, or consents to what has changed. It is the same for zones and
// lines; the folds flag the same where it comes in from another office.
func admission() noun.Admission {
	return noun.Admission{States: noun.BySelf, Rules: []noun.Rule{ownParty, sameProposal}}
}

// ownParty takes a proposal that names no party for its author's own.
func ownParty(q noun.Question) *problem.Problem {
	party, source := spoken(q.Body)
	if party == "" {
		return nil
	}
	return q.Speaks(party, source)
}

// spoken answers for which party an act speaks, and how the mission knows.
func spoken(body any) (party, source string) {
	switch b := body.(type) {
	case *ZoneProposed:
		return b.Party, b.Source
	case *LineDrawn:
		return b.Party, b.Source
	case *ZoneLapsed:
		return b.Party, b.Source
	case *LineLapsed:
		return b.Party, b.Source
	case *ZoneObjected:
		return b.Party, b.Source
	case *LineObjected:
		return b.Party, b.Source
	}
	c, _ := consenting(body)
	return c.Party, c.Source
}

func consenting(body any) (Consenting, bool) {
	switch b := body.(type) {
	case *ZoneConsented:
		return b.Consenting, true
	case *LineConsented:
		return b.Consenting, true
	}
	return Consenting{}, false
}

// sameProposal compares a consent with the proposal as it is known.
func sameProposal(q noun.Question) *problem.Problem {
	c, is := consenting(q.Body)
	if !is {
		return nil
	}
	why := problem.ReasonNoSuchProposal
	for _, s := range q.Facts.States(q.Act.Subject) {
		var d drawn
		if err := json.Unmarshal(s.JSON, &d); err != nil {
			return problem.Internal(problem.InternalFault).Because(err)
		}
		told, known := d.proposal(c.Proposal)
		if !known {
			continue
		}
		var holds bool
		if why, holds = told.unlike(c); holds {
			return nil
		}
	}
	return problem.Conflict(problem.ConsentRefused, problem.P{"party": c.Party, "subject": q.Act.Subject, "reason": why}).At("/proposal")
}

// unlike says why nobody can consent to the proposal in these words; true if somebody can.
func (t Told) unlike(c Consenting) (problem.Reason, bool) {
	switch {
	case t.Became == Refused:
		return problem.ReasonProposalVoid, false
	case t.Digest != c.Digest:
		return problem.ReasonAnotherGeometry, false
	case t.Became == Superseded:
		return problem.ReasonProposalReplaced, false
	}
	return 0, true
}

// drawn is what is needed here of the states of zones and lines.
type drawn struct {
	Boundary  *Told  `json:"boundary"`
	Course    *Told  `json:"course"`
	Agreed    *Told  `json:"agreed"`
	Proposals []Told `json:"proposals"`
	Lapses    []Told `json:"lapses"`
}

func (d drawn) proposal(id act.ID) (Told, bool) {
	all := slices.Concat(d.Proposals, d.Lapses)
	for _, one := range []*Told{d.Boundary, d.Course, d.Agreed} {
		if one != nil {
			all = append(all, *one)
		}
	}
	i := slices.IndexFunc(all, func(t Told) bool { return t.Act == id })
	if i < 0 {
		return Told{}, false
	}
	return all[i], true
}
