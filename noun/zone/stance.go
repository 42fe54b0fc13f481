package zone

import (
	"slices"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/noun"
)

// party is what one party says of one motion, by now: what the mission recorded of it counts while the party itself said nothing.
type party struct{ own, recorded voice }

// voice is what was said in one of the two ways.
type voice struct {
	says fold.Field[string]
	last Stance
	acts []act.ID
}

// word is the voice that counts.
func (p *party) word() *voice {
	if p.own.says.IsSet() {
		return &p.own
	}
	return &p.recorded
}

// consents reports whether the party's word stands and is a consent.
func (p *party) consents() bool {
	if p == nil || p.word().last.Says != Consents {
		return false
	}
	_, contested := p.word().says.Conflict("")
	return !contested
}

// word is an act by which a party says something of a proposal.
type word struct {
	Stance
	proposal act.ID
	sha      string
	mission  bool   // recorded by the mission
	mayNot   string // why its author may not speak for the party, or not without the party's own word
}

func wordOf(e fold.Entry, roots noun.Roots) (word, bool) {
	w, is := saidIn(e)
	if is && w.mayNot == "" && roots.Waits(e, w.Party) {
		w.mayNot = RecordedOnly
	}
	return w, is
}

func saidIn(e fold.Entry) (word, bool) {
	switch b := e.Body.(type) {
	case *ZoneConsented:
		return consent(e, b.Consenting), true
	case *LineConsented:
		return consent(e, b.Consenting), true
	case *ZoneObjected:
		return objection(e, b.Objecting), true
	case *LineObjected:
		return objection(e, b.Objecting), true
	}
	return word{}, false
}

func consent(e fold.Entry, c Consenting) word {
	s := Stance{Party: c.Party, Says: Consents, At: c.At, Source: c.Source}
	return s.by(e, c.Proposal, c.Digest)
}

func objection(e fold.Entry, o Objecting) word {
	s := Stance{Party: o.Party, Says: Objects, At: o.At, Source: o.Source, Reason: o.Reason}
	return s.by(e, o.Proposal, "")
}

// by takes the moment that the mission gives, but not a party's own: its clock is a claim,
// and would let the last to consent choose from when all were bound.
func (s Stance) by(e fold.Entry, proposal act.ID, sha string) word {
	s.Act, s.Received = e.ID, e.Received
	if e.Party != "" || s.At.IsZero() {
		s.At = e.Received
	}
	return word{s, proposal, sha, e.Party == "", speaks(e, s.Party, s.Source)}
}

// hear puts what a party says to the motion. Once all consented nobody can undo it alone, nor the mission
// what it recorded of them: it proposes that the boundary lapses, or another.
func (m *motion) hear(at int, w word, g fold.Graph) {
	s := w.Stance
	if m.parties[s.Party] == nil {
		m.parties[s.Party] = &party{}
	}
	p := m.parties[s.Party]
	switch {
	case m.Became == Refused:
		s.Why = m.Why
	case w.mayNot != "":
		s.Why = w.mayNot
	case s.Says == Consents && w.sha != m.Digest:
		s.Why = AnotherGeometry
	case m.passed:
		s.Why = TooLate
	case m.replacedAt < at:
		s.Why = Stale
	case w.mission:
		p.recorded.say(g, s)
		m.pass(at, s.Received)
	default:
		p.own.say(g, s)
		m.pass(at, s.Received)
	}
	m.Stances = append(m.Stances, s)
}

func (v *voice) say(g fold.Graph, s Stance) {
	v.says.Set(g, s.Act, s.Says)
	v.last, v.acts = s, append(v.acts, s.Act)
}

func (m *motion) pass(at int, by time.Time) {
	if m.passed = m.weigh(by); m.passed {
		m.passedAt, m.settled = at, by
	}
}

// await has come what is to come until a moment, all of it for the zero time: who leaves the text may be the last who had not consented,
// and then all have from that moment, and not from before.
func (m *motion) await(at int, until time.Time) {
	if m.target != nil {
		m.target.await(at, until)
	}
	for len(m.moments) > 0 && (until.IsZero() || !m.moments[0].After(until)) {
		now := m.moments[0]
		m.moments = m.moments[1:]
		if m.Became != Refused && !m.passed && (m.replacedAt == never || now.Before(m.replaced)) {
			m.pass(at, now)
		}
	}
}

// settle says of each stance whether it counts, and if not why.
func (m *motion) settle() {
	for i := range m.Stances {
		s := &m.Stances[i]
		p := m.parties[s.Party]
		_, contested := p.word().says.Conflict("")
		switch {
		case s.Why != "":
		case p.own.says.IsSet() && slices.Contains(p.recorded.acts, s.Act):
			s.Why = RecordedOnly
		case s.Act != p.word().last.Act && !contested:
			s.Why = TakenBack
		case contested:
			s.Why = Contested
		case !m.passed && m.replacedAt != never:
			s.Why = Stale
		case !slices.Contains(m.Needed, s.Party):
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
		c, is := m.parties[s.Party].word().says.Conflict("word of " + s.Party + " on " + short(m.Act))
		if is && c.Acts[0] == s.Act {
			found = append(found, c)
		}
	}
	return found
}
