package answer

import "truce/ground/act"

// PublicationProposal is the act that would publish a bulletin or correct one: for its author to look
// through and sign.
type PublicationProposal struct {
	Kind    act.Kind      `json:"kind"`
	Subject act.SubjectID `json:"subject"`
	Body    any           `json:"body"`
}
