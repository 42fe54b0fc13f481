package zone

import (
	"time"

	"truce/ground/act"
	"truce/ground/force"
	"truce/ground/shape"
	"truce/noun"
)

// Statuses of a period.
const (
	Proposed  = "proposed"  // nothing was agreed before its end
	Agreed    = "agreed"    // all consented; the text that it rests on is not in force yet
	InForce   = "in-force"  // for those whom For names
	Suspended = "suspended" // the text is, for everybody here
	Ended     = "ended"     // nothing in force any more
)

// Zone is the state of a zone during one period. What was put forward besides what is in
// force stands in the last period only, so that the past does not change with each consent.
type Zone struct {
	Code     string    `json:"code"`
	Status   string    `json:"status"`
	Boundary *Boundary `json:"boundary,omitempty"` // in force in this period
	Agreed   *Boundary `json:"agreed,omitempty"`   // what would be, were the text in force that it rests on
	Resting
	Proposals []Boundary  `json:"proposals,omitempty"`
	Lapses    []LapseTold `json:"lapses,omitempty"`
	Flags     []Flag      `json:"flags,omitempty"`
	Exercise  bool        `json:"exercise,omitzero"`
}

// Resting is what follows from the text that something rests on: for whom it is in force or, if
// for nobody, what is missing.
type Resting struct {
	For []force.Member `json:"for,omitempty"`
	Why []force.Lack   `json:"why,omitempty"`
}

// Boundary is one proposal for a zone and what became of it.
type Boundary struct {
	Told
	ZoneProposed
}

// Line is the state of a line during one period, as Zone is of a zone.
type Line struct {
	Code   string  `json:"code"`
	Status string  `json:"status"`
	Course *Course `json:"course,omitempty"` // in force in this period
	Agreed *Course `json:"agreed,omitempty"` // what would be, were the text in force that it rests on
	Resting
	Proposals []Course    `json:"proposals,omitempty"`
	Lapses    []LapseTold `json:"lapses,omitempty"`
	Flags     []Flag      `json:"flags,omitempty"`
	Exercise  bool        `json:"exercise,omitzero"`
}

// Course is one proposal for a line and what became of it.
type Course struct {
	Told
	LineDrawn
}

// LapseTold is one proposal that a boundary ends, and what became of it.
type LapseTold struct {
	Told
	Lapsing
}

// Told is what became of a proposal.
type Told struct {
	Act         act.ID     `json:"act"`
	MissionOnly bool       `json:"missionOnly,omitzero"` // set by noun.MarkSignatures
	Doubted     bool       `json:"doubted,omitzero"`     // set by noun.MarkSignatures: the key that signed it was in doubt
	By          string     `json:"by,omitempty"`         // whose proposal it is; absent: the mission's
	Recorded    bool       `json:"recorded,omitzero"`    // the mission says whose it is: the party did not put it forward here
	Received    time.Time  `json:"received"`
	Digest      string     `json:"digest,omitempty"` // SHA-256 of the geometry; of a lapse, of what would end
	Became      string     `json:"became"`
	Why         string     `json:"why,omitempty"`     // what stands in the way, apart from consents
	Needed      []string   `json:"needed,omitempty"`  // whose consent it takes: whom the text names, and whom the proposal asks besides
	Missing     []string   `json:"missing,omitempty"` // of those, who did not consent
	Stances     []Stance   `json:"stances,omitempty"` // in the order in which they were received
	Agreed      *Interval  `json:"agreed,omitempty"`  // for which time all consented to it; of a lapse, from when it ends
	Force       []Interval `json:"force,omitempty"`   // when, in that time, the text that it rests on was in force for anybody
}

// What a proposal became.
const (
	Open       = "open"
	Consented  = "consented" // all who must, did
	Superseded = "superseded"
	Refused    = "refused" // the act has no effect: see Why
)

// Interval is a stretch of time in the world.
type Interval = force.Interval

// Stance is what a party said of a proposal. Why tells why it does not count.
type Stance struct {
	Party       string      `json:"party"`
	Says        string      `json:"says"` // consents or objects
	At          time.Time   `json:"at"`   // from when it counts
	Received    time.Time   `json:"received"`
	Reason      shape.Prose `json:"reason,omitzero"`
	Source      string      `json:"source,omitempty"` // recorded by the mission
	Act         act.ID      `json:"act"`
	MissionOnly bool        `json:"missionOnly,omitzero"` // set by noun.MarkSignatures
	Doubted     bool        `json:"doubted,omitzero"`     // set by noun.MarkSignatures: the key that signed it was in doubt
	Counts      bool        `json:"counts"`
	Why         string      `json:"why,omitempty"`
}

// What stances say.
const (
	Consents = "consents"
	Objects  = "objects"
)

// Flag tells of an act that names a proposal which this office does not know.
type Flag struct {
	Say   string `json:"say"`
	Party string `json:"party,omitempty"`
	Act   act.ID `json:"act"`
}

// What Why and Say say.
const (
	SpeaksForAnother = "speaks-for-another" // a party spoke for another
	NoSource         = "no-source"          // the mission recorded a party's word without saying how it knows
	RecordedOnly     = noun.RecordedOnly    // the mission recorded it of a party that has a root key to sign with, or that spoke itself: it waits for the party
	NoSuchProposal   = "no-such-proposal"
	AnotherGeometry  = "another-geometry"  // the hash is not that of the proposal's geometry
	Stale            = "stale"             // the proposal had been replaced before
	TooLate          = "too-late"          // the proposal had taken force before
	TakenBack        = "taken-back"        // the party spoke of it again later, whatever it said
	Contested        = "contested"         // two of the party's people said different things without knowing of each other
	NotRequired      = "not-required"      // the party's consent is welcome, not needed
	AgreementUnknown = "agreement-unknown" // nothing is known of the version that it rests on
	OneAlone         = "one-alone"         // of the parties that it would bind, only one agreed, or none could
	NotInForce       = "not-in-force"      // what would end was not in force then
	ReplacedAtOnce   = "replaced-at-once"
	AnotherStands    = "another-stands" // all consented, but not all who agreed to the boundary that stands: it ends nothing
)
