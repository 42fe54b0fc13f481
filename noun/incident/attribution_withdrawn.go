package incident

import "truce/ground/shape"

// AttributionWithdrawn takes one's own attribution to an actor back. It stays readable.
//
//	{"actor": "SY-GOV", "reason": {"text": "the craters were of an earlier day", "language": "en"}}
type AttributionWithdrawn struct {
	Actor  string      `json:"actor" pattern:"^[A-Z][A-Z0-9-]{0,15}$" doc:"whom the attribution named"`
	Reason shape.Prose `json:"reason" maxlen:"2000" class:"narrative" doc:"why"`
}
