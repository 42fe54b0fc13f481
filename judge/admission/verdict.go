package admission

import (
	"truce/ground/problem"
	"truce/noun/people"
)

// Outcome is what becomes of an act.
type Outcome int

// Outcomes. Undecided is for readers only: whoever takes an act into its first register is
// given all that it hides.
const (
	Taken     Outcome = iota
	Refused           // it does not enter the register; an entry of a copy should not be there
	Kept              // an entry of another office's register that is refused here: it stays in the record, without effect
	Undecided         // a rule needs members that are withheld from this reader
	Beyond            // it was taken under rules that this program does not have, or rests on what was: neither right nor wrong to it
)

// Verdict is the answer to a Candidate.
type Verdict struct {
	Outcome Outcome
	Author  people.Author    // who signed, as known before the act; zero if that is not known
	Why     *problem.Problem // nil unless the act is refused or kept without effect
	// Rests: it is taken, and has no effect until an act of its side that has effect names it (MaxOpen).
	Rests bool
}

// Abroad is what the verdict means for an entry of another office's register: it is history
// there and cannot be refused here.
func (v Verdict) Abroad() Verdict {
	if v.Outcome == Refused || v.Outcome == Beyond {
		v.Outcome = Kept
	}
	return v
}
