package agreement

import (
	"truce/ground/act"
	"truce/ground/shape"
)

// DenunciationDeclared says that a party ends a version for itself, or for others too. It takes
// effect as a suspension does, for good.
//
//	{"version": "signed-text", "party": "TR", "from": "2018-01-01", "on": "2017-10-01", "reason": {"text": "it was broken too often", "language": "en"}}
type DenunciationDeclared struct {
	Version string      `json:"version" pattern:"^[a-z0-9][a-z0-9-]{0,39}$" doc:"which version"`
	Party   string      `json:"party" pattern:"^[A-Z][A-Z0-9-]{0,15}$" doc:"who declares it"`
	For     []string    `json:"for,omitempty" pattern:"^(guarantors|bound|all|[A-Z][A-Z0-9-]{0,15})$" maxlen:"50" doc:"for whom; absent: for the party itself"`
	From    Date        `json:"from" doc:"first day without it; at the earliest the day after the office received the last word that it takes"`
	On      Date        `json:"on" doc:"day of the declaration"`
	Reason  shape.Prose `json:"reason" maxlen:"2000" doc:"why"`
	Source  string      `json:"source,omitempty" maxlen:"500" doc:"recorded by the mission: how it knows"`
}

// Fits refuses days that no calendar has.
func (b DenunciationDeclared) Fits(act.SubjectID) error { return checkDays([]Date{b.From, b.On}) }
