package people

import (
	"truce/ground/act"
	"truce/ground/shape"
)

// FounderRemoved ends what a founder may do for having founded. It needs as many sides as the
// founding asks for.
//
//	{"founder": "person/secretary", "reason": {"text": "left the mission", "language": "en"}}
type FounderRemoved struct {
	Founder act.SubjectID `json:"founder" pattern:"^person/" doc:"who"`
	Reason  shape.Prose   `json:"reason" maxlen:"500" doc:"why"`
}
