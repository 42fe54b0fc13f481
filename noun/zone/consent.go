package zone

import (
	"errors"
	"time"

	"truce/ground/act"
	"truce/ground/shape"
)

// Consenting says that a party consents to one proposal and to nothing else.
//
// A party's own act counts from when the office received it: its own clock is a claim. What
// the mission records for a party counts from At, and Source says how the mission knows.
type Consenting struct {
	Proposal act.ID    `json:"proposal" doc:"act that proposed it, or that it lapse"`
	Digest   string    `json:"digest" pattern:"^[0-9a-f]{64}$" doc:"of its geometry in the form of RFC 8785"`
	Party    string    `json:"party" pattern:"^[A-Z][A-Z0-9-]{0,15}$" doc:"who consents"`
	At       time.Time `json:"at,omitzero" doc:"recorded by the mission: when"`
	Source   string    `json:"source,omitempty" maxlen:"500" doc:"recorded by the mission: how it knows"`
}

func (c Consenting) fits() error { return recorded(c.At, c.Source) }

// Objecting says that a party does not consent to a proposal, and why. It takes back the
// party's consent as long as the proposal has not taken force.
type Objecting struct {
	Proposal act.ID      `json:"proposal" doc:"act that proposed it, or that it lapse"`
	Party    string      `json:"party" pattern:"^[A-Z][A-Z0-9-]{0,15}$" doc:"who objects"`
	Reason   shape.Prose `json:"reason" maxlen:"4000" doc:"why"`
	At       time.Time   `json:"at,omitzero" doc:"recorded by the mission: when"`
	Source   string      `json:"source,omitempty" maxlen:"500" doc:"recorded by the mission: how it knows"`
}

func (o Objecting) fits() error { return recorded(o.At, o.Source) }

func recorded(at time.Time, source string) error {
	if at.IsZero() != (source == "") {
		return errors.New("at and source go together: the mission says when, and how it knows; a party's own act needs neither")
	}
	return nil
}

// Lapsing proposes that a boundary in force ends. It takes effect with the consents of the
// parties that the boundary needed, from Until or from the receipt of the last consent,
// whichever is later: were one act enough, any one of them could abolish what all agreed.
type Lapsing struct {
	Proposal act.ID      `json:"proposal" doc:"act that proposed the boundary that ends"`
	Party    string      `json:"party,omitempty" pattern:"^[A-Z][A-Z0-9-]{0,15}$" doc:"recorded by the mission: whose proposal it is"`
	Until    time.Time   `json:"until" doc:"first moment at which it no longer holds"`
	Reason   shape.Prose `json:"reason" maxlen:"4000" doc:"why"`
	Source   string      `json:"source,omitempty" maxlen:"500" doc:"recorded by the mission: how it knows"`
}
