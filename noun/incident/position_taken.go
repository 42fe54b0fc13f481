package incident

import (
	"errors"

	"truce/ground/act"
	"truce/ground/shape"
)

// PositionTaken is what a delegation says about the incident. Whose position it is, the
// author's key tells: a delegation speaks for its own party and for no other. Taken again
// it replaces that party's earlier position and nobody else's.
//
//	{"position": "attributes-elsewhere", "elsewhere": "NUSRA",
//	 "text": {"text": "The fire came from positions that are not ours.", "language": "en"}}
type PositionTaken struct {
	Position  string      `json:"position" code:"party-position" doc:"what the party says"`
	Elsewhere string      `json:"elsewhere,omitempty" pattern:"^[A-Z][A-Z0-9-]{0,15}$" doc:"attributes-elsewhere: whom the party names"`
	Text      shape.Prose `json:"text,omitzero" maxlen:"4000" class:"narrative" doc:"in the party's words; with partly, which part"`
}

// Fits refuses silence as a position, and ties a name to the one position that gives one.
func (b PositionTaken) Fits(act.SubjectID) error {
	if b.Position == NoAnswer {
		return errors.New("no-answer-by-deadline is worked out from what was asked and cannot be taken")
	}
	if b.Elsewhere != "" && b.Position != "attributes-elsewhere" {
		return errors.New("elsewhere goes with attributes-elsewhere only")
	}
	return nil
}
