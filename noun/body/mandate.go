package body

import (
	"slices"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/fold"
	"truce/ground/force"
)

// Basis is what a body's mandate rests on, as far as the register tells.
type Basis struct {
	// NoClause says why no clause of an agreement's text sets the body up; "" if one does.
	NoClause string           `json:"noClause,omitempty"`
	Force    []force.Interval `json:"force,omitempty"` // when that text is in force
}

// Why no clause sets a body up.
const (
	NoMandate    = "no-mandate"     // it names none
	NoText       = "no-text"        // the register has no such version of an agreement
	NoSuchClause = "no-such-clause" // that version has no such clause
	NotAText     = "not-a-text"     // that version is a draft or a report: nobody can sign it
	NotInForce   = "not-in-force"   // the text was not in force at the time
)

// Lacks says why at a moment no clause in force set the body up; "" if one did.
func (b Basis) Lacks(at time.Time) string {
	if b.NoClause != "" || slices.ContainsFunc(b.Force, func(i force.Interval) bool { return i.Holds(at) }) {
		return b.NoClause
	}
	return NotInForce
}

// BasisOf holds a mandate to the agreement's text.
func BasisOf(m *Mandate, look fold.Look) Basis {
	if m == nil {
		return Basis{NoClause: NoMandate}
	}
	var state struct {
		Versions []text `json:"versions"`
	} // of an agreement (package agreement), all that is asked here
	held, known := look(m.Agreement, time.Time{})
	if !known || json.Unmarshal(held, &state) != nil {
		return Basis{NoClause: NoText}
	}
	i := slices.IndexFunc(state.Versions, func(v text) bool { return v.ID == m.Version })
	switch {
	case i < 0:
		return Basis{NoClause: NoText}
	case !state.Versions[i].has(m.Clause):
		return Basis{NoClause: NoSuchClause}
	case state.Versions[i].Type != "text":
		return Basis{NoClause: NotAText}
	}
	return Basis{Force: state.Versions[i].Force}
}

type text struct {
	ID      string           `json:"id"`
	Type    string           `json:"type"`
	Clauses []clause         `json:"clauses"`
	Force   []force.Interval `json:"force"`
}

type clause struct {
	ID string `json:"id"`
}

func (t text) has(id string) bool {
	return slices.ContainsFunc(t.Clauses, func(c clause) bool { return c.ID == id })
}
