package office

import (
	"errors"
	"slices"
	"strconv"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/judge/law"
	"truce/noun"
	"truce/noun/agreement"
	"truce/noun/zone"
	"truce/tool/geo"
	"truce/tool/kinds"
	"truce/tool/store"
)

// others reports whether what is known of subjects of the noun decides about acts on
// other subjects or by other people: such acts are folded before the next one is looked at.

// lawProblem tells an author what a legal text cannot use: it needs no state.
func lawProblem(body any) error {
	switch b := body.(type) {
	case *zone.ZoneProposed:
		return geometryProblem(law.CheckGeometry(b.Geometry, b.Edges))
	case *zone.LineDrawn:
		return geometryProblem(law.CheckLine(b.Geometry, b.Edges))
	case *agreement.AgreementDrafted:
		if _, err := kinds.TimeZone(b.Version.TimeZone); err != nil {
			return problem.Invalid(problem.BodyWrong, problem.P{"reason": problem.ReasonNameUnknown}).At("/version/timeZone").Because(err)
		}
	}
	return nil
}

// geometryProblem names the rule and the place, and points at the vertex.
func geometryProblem(err error) error {
	var fault geo.Fault
	switch {
	case err == nil:
		return nil
	case errors.As(err, &fault):
		lon, lat := fault.Place.Degrees()
		place := strconv.FormatFloat(lon, 'f', -1, 64) + ", " + strconv.FormatFloat(lat, 'f', -1, 64)
		return problem.Invalid(problem.GeometryWrong, problem.P{"reason": ruleReason(fault.Rule), "rule": int(fault.Rule), "place": place}).
			At("/geometry/coordinates/" + strconv.Itoa(fault.Part) + "/" + strconv.Itoa(fault.Ring) + "/" + strconv.Itoa(fault.Vertex)).Because(err)
	}
	return problem.Invalid(problem.BodyWrong, problem.P{"reason": err.Error()}).At("/geometry").Because(err)
}

// ruleReason says which way a rule was broken.
func ruleReason(r geo.Rule) problem.Reason {
	switch r {
	case geo.InRange:
		return problem.ReasonNotAPlace
	case geo.Closed:
		return problem.ReasonRingOpen
	case geo.EnoughPoints:
		return problem.ReasonTooFewPoints
	case geo.NoRepeats:
		return problem.ReasonRepeated
	case geo.NoSelfCrossing:
		return problem.ReasonRingCrossesItself
	case geo.NoSelfTouching:
		return problem.ReasonRingTouchesItself
	case geo.HoleInside:
		return problem.ReasonHoleOutside
	case geo.RingsApart:
		return problem.ReasonRingsCross
	case geo.HolesApart:
		return problem.ReasonHolesNested
	case geo.OnePiece:
		return problem.ReasonCutInTwo
	case geo.PartsApart:
		return problem.ReasonPartsOverlap
	case geo.PartsNotNested:
		return problem.ReasonPartsNested
	case geo.RightHand:
		return problem.ReasonTurnsWrongWay
	}
	return problem.ReasonNotUnderstood
}

// refuseLaw refuses what this office can tell to have no effect while its author is there
// to mend it: who speaks for another, signs another text, consents to what has changed. The
// folds flag the same where it comes in from another office.
func (w *writer) refuseLaw(tx *store.Tx, j *job) (refusal, err error) {
	if w.office.kinds.Part(j.act.Subject.Noun()) != noun.Law {
		return nil, nil
	}
	if refusal := refuseSpeaker(j); refusal != nil {
		return refusal, nil
	}
	switch b := j.body.(type) {
	case *agreement.AgreementSigned:
		return refuseSignature(tx, j.act.Subject, *b)
	case *zone.ZoneConsented:
		return refuseConsent(tx, j.act.Subject, b.Consenting)
	case *zone.LineConsented:
		return refuseConsent(tx, j.act.Subject, b.Consenting)
	}
	return nil, nil
}

// refuseSpeaker holds a delegation to its own party, and the mission to its source.
func refuseSpeaker(j *job) error {
	party, source, says := spoken(j.body)
	switch {
	case !says || party == j.author.Party:
		return nil
	case j.author.Party != "":
		return problem.Forbidden(problem.SpeaksForAnother, problem.P{"party": party}).At("/party")
	case source == "":
		return problem.Invalid(problem.SourceNeeded, problem.P{"party": party}).At("/source")
	}
	return nil
}

