package incident

import (
	"truce/ground/act"
	"truce/ground/shape"
)

// ReportUnlinked takes a report out of the incident again. Nothing is deleted.
//
//	{"report": "report/2017-05-07-1", "reason": {"text": "another village of the same name", "language": "en"}}
type ReportUnlinked struct {
	Report act.SubjectID `json:"report" pattern:"^report/" doc:"the report"`
	Reason shape.Prose   `json:"reason" maxlen:"500" class:"narrative" doc:"why it does not belong here"`
}

// Refers names the report.
func (b ReportUnlinked) Refers() []act.SubjectID { return []act.SubjectID{b.Report} }
