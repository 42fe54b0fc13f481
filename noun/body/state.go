package body

import (
	"slices"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/noun"
)

// Body is the state of a body.
type Body struct {
	Name      string          `json:"name"`
	Kind      string          `json:"kind"`
	Mandate   string          `json:"mandate,omitempty"`
	Terms     []Term          `json:"terms,omitempty"` // seats and rules that its members signed, by when they began to hold
	Proposals []noun.Proposal `json:"proposals,omitempty"`
}

// Term is who sits in a body and how it decides, from a moment on.
type Term struct {
	Since    time.Time `json:"since"`
	Seats    []Seat    `json:"seats"`
	Decision *Decision `json:"decision,omitempty"`
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
func Fold(_ act.SubjectID, entries []fold.Entry, _ fold.Look) fold.Folded {
	g := fold.NewGraph(entries)
	var s Body
	var named fold.Field[BodyEstablished]
	var docket noun.Docket
	for _, e := range entries {
		switch b := e.Body.(type) {
		case *BodyEstablished:
			named.Set(g, e.ID, *b)
			s.propose(&docket, e, b)
		case *noun.Endorsed:
			docket.Answer(e, noun.SideOf(e.Party), b)
		}
	}
	b := named.Value()
	s.Name, s.Kind, s.Mandate, s.Proposals = b.Name, b.Kind, b.Mandate, docket.Proposals()
	status := "proposed"
	if len(s.Terms) > 0 {
		status = "established"
	}
	return fold.Folded{
		Periods:   []fold.Period{{Kind: s.Kind, Status: status, Label: s.Name, State: s}},
		Conflicts: fold.Conflicts(func() (fold.Conflict, bool) { return named.Conflict("establishment") }),
	}
}

// propose asks every party that has a seat, or had one until then: none is left out of a body
// without its word.
func (s *Body) propose(docket *noun.Docket, e fold.Entry, b *BodyEstablished) {
	asked := parties(b.Seats)
	if held := len(s.Terms); held > 0 {
		asked = append(asked, parties(s.Terms[held-1].Seats)...)
	}
	docket.Propose(e, noun.SideOf(e.Party), func(p noun.Proposal) noun.Standing {
		yes := p.Yes()
		for _, party := range asked {
			if !slices.Contains(yes, party) {
				return noun.Waits
			}
		}
		return noun.InForce
	}, func(by fold.Entry, _ noun.Standing) {
		s.Terms = append(s.Terms, Term{by.Received, b.Seats, b.Decision})
	})
}

func parties(seats []Seat) (all []string) {
	for _, s := range seats {
		if s.Party != "" {
			all = append(all, s.Party)
		}
	}
	return all
}