// spoken answers for which party an act speaks and how the mission knows. A proposal that
// names none is its author's own.
func spoken(body any) (party, source string, says bool) {
	switch b := body.(type) {
	case *agreement.AgreementSigned:
		return b.Party, b.Source, true
	case *agreement.PartyJoined:
		return b.Party, b.Source, true
	case *agreement.PartyExcluded:
		return b.Party, b.Source, true
	case *agreement.ExtensionConsented:
		return b.Party, b.Source, true
	case *agreement.PositionStated:
		return b.Party, b.Source, true
	case *zone.ZoneProposed:
		return b.Party, b.Source, b.Party != ""
	case *zone.LineDrawn:
		return b.Party, b.Source, b.Party != ""
	case *zone.ZoneLapsed:
		return b.Party, b.Source, b.Party != ""
	case *zone.LineLapsed:
		return b.Party, b.Source, b.Party != ""
	}
	return spokenOf(body)
}

func spokenOf(body any) (party, source string, says bool) {
	switch b := body.(type) {
	case *zone.ZoneConsented:
		return b.Party, b.Source, true
	case *zone.LineConsented:
		return b.Party, b.Source, true
	case *zone.ZoneObjected:
		return b.Party, b.Source, true
	case *zone.LineObjected:
		return b.Party, b.Source, true
	}
	return "", "", false
}

// refuseSignature compares with the version as this office holds it.
func refuseSignature(tx *store.Tx, subject act.SubjectID, b agreement.AgreementSigned) (refusal, err error) {
	refused := func(why problem.Reason) error {
		return problem.Conflict(problem.SignatureRefused, problem.P{"party": b.Party, "version": b.Version, "reason": why}).At("/version")
	}
	rows, err := tx.CurrentRows(subject)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	var a agreement.Agreement
	if err := json.Unmarshal([]byte(rows[len(rows)-1].State), &a); err != nil {
		return nil, err
	}
	v, known := a.Version(b.Version)
	if !known {
		return refused(problem.ReasonNoSuchVersion), nil
	}
	if why, is := signatureReason(v.Refuses(b)); is {
		return refused(why), nil
	}
	return nil, nil
}

func signatureReason(why string) (problem.Reason, bool) {
	switch why {
	case agreement.NotAText:
		return problem.ReasonNotAText, true
	case agreement.NotComplete:
		return problem.ReasonNotComplete, true
	case agreement.NotSound:
		return problem.ReasonNotSound, true
	case agreement.AnotherText:
		return problem.ReasonAnotherText, true
	case agreement.NotNamed:
		return problem.ReasonNotNamed, true
	case agreement.OtherCapacity:
		return problem.ReasonOtherCapacity, true
	}
	return 0, false
}

// drawn is what is needed here of the states of zones and lines.
type drawn struct {
	Boundary  *zone.Told  `json:"boundary"`
	Course    *zone.Told  `json:"course"`
	Proposals []zone.Told `json:"proposals"`
	Lapses    []zone.Told `json:"lapses"`
}

func (d drawn) proposal(id act.ID) (zone.Told, bool) {
	all := slices.Concat(d.Proposals, d.Lapses)
	for _, one := range []*zone.Told{d.Boundary, d.Course} {
		if one != nil {
			all = append(all, *one)
		}
	}
	i := slices.IndexFunc(all, func(t zone.Told) bool { return t.Act == id })
	if i < 0 {
		return zone.Told{}, false
	}
	return all[i], true
}

// refuseConsent compares with the proposal as this office holds it.
func refuseConsent(tx *store.Tx, subject act.SubjectID, c zone.Consenting) (refusal, err error) {
	rows, err := tx.CurrentRows(subject)
	if err != nil {
		return nil, err
	}
	why := problem.ReasonNoSuchProposal
	for _, row := range rows {
		var d drawn
		if err := json.Unmarshal([]byte(row.State), &d); err != nil {
			return nil, err
		}
		told, known := d.proposal(c.Proposal)
		if !known {
			continue
		}
		switch {
		case told.Became == zone.Refused:
			why = problem.ReasonProposalVoid
		case told.Digest != c.SHA256:
			why = problem.ReasonAnotherGeometry
		case told.Became == zone.Superseded:
			why = problem.ReasonProposalReplaced
		default:
			return nil, nil
		}
	}
	return problem.Conflict(problem.ConsentRefused, problem.P{"party": c.Party, "subject": subject, "reason": why}).At("/proposal"), nil
}
