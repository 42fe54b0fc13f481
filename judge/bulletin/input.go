package bulletin

import (
	"time"

	"truce/ground/act"
	"truce/noun/agreement"
	"truce/noun/incident"
	"truce/noun/post"
	"truce/noun/publication"
)

const missionEdition = publication.Mission

// Input is all that a bulletin is made from: what one office knew at one moment.
type Input struct {
	Office     Office
	Spec       Spec
	Number     int
	Correction int // 0: as first published
	Known      time.Time
	Size       int64
	Root       string
	Salt       string // of digests: the id of the last act that it rests on
	Edition    string

	Period, Before Span
	Reports        []Item[incident.Report]      // of the period and of the one before
	Incidents      []Item[incident.Incident]    // likewise
	Restrictions   []Item[incident.Restriction] // likewise
	Tallies        []Item[incident.Tally]       // of the days of the period
	Posts          []Item[post.Post]            // their periods that meet one of the two
	Zones          []Zone                       // in force during one of the two
	Agreements     []Agreement
	Asked          []Item[incident.Incident] // of the last AnswersDays, with questions
	Since          *Since                    // nil: no bulletin of the kind was published before
	Late           []Late
	LateDoubt      bool // there may be more of them than a copy tells
	Corrections    []Corrected
}

// Office is whose bulletin it is.
type Office struct {
	Name   string // of its subject, such as "hq"
	Title  string
	Origin string
}

// Item is one record as it was known. It is of the period, or of the one before, by when it
// began.
type Item[S any] struct {
	Subject     act.SubjectID
	From, Until time.Time
	Before      bool
	State       S
	Lies        Lies
	Mark        *Mark // where the mission's map draws it
	Doubt       Doubt
}

// Lies is how a place lies to zones and belts by law: certainly inside, or perhaps.
type Lies struct {
	Placed       bool // the place is known well enough to say anything
	Zones, Belts Cover
}

// Cover names zones or belts by code, sorted.
type Cover struct{ In, MayBe []string }

// Doubt is what a copy of the register does not tell of a record because members of its acts
// are withheld from it. In an office it is always zero.
type Doubt struct {
	Place  bool // whether it has one, and where: with it, whether it counts
	Source bool // who told it: with it, whether two sources are independent
}

// Zone is a zone as it was drawn during the period.
type Zone struct {
	Code        string
	Names       []Text
	Now, Before bool // in force during the period, during the one before
	Approximate bool
	Exercise    bool
	Parts       [][][2]float64 // outer borders, in degrees
	Belts       []string
}

// Agreement is one agreement as it was known.
type Agreement struct {
	Subject act.SubjectID
	State   agreement.Agreement
}

// Since is the last published bulletin of the kind.
type Since struct {
	Number int
	Known  time.Time
}

// Late is a record about an earlier time that became known, or changed, since then.
type Late struct {
	Subject act.SubjectID
	Changed bool // it was known before
	Doubt   Doubt
}

// Corrected is a published correction.
type Corrected struct {
	Bulletin   act.SubjectID
	Number     int // of the bulletin
	Correction int
	What, Why  string
	Published  time.Time
}

// Text is a text in one language.
type Text struct {
	Language string `json:"language"`
	Text     string `json:"text"`
}
