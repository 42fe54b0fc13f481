package agreement

import "truce/ground/act"

// PartyJoined says that from a day on a party takes part, or does so in another capacity. It binds nobody but that party: who
// guarantees a text, and must be asked, is written in the text, which all sign. It has effect from that day or, if the office received it
// only when that day had begun, from the day after the receipt.
//
//	{"party": "SY-GRP-1", "names": [{"language": "en", "text": "Armed group 1"}], "capacity": "bound",
//	 "from": "2017-07-20", "source": "declaration handed to the centre"}
type PartyJoined struct {
	Party    string `json:"party" pattern:"^[A-Z][A-Z0-9-]{0,15}$" doc:"who joined"`
	Names    Texts  `json:"names,omitempty" maxlen:"20" doc:"its name, unless a version names it"`
	Capacity string `json:"capacity" pattern:"^(bound|observer)$" doc:"as what"`
	From     Date   `json:"from" doc:"first day"`
	Source   string `json:"source,omitempty" maxlen:"500" doc:"recorded by the mission: how it knows"`
}

// Fits refuses days that no calendar has.
func (b PartyJoined) Fits(act.SubjectID) error {
	_, err := ParseDate(string(b.From))
	return err
}
