package deriving

import (
	"cmp"
	"slices"
	"time"

	"truce/tool/keep"
)

// Piece is what follows for a row from one moment of knowledge on, until the next piece.
// The KnownFrom and KnownUntil of what follows say nothing.
type Piece struct {
	KnownFrom time.Time
	Follows   []keep.Derived
}

// Stretches cuts pieces, which are in their order, into one stretch of knowledge for each
// code and what is said of it: what a Basis hands out.
func Stretches(pieces []Piece) []keep.Derived {
	var all []keep.Derived
	for i, p := range pieces {
		until := time.Time{}
		if i+1 < len(pieces) {
			until = pieces[i+1].KnownFrom
		}
		for _, d := range p.Follows {
			d.KnownFrom, d.KnownUntil = p.KnownFrom, until
			all = goOn(all, d)
		}
	}
	slices.SortStableFunc(all, func(a, b keep.Derived) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), a.KnownFrom.Compare(b.KnownFrom))
	})
	return all
}

// goOn makes the stretch before longer if it says the same.
func goOn(all []keep.Derived, d keep.Derived) []keep.Derived {
	for i := range all {
		o := &all[i]
		if o.Code != d.Code || !o.KnownUntil.Equal(d.KnownFrom) {
			continue
		}
		longer := d
		longer.KnownFrom = o.KnownFrom
		if o.KnownUntil = d.KnownUntil; o.Same(longer) {
			return all
		}
		o.KnownUntil = d.KnownFrom
	}
	return append(all, d)
}
