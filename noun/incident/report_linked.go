package incident

import (
	"truce/ground/act"
	"truce/ground/shape"
)

// ReportLinked gathers a report into the incident.
//
//	{"report": "report/2017-05-07-1", "reason": {"text": "same place, same minute", "language": "en"}}
type ReportLinked struct {
	Report act.SubjectID `json:"report" pattern:"^report/" doc:"the report"`
	Reason shape.Prose   `json:"reason,omitzero" maxlen:"500" class:"narrative" doc:"why it belongs here"`
}

// Refers names the report.
func (b ReportLinked) Refers() []act.SubjectID { return []act.SubjectID{b.Report} }
