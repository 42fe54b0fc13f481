package agreement

import (
	"errors"

	"truce/ground/act"
)

// AgreementDrafted puts a version of the text forward: a draft, what somebody reports a
// text to say, or a text to be signed. Clauses for which there is no room follow in
// clauses-filed. Filed again by the same party it replaces the earlier one, as long as
// not all signed who must; a signature then no longer fits. What all signed is changed by no filing: another
// version, which names it as the one that it replaces, takes its place once those signed that too.
//
//	{"version": {"id": "signed-text", "type": "text", "date": "2017-05-04", "timeZone": "Asia/Damascus",
//	  "title": [{"language": "en", "text": "Memorandum on the creation of de-escalation areas"}],
//	  "source": {"name": "text handed over at the signing"}, "wording": "paraphrase",
//	  "languages": [{"code": "en", "translator": "the mission"}],
//	  "parties": [{"code": "TR", "names": [{"language": "en", "text": "Turkey"}], "capacity": "guarantor", "mustSign": true}],
//	  "clauses": [{"id": "point_6", "heading": [{"language": "en", "text": "Entry into force"}],
//	    "entry": {"when": {"after": "signing", "count": 1, "unit": "days"}}}]},
//	 "parts": 1}
type AgreementDrafted struct {
	Version Version `json:"version" doc:"the version"`
	Parts   int     `json:"parts,omitzero" min:"1" max:"60" doc:"how many clauses-filed follow"`
}

// Fits refuses what is wrong with a version, as far as it is all there.
func (b AgreementDrafted) Fits(act.SubjectID) error {
	if b.Parts > 0 {
		return nil
	}
	if faults := b.Version.Check(); len(faults) > 0 {
		return faults[0]
	}
	return nil
}

// Usable refuses prohibitions that do not compile. Another edition of the library may read them otherwise: that makes
// no signed text wrong. Where a rule cannot be run, what it forbids is not decided.
func (b AgreementDrafted) Usable() error { return firstRule(b.Version.Clauses) }

func firstRule(clauses []Clause) error {
	for _, c := range clauses {
		if faults := c.CheckRules(); len(faults) > 0 {
			return faults[0]
		}
	}
	return nil
}

// dayOrMoment refuses acts that say neither a day nor a moment, or both.
func dayOrMoment(day Date, momentGiven bool) error {
	if (day != "") == momentGiven {
		return errors.New("give the day or the moment, one of them")
	}
	if day == "" {
		return nil
	}
	_, err := ParseDate(string(day))
	return err
}
