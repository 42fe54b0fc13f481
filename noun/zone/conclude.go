package zone

import (
	"slices"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/fold"
)

// conclude says what became of the motion, before it is known how it stands to others.
func (m *motion) conclude(known agreements) {
	m.settle()
	if m.Became == Refused {
		return
	}
	for _, name := range m.required {
		p := m.parties[name]
		if !p.consents() {
			m.Missing = append(m.Missing, name)
			continue
		}
		if p.last.At.After(m.last) {
			m.last = p.last.At
		}
	}
	if m.terms != nil {
		m.Why = known.obstacle(*m.terms, m.effect())
	}
	switch {
	case m.passed && m.Why == "":
		m.Became = Consented
	case m.replacedAt != never && !m.passed:
		m.Became = Superseded
	}
}

// agreements answers who must be asked.
type agreements struct{ look fold.Look }

// membership is what is needed here of an agreement's state.
type membership struct {
	Party    string    `json:"party"`
	Capacity string    `json:"capacity"`
	From     time.Time `json:"from"`
	Until    time.Time `json:"until"`
}

// obstacle says what stands in the way of the terms taking effect at the moment, whoever
// consented: a boundary takes force only with every guarantor, and it is the agreement
// that says who they are.
func (a agreements) obstacle(t Terms, effect time.Time) string {
	members, known := a.members(t.Agreement, t.Version)
	if !known {
		return AgreementUnknown
	}
	guarantors := 0
	for _, m := range members {
		if m.Capacity != "guarantor" || effect.Before(m.From) || !m.Until.IsZero() && !effect.Before(m.Until) {
			continue
		}
		guarantors++
		if !slices.Contains(t.Required, m.Party) {
			return GuarantorLeftOut
		}
	}
	if guarantors == 0 {
		return NoGuarantors
	}
	return ""
}

func (a agreements) members(subject act.SubjectID, version string) ([]membership, bool) {
	text, held := a.look(subject, time.Time{})
	var state struct {
		Versions []struct {
			ID          string       `json:"id"`
			Memberships []membership `json:"memberships"`
		} `json:"versions"`
	}
	if !held || json.Unmarshal(text, &state) != nil {
		return nil, false
	}
	for _, v := range state.Versions {
		if v.ID == version {
			return v.Memberships, true
		}
	}
	return nil, false
}
