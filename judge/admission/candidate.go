package admission

import (
	"time"

	"truce/ground/act"
	"truce/noun"
	"truce/noun/people"
)

// Candidate is an act that asks to be taken, or that an office took. Its body has the shape of
// its kind and its signature fits the key that it names: both are looked at elsewhere, in
// parallel.
type Candidate struct {
	Act      act.Act
	Body     any       // a pointer to the Go type of the kind, with the members that are disclosed
	Received time.Time // by the clock of the office whose register it is for
	Index    int64     // in that register: how many entries are before it
	// Disclosed are the disclosures at hand.
	Disclosed []act.Disclosure
	// Whole: the author handed in all that there is to disclose; a member that is not there was
	// never meant to be seen.
	Whole bool
}

// Facts are what a register tells before a candidate. A Facts is for one goroutine.
type Facts interface {
	noun.Facts
	// Signed is for which party an act was made that is in the register, "" for the mission's own people, and with which key; false if it is not there.
	Signed(id act.ID) (party string, by act.KeyID, there bool)
	// Arrived is when an entry of the register was received, of those ahead of the candidate; the zero time of any other.
	Arrived(index int64) time.Time
	// Directory is who may speak, as of the last commit. It must not be changed.
	Directory() *people.Directory
	// Precedes tells how an act that a candidate says it follows lies to the candidate's subject.
	Precedes(subject act.SubjectID, prev act.ID) Precedence
	// Unseen is an act about the subject of another, by which others are judged, of which the author of the other must have known and did
	// not (Open.Unseen).
	Unseen(a act.Act, received time.Time) (act.ID, bool)
	// Crowds reports whether an act would be one too many open ones about its subject (MaxOpen), and beside which of its side.
	Crowds(a act.Act, by Whose) (act.ID, bool)
	// Brings reports whether a key said, before what was received at a moment, that it brings an act that it signed for the register before.
	Brings(key act.KeyID, id act.ID, received time.Time) bool
	// Err is the first failure to read, nil if there was none: then no answer counts.
	Err() error
}

// Precedence is how an earlier act lies to a subject.
type Precedence int

// Precedences.
const (
	NotHere      Precedence = iota // it is not in the register
	OfAnother                      // it is about another subject
	OfTheSubject                   // it is about the subject
)
