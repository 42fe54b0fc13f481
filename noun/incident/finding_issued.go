package incident

import (
	"errors"
	"fmt"
	"time"

	"truce/ground/act"
	"truce/ground/taxonomy"
)

// FindingIssued is what a body found, who of its monitors was there, and the quorum that
// its rules ask for. Below quorum it is published as well, and says so. Issued again by
// the same body it replaces that body's earlier finding.
//
//	{"body": "organisation/joint-commission", "status": "probable", "at": "2017-05-12T10:00:00Z",
//	 "text": "Mortar fire from the south is probable.",
//	 "seats": [{"party": "RU", "monitor": "person/monitor-ru", "presence": "signed"},
//	           {"party": "TR", "monitor": "person/monitor-tr", "presence": "dissented", "reason": "No inspection."},
//	           {"party": "IR", "presence": "absent"}],
//	 "quorum": {"needed": 3, "parties": ["RU", "TR", "IR"]}}
type FindingIssued struct {
	Body   act.SubjectID `json:"body" pattern:"^organisation/" doc:"which body"`
	Status string        `json:"status" code:"status" doc:"what it found: an outcome of verification"`
	At     time.Time     `json:"at" doc:"when it was issued, as the body says"`
	Text   string        `json:"text" maxlen:"8000" class:"narrative" doc:"the finding in the body's words"`
	Seats  []Seat        `json:"seats" maxlen:"100" doc:"each monitor who was there, and each who should have been"`
	Quorum Quorum        `json:"quorum" doc:"what the body's rules ask for"`
}

// Seat is one monitor's part in a finding. Who dissented or signed was present.
type Seat struct {
	Party    string        `json:"party,omitempty" pattern:"^[A-Z][A-Z0-9-]{0,15}$" doc:"whose monitor; absent: the mission's own"`
	Monitor  act.SubjectID `json:"monitor,omitempty" pattern:"^person/" class:"staff" doc:"who"`
	Presence string        `json:"presence" pattern:"^(present|signed|dissented|absent)$" doc:"present: was there and neither signed nor dissented"`
	Reason   string        `json:"reason,omitempty" maxlen:"2000" class:"narrative" doc:"why dissenting or absent"`
}

// Quorum is what must come together for a finding to bind.
type Quorum struct {
	Needed  int      `json:"needed" min:"1" max:"1000" doc:"how many monitors must be present"`
	Parties []string `json:"parties,omitempty" pattern:"^[A-Z][A-Z0-9-]{0,15}$" maxlen:"50" doc:"parties of which one at least must be present"`
}

// Fits refuses a status that is no outcome, and a monitor who is counted twice.
func (b FindingIssued) Fits(act.SubjectID) error {
	if !isFinding(b.Status) {
		return fmt.Errorf("status: %s is no outcome of verification", b.Status)
	}
	seen := map[act.SubjectID]bool{"": false}
	for _, s := range b.Seats {
		if seen[s.Monitor] {
			return errors.New("seats: a monitor is counted twice")
		}
		seen[s.Monitor] = s.Monitor != ""
	}
	return nil
}

// Refers names the body.
func (b FindingIssued) Refers() []act.SubjectID { return []act.SubjectID{b.Body} }

// isFinding reports whether the status is an outcome of verification.
func isFinding(status string) bool {
	t, _ := taxonomy.Default().List(taxonomy.Status).Term(status)
	return t.Finding
}
