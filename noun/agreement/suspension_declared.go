package agreement

import (
	"errors"

	"truce/ground/act"
	"truce/ground/shape"
)

// SuspensionDeclared says that a party suspends a version: for itself or for others, everywhere
// or in some zones, for a time or until it resumes. It takes effect alone where the text allows
// that, after its notice; otherwise when all who must consent declared the same, and is until
// then a claim. It takes nothing back: it has effect from its first day or, if the office received
// the last word that it took only when that day had begun, from the day after the receipt. Of days
// that had passed by then it is without effect.
//
//	{"version": "signed-text", "party": "TR", "for": ["TR"], "where": ["dz-idlib"], "from": "2017-10-10",
//	 "on": "2017-10-01", "reason": {"text": "the posts are not safe", "language": "en"}, "source": "note to the centre"}
type SuspensionDeclared struct {
	Version string      `json:"version" pattern:"^[a-z0-9][a-z0-9-]{0,39}$" doc:"which version"`
	Party   string      `json:"party" pattern:"^[A-Z][A-Z0-9-]{0,15}$" doc:"who declares it"`
	For     []string    `json:"for,omitempty" pattern:"^(guarantors|bound|all|[A-Z][A-Z0-9-]{0,15})$" maxlen:"50" doc:"for whom; absent: for the party itself"`
	Where   []string    `json:"where,omitempty" pattern:"^[A-Za-z0-9._:-]{1,40}$" maxlen:"50" doc:"in which zones and at which lines, by code; absent: everywhere"`
	From    Date        `json:"from" doc:"first day without it; at the earliest the day after the office received the last word that it takes"`
	Until   Date        `json:"until,omitempty" doc:"last day without it; absent: until it resumes"`
	On      Date        `json:"on" doc:"day of the declaration"`
	Reason  shape.Prose `json:"reason" maxlen:"2000" doc:"why"`
	Source  string      `json:"source,omitempty" maxlen:"500" doc:"recorded by the mission: how it knows"`
}

// Fits refuses days that no calendar has, and an end before the beginning.
func (b SuspensionDeclared) Fits(act.SubjectID) error {
	days := []Date{b.From, b.On}
	if b.Until != "" {
		days = append(days, b.Until)
	}
	if b.Until != "" && b.Until < b.From {
		return errors.New("until must not come before from")
	}
	return checkDays(days)
}
