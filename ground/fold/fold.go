// Package fold says how the acts about a subject add up to its state.
//
// A noun package (an incident, a post) gives one pure function, its Func; this package
// gives what those functions share: the order of acts, which of them knew of which, and
// values that several people set without knowing of each other. It reads no clock and
// keeps nothing.
//
// Two clocks run through every state. What holds in the world is a Period, half-open:
// From is in it, Until is not. What an office knew is decided by the time at which it
// received each act, and is the caller's business: folding the acts received before an
// instant gives what was known at that instant.
package fold

import (
	"fmt"
	"time"

	"truce/ground/act"
	"truce/ground/place"
)

// Entry is one act about a subject as an office holds it. Where several registers hold the
// act, Origin, Index, Received, Person and Party are those of one of them, which all offices
// that hold the same entries choose alike; when this office itself came to know of the act is
// not told to folds, or two offices could not agree.
type Entry struct {
	ID     act.ID
	Kind   act.Kind
	Prev   []act.ID
	Key    act.KeyID
	Person act.SubjectID // whose key it was at receipt, as everybody knows it: a person who is named, or the key itself
	Party  string        // that person's party then; "" for the mission's own people
	// MissionOnly: the key speaks for a party, and at receipt nobody of that party had vouched for it.
	MissionOnly bool
	// Doubted: it was said later that the key had been in doubt since before it was received or, by its own clock, made.
	Doubted bool
	// Denied: others said so, and the key's own side says that it is not so.
	Denied bool
	// Disavowed: it is not, and the key's own side alone says that it is.
	Disavowed bool
	Issued    time.Time // the author's clock, a claim
	Received  time.Time // the clock of the register's office, which counts; of an act that rested, when the act was received that woke it
	Rested    time.Time // of an act that rested, when it was received itself; zero of any other
	Named     []Naming  // of an act that rested: who signed what woke it, as Waking.By
	Origin    string    // of the register
	Index     int64     // in the register
	Body      any       // a pointer to the Go type of the kind, every held member disclosed

	in *History // that keeps it; nil if none does
}

// Came is when the act itself was received, also if it rested then.
func (e Entry) Came() time.Time {
	if e.Rested.IsZero() {
		return e.Received
	}
	return e.Rested
}

// EntryOf is the part of an Entry that the act itself says: who had it when, and whose it was
// then, is for whoever holds it to add.
func EntryOf(a act.Act, body any) Entry {
	return Entry{ID: a.ID, Kind: a.Kind, Prev: a.Prev, Key: a.Issuer, Issued: a.Issued, Body: body}
}

// Func adds up the acts about one subject. The entries come ordered by Order. It must be
// pure: the same entries and the same looks give the same Folded.
type Func func(subject act.SubjectID, entries []Entry, look Look) Folded

// Look answers the state of another subject as it held at the instant, as JSON of that
// noun's own state type, or false. What a fold looks at is remembered: when it changes,
// the fold is done again.
type Look func(subject act.SubjectID, at time.Time) (state []byte, ok bool)

// At is the last of some periods in the world that holds at an instant; for the zero time, the
// last of all; nil if none does. They are half-open; a zero until is open.
func At[P any](periods []P, at time.Time, span func(*P) (from, until time.Time)) *P {
	for i := len(periods) - 1; i >= 0; i-- {
		from, until := span(&periods[i])
		if at.IsZero() || !at.Before(from) && (until.IsZero() || at.Before(until)) {
			return &periods[i]
		}
	}
	return nil
}

// Folded is what acts add up to.
type Folded struct {
	Periods   []Period // in order of From, none empty, not overlapping: Check
	Conflicts []Conflict
}

// Check answers what is wrong with the periods: one that ends before or as it begins, or that
// begins before the one ahead of it ended. A fold that gives such has a fault, whatever the acts
// said: at no instant, or at several, would it be told what held.
func (f Folded) Check() error {
	for i, p := range f.Periods {
		if !p.Until.IsZero() && !p.From.Before(p.Until) {
			return fmt.Errorf("period %d ends at %s and begins at %s, which is not before", i+1, p.Until, p.From)
		}
		if i == 0 {
			continue
		}
		if before := f.Periods[i-1].Until; before.IsZero() || p.From.Before(before) {
			return fmt.Errorf("period %d begins at %s, before period %d ended", i+1, p.From, i)
		}
	}
	return nil
}

// Period is the state of a subject during a stretch of time in the world, and the
// columns by which lists find it. For an event the stretch is when it happened; for a
// post, when it stood so.
type Period struct {
	From, Until time.Time // half-open; a zero Until is open, a zero From is unknown
	Kind        string    // word of the noun's own taxonomy
	Status      string
	Party       string
	Zone        string
	Compartment string // "" for everybody; Inside; "party:TR" for one party's own
	Label       string // a few words for everyone who may see the row
	Narrative   string // free text, class narrative: searched only for those who may read it
	Where       Where
	Counts      bool  // false for drafts and what was withdrawn
	Doubt       Doubt `json:"Doubt,omitzero"` // not for folds to say: Doubted
	State       any   // the noun's state type; its members carry class tags
}

// Inside is the compartment of what is being negotiated: for everyone who signs in, and not
// for strangers.
const Inside = "inside"

// Where is a place as it is known: a point with the radius of its uncertainty, a sector
// seen from a post, a point that stands for an area, or nothing.
type Where struct {
	Known        bool
	Lon, Lat     float64 // degrees, WGS84
	RadiusMetres float64
	Area         bool    // the point stands for an area of unknown extent, such as a district: never decided as a point
	Sector       *Sector // if set, Lon and Lat are where the observer stood
}

// WhereOf is a recorded place. A place without a position, with only a name or a code, is
// not known.
func WhereOf(p *place.Place) Where {
	if p == nil || p.Position == nil {
		return Where{}
	}
	metres, known := p.Radius()
	return Where{Known: true, Lon: p.Position.Lon, Lat: p.Position.Lat, RadiusMetres: metres, Area: !known}
}

// Sector is a bearing and a distance range from an observer (never a false point).
type Sector struct {
	BearingDegrees, HalfWidthDegrees float64 // clockwise from true north
	MinMetres, MaxMetres             float64
}

// Conflict is a member that people set to different values without knowing of each
// other. All values are kept, in the acts named here; an act that names them all in
// `prev` settles it.
type Conflict struct {
	Field string   `json:"field"`
	Acts  []act.ID `json:"acts"`
}
