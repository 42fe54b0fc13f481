package agreement

import "truce/ground/act"

// ExtensionConsented says that a party consents that a version stays in force, or that the
// deadline of one obligation moves, to a day. It takes effect when all whose consent is
// required consented to the same day, and is until then a claim.
//
//	{"version": "signed-text", "party": "RU", "until": "2018-05-04", "on": "2017-10-31", "source": "joint statement"}
type ExtensionConsented struct {
	Version    string `json:"version" pattern:"^[a-z0-9][a-z0-9-]{0,39}$" doc:"which version"`
	Obligation string `json:"obligation,omitempty" pattern:"^[a-z0-9][a-z0-9-]{0,39}$" doc:"whose deadline moves; absent: the version's duration"`
	Party      string `json:"party" pattern:"^[A-Z][A-Z0-9-]{0,15}$" doc:"who consents"`
	Until      Date   `json:"until" doc:"the new last day"`
	On         Date   `json:"on" doc:"day of the consent"`
	Source     string `json:"source,omitempty" maxlen:"500" doc:"recorded by the mission: how it knows"`
}

// Fits refuses days that no calendar has.
func (b ExtensionConsented) Fits(act.SubjectID) error { return checkDays([]Date{b.Until, b.On}) }
