// Package evidence is the noun of files that prove something: who deposited them, and
// through whose hands they went. The files themselves are package blob's; an act only
// names them by their hash. Each deposit is a record of its own, also of a file that others deposited:
// whether somebody has the same file is told by none of them to whoever may not see the other.
package evidence

import (
	"slices"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/shape"
	"truce/noun"
)

// Noun of this package.
const Noun = "evidence"

// EvidenceDeposited says that a file was handed to the office. Its original is sealed to
// the custodians; the working copy, if one could be made, has lost its metadata. What tells the file from others is
// hidden: an act stands in every copy of the register, also one about what a party keeps for itself.
//
//	{"kind": "photo", "mediaType": "image/jpeg", "size": 2481133,
//	 "original": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
//	 "sealed": "5f0c8bf8e1b7a3b8b2a5e1f0a9a5c0de5f0c8bf8e1b7a3b8b2a5e1f0a9a5c0de",
//	 "sealedTo": "0d6c5b4f0e6a1f8c2b9d7e3a4c5f60718293a4b5c6d7e8f90a1b2c3d4e5f6071",
//	 "working": "91ab33f07de54c01c5a6e2b8d98e3f4491ab33f07de54c01c5a6e2b8d98e3f44",
//	 "takenAt": "2017-05-07T05:10:00Z",
//	 "takenBy": "person/monitor-1", "about": ["report/2017-05-07-1"]}
type EvidenceDeposited struct {
	Kind        string          `json:"kind" code:"evidence-kind" doc:"what it is"`
	MediaType   string          `json:"mediaType" maxlen:"100" pattern:"^[a-z]+/[A-Za-z0-9.+-]+$" doc:"of the original (RFC 6838)"`
	Original    string          `json:"original" pattern:"^[0-9a-f]{64}$" class:"file" doc:"SHA-256 of the original"`
	Size        int64           `json:"size" min:"1" max:"1099511627776" class:"file" doc:"bytes of the original"`
	Sealed      string          `json:"sealed" pattern:"^[0-9a-f]{64}$" class:"file" doc:"SHA-256 of the sealed original"`
	SealedTo    string          `json:"sealedTo" pattern:"^[0-9a-f]{64}$" doc:"digest of the custodians to whom it was sealed, as two sides endorsed them"`
	Working     string          `json:"working,omitempty" pattern:"^[0-9a-f]{64}$" class:"file" doc:"SHA-256 of the working copy"`
	TakenAt     time.Time       `json:"takenAt,omitzero" doc:"when it was made"`
	TakenBy     act.SubjectID   `json:"takenBy,omitempty" pattern:"^person/" class:"staff" doc:"who made it, if one of the mission"`
	About       []act.SubjectID `json:"about,omitempty" pattern:"^(report|incident)/" maxlen:"50" doc:"reports or incidents that it belongs to"`
	Description shape.Prose     `json:"description,omitzero" maxlen:"2000" class:"narrative" doc:"what it shows"`
	Exercise    bool            `json:"exercise,omitzero" doc:"true for everything that did not happen"`
}

// Encloses says with what the piece is kept for one party alone: it shares the compartment of what it is about.
func (b EvidenceDeposited) Encloses() (alone bool, with []act.SubjectID) { return false, b.About }

// Promises names the file: an office takes the deposit once it holds what the deposit names.
func (b EvidenceDeposited) Promises() []noun.Content {
	return []noun.Content{{Original: b.Original, Size: b.Size, Sealed: b.Sealed, Working: b.Working}}
}

// CustodyTransferred says that a piece went from one hand to another.
//
//	{"from": "person/monitor-1", "to": "person/custodian", "at": "2017-05-07T09:00:00Z",
//	 "reason": {"text": "deposit at headquarters", "language": "en"}}
type CustodyTransferred struct {
	From   act.SubjectID `json:"from" pattern:"^person/" class:"staff" doc:"who gave it"`
	To     act.SubjectID `json:"to" pattern:"^person/" class:"staff" doc:"who took it"`
	At     time.Time     `json:"at" doc:"when"`
	Reason shape.Prose   `json:"reason" maxlen:"1000" class:"staff" doc:"why"`
	Broken bool          `json:"broken,omitzero" doc:"true: said of the chain by others than the holder's side, or of somebody who was not known to have it; told under its author's side, and nothing of who has it changes"`
}

// Evidence is the state of a piece of evidence.
type Evidence struct {
	Deposit
	DepositedBy act.SubjectID `json:"depositedBy" class:"staff"`
	Received    time.Time     `json:"received"`
	Ahead       bool          `json:"ahead,omitzero"` // it is said to have been made later than it was deposited
	Holder      act.SubjectID `json:"holder" class:"staff"`
	Custody     []Custody     `json:"custody,omitempty"`
	Broken      bool          `json:"broken,omitzero"` // a side that deposited it or handed it on says of a hand-over that it was not by who held it
}

