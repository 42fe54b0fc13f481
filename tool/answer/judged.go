package answer

import "time"

// Judged tells how far judging is.
type Judged struct {
	UpTo    time.Time `json:"upTo,omitzero" doc:"what was known from then on is not all judged yet; absent: everything is"`
	Pending int64     `json:"pending,omitzero" doc:"records that are still to be looked at; not told to strangers"`
}
