package zone

import "truce/ground/act"

// ZoneConsented says that a party consents to one proposal for the zone, or to one that it
// lapse.
//
//	{"proposal": "0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f",
//	 "digest": "5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c",
//	 "party": "TR", "at": "2017-07-31T12:00:00Z", "source": "letter of the delegation"}
type ZoneConsented struct {
	Consenting
}

// Fits wants a source for what the mission records.
func (b ZoneConsented) Fits(act.SubjectID) error { return b.fits() }
