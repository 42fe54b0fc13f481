package incident

import (
	"errors"

	"truce/ground/act"
	"truce/ground/shape"
)

// SameVictimProposed says that two rows may be one person. Nothing is merged by it.
//
//	{"first": "h1-07", "second": "h2-03", "reason": {"text": "same age, same street, two hospitals", "language": "en"}}
type SameVictimProposed struct {
	First  string      `json:"first" pattern:"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$" doc:"key of a row"`
	Second string      `json:"second" pattern:"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$" doc:"key of another"`
	Reason shape.Prose `json:"reason" maxlen:"2000" class:"narrative" doc:"why"`
}

// Fits refuses a row beside itself.
func (b SameVictimProposed) Fits(act.SubjectID) error { return twoRows(b.First, b.Second) }

func twoRows(first, second string) error {
	if first == second {
		return errors.New("first and second are one row")
	}
	return nil
}
