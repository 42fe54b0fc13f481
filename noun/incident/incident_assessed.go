package incident

import (
	"errors"

	"truce/ground/act"
	"truce/ground/shape"
)

// IncidentAssessed is a verifier's step. Who filed or gathered one of its reports cannot
// take it.
//
//	{"status": "confirmed", "reason": {"text": "heard from two posts, crater seen", "language": "en"}}
type IncidentAssessed struct {
	Status string      `json:"status" code:"status" doc:"where the verification now stands"`
	Reason shape.Prose `json:"reason" maxlen:"4000" class:"narrative" doc:"on what ground"`
	Why    string      `json:"why,omitempty" code:"not-investigable-reason" doc:"with not-investigable: what stood in the way"`
}

// Fits ties the reason codes to the one status that needs them.
func (b IncidentAssessed) Fits(act.SubjectID) error {
	if (b.Status == "not-investigable") != (b.Why != "") {
		return errors.New("not-investigable needs a why, and no other status has one")
	}
	return nil
}
