package people

import (
	"truce/ground/act"
	"truce/ground/shape"
)

// RegistrarNamed lets somebody vouch for a party's keys in place of its root. The root signs it.
//
//	{"party": "TR", "person": "person/liaison-tr"}
type RegistrarNamed struct {
	Party  string        `json:"party" pattern:"^[A-Z][A-Z0-9-]{0,15}$" doc:"code of the party"`
	Person act.SubjectID `json:"person" pattern:"^person/" doc:"who may vouch from now on"`
}

// RegistrarWithdrawn takes that back. The root signs it.
//
//	{"party": "TR", "person": "person/liaison-tr", "reason": {"text": "went home", "language": "en"}}
type RegistrarWithdrawn struct {
	Party  string        `json:"party" pattern:"^[A-Z][A-Z0-9-]{0,15}$" doc:"code of the party"`
	Person act.SubjectID `json:"person" pattern:"^person/" doc:"who may vouch no longer"`
	Reason shape.Prose   `json:"reason,omitzero" maxlen:"500" doc:"why"`
}

// Refers names the person.
func (b RegistrarNamed) Refers() []act.SubjectID { return []act.SubjectID{b.Person} }

// Refers names the person.
func (b RegistrarWithdrawn) Refers() []act.SubjectID { return []act.SubjectID{b.Person} }
