package incident

import "truce/ground/shape"

// AttributionMade says who did it, how sure its author is, and on what ground. Several
// stand side by side; made again by its author for the same actor it replaces that one.
//
//	{"actor": "SY-GOV", "confidence": "likely", "basis": ["direction-and-range", "crater"],
//	 "reason": {"text": "Two craters point to the same battery, 4 km to the south.", "language": "en"}}
type AttributionMade struct {
	Actor      string      `json:"actor" pattern:"^[A-Z][A-Z0-9-]{0,15}$" doc:"code of the party or of a group outside the ceasefire: agreements say which it is"`
	Confidence string      `json:"confidence" code:"attribution-confidence" doc:"how sure the author is"`
	Basis      []string    `json:"basis" code:"attribution-basis" maxlen:"20" doc:"what it rests on"`
	Reason     shape.Prose `json:"reason" maxlen:"8000" class:"narrative" doc:"how that leads to the actor"`
}
