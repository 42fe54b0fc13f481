// Package intact tells whether a register, as a store keeps it, is still what its office took
// and signed: every entry in its place, its bytes those of the hash beside it, the hashes those
// of the tree, and the tree that of every head that was signed. Whoever can write to the
// database can change any of these; together they name the first entry that is not right.
//
// It knows nothing of acts. What an entry's bytes say of its author, and whether the office
// should have taken it, is for package admission.
package intact

import (
	"fmt"
	"strconv"

	"truce/ground/problem"
)

// Cause is what is wrong with a register as it is kept.
type Cause int

// Causes.
const (
	Missing Cause = iota // the entry is not there
	Bytes                // its act or its time of receipt is not what the tree was made of
	Hash                 // only the hash beside it is not
	Tree                 // what is kept of the size and the tree of the register is not that of its entries
	Signed               // entry and hash agree, and are not what was signed
	Beside               // what else is kept beside it does not fit it
)

// Fault is the first thing wrong with a register. It is about the first bad entry.
type Fault struct {
	Origin      string
	First, Last int64 // the first bad entry is one of these, from 0; the same if it is known which
	Cause       Cause
	Least       int64 // entries that a register has at least which holds all that was signed
	Why         error // what was found, for an operator; nil if Cause says all
}

// Error is for the operator's log; Problem is for people.
func (f *Fault) Error() string {
	text := fmt.Sprintf("entry %s of %s: %s", f.entry(), f.Origin, f.Cause)
	if f.Why != nil {
		text += ": " + f.Why.Error()
	}
	return text
}

// Unwrap answers what was found.
func (f *Fault) Unwrap() error { return f.Why }

func (f *Fault) entry() string {
	if f.First == f.Last {
		return strconv.FormatInt(f.First, 10)
	}
	return fmt.Sprintf("%d–%d", f.First, f.Last)
}

// Problem tells people which entry is bad, why, and what they can do.
func (f *Fault) Problem() *problem.Problem {
	key := problem.RegisterAltered
	if f.Least == 0 { // no head tells how much a backup must have
		key = problem.RegisterAlteredUnsigned
	}
	return problem.Conflict(key,
		problem.P{"entry": f.entry(), "reason": f.Cause.Reason(), "least": f.Least}).Because(f)
}

// String names the cause for an operator.
func (c Cause) String() string {
	return [...]string{"missing", "bytes altered", "hash altered", "tree altered", "not what was signed", "altered beside the entry"}[c]
}

// Reason is the cause in words that are translated.
func (c Cause) Reason() problem.Reason {
	return [...]problem.Reason{problem.ReasonEntryMissing, problem.ReasonEntryOther, problem.ReasonHashOther,
		problem.ReasonTreeOther, problem.ReasonSignedOther, problem.ReasonBesideOther}[c]
}
