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
	Status   string      `json:"status" code:"status" doc:"where the verification now stands"`
	Reason   shape.Prose `json:"reason" maxlen:"4000" class:"narrative" doc:"on what ground"`
	Obstacle string      `json:"obstacle,omitempty" code:"not-investigable-reason" doc:"with not-investigable: what stood in the way"`
	// Body and Distinct say why two of one side are two sources. Who is behind a key that reports is hidden, so
	// what is decided of it is said here in the clear, and held to the truth when the act is taken.
	Body     act.SubjectID   `json:"body,omitempty" pattern:"^body/" doc:"with confirmed: the body by whose rule two people of one side are two sources"`
	Distinct []act.SubjectID `json:"distinct,omitempty" pattern:"^report/" maxlen:"50" doc:"with body: observations that are each of another person"`
}

// Refers names the body and the observations.
func (b IncidentAssessed) Refers() []act.SubjectID {
	if b.Body == "" {
		return b.Distinct
	}
	return append([]act.SubjectID{b.Body}, b.Distinct...)
}

// Fits ties the reason codes to the one status that needs them.
func (b IncidentAssessed) Fits(act.SubjectID) error {
	if (b.Status == "not-investigable") != (b.Obstacle != "") {
		return errors.New("not-investigable needs an obstacle, and no other status has one")
	}
	if (b.Body != "") != (len(b.Distinct) > 1) || b.Body != "" && b.Status != "confirmed" {
		return errors.New("body goes with confirmed, and with two observations or more that are each of another person")
	}
	return nil
}
