package people

import "truce/ground/shape"

// RoleWithdrawn takes a role back from its receipt on.
//
//	{"role": "auditor", "reason": {"text": "left the mission", "language": "en"}}
type RoleWithdrawn struct {
	Role   string      `json:"role" code:"role" doc:"the role"`
	Reason shape.Prose `json:"reason,omitzero" maxlen:"500" doc:"why, for everybody and for ever: it names nobody"`
}
