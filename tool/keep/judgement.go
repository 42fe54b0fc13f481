package keep

import (
	"slices"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/tool/query"
)

// Judgement is how a row lies by the law to what a code means, as known during a stretch
// of time in which the row itself was known. Outside and elsewhere there is none.
type Judgement struct {
	Code, Kind            string    // zone or belt; empty for the code of what may be anywhere
	Lies, Point           string    // inside, border, may-be; outside where only the recorded point is in the ground
	Acts                  []act.ID  // that proposed the boundaries which decided
	KnownFrom, KnownUntil time.Time // half-open; a zero KnownUntil: until the row's own end
}

// Same reports whether two judgements say the same.
func (j Judgement) Same(o Judgement) bool {
	return j.Code == o.Code && j.Kind == o.Kind && j.Lies == o.Lies && j.Point == o.Point &&
		j.KnownFrom.Equal(o.KnownFrom) && j.KnownUntil.Equal(o.KnownUntil) && slices.Equal(j.Acts, o.Acts)
}

// Judged is of a row what is needed to judge it, and what is held of that already.
type Judged struct {
	ID                    int64
	Noun                  string
	KnownFrom, KnownUntil time.Time // half-open; a zero KnownUntil: what is known now
	From, Until           time.Time // in the world, half-open; zero: open
	Where                 fold.Where
	Held                  []Judgement // by code and KnownFrom
}

// JudgedUpTo is how far judging is.
type JudgedUpTo struct {
	Done int64     // rows up to this id are judged
	Last int64     // id of the last row that there is
	Law  time.Time // judged by the law as known at this moment; zero: by none
	Next time.Time // when the first row became known that is not judged; zero: there is none
}

// Touching selects rows that a change of the law may concern: those that were known after it
// and may have been in one of the boxes, or all.
type Touching struct {
	Since    time.Time // rows that ended before are not meant
	Boxes    []query.Box
	Nowhere  bool  // also those of which no place is known, or only an area of unknown extent
	All      bool  // wherever they are
	LastDone int64 // rows with higher ids are not meant
}

// Judgements reads how rows lie by the law, for the follower that keeps them.
type Judgements interface {
	// JudgedUpTo reads how far judging is.
	JudgedUpTo() (JudgedUpTo, error)
	// RowsToJudge are the next rows after an id, at most limit, by id.
	RowsToJudge(after int64, limit int) ([]Judged, error)
	// RowsToJudgeAgain are the rows with these ids, which are in order, by id.
	RowsToJudgeAgain(ids []int64) ([]Judged, error)
	// Touched are the ids that a change may concern, in order. They may be too many.
	Touched(t Touching) ([]int64, error)
	// JudgedRows hands every judgement to fn with its row's id, by id, code and KnownFrom.
	JudgedRows(fn func(row int64, j Judgement) error) error
}
