package incident

import (
	"errors"
	"time"

	"truce/ground/act"
	"truce/ground/place"
	"truce/ground/shape"
	"truce/ground/taxonomy"
	"truce/noun"
)

// RestrictionRecorded says how people of the mission were kept from moving or seeing.
// Recorded again on the same restriction by its author it replaces the earlier version.
//
//	{"kind": "denied", "party": "SY-GOV", "team": "patrol",
//	 "from": "2017-07-26T09:10:00Z", "until": "2017-07-26T10:35:00Z",
//	 "area": "SY0301", "zone": "dz-ghouta",
//	 "place": {"name": "Wafideen crossing", "position": {"lon": 36.47, "lat": 33.59}, "precision": "vicinity"},
//	 "reasonGiven": {"text": "No order from above.", "language": "en"}, "outcome": "turned-back"}
type RestrictionRecorded struct {
	Kind        string          `json:"kind" code:"restriction" doc:"in what way"`
	Party       string          `json:"party,omitempty" pattern:"^[A-Z][A-Z0-9-]{0,15}$" doc:"whose people restricted; absent: not known whose"`
	Team        string          `json:"team" pattern:"^(patrol|post|inspection|uav|camera|visit|medical|other)$" doc:"what sort of team was restricted"`
	Whom        []act.SubjectID `json:"whom,omitempty" pattern:"^person/" maxlen:"20" class:"staff" doc:"who was restricted"`
	From        time.Time       `json:"from" doc:"when it began"`
	Until       time.Time       `json:"until,omitzero" doc:"when it ended; absent: not said"`
	Ongoing     bool            `json:"ongoing,omitzero" doc:"true if it had not ended when this was written; not together with until"`
	Area        string          `json:"area,omitempty" pattern:"^[A-Za-z0-9._:-]{1,40}$" doc:"place code of the sub-district or larger, for everyone"`
	Zone        string          `json:"zone,omitempty" pattern:"^[A-Za-z0-9._:-]{1,40}$" doc:"zone that the reporter names"`
	Place       *place.Place    `json:"place,omitempty" class:"exact-place" doc:"where"`
	ReasonGiven shape.Prose     `json:"reasonGiven,omitzero" maxlen:"2000" class:"narrative" doc:"the reason that was given; absent: not said"`
	NoReason    bool            `json:"noReason,omitzero" doc:"true if no reason was given; not together with reasonGiven"`
	Outcome     string          `json:"outcome" pattern:"^(passed|turned-back|cancelled|other-way|went-on|unresolved)$" doc:"how it ended; went-on: regardless"`
	Narrative   shape.Prose     `json:"narrative,omitzero" maxlen:"4000" class:"narrative" doc:"what happened"`
	Prevented   act.SubjectID   `json:"prevented,omitempty" pattern:"^(incident|report|post|place|zone|line)/" doc:"what a visit or an inspection would have been to, which it prevented"`
	Exercise    bool            `json:"exercise,omitzero" doc:"true for everything that did not happen"`
}

// Fits refuses an end before the start, an end of what goes on, and a reason where none was given.
func (b RestrictionRecorded) Fits(act.SubjectID) error {
	if !b.Until.IsZero() && !b.Until.After(b.From) {
		return errors.New("until must come after from")
	}
	if b.Ongoing && !b.Until.IsZero() {
		return errors.New("ongoing: what has ended does not go on: write until or ongoing, not both")
	}
	if b.NoReason && b.ReasonGiven != (shape.Prose{}) {
		return errors.New("noReason: a reason was given: write reasonGiven or noReason, not both")
	}
	return nil
}

// Refers names what it prevented, and the office's own word.
func (b RestrictionRecorded) Refers() []act.SubjectID {
	refers := noun.OwnWords(taxonomy.Restriction, b.Kind)
	if b.Prevented != "" {
		refers = append(refers, b.Prevented)
	}
	return refers
}
