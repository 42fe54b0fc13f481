package incident

import "truce/ground/shape"

// ReportWithdrawn takes one's own report back. It stays readable and no longer counts.
//
//	{"reason": {"text": "entered twice", "language": "en"}}
type ReportWithdrawn struct {
	Reason shape.Prose `json:"reason" maxlen:"500" class:"narrative" doc:"why"`
}
