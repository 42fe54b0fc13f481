package law

import (
	"fmt"

	"truce/tool/geo"
)

// Where is how a place lies to an area, written as a word in records.
type Where geo.Where

// The four answers.
const (
	Outside = Where(geo.Outside)
	Inside  = Where(geo.Inside)
	Border  = Where(geo.Border) // belongs to the area
	MayBe   = Where(geo.MayBe)
)

// String is the word used in records.
func (w Where) String() string { return geo.Where(w).String() }

// Holds says whether the area's rules hold at the place for certain.
func (w Where) Holds() bool { return geo.Where(w).Holds() }

// MarshalText writes the word.
func (w Where) MarshalText() ([]byte, error) { return []byte(w.String()), nil }

// UnmarshalText reads the word.
func (w *Where) UnmarshalText(text []byte) error {
	for _, each := range []Where{Outside, Inside, Border, MayBe} {
		if each.String() == string(text) {
			*w = each
			return nil
		}
	}
	return fmt.Errorf("read where %.20q: want outside, inside, border or may-be", text)
}

// and joins the answers for two stretches of time of which nobody knows which it was.
func (w Where) and(o Where) Where {
	switch {
	case w == o:
		return w
	case w.Holds() && o.Holds():
		return Inside
	}
	return MayBe
}

// or joins the answers for two areas that have one code: it is enough to lie in either.
func (w Where) or(o Where) Where {
	switch {
	case w == Inside || o == Inside:
		return Inside
	case w == Border || o == Border:
		return Border
	case w == MayBe || o == MayBe:
		return MayBe
	}
	return Outside
}

// both is what holds only where the other does too: Outside of it there is nothing, and where
// that may be, it may.
func (w Where) both(o Where) Where {
	switch {
	case w == Outside || o == Outside:
		return Outside
	case o == MayBe:
		return MayBe
	}
	return w
}
