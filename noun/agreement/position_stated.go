package agreement

import (
	"errors"

	"truce/ground/act"
	"truce/ground/shape"
)

// PositionStated is what a delegation says about a clause of a version. Said again it
// replaces what it said before.
//
//	{"version": "draft", "clause": "point_3", "party": "TR", "position": "proposes", "on": "2017-05-03",
//	 "proposal": [{"language": "en", "text": "The posts are run by all three."}]}
type PositionStated struct {
	Version  string      `json:"version" pattern:"^[a-z0-9][a-z0-9-]{0,39}$" doc:"of which version"`
	Clause   string      `json:"clause" maxlen:"80" doc:"about which clause"`
	Party    string      `json:"party" pattern:"^[A-Z][A-Z0-9-]{0,15}$" doc:"whose position it is"`
	Position string      `json:"position" pattern:"^(accepts|rejects|reserves|proposes)$" doc:"what it says"`
	Proposal Texts       `json:"proposal,omitempty" maxlen:"20" doc:"proposes: the wording instead"`
	Reason   shape.Prose `json:"reason,omitzero" maxlen:"4000" class:"narrative" doc:"why"`
	On       Date        `json:"on" doc:"day on which it was said"`
	Source   string      `json:"source,omitempty" maxlen:"500" doc:"recorded by the mission: where it was said"`
}

// Fits ties a proposal to the one position that makes one.
func (b PositionStated) Fits(act.SubjectID) error {
	if (b.Position == "proposes") != (len(b.Proposal) > 0) {
		return errors.New("proposes needs a proposal, and no other position has one")
	}
	_, err := ParseDate(string(b.On))
	return err
}
