// Package deriving keeps what follows for rows from something else that an office knows: how
// they lie by the law, what they are near to. Each such derivation is a pure judge and a list
// of how its basis came to be; here is what all have in common: which rows, when, and that
// neither a crash nor a change meanwhile leaves anything wrong (docs/decisions/0013).
package deriving

import (
	"time"

	"truce/tool/keep"
	"truce/tool/query"
)

// Derivation is one thing that follows for rows.
type Derivation struct {
	Name  string       // in the store, and in the operator's log
	Basis func() Basis // as of the last commit: another value whenever the basis is another
}

// Basis is what is judged by, as of one commit, and how it came to be that. It does not change
// and may be read by any number of goroutines.
type Basis interface {
	// Changes are those that can alter what follows for earlier rows, in the order in which they
	// became known. Without any nothing follows for any row.
	Changes() []Change
	// Judge hands out, for each row, all that follows for it, for every moment at which it was
	// known. Of rows that were judged before, which are again, it may leave out those that no
	// change after since can alter. It is pure: the same rows and changes give the same.
	Judge(fresh, again []*keep.Source, since time.Time, out func(of *keep.Source, all []keep.Derived))
}

// Change is what an office learnt of a basis at one moment, and where rows can be touched by it.
// It may name too much: what is judged in vain is found to be as it was.
type Change struct {
	At         time.Time // known from then on
	Boxes      []query.Box
	Nowhere    bool // also rows of which no place is known, or only an area of unknown extent
	Everywhere bool
}

// after are the changes later than a moment.
func after(changes []Change, since time.Time) []Change {
	for i, c := range changes {
		if c.At.After(since) {
			return changes[i:]
		}
	}
	return nil
}