// Deposit is what the deposit said.
type Deposit = EvidenceDeposited

// Custody is one hand-over. One that is broken is what a side says of the chain: it stands beside that, and changes nothing of who has it.
type Custody struct {
	Side     string        `json:"side"` // whose person says so: a party's code, or mission
	Broken   bool          `json:"broken,omitzero"`
	From     act.SubjectID `json:"from" class:"staff"`
	To       act.SubjectID `json:"to" class:"staff"`
	At       time.Time     `json:"at"`
	Reason   shape.Prose   `json:"reason" class:"staff"`
	Received time.Time     `json:"received"`
	Ahead    bool          `json:"ahead,omitzero"` // it is said to have happened later than the office was told
}

// Fold adds up the acts about a piece of evidence. Who has it changes by the word of the holder's side alone. What others say of the
// chain, and a hand-over by somebody who was not known to hold it, says so (Broken), is kept, and stands under the name of the side that
// says it; where that side deposited the piece or handed it on, the chain is broken by its own word. Whether an act had to say so
// is decided when it is taken, because who has a piece is not for everybody. Who deposited it can do so again, when the office
// lost the file, or to say more of it: what is not said again stays. Nobody else deposits for it, so what one says last is what one
// means: that is no conflict.
func Fold(_ act.SubjectID, entries []fold.Entry, look fold.Look) fold.Folded {
	var s Evidence
	party := ""              // of who deposited it first
	had := map[string]bool{} // parties whose people deposited it or handed it on
	deposited := false
	for _, e := range entries {
		switch b := e.Body.(type) {
		case *EvidenceDeposited:
			if !deposited {
				s.DepositedBy, s.Received, s.Holder, party = e.Person, e.Received, e.Person, e.Party
				had[party] = true
			}
			if !b.TakenAt.IsZero() {
				s.Ahead = act.ClockAt(b.TakenAt, e.Received) == act.Ahead
			}
			s.Deposit, deposited = b.after(s.Deposit), true
		case *CustodyTransferred:
			if b.Broken {
				s.Broken = s.Broken || had[e.Party]
			} else {
				s.Holder, had[e.Party] = b.To, true
			}
			s.Custody = append(s.Custody, Custody{noun.SideOf(e.Party), b.Broken, b.From, b.To, b.At, b.Reason, e.Received, act.ClockAt(b.At, e.Received) == act.Ahead})
		}
	}
	return fold.Folded{Periods: []fold.Period{{
		Kind: s.Kind, Status: status(s), Narrative: s.Description.Text,
		Counts: deposited, State: s, Compartment: compartmentOf(s.About, party, look),
	}}}
}

// after is what stands once somebody deposited a piece again: what is not said again stays as it was said, the file too, if what
// says it now was erased.
func (b EvidenceDeposited) after(earlier EvidenceDeposited) EvidenceDeposited {
	if b.Sealed == "" {
		b.Original, b.Size, b.Sealed, b.SealedTo, b.Working = earlier.Original, earlier.Size, earlier.Sealed, earlier.SealedTo, earlier.Working
	}
	if b.TakenAt.IsZero() {
		b.TakenAt = earlier.TakenAt
	}
	if b.TakenBy == "" {
		b.TakenBy = earlier.TakenBy
	}
	if b.Description == (shape.Prose{}) {
		b.Description = earlier.Description
	}
	b.About = each(append(earlier.About[:len(earlier.About):len(earlier.About)], b.About...))
	return b
}

// each names every subject once, in the order in which they were named first.
func each(all []act.SubjectID) (once []act.SubjectID) {
	for _, id := range all {
		if !slices.Contains(once, id) {
			once = append(once, id)
		}
	}
	return once
}

// compartmentOf is that of the party that deposited it first, if it is about what that party keeps for itself; nobody else can
// put away what somebody deposited. A piece tells that there is something, of which party, when, and how large: who may not see
// what it is about does not see it either.
func compartmentOf(about []act.SubjectID, party string, look fold.Look) string {
	for _, subject := range about {
		var of struct {
			Compartment string `json:"compartment"`
			Party       string `json:"party"`
		}
		if state, held := look(subject, time.Time{}); held && json.Unmarshal(state, &of) == nil && of.Compartment == "party" && of.Party == party {
			return "party:" + party
		}
	}
	return ""
}

func status(s Evidence) string {
	if s.Broken {
		return "custody-broken"
	}
	return "in-custody"
}

// Refers names the subjects that it belongs to and who made it.
func (b EvidenceDeposited) Refers() []act.SubjectID {
	refers := append([]act.SubjectID(nil), b.About...)
	if b.TakenBy != "" {
		refers = append(refers, b.TakenBy)
	}
	return refers
}

// Refers names both hands.
func (b CustodyTransferred) Refers() []act.SubjectID { return []act.SubjectID{b.From, b.To} }
