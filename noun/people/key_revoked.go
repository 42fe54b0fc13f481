package people

import (
	"time"

	"truce/ground/shape"
)

// KeyRevoked ends a key at the moment of its receipt. What it signed before stays in the
// register; CompromisedSince tells readers which of it to doubt.
//
//	{"reason": {"text": "lost", "language": "en"}, "compromisedSince": "2017-05-06T10:00:00Z"}
type KeyRevoked struct {
	Reason           shape.Prose `json:"reason" maxlen:"500" doc:"why"`
	CompromisedSince time.Time   `json:"compromisedSince,omitzero" doc:"acts received since then are doubtful"`
}
