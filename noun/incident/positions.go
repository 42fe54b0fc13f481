package incident

import (
	"slices"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/shape"
)

// NoAnswer is the position of a party that was asked and said nothing by the deadline.
// Nobody takes it: it is worked out.
const NoAnswer = "no-answer-by-deadline"

// Position is where one party stands.
type Position struct {
	Party string `json:"party"`
	// MissionOnly: the party's key was vouched for by the mission only.
	MissionOnly bool          `json:"missionOnly,omitzero"`
	Doubted     bool          `json:"doubted,omitzero"` // the key was in doubt
	Position    string        `json:"position"`
	Elsewhere   string        `json:"elsewhere,omitempty"`
	Text        shape.Prose   `json:"text,omitzero" class:"narrative"`
	By          act.SubjectID `json:"by" class:"staff"`
	ReceivedOn  string        `json:"receivedOn"` // day of receipt, UTC
	Versions    int           `json:"versions"`   // how often the party has spoken
}

// Request is a question to one party.
type Request struct {
	Party      string        `json:"party"`
	Deadline   time.Time     `json:"deadline"`
	Question   shape.Prose   `json:"question,omitzero" class:"narrative"`
	By         act.SubjectID `json:"by" class:"staff"`
	ReceivedOn string        `json:"receivedOn"`         // day of receipt, UTC
	Answered   string        `json:"answered,omitempty"` // day of receipt of the answer, UTC
	Late       bool          `json:"late,omitzero"`      // the answer came after the deadline
}

// dayOf is the day on which the office received it, UTC. The second is in the history,
// for those who may read it: strangers learn days only.
func dayOf(e fold.Entry) string { return e.Received.UTC().Format(time.DateOnly) }

// positions gathers what parties were asked and what they said.
type positions struct {
	said     map[string]*fold.Field[PositionTaken]
	latest   []Position // in the order in which parties first spoke
	answers  []fold.Entry
	requests []asked
}

type asked struct {
	by act.ID
	Request
}

func (p *positions) take(g fold.Graph, e fold.Entry, b *PositionTaken) (ignored string) {
	if e.Party == "" {
		return "no-party"
	}
	if p.said == nil {
		p.said = map[string]*fold.Field[PositionTaken]{}
	}
	said := Position{e.Party, e.MissionOnly, e.Doubted, b.Position, b.Elsewhere, b.Text, e.Person, dayOf(e), 1}
	if p.said[e.Party] == nil {
		p.said[e.Party] = &fold.Field[PositionTaken]{}
		p.latest = append(p.latest, said)
	} else {
		i := slices.IndexFunc(p.latest, func(l Position) bool { return l.Party == e.Party })
		said.Versions += p.latest[i].Versions
		p.latest[i] = said
	}
	p.said[e.Party].Set(g, e.ID, *b)
	p.answers = append(p.answers, e)
	return ""
}

func (p *positions) ask(e fold.Entry, b *AnswerRequested) {
	r := Request{Party: b.Party, Deadline: b.Deadline.UTC(), Question: b.Question, By: e.Person, ReceivedOn: dayOf(e)}
	p.requests = append(p.requests, asked{e.ID, r})
}

// asked are the requests, each with the first answer that its author had not yet seen.
func (p *positions) asked(g fold.Graph) []Request {
	var all []Request
	for _, r := range p.requests {
		for _, a := range p.answers {
			if a.Party == r.Party && !g.Knew(r.by, a.ID) {
				r.Answered, r.Late = dayOf(a), a.Received.After(r.Deadline)
				break
			}
		}
		all = append(all, r.Request)
	}
	return all
}

func (p *positions) conflicts() []fold.Conflict {
	var found []fold.Conflict
	for _, l := range p.latest {
		if c, is := p.said[l.Party].Conflict("position of " + l.Party); is {
			found = append(found, c)
		}
	}
	return found
}

// Open are the questions without an answer, of an incident as it was known at some moment.
func (s Incident) Open() []Request {
	return slices.DeleteFunc(slices.Clone(s.Requests), func(r Request) bool { return r.Answered != "" })
}

// Overdue are the open questions whose deadline is before the instant, which is the one
// at which the incident was so known. An answer at the deadline is in time.
func (s Incident) Overdue(at time.Time) []Request {
	return slices.DeleteFunc(s.Open(), func(r Request) bool { return !at.After(r.Deadline) })
}

// PositionOf answers where the party stands at the instant: NoAnswer if it never spoke and
// a question to it is overdue, "" if it never spoke and has time or was not asked.
func (s Incident) PositionOf(party string, at time.Time) string {
	for _, p := range s.Positions {
		if p.Party == party {
			return p.Position
		}
	}
	if slices.ContainsFunc(s.Overdue(at), func(r Request) bool { return r.Party == party }) {
		return NoAnswer
	}
	return ""
}
