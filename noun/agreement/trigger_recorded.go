package agreement

import (
	"time"

	"truce/ground/act"
)

// TriggerRecorded says when an event was from which deadlines count. The mission's record
// counts; what a party says stands beside it.
//
//	{"event": "maps-approved", "on": "2017-06-02", "source": "minutes of the joint working group"}
type TriggerRecorded struct {
	Event    string          `json:"event" pattern:"^[a-z0-9][a-z0-9-]{0,39}$" doc:"which event, as the versions name it"`
	On       Date            `json:"on,omitempty" doc:"its day, if no more is known"`
	At       time.Time       `json:"at,omitzero" doc:"its moment"`
	Source   string          `json:"source" maxlen:"500" doc:"how it is known"`
	Evidence []act.SubjectID `json:"evidence,omitempty" pattern:"^evidence/" maxlen:"50" doc:"what proves it"`
}

// Fits wants the day or the moment.
func (b TriggerRecorded) Fits(act.SubjectID) error { return dayOrMoment(b.On, !b.At.IsZero()) }

// Refers names the evidence.
func (b TriggerRecorded) Refers() []act.SubjectID { return b.Evidence }
