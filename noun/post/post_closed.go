package post

import "time"

// PostClosed says that a post stands no longer from a moment on.
//
//	{"from": "2018-09-01T00:00:00Z", "reason": "withdrawn by its operator"}
type PostClosed struct {
	From   time.Time `json:"from" doc:"since when it is gone"`
	Reason string    `json:"reason,omitempty" maxlen:"500" doc:"why"`
}
