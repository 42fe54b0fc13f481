package agreement

import (
	"errors"
	"time"

	"truce/ground/act"
	"truce/ground/shape"
)

// FulfilmentRecorded says how far an obligation was fulfilled, when, and what shows it.
// The mission's record counts; what a party says of it stands beside it.
//
//	{"version": "signed-text", "obligation": "working-group", "outcome": "fulfilled", "on": "2017-05-18",
//	 "source": "list of members", "evidence": ["evidence/5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c"]}
type FulfilmentRecorded struct {
	Version    string          `json:"version" pattern:"^[a-z0-9][a-z0-9-]{0,39}$" doc:"of which version"`
	Obligation string          `json:"obligation" pattern:"^[a-z0-9][a-z0-9-]{0,39}$" doc:"which obligation"`
	Party      string          `json:"party,omitempty" pattern:"^[A-Z][A-Z0-9-]{0,15}$" doc:"by whom; absent: by all together"`
	Outcome    string          `json:"outcome" pattern:"^(fulfilled|partly|not-fulfilled)$" doc:"how far"`
	On         Date            `json:"on,omitempty" doc:"its day, if no more is known"`
	At         time.Time       `json:"at,omitzero" doc:"its moment"`
	Source     string          `json:"source,omitempty" maxlen:"500" doc:"how it is known"`
	Evidence   []act.SubjectID `json:"evidence,omitempty" pattern:"^evidence/" maxlen:"50" doc:"what shows it"`
	Note       shape.Prose     `json:"note,omitzero" maxlen:"4000" class:"narrative" doc:"remarks"`
}

// Fits wants a day or a moment, and something that shows it.
func (b FulfilmentRecorded) Fits(act.SubjectID) error {
	if b.Source == "" && len(b.Evidence) == 0 {
		return errors.New("a fulfilment needs a source or evidence")
	}
	return dayOrMoment(b.On, !b.At.IsZero())
}

// Refers names the evidence.
func (b FulfilmentRecorded) Refers() []act.SubjectID { return b.Evidence }
