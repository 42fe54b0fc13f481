package incident

import (
	"time"

	"truce/ground/act"
	"truce/ground/shape"
	"truce/ground/taxonomy"
)

// FindingDrafted puts the words of a finding before a body. It says nothing for anybody: each seat
// answers for itself (endorsed), with its own key, and whether the body found it is reckoned from
// the body's rule. Drafted again for the same body it replaces an earlier draft at once, which nobody can answer any
// more, and what the body found only when the body finds this.
//
//	{"body": "body/joint-commission", "status": "probable", "at": "2017-05-12T10:00:00Z",
//	 "text": {"text": "Mortar fire from the south is probable.", "language": "en"}}
type FindingDrafted struct {
	Body   act.SubjectID `json:"body" pattern:"^body/" doc:"which body"`
	Status string        `json:"status" code:"status" doc:"what it would find: an outcome of verification"`
	At     time.Time     `json:"at" doc:"when it is issued, as the body says"`
	Text   shape.Prose   `json:"text" maxlen:"8000" class:"narrative" doc:"the finding in the body's words"`
}

// SeatRecorded notes whether a seat that did not sign was there, as somebody else says. It counts
// for no quorum.
//
//	{"draft": "0100000000000000000000000000000000000000000000000000000000000000", "seat": "ir", "presence": "absent",
//	 "source": "minutes of 12 May, page 1", "reason": {"text": "No reason was given.", "language": "en"}}
type SeatRecorded struct {
	Draft    act.ID      `json:"draft" doc:"the act that drafted the finding"`
	Seat     string      `json:"seat" maxlen:"30" pattern:"^[a-z0-9][a-z0-9-]*$" doc:"name of the seat"`
	Presence string      `json:"presence" pattern:"^(present|absent)$" doc:"whether it was there"`
	Source   string      `json:"source" maxlen:"500" doc:"how that is known"`
	Reason   shape.Prose `json:"reason,omitzero" maxlen:"2000" class:"narrative" doc:"why absent, or why it did not sign"`
}

// Fits refuses a status that is no outcome, as far as this program's list says: a later one may know it as one.
func (b FindingDrafted) Fits(act.SubjectID) error {
	if !isFinding(b.Status) {
		return shape.Fault{Rule: shape.Word, Where: "/status", Want: "an outcome of verification", List: string(taxonomy.Status), Code: b.Status, Words: findings()}
	}
	return nil
}

// Refers names the body.
func (b FindingDrafted) Refers() []act.SubjectID { return []act.SubjectID{b.Body} }

// findings are the outcomes that this program has.
func findings() (all []string) {
	for _, t := range taxonomy.Default().List(taxonomy.Status).Terms() {
		if t.Finding {
			all = append(all, t.Code)
		}
	}
	return all
}

// isFinding reports whether the status is an outcome of verification.
func isFinding(status string) bool {
	t, _ := taxonomy.Default().List(taxonomy.Status).Term(status)
	return t.Finding
}
