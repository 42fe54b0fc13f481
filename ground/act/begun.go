package act

import "filippo.io/edwards25519/field"

// Begun is a check of a signature of which nothing is left but to write down a point and
// compare it. That needs an inversion, a quarter of the whole check, and any number of
// checks can share one. Its zero value is a check that failed.
type Begun struct {
	r      *extended // nil: finished
	wanted [32]byte
	right  bool
}

// Err answers as Checker.Check does, and finishes the check if nobody did yet.
func (b *Begun) Err() error {
	if b.r != nil {
		Finish([]*Begun{b})
	}
	if !b.right {
		return ErrSignature
	}
	return nil
}

// Finish finishes the checks together. Each is answered for itself.
func Finish(all []*Begun) {
	open := make([]*Begun, 0, len(all))
	inverses := make([]field.Element, 0, len(all))
	for _, b := range all {
		if b.r != nil {
			open, inverses = append(open, b), append(inverses, b.r.z)
		}
	}
	invert(inverses) // z is never zero: the formulas hold for all points
	for i, b := range open {
		b.right = [32]byte(b.r.encode(&inverses[i])) == b.wanted
		b.r = nil
	}
}
