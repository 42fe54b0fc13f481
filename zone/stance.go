package zone

import (
	"slices"
	"time"

	"truce/act"
	"truce/fold"
)

// party is what one party says of one motion, by now.
type party struct {
	says    fold.Field[string]
	last    Stance
	mission bool // as the mission recorded it
}

// consents reports whether the party's word stands and is a consent.
func (p *party) consents() bool {
	if p == nil || p.last.Says != Consents {
		return false
	}
	_, contested := p.says.Conflict("")
	return !contested
}

// stanceOf reads an act by which a party says something of a proposal.
func stanceOf(e fold.Entry) (proposal act.ID, s Stance, sha string, is bool) {
	s = Stance{At: e.Received, Received: e.Received, Act: e.ID}
	consents := func(c Consenting) {
		proposal, sha, is = c.Proposal, c.SHA256, true
		s.Party, s.Says, s.Source = c.Party, Consents, c.Source
		s.recorded(e, c.At)
	}
	objects := func(o Objecting) {
		proposal, is = o.Proposal, true
		s.Party, s.Says, s.Source, s.Reason = o.Party, Objects, o.Source, o.Reason
		s.recorded(e, o.At)
	}
	switch b := e.Body.(type) {
	case *ZoneConsented:
		consents(b.Consenting)
	case *LineConsented:
		consents(b.Consenting)
	case *ZoneObjected:
		objects(b.Objecting)
	case *LineObjected:
		objects(b.Objecting)
	}
	return proposal, s, sha, is
}

// recorded takes the moment that the mission gives. A party's own clock is a claim, and
// would let the last to consent choose from when all were bound.
func (s *Stance) recorded(e fold.Entry, at time.Time) {
	if e.Party == "" && !at.IsZero() {
		s.At = at
	}
}

// hear puts what a party says to the motion. Once all consented nobody can undo it, but
// the mission can correct what the mission recorded.
func (m *motion) hear(at int, s Stance, sha, mayNot string, g fold.Graph) {
	mission := s.Source != ""
	if m.parties[s.Party] == nil {
		m.parties[s.Party] = &party{}
	}
	p := m.parties[s.Party]
	switch {
	case m.Became == Refused:
		s.Why = m.Why
	case mayNot != "":
		s.Why = mayNot
	case s.Says == Consents && sha != m.Digest:
		s.Why = AnotherGeometry
	case m.passed && !(mission && p.mission):
		s.Why = TooLate
	case !m.passed && m.replacedAt < at:
		s.Why = Stale
	default:
		p.says.Set(g, s.Act, s.Says)
		p.last, p.mission = s, mission
		m.pass(at)
	}
	m.Stances = append(m.Stances, s)
}

func (m *motion) pass(at int) {
	passed := len(m.required) > 0
	for _, name := range m.required {
		passed = passed && m.parties[name].consents()
	}
	if passed && !m.passed {
		m.passedAt = at
	}
	m.passed = passed
}

// settle says of each stance whether it counts, and if not why.
func (m *motion) settle() {
	for i := range m.Stances {
		s := &m.Stances[i]
		p := m.parties[s.Party]
		_, contested := p.says.Conflict("")
		switch {
		case s.Why != "":
		case s.Act != p.last.Act && !contested:
			s.Why = TakenBack
		case contested:
			s.Why = Contested
		case !m.passed && m.replacedAt != never:
			s.Why = Stale
		case !slices.Contains(m.required, s.Party):
			s.Why = NotRequired
		default:
			s.Counts = true
		}
	}
}

// contested are the parties two of whose people said different things.
func (m *motion) contested() []fold.Conflict {
	var found []fold.Conflict
	for _, s := range m.Stances {
		c, is := m.parties[s.Party].says.Conflict("word of " + s.Party + " on " + short(m.Act))
		if is && c.Acts[0] == s.Act {
			found = append(found, c)
		}
	}
	return found
}
