package query

import "truce/ground/act"

// Access selects entries of the access log: who was handed what. The zero value of each
// member leaves it out.
type Access struct {
	Subject act.SubjectID // the record, and what goes with it: copies of the register, the map where it lies
	Person  act.SubjectID
	Class   string // of disclosure, or what else was handed over
}
