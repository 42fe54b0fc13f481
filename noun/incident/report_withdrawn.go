package incident

// ReportWithdrawn takes one's own report back. It stays readable and no longer counts.
//
//	{"reason": "entered twice"}
type ReportWithdrawn struct {
	Reason string `json:"reason" maxlen:"500" class:"narrative" doc:"why"`
}
