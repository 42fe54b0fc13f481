package agreement

import "truce/ground/act"

// ResumptionDeclared says that a party ends a suspension for the same parties and places: alone
// where it suspended alone, otherwise when all who must consent declared the same. From when it has
// effect is reckoned as of a suspension.
//
//	{"version": "signed-text", "party": "TR", "for": ["TR"], "where": ["dz-idlib"], "from": "2017-10-20", "on": "2017-10-19"}
type ResumptionDeclared struct {
	Version string   `json:"version" pattern:"^[a-z0-9][a-z0-9-]{0,39}$" doc:"which version"`
	Party   string   `json:"party" pattern:"^[A-Z][A-Z0-9-]{0,15}$" doc:"who declares it"`
	For     []string `json:"for,omitempty" pattern:"^(guarantors|bound|all|[A-Z][A-Z0-9-]{0,15})$" maxlen:"50" doc:"for whom, as the suspension says; absent: for the party itself"`
	Where   []string `json:"where,omitempty" pattern:"^[A-Za-z0-9._:-]{1,40}$" maxlen:"50" doc:"where, as the suspension says; absent: everywhere"`
	From    Date     `json:"from" doc:"first day on which it holds again; at the earliest the day after the office received the last word that it takes"`
	On      Date     `json:"on" doc:"day of the declaration"`
	Source  string   `json:"source,omitempty" maxlen:"500" doc:"recorded by the mission: how it knows"`
}

// Fits refuses days that no calendar has.
func (b ResumptionDeclared) Fits(act.SubjectID) error { return checkDays([]Date{b.From, b.On}) }
