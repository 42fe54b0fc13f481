package people

// RoleWithdrawn takes a role back from its receipt on.
//
//	{"role": "verifier", "reason": "left the mission"}
type RoleWithdrawn struct {
	Role   string `json:"role" code:"role" doc:"the role"`
	Reason string `json:"reason,omitempty" maxlen:"500" doc:"why"`
}
