package incident

import "truce/ground/act"

// ReportLinked gathers a report into the incident.
//
//	{"report": "report/2017-05-07-1", "reason": "same place, same minute"}
type ReportLinked struct {
	Report act.SubjectID `json:"report" pattern:"^report/" doc:"the report"`
	Reason string        `json:"reason,omitempty" maxlen:"500" class:"narrative" doc:"why it belongs here"`
}

// Refers names the report.
func (b ReportLinked) Refers() []act.SubjectID { return []act.SubjectID{b.Report} }
