package people

import (
	"errors"
	"fmt"
	"time"

	"truce/ground/act"
)

// RoleGranted gives a person a role for a time.
//
//	{"role": "auditor", "until": "2017-11-05T00:00:00Z"}
type RoleGranted struct {
	Role  string    `json:"role" code:"role" doc:"the role"`
	Until time.Time `json:"until,omitzero" doc:"first moment without it; absent: until withdrawn"`
}

// Fits refuses roles that are given otherwise: a root key is a registrar, and whom it named; who
// reports and verifies does so by keys that do not name their holder.
func (b RoleGranted) Fits(act.SubjectID) error {
	if Reporting(b.Role) {
		return fmt.Errorf("role: %s is a role of keys, whose holder is not told to everybody (key-enrolled, roles)", b.Role)
	}
	if b.Role == RegistrarRole {
		return errors.New("role: a party's registrar is named by the party's root key (registrar-named)")
	}
	return nil
}
