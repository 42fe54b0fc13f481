package agreement

import (
	"truce/ground/act"
	"truce/ground/shape"
)

// PartyExcluded says that from a day on a party takes no part: it left, or it counts from
// then on as a listed group outside the ceasefire. It has effect from that day or, if the office received it only when that day had
// begun, from the day after the receipt. The mission lists nobody whom the text binds: such a party must have left before, or another
// text name it so. Whom the text names as a guarantor, or as one who must sign it, leaves by a denunciation, as the text has it.
//
//	{"party": "SY-GRP-1", "as": "left", "from": "2017-09-01", "reason": {"text": "it said so", "language": "en"}, "source": "letter to the centre"}
type PartyExcluded struct {
	Party  string      `json:"party" pattern:"^[A-Z][A-Z0-9-]{0,15}$" doc:"who"`
	As     string      `json:"as" pattern:"^(left|listed)$" doc:"left, or listed as outside the ceasefire"`
	From   Date        `json:"from" doc:"first day without it"`
	Reason shape.Prose `json:"reason" maxlen:"2000" doc:"why"`
	Source string      `json:"source,omitempty" maxlen:"500" doc:"recorded by the mission: how it knows"`
}

// Fits refuses days that no calendar has.
func (b PartyExcluded) Fits(act.SubjectID) error {
	_, err := ParseDate(string(b.From))
	return err
}
