package foldtest

import (
	"slices"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/ground/fold"
)

// Recording is what an office held after a story: its acts, opened, and the states that they
// added up to then, at which folds look. It is kept as a file, so that what the same acts add
// up to can be compared from one program to the next.
type Recording struct {
	Entries []Recorded `json:"entries"` // in the order of the register
	States  []Held     `json:"states"`
}

// Recorded is one opened act.
type Recorded struct {
	Subject  act.SubjectID  `json:"subject"`
	ID       act.ID         `json:"id"`
	Kind     act.Kind       `json:"kind"`
	Prev     []act.ID       `json:"prev,omitempty"`
	Key      act.KeyID      `json:"key"`
	Person   act.SubjectID  `json:"person"`
	Party    string         `json:"party,omitempty"`
	Issued   time.Time      `json:"issued"`
	Received time.Time      `json:"received"`
	Origin   string         `json:"origin,omitempty"`
	Body     jsontext.Value `json:"body"`
}

// Held is the state of a subject during one period.
type Held struct {
	Subject act.SubjectID  `json:"subject"`
	From    time.Time      `json:"from,omitzero"`
	Until   time.Time      `json:"until,omitzero"`
	State   jsontext.Value `json:"state"`
}

// Look answers what a fold looks at from what was recorded.
func (r Recording) Look(subject act.SubjectID, at time.Time) ([]byte, bool) {
	of := slices.DeleteFunc(slices.Clone(r.States), func(h Held) bool { return h.Subject != subject })
	if h := fold.At(of, at, func(h *Held) (from, until time.Time) { return h.From, h.Until }); h != nil {
		return h.State, true
	}
	return nil, false
}

// Entry is the act as folds take it, with its body read into the Go type of its kind.
func (r Recorded) Entry(body any) fold.Entry {
	return fold.Entry{
		ID: r.ID, Kind: r.Kind, Prev: r.Prev, Key: r.Key, Person: r.Person, Party: r.Party,
		Issued: r.Issued, Received: r.Received, Origin: r.Origin, Body: body,
	}
}
