package zone

import (
	"slices"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/force"
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
		if at := p.word().last.At; at.After(m.last) {
			m.last = at
		}
	}
	if m.terms != nil {
		text, held := known.version(m.terms.Agreement, m.terms.Version)
		m.text, m.Why = text.Standing, text.obstacle(*m.terms, m.effect(), held)
	}
	switch {
	case m.passed && m.Why == "":
		m.Became = Consented
	case m.replacedAt != never && !m.passed:
		m.Became = Superseded
	}
}

// agreements answers who must be asked, and when the text is in force.
type agreements struct{ look fold.Look }

// version is what is needed here of one version of an agreement.
type version struct {
	ID          string       `json:"id"`
	Memberships []membership `json:"memberships"`
	Standing    force.Force  `json:"standing"`
}

type membership struct {
	Capacity string `json:"capacity"`
	force.Member
}

// obstacle says what stands in the way of the terms taking effect at the moment, whoever
// consented: a boundary takes force only with every guarantor, and it is the agreement
// that says who they are.
func (v version) obstacle(t Terms, effect time.Time, known bool) string {
	if !known {
		return AgreementUnknown
	}
	guarantors := 0
	for _, m := range v.Memberships {
		if m.Capacity != "guarantor" || !m.Holds(effect) {
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

func (a agreements) version(subject act.SubjectID, id string) (version, bool) {
	text, held := a.look(subject, time.Time{})
	var state struct {
		Versions []version `json:"versions"`
	}
	if !held || json.Unmarshal(text, &state) != nil {
		return version{}, false
	}
	i := slices.IndexFunc(state.Versions, func(v version) bool { return v.ID == id })
	if i < 0 {
		return version{}, false
	}
	return state.Versions[i], true
}
