package people

import "truce/ground/shape"

// KeyRoleEnded takes a role from a key, from its receipt on. Which keys one person has is not for
// everybody, so a role ends on each of them by an act of its own.
//
//	{"role": "monitor", "reason": {"text": "went to another post", "language": "en"}}
type KeyRoleEnded struct {
	Role   string      `json:"role" code:"role" doc:"the role"`
	Reason shape.Prose `json:"reason,omitzero" maxlen:"500" class:"staff" doc:"why"`
}
