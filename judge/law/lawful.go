package law

import (
	"time"

	"truce/ground/act"
)

// Lawful is what the law says of a record: where it lies, what applied there, and which
// clauses it engages.
type Lawful struct {
	Subject     act.SubjectID `json:"subject"`
	From        time.Time     `json:"from,omitzero" doc:"when it happened; absent: not known"`
	Until       time.Time     `json:"until,omitzero" doc:"not included"`
	Judgement   Judgement     `json:"judgement"`
	Engagements []Engagement  `json:"engagements,omitempty"`
}
