package people

import "truce/ground/act"

// FounderRemoved ends what a founder may do for having founded. It needs as many sides as the
// founding asks for.
//
//	{"founder": "person/secretary", "reason": "left the mission"}
type FounderRemoved struct {
	Founder act.SubjectID `json:"founder" pattern:"^person/" doc:"who"`
	Reason  string        `json:"reason" maxlen:"500" doc:"why"`
}
