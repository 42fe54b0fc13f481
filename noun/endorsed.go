package noun

import (
	"truce/ground/act"
	"truce/ground/shape"
)

// Endorsed answers a proposal: an act that needs others' signatures. It is the one way in which
// several sign: an act has one signature, so whoever else must sign answers it with an act of
// their own. An answer is given once; a no takes a signature back as long as others' are awaited,
// the proposer's own too. Who thinks otherwise later proposes anew.
//
//	{"act": "0100000000000000000000000000000000000000000000000000000000000000", "answer": "yes",
//	 "reason": {"text": "The fingerprint is the one on the letter of 3 May.", "language": "en"}}
type Endorsed struct {
	Act    act.ID      `json:"act" doc:"the act that is answered; it is about the same subject"`
	Answer string      `json:"answer" pattern:"^(yes|no|dissent)$" doc:"yes signs it; no refuses; dissent, of a finding alone: took part and thinks otherwise"`
	Reason shape.Prose `json:"reason,omitzero" maxlen:"2000" class:"narrative" doc:"why"`
}

// Words of an answer.
const (
	Yes     = "yes"
	No      = "no"
	Dissent = "dissent"
)

// Endorsement is the kind of such acts, for nouns that have something to endorse. All give it by
// this one name.
func Endorsement() Kind {
	return Kind{Name: "endorsed", Body: Endorsed{}, Group: "endorse", Answers: true, About: "Somebody whose signature is needed answered what was proposed."}
}
