package zone

import "truce/ground/act"

// ZoneObjected says that a party does not consent to one proposal for the zone, or to one
// that it lapse.
//
//	{"proposal": "0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f",
//	 "party": "IR", "reason": {"text": "the settlement at the northern corner belongs to the zone", "language": "en"}}
type ZoneObjected struct {
	Objecting
}

// Fits wants a source for what the mission records.
func (b ZoneObjected) Fits(act.SubjectID) error { return b.fits() }
