package keep

import (
	"context"
	"math"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/tool/query"
)

// Row is one row of the read model: the state of a subject during one period in the
// world, as this office knew it from KnownFrom until KnownUntil.
type Row struct {
	ID                    int64 // rises with KnownFrom
	Noun                  string
	Subject               act.SubjectID
	KnownFrom, KnownUntil time.Time // half-open; a zero KnownUntil: what is known now
	From, Until           time.Time // in force, half-open; zero: open
	Kind, Status          string
	Party, Zone           string
	Compartment           string
	Counts                bool
	Doubt                 fold.Doubt // how far it rests on acts of keys in doubt
	Box                   *query.Box
	Where                 fold.Where // for derivations to judge by, never shown as it is
	Label, Narrative      string
	Conflicts             string // JSON, "" if none
	State                 string // JSON
}

// Same reports whether two rows say the same, whatever their ids and times of knowledge.
func (r Row) Same(o Row) bool {
	if (r.Box == nil) != (o.Box == nil) || r.Box != nil && *r.Box != *o.Box {
		return false
	}
	return samePlace(r.Where, o.Where) && r.From.Equal(o.From) && r.Until.Equal(o.Until) && r.State == o.State &&
		r.Kind == o.Kind && r.Status == o.Status && r.Party == o.Party && r.Zone == o.Zone &&
		r.Compartment == o.Compartment && r.Counts == o.Counts && r.Doubt == o.Doubt && r.Label == o.Label &&
		r.Narrative == o.Narrative && r.Conflicts == o.Conflicts
}

func samePlace(a, b fold.Where) bool {
	if (a.Sector == nil) != (b.Sector == nil) || a.Sector != nil && *a.Sector != *b.Sector {
		return false
	}
	a.Sector, b.Sector = nil, nil
	return a == b
}

// Model reads rows. With a zero known they are those known now.
type Model interface {
	// Complete reports whether the read model holds what all acts add up to, folded by the
	// meaning: the rules of the nouns and the form of their states, in whatever words the caller
	// writes them.
	Complete(meaning string) (bool, error)
	// CurrentRows are the rows of a subject as known now, by start of their period.
	CurrentRows(subject act.SubjectID) ([]Row, error)
	// RowsAsOf are the rows of a subject as known at an instant, by start of their period.
	RowsAsOf(subject act.SubjectID, known time.Time) ([]Row, error)
	// NounAsOf hands all rows of a noun as known at an instant to fn, subject by subject. It is
	// for nouns of which there are few.
	NounAsOf(noun string, known time.Time, fn func(Row) error) error
	// Ever hands every row that any subject of a noun ever had to fn, those that were closed
	// included, subject by subject and by when they became known. An empty noun is all nouns.
	Ever(noun string, fn func(Row) error) error
	// Began hands the rows of a noun in one compartment whose period began in the half-open
	// stretch of the world, as known at an instant, which is not zero, to fn. A day costs that
	// day, however many rows there are.
	Began(noun, compartment string, from, until, known time.Time, fn func(Row) error) error
	// Learnt hands the subjects of a noun in one compartment to fn of whose rows that began
	// before an instant of the world one became known after since and no later than known,
	// whether anything was known of the subject before, and whether it counts now.
	Learnt(noun, compartment string, before, since, known time.Time, fn func(subject act.SubjectID, changed, counts bool) error) error
	// List answers a page of rows, newest first, after the cursor if one is given.
	List(ctx context.Context, f query.Filter, after *query.Cursor, limit int) ([]Row, error)
	// Count counts the rows that the filter selects, grouped by some of query.AllGroups.
	Count(ctx context.Context, f query.Filter, by []string) ([]query.Count, error)
	// Referring are the subjects whose folds looked at the target.
	Referring(target act.SubjectID) ([]act.SubjectID, error)
}

// ModelWriter changes rows. The counts that Count answers from are the store's own business:
// it keeps them in step.
type ModelWriter interface {
	// ReplaceRows ends what was known by some current rows, and opens others, as known from at
	// on. A row that became known at that very moment was never known to anybody: it is dropped.
	ReplaceRows(ended, opened []Row, at time.Time) error
	// PutRefers adds what a fold looked at. What it looks at no longer stays: to fold once too
	// often is harmless, to miss a change is not.
	PutRefers(subject act.SubjectID, targets []act.SubjectID) error
	DerivationWriter
}

// Places reads rows that have a place, for maps that keep them in memory by the hundred
// thousand, by way of their ids.
type Places interface {
	// Spots hands the rows of some nouns that have a place, as known at an instant, whose id is
	// above after, to fn, by id.
	Spots(nouns []string, known time.Time, after int64, fn func(Spot) error) error
	// Ended hands the rows that hold no longer since a moment, microseconds, to fn, and since when.
	Ended(since int64, fn func(id, at int64) error) error
	// LastRow is the highest id of a row.
	LastRow() (int64, error)
	// Select hands the ids of the rows that the filter selects to fn, in no order.
	Select(ctx context.Context, f query.Filter, fn func(id int64) error) error
}

// Spot is what a map needs of a row that has a place: no state, no words.
type Spot struct {
	ID                        int64
	Noun, Kind, Status, Party string
	Zone, Compartment         string
	Subject                   act.SubjectID
	From, Until               int64 // in force, microseconds; half-open
	Counts                    bool
	Where                     fold.Where
}

// Forever is an Until that is open.
const Forever = math.MaxInt64
