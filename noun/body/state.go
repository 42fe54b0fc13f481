package body

import (
	"slices"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/noun"
)

// Body is the state of a body: what its members signed and, beside it, what was put forward and
// waits for them. Nothing of that is told as what the body is.
type Body struct {
	Name    string   `json:"name"` // as its members last signed it; while they never did, as it was last put forward
	Kind    string   `json:"kind"`
	Mandate *Mandate `json:"mandate,omitempty"`
	Basis
	Terms      []Term          `json:"terms,omitempty"`      // what its members signed, by when it began to hold
	PutForward []PutForward    `json:"putForward,omitempty"` // what waits for them; without what others came into force since
	Proposals  []noun.Proposal `json:"proposals,omitempty"`
}

// Term is what a body is, who sits in it and how it decides, from a moment on.
type Term struct {
	Since   time.Time `json:"since"`
	Name    string    `json:"name"`
	Kind    string    `json:"kind"`
	Mandate *Mandate  `json:"mandate,omitempty"`
	Basis
	Seats    []Seat    `json:"seats"`
	Decision *Decision `json:"decision,omitempty"`
	Alone    string    `json:"alone,omitempty"` // the one side of which all its seats are: it speaks for that side, and finds nothing for others
}

// PutForward is what somebody would have a body be, and who has still to sign it.
type PutForward struct {
	Act         act.ID    `json:"act"`
	MissionOnly bool      `json:"missionOnly,omitzero"` // set by noun.MarkSignatures
	Doubted     bool      `json:"doubted,omitzero"`     // set by noun.MarkSignatures: the key that signed it was in doubt
	By          string    `json:"by"`                   // the side that put it forward
	Received    time.Time `json:"received"`
	Waits       []string  `json:"waits"`             // for the word of these parties, which did not answer
	Refused     []string  `json:"refused,omitempty"` // by these parties: it cannot come into force any more, whatever others answer
	Basis
	BodyEstablished
}

// At is the term that holds at a moment.
func (b Body) At(at time.Time) (t Term, is bool) {
	for _, each := range b.Terms {
		if !each.Since.After(at) {
			t, is = each, true
		}
	}
	return t, is
}

// SeatOf is the seat that somebody of a party holds at a moment.
func (t Term) SeatOf(person act.SubjectID, party string, at time.Time) (Seat, bool) {
	i := slices.IndexFunc(t.Seats, func(s Seat) bool {
		return s.Person == person && s.Party == party && !at.Before(s.From) && (s.Until.IsZero() || at.Before(s.Until))
	})
	if i < 0 {
		return Seat{}, false
	}
	return t.Seats[i], true
}

// Seat finds a seat by its name.
func (t Term) Seat(name string) (Seat, bool) {
	i := slices.IndexFunc(t.Seats, func(s Seat) bool { return s.Seat == name })
	if i < 0 {
		return Seat{}, false
	}
	return t.Seats[i], true
}

// Fold adds up the acts about a body.
func Fold(_ act.SubjectID, entries []fold.Entry, look fold.Look) fold.Folded {
	f := folding{graph: fold.NewGraph(entries), look: look}
	for _, e := range entries {
		switch b := e.Body.(type) {
		case *BodyEstablished:
			f.propose(e, b)
		case *noun.Endorsed:
			f.docket.Answer(e, noun.SideOf(e.Party), b)
		}
	}
	s := f.state()
	return fold.Folded{
		Periods:   []fold.Period{{Kind: s.Kind, Status: s.status(), Label: s.Name, Counts: len(s.Terms) > 0, State: s}},
		Conflicts: fold.Conflicts(func() (fold.Conflict, bool) { return f.said.Conflict("establishment") }),
	}
}

// status is what became of what was put forward: nothing of it waits any more once each was refused by somebody.
func (b Body) status() string {
	refused := func(p PutForward) bool { return len(p.Refused) > 0 }
	switch {
	case len(b.Terms) > 0:
		return "established"
	case len(b.PutForward) > 0 && !slices.ContainsFunc(b.PutForward, func(p PutForward) bool { return !refused(p) }):
		return "refused"
	}
	return "proposed"
}

