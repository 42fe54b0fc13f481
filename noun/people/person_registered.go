package people

import "truce/ground/act"

// PersonRegistered makes a person known, with the employer. The name is not for everybody.
//
//	{"organisation": "organisation/mission", "name": "Monitor 1 (fictional role)"}
type PersonRegistered struct {
	Organisation act.SubjectID `json:"organisation" pattern:"^organisation/" doc:"the employer"`
	Name         string        `json:"name" maxlen:"200" class:"staff" doc:"the person's name"`
}

// Refers names the organisation.
func (b PersonRegistered) Refers() []act.SubjectID { return []act.SubjectID{b.Organisation} }
