package incident

import (
	"truce/ground/act"
	"truce/ground/fold"
)

// Ignored is an act that had no effect, and why: it is told, not hidden.
type Ignored struct {
	Kind       act.Kind      `json:"kind"`
	Why        string        `json:"why"`
	By         act.SubjectID `json:"by" class:"staff"`
	ReceivedOn string        `json:"receivedOn"` // day of receipt, UTC
}

func ignored(e fold.Entry, kind act.Kind, why string) Ignored {
	return Ignored{kind, why, e.Person, dayOf(e)}
}
