package people

import (
	"errors"
	"time"

	"truce/ground/act"
)

// RoleGranted gives a person a role for a time.
//
//	{"role": "verifier", "until": "2017-11-05T00:00:00Z"}
type RoleGranted struct {
	Role  string    `json:"role" code:"role" doc:"the role"`
	Until time.Time `json:"until,omitzero" doc:"first moment without it; absent: until withdrawn"`
}

// Fits refuses the one role that nobody grants: a root key has it, and whom it named.
func (b RoleGranted) Fits(act.SubjectID) error {
	if b.Role == RegistrarRole {
		return errors.New("role: a party's registrar is named by the party's root key (registrar-named)")
	}
	return nil
}
