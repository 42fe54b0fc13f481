package post

import (
	"time"

	"truce/ground/shape"
)

// PostClosed says that a post stands no longer from a moment on.
//
//	{"from": "2018-09-01T00:00:00Z", "reason": {"text": "withdrawn by its operator", "language": "en"}}
type PostClosed struct {
	From   time.Time   `json:"from" doc:"since when it is gone"`
	Reason shape.Prose `json:"reason,omitzero" maxlen:"500" doc:"why"`
}
