package incident

import (
	"truce/ground/act"
	"truce/ground/shape"
)

// SameVictimDecided is a verifier's answer to the proposal that two rows are one person.
// Both rows stay; accepted, they count as one. It can be decided anew.
//
//	{"first": "h1-07", "second": "h2-03", "decision": "accepted", "reason": {"text": "the family says so", "language": "en"}}
type SameVictimDecided struct {
	First    string      `json:"first" pattern:"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$" doc:"key of a row"`
	Second   string      `json:"second" pattern:"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$" doc:"key of the other"`
	Decision string      `json:"decision" pattern:"^(accepted|rejected)$" class:"narrative" doc:"whether they are one person"`
	Reason   shape.Prose `json:"reason" maxlen:"2000" class:"narrative" doc:"on what ground"`
}

// Fits refuses a row beside itself.
func (b SameVictimDecided) Fits(act.SubjectID) error { return twoRows(b.First, b.Second) }
