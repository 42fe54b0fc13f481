package people

import (
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/ground/fold"
)

// Office is the state of an office.
type Office struct {
	Name        string         `json:"name"`
	Origin      string         `json:"origin"`
	RegisterKey string         `json:"registerKey"`
	Founder     act.SubjectID  `json:"founder"`
	FounderKey  act.KeyID      `json:"founderKey"`
	Key         jsontext.Value `json:"key"`
}

// Organisation is the state of an organisation.
type Organisation struct {
	Name  string `json:"name"`
	Party string `json:"party,omitempty"`
}

// Person is the state of a person.
type Person struct {
	Organisation act.SubjectID `json:"organisation,omitempty"`
	Party        string        `json:"party,omitempty"`
	Name         string        `json:"name,omitempty" class:"staff"`
	Roles        []Role        `json:"roles,omitempty"`
}

// Role is one role that a person holds.
type Role struct {
	Role  string    `json:"role"`
	Until time.Time `json:"until,omitzero"`
}

// Key is the state of a key.
type Key struct {
	ID               act.KeyID      `json:"id"`
	Person           act.SubjectID  `json:"person"`
	Key              jsontext.Value `json:"key,omitempty"` // absent: it ended before it was enrolled, or came with an office
	Device           string         `json:"device,omitempty" class:"staff"`
	Sealing          string         `json:"sealing,omitempty"`
	Revoked          bool           `json:"revoked,omitzero"`
	RevokedAt        time.Time      `json:"revokedAt,omitzero"` // when the office received it
	Reason           string         `json:"reason,omitempty"`
	CompromisedSince time.Time      `json:"compromisedSince,omitzero"`
}

// timeless is the only period of subjects that are not bound to a time in the world.
func timeless(p fold.Period, conflicts []fold.Conflict) fold.Folded {
	return fold.Folded{Periods: []fold.Period{p}, Conflicts: conflicts}
}