// folding follows what was put forward, and what of it the members signed.
type folding struct {
	graph  fold.Graph
	look   fold.Look
	docket noun.Docket
	said   fold.Field[BodyEstablished]
	terms  []Term
	open   []motion
}

// motion is what was put forward, with those who must sign it. It is void once something else came into
// force since: who put it forward knew nothing of that.
type motion struct {
	PutForward
	held int // terms by then
}

// propose asks every party that has a seat, or had one until then: none is left out of a body
// without its word.
func (f *folding) propose(e fold.Entry, b *BodyEstablished) {
	f.said.Set(f.graph, e.ID, *b)
	m := motion{PutForward{
		Act: e.ID, By: noun.SideOf(e.Party), Received: e.Received, Waits: parties(b.Seats), Basis: BasisOf(b.Mandate, f.look), BodyEstablished: *b,
	}, len(f.terms)}
	if m.held > 0 {
		m.Waits = append(m.Waits, parties(f.terms[m.held-1].Seats)...)
	}
	slices.Sort(m.Waits)
	m.Waits = slices.Compact(m.Waits)
	f.open = append(f.open, m)
	f.docket.Propose(e, m.By, func(p noun.Proposal) noun.Standing {
		if len(f.terms) > m.held || len(m.left(p)) > 0 || len(m.refused(p)) > 0 {
			return noun.Waits
		}
		return noun.InForce
	}, func(by fold.Entry, _ noun.Standing) {
		f.terms = append(f.terms, Term{by.Received, b.Name, b.Kind, b.Mandate, m.Basis, b.Seats, b.Decision, Alone(b.Seats)})
	})
}

// Alone is the one side of which all the seats are, "" if there are several, or none. Such a body is no more than that side, whatever it is called.
func Alone(seats []Seat) string {
	if len(seats) == 0 {
		return ""
	}
	side := noun.SideOf(seats[0].Party)
	if slices.ContainsFunc(seats, func(s Seat) bool { return noun.SideOf(s.Party) != side }) {
		return ""
	}
	return side
}

// left are the parties that have not answered.
func (m motion) left(p noun.Proposal) []string {
	return slices.DeleteFunc(slices.Clone(m.Waits), p.Answered)
}

// refused are the parties that answered no: each of those that are asked must sign, and answers once.
func (m motion) refused(p noun.Proposal) (by []string) {
	for _, a := range p.Answers {
		if a.Answer != noun.Yes && slices.Contains(m.Waits, a.Voice) {
			by = append(by, a.Voice)
		}
	}
	return by
}

func (f *folding) state() Body {
	s := Body{Terms: f.terms, Proposals: f.docket.Proposals()}
	for _, m := range f.open {
		if p, _ := f.docket.Find(m.Act); m.held == len(f.terms) {
			m.Waits, m.Refused = m.left(p), m.refused(p)
			s.PutForward = append(s.PutForward, m.PutForward)
		}
	}
	b := f.said.Value()
	s.Name, s.Kind, s.Mandate, s.Basis = b.Name, b.Kind, b.Mandate, BasisOf(b.Mandate, f.look)
	if held := len(f.terms); held > 0 {
		t := f.terms[held-1]
		s.Name, s.Kind, s.Mandate, s.Basis = t.Name, t.Kind, t.Mandate, t.Basis
	}
	return s
}

// Asked are the parties that are asked for their word on what an act put forward and did not sign it; false if it waits for nobody: it is in force, or void.
func (b Body) Asked(id act.ID) ([]string, bool) {
	i := slices.IndexFunc(b.PutForward, func(f PutForward) bool { return f.Act == id })
	if i < 0 {
		return nil, false
	}
	return slices.Concat(b.PutForward[i].Waits, b.PutForward[i].Refused), true
}

// Outdated reports whether something else came into force since an act put a body forward.
func (b Body) Outdated(p noun.Proposal) bool {
	_, waits := b.Asked(p.Act)
	return p.Standing == noun.Waits && !waits
}

func parties(seats []Seat) (all []string) {
	for _, s := range seats {
		if s.Party != "" {
			all = append(all, s.Party)
		}
	}
	return all
}
