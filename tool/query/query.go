// Package query is what callers say when they ask an office for rows: which rows, as of
// which two moments, from which place in a list on, counted by what. Doors read it from what
// people ask, the office narrows it to what a reader may see, and a store answers it. It
// knows neither SQL nor rights, and holds no data.
package query

import "time"

// Clocks are the two moments that a question is about. Zero values ask for what holds now
// as known now.
type Clocks struct {
	InForce time.Time // in the world
	Known   time.Time // to the office
}

// Filter selects rows of the read model. The zero value of each member leaves it out;
// rights are always in it: Nouns and Compartments come from package policy.
type Filter struct {
	Nouns        []string // at least one
	Compartments []string // at least one
	Subjects     []string
	About        []string // whose state says that it belongs to one of these subjects
	Types        []string
	Statuses     []string
	Parties      []string
	Zones        []string
	From, Until  time.Time      // whose period began in this half-open stretch
	InForce      time.Time      // whose period holds this instant
	Known        time.Time      // as known at this instant; zero: now
	Box          *Box           // which it may have been in
	Text         string         // words that must all occur
	Narrative    bool           // look for the words in narratives too, not in labels only
	Counted      bool           // only rows that count
	Doubt        Doubt          // how far rows rest on acts of keys in doubt
	Civil        *time.Location // counts by day: in which zone the days are; nil: UTC
	Near         []string       // subjects of posts, near one of which it surely was; with MayBe also what may have been. A row of which that is not worked out yet is not found
	ByLaw
}

// Doubt selects rows by how far they rest on acts of keys in doubt.
type Doubt string

// What may be asked for.
const (
	AnyDoubt    Doubt = "any"       // those that do
	WhollyDoubt Doubt = "wholly"    // those that rest on such acts alone
	Disavowed   Doubt = "disavowed" // those that rest on acts which the key's own side alone says to be in doubt
	NoDoubt     Doubt = "none"      // those that do not, whatever one side says alone
)

// ByLaw is the part of a Filter that asks how rows lie by the law. A row that is not judged
// yet is not found.
type ByLaw struct {
	Within    []string // codes of zones or belts in one of which a row lies, inside or on the border; ? for what may be anywhere
	MayBe     bool     // or may lie
	Ground    []string // codes of zones, in the ground of one of which the recorded point is
	ZonesOnly bool     // the reader is told of zones, not of belts, and not what lies near a border
}

// Asked reports whether anything is asked of the law.
func (l ByLaw) Asked() bool { return len(l.Within)+len(l.Ground) > 0 }

// Derived reports whether anything is asked of what is derived from rows behind the commits.
func (f Filter) Derived() bool { return f.Asked() || len(f.Near) > 0 }

// Box is a stretch of the earth's surface in degrees (WGS84), borders included.
type Box struct{ MinLon, MinLat, MaxLon, MaxLat float64 }

// Cursor is a place in a list ordered by a time and then an id, newest first: the last row
// of the page before.
type Cursor struct {
	From int64 // microseconds since 1970 UTC: the start of the row's period; of the access log, the last reading
	ID   int64
}

// MaxPage is the most rows that one page holds.
const MaxPage = 1000
