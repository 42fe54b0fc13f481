package incident

import (
	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/shape"
)

// Victim is one row: what became of one person. Rows are never merged. Strangers learn the
// totals and no row: who knows the village knows whom it means.
type Victim struct {
	Victim     string        `json:"victim" class:"narrative"` // key of the row
	Status     string        `json:"status" class:"narrative"`
	Certainty  string        `json:"certainty" class:"narrative"`
	Civil      string        `json:"civil" class:"narrative"`
	Age        *int          `json:"age,omitempty" class:"narrative"`
	AgeBand    string        `json:"ageBand,omitempty" class:"narrative"`
	Sex        string        `json:"sex,omitempty" class:"narrative"`
	Name       string        `json:"name,omitempty" class:"person"`
	List       string        `json:"list,omitempty" class:"narrative"`
	Row        string        `json:"row,omitempty" class:"person"`
	Note       shape.Prose   `json:"note,omitzero" class:"narrative"`
	Retracted  bool          `json:"retracted,omitzero" class:"narrative"`
	By         act.SubjectID `json:"by" class:"staff"`
	ReceivedOn string        `json:"receivedOn" class:"narrative"`        // day of receipt, UTC
	Earlier    []Corrected   `json:"earlier,omitempty" class:"narrative"` // before corrections, oldest first
}

// Corrected is how a row stood before it was corrected.
type Corrected struct {
	Status     string `json:"status"`
	Certainty  string `json:"certainty"`
	Civil      string `json:"civil"`
	Retracted  bool   `json:"retracted,omitzero"`
	ReceivedOn string `json:"receivedOn"`
}

// SameVictim is the proposal that two rows are one person, and what was decided.
type SameVictim struct {
	First          string        `json:"first" class:"narrative"`
	Second         string        `json:"second" class:"narrative"`
	Decision       string        `json:"decision" class:"narrative"` // open, accepted or rejected
	Reason         shape.Prose   `json:"reason,omitzero" class:"narrative"`
	By             act.SubjectID `json:"by" class:"staff"` // who proposed it
	DecisionReason shape.Prose   `json:"decisionReason,omitzero" class:"narrative"`
	DecidedBy      act.SubjectID `json:"decidedBy,omitempty" class:"staff"`
}

// victims follows the rows and which of them may be one person.
type victims struct {
	rows    []*row  // in the order in which they were first recorded
	pairs   []*pair // in the order in which they were first proposed
	row     map[string]*row
	pairOf  map[[2]string]*pair
	ordinal int
}

type row struct {
	recorded fold.Field[HarmRecorded]
	last     int // the higher, the later it was recorded
	state    Victim
}

type pair struct {
	decided fold.Field[string]
	state   SameVictim
}

func (v *victims) record(g fold.Graph, e fold.Entry, b *HarmRecorded) {
	r, is := v.row[b.Victim]
	var earlier []Corrected
	retracted := b.Retracted != nil && *b.Retracted
	if is {
		was := r.state
		earlier = append(was.Earlier, Corrected{was.Status, was.Certainty, was.Civil, was.Retracted, was.ReceivedOn})
		if b.Retracted == nil {
			retracted = was.Retracted
		}
	} else {
		r = &row{}
		if v.rows = append(v.rows, r); v.row == nil {
			v.row = map[string]*row{}
		}
		v.row[b.Victim] = r
	}
	v.ordinal++
	r.last = v.ordinal
	r.recorded.Set(g, e.ID, *b)
	r.state = Victim{
		b.Victim, b.Status, b.Certainty, b.Civil, b.Age, b.AgeBand, b.Sex, b.Name, b.List, b.Row, b.Note,
		retracted, e.Person, dayOf(e), earlier,
	}
}

func (v *victims) propose(e fold.Entry, b *SameVictimProposed) {
	first, second := min(b.First, b.Second), max(b.First, b.Second)
	if v.pair(first, second) == nil {
		p := &pair{state: SameVictim{First: first, Second: second, Decision: "open", Reason: b.Reason, By: e.Person}}
		if v.pairs = append(v.pairs, p); v.pairOf == nil {
			v.pairOf = map[[2]string]*pair{}
		}
		v.pairOf[[2]string{first, second}] = p
	}
}

func (v *victims) decide(g fold.Graph, e fold.Entry, b *SameVictimDecided) (ignored string) {
	p := v.pair(min(b.First, b.Second), max(b.First, b.Second))
	if p == nil {
		return "not-proposed"
	}
	p.decided.Set(g, e.ID, b.Decision)
	p.state.Decision, p.state.DecisionReason, p.state.DecidedBy = b.Decision, b.Reason, e.Person
	return ""
}

func (v *victims) pair(first, second string) *pair { return v.pairOf[[2]string{first, second}] }

func (v *victims) list() []Victim {
	var all []Victim
	for _, r := range v.rows {
		all = append(all, r.state)
	}
	return all
}

func (v *victims) same() []SameVictim {
	var all []SameVictim
	for _, p := range v.pairs {
		all = append(all, p.state)
	}
	return all
}

func (v *victims) conflicts() []fold.Conflict {
	var found []fold.Conflict
	for _, r := range v.rows {
		if c, is := r.recorded.Conflict("victim " + r.state.Victim); is {
			found = append(found, c)
		}
	}
	for _, p := range v.pairs {
		if c, is := p.decided.Conflict("same victim " + p.state.First + " " + p.state.Second); is {
			found = append(found, c)
		}
	}
	return found
}
