package people

import "time"

// RoleGranted gives a person a role for a time.
//
//	{"role": "auditor", "until": "2017-11-05T00:00:00Z"}
type RoleGranted struct {
	Role  string    `json:"role" code:"role" doc:"the role"`
	Until time.Time `json:"until,omitzero" doc:"first moment without it; absent: until withdrawn"`
}
