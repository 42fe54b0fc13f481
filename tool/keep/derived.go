package keep

import (
	"slices"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/tool/query"
)

// Law is the derivation of how rows lie by the law: the one that Count groups by, so that a
// store keeps its counts in step.
const Law = "law"

// Near is the derivation of which posts rows are near to.
const Near = "near"

// Derived is what follows for a row from something else that is known, such as the law: how it
// stands to what a code means, as known during a stretch of time in which the row itself was
// known. Where nothing follows there is none.
type Derived struct {
	Code, Kind            string    // what it stands to, and what that is, such as zone or belt; the law has a code ? for what may be anywhere
	Relation, Point       string    // inside, border, may-be; how the recorded point stands, if that is told apart
	Acts                  []act.ID  // that decided
	KnownFrom, KnownUntil time.Time // half-open; a zero KnownUntil: until the row's own end
}

// Same reports whether two say the same.
func (d Derived) Same(o Derived) bool {
	return d.Code == o.Code && d.Kind == o.Kind && d.Relation == o.Relation && d.Point == o.Point &&
		d.KnownFrom.Equal(o.KnownFrom) && d.KnownUntil.Equal(o.KnownUntil) && slices.Equal(d.Acts, o.Acts)
}

// Source is of a row what something is derived from, and what one derivation holds of it
// already.
type Source struct {
	ID                    int64
	Noun                  string
	KnownFrom, KnownUntil time.Time // half-open; a zero KnownUntil: what is known now
	From, Until           time.Time // in the world, half-open; zero: open
	Where                 fold.Where
	Held                  []Derived // by code and KnownFrom
}

// DerivedUpTo is how far a derivation is.
type DerivedUpTo struct {
	Done  int64     // rows up to this id are done
	Last  int64     // id of the last row that there is
	Basis time.Time // done by its basis as known at this moment; zero: by none
	Next  time.Time // when the first row became known that is not done; zero: there is none
}

// Touching selects rows that a change of a basis may concern: those that were known after it
// and may have been in one of the boxes, or all.
type Touching struct {
	Since    time.Time // rows that ended before are not meant
	Boxes    []query.Box
	Nowhere  bool  // also those of which no place is known, or only an area of unknown extent
	All      bool  // wherever they are
	LastDone int64 // rows with higher ids are not meant
}

// Derivations reads what is derived of rows, for the followers that keep it. Each is named.
type Derivations interface {
	// DerivedUpTo reads how far a derivation is.
	DerivedUpTo(derivation string) (DerivedUpTo, error)
	// Sources are the next rows after an id, at most limit, by id.
	Sources(derivation string, after int64, limit int) ([]Source, error)
	// SourcesAgain are the rows with these ids, which are in order, by id.
	SourcesAgain(derivation string, ids []int64) ([]Source, error)
	// Touched are the ids that a change may concern, in order. They may be too many.
	Touched(t Touching) ([]int64, error)
	// Derived hands everything that is derived to fn with its row's id, by id, code and KnownFrom.
	Derived(derivation string, fn func(row int64, d Derived) error) error
}

// DerivationWriter changes what is derived of rows.
type DerivationWriter interface {
	// PutDerived replaces what a derivation holds of a row. One that is not there any more is
	// passed over.
	PutDerived(derivation string, of Source, all []Derived) error
	// PutDerivedUpTo notes up to which row a derivation is done, and by its basis as known when. A
	// zero value leaves what was noted.
	PutDerivedUpTo(derivation string, done int64, basis time.Time) error
}
