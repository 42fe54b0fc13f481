package noun

import (
	"slices"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/shape"
)

// Mission is the voice of the mission, which is one side like any other. No party's code is
// written in small letters.
const Mission = "mission"

// SideOf is the side for which somebody of a party speaks: two people of one side are one voice.
func SideOf(party string) string {
	if party == "" {
		return Mission
	}
	return party
}

// Answer is what one voice said of a proposal.
type Answer struct {
	Voice       string      `json:"voice"` // a side, or a seat of a body
	Answer      string      `json:"answer"`
	Reason      shape.Prose `json:"reason,omitzero" class:"narrative"`
	Act         act.ID      `json:"act"`                  // by which it was said
	MissionOnly bool        `json:"missionOnly,omitzero"` // set by noun.MarkSignatures
	Doubted     bool        `json:"doubted,omitzero"`     // set by noun.MarkSignatures: the key that signed it was in doubt
	Received    time.Time   `json:"received"`
}

// Proposal is an act that needs more than one signature, and how it stands.
type Proposal struct {
	Act         act.ID    `json:"act"`
	MissionOnly bool      `json:"missionOnly,omitzero"` // set by noun.MarkSignatures
	Doubted     bool      `json:"doubted,omitzero"`     // set by noun.MarkSignatures: the key that signed it was in doubt
	Kind        act.Kind  `json:"kind"`
	Received    time.Time `json:"received"`
	Answers     []Answer  `json:"answers,omitempty"`
	Sides       int       `json:"sides,omitzero"` // that must sign, where the proposal asks for more than the rules do
	Standing    string    `json:"standing"`
	Since       time.Time `json:"since,omitzero"` // when the last signature that was needed was received
}

// Standings of a proposal, in the order in which one can follow another.
const (
	Waits   = "waits"    // others must sign
	Alone   = "alone"    // one side did it, when there was no second to ask: marked so for ever
	InForce = "in-force" // all signed who must
)

// Standing is how a proposal stands by the answers so far.
type Standing = string

// Reckoning tells how a proposal stands. It is asked after each answer, with all that were given
// so far, in their order, and must be pure.
type Reckoning func(p Proposal) Standing

// Yes are the voices that signed, in their order.
func (p Proposal) Yes() []string {
	var all []string
	for _, a := range p.Answers {
		if a.Answer == Yes {
			all = append(all, a.Voice)
		}
	}
	return all
}

// Answered reports whether a voice answered.
func (p Proposal) Answered(voice string) bool {
	return slices.ContainsFunc(p.Answers, func(a Answer) bool { return a.Voice == voice })
}

// TakesBack reports whether an answer takes a voice's signature back: a no to what it signed and what still waits for others. Once it said no
// it signs the same act no more.
func (p Proposal) TakesBack(voice, answer string) bool {
	return answer == No && p.Standing == Waits && slices.Contains(p.Yes(), voice)
}

// Docket reckons, while a fold goes through the acts about one subject in their order, what was
// proposed, who answered what, whether the rule is met, and since when. A proposal is itself an
// act whose effect waits: force begins at the receipt of the last signature that was needed, and
// never ends by an answer. As long as it waits, a side takes its signature back by a no.
type Docket struct {
	entered []*entered
	of      map[act.ID]*entered
}

type entered struct {
	Proposal
	rule   Reckoning
	effect Effect
}

// Effect is what a proposal does when its standing rises: the entry by which it did is the
// proposal itself or the answer that was lacking.
type Effect func(by fold.Entry, standing Standing)

// Propose enters an act. Whoever proposes signs it thereby, if voice is not empty.
func (d *Docket) Propose(e fold.Entry, voice string, rule Reckoning, effect Effect) {
	d.ProposeBy(0, e, voice, rule, effect)
}

// ProposeBy is Propose of an act that asks for at least so many sides itself.
func (d *Docket) ProposeBy(sides int, e fold.Entry, voice string, rule Reckoning, effect Effect) {
	p := &entered{Proposal{Act: e.ID, Kind: e.Kind, Received: e.Received, Sides: sides, Standing: Waits}, rule, effect}
	if d.entered = append(d.entered, p); d.of == nil {
		d.of = map[act.ID]*entered{}
	}
	d.of[e.ID] = p
	if voice != "" {
		p.Answers = append(p.Answers, Answer{Voice: voice, Answer: Yes, Act: e.ID, Received: e.Received})
	}
	p.reckon(e)
}

// Answer takes an answer to a proposal that was entered. It reports false if there is none such,
// or the voice answered it before: then it has no effect, unless it takes back what that signed.
func (d *Docket) Answer(e fold.Entry, voice string, b *Endorsed) bool {
	p, is := d.of[b.Act]
	if !is || voice == "" || p.Answered(voice) && !p.TakesBack(voice, b.Answer) {
		return false
	}
	others := slices.DeleteFunc(slices.Clone(p.Answers), func(a Answer) bool { return a.Voice == voice })
	p.Answers = append(others, Answer{Voice: voice, Answer: b.Answer, Reason: b.Reason, Act: e.ID, Received: e.Received})
	p.reckon(e)
	return true
}

// Again reckons a proposal anew, after something else was said than an answer on which its rule turns.
func (d *Docket) Again(e fold.Entry, id act.ID) {
	if p, is := d.of[id]; is {
		p.reckon(e)
	}
}

func (p *entered) reckon(by fold.Entry) {
	standing := p.rule(p.Proposal)
	if rank(standing) <= rank(p.Standing) {
		return
	}
	p.Standing, p.Since = standing, by.Received
	if p.effect != nil {
		p.effect(by, standing)
	}
}

func rank(s Standing) int { return slices.Index([]Standing{Waits, Alone, InForce}, s) }

// Proposals are all that were entered, in their order.
func (d *Docket) Proposals() []Proposal {
	var all []Proposal
	for _, p := range d.entered {
		all = append(all, p.Proposal)
	}
	return all
}

// Find is the proposal that an act made.
func (d *Docket) Find(id act.ID) (Proposal, bool) {
	if p, is := d.of[id]; is {
		return p.Proposal, true
	}
	return Proposal{}, false
}

// Find is, of some proposals, the one that an act made.
func Find(all []Proposal, id act.ID) (Proposal, bool) {
	i := slices.IndexFunc(all, func(p Proposal) bool { return p.Act == id })
	if i < 0 {
		return Proposal{}, false
	}
	return all[i], true
}
