package agreement

import (
	"time"

	"truce/ground/act"
	"truce/ground/force"
	"truce/noun"
)

// Agreement is the state of an agreement: every version of its text side by side, and
// what follows from each.
type Agreement struct {
	InForce  []string       `json:"inForce,omitempty"` // versions in force in this period
	Versions []VersionState `json:"versions,omitempty"`
	Events   []EventState   `json:"events,omitempty"`
	Flags    []Flag         `json:"flags,omitempty"`
}

// Version finds a version by its id.
func (a Agreement) Version(id string) (VersionState, bool) {
	for _, v := range a.Versions {
		if v.ID == id {
			return v, true
		}
	}
	return VersionState{}, false
}

// VersionState is one version and all that acts and its own clauses make of it.
type VersionState struct {
	Version
	ProposedBy   string         `json:"proposedBy,omitempty"` // party that filed it; absent: the mission
	Received     time.Time      `json:"received"`             // its first act
	Digest       string         `json:"digest"`
	Complete     bool           `json:"complete"` // all parts are there
	Faults       []Fault        `json:"faults,omitempty"`
	Signatures   []Signature    `json:"signatures,omitempty"`
	Missing      []string       `json:"missing,omitempty"` // parties whose signature is required and not there
	Force        []Interval     `json:"force,omitempty"`   // when it is in force, for anybody
	Standing     force.Force    `json:"standing,omitzero"` // for whom, where not, and what is missing while it is not
	Memberships  []Membership   `json:"memberships,omitempty"`
	Boundaries   []force.Member `json:"boundaries,omitempty"` // who must consent to a zone or line under it, and when
	Extensions   []Extension    `json:"extensions,omitempty"`
	Declarations []Declaration  `json:"declarations,omitempty"` // suspensions, resumptions and denunciations
	Deadlines    []Due          `json:"deadlines,omitempty"`
	Bindings     []Binding      `json:"bindings,omitempty"`
	Positions    []Position     `json:"positions,omitempty"`
	Fulfilments  []Fulfilment   `json:"fulfilments,omitempty"`

	moves []move                // by which Memberships came about, by when they have effect
	asked map[askedFor][]string // what askedAt answered
}

// Interval is a stretch of time in the world.
type Interval = force.Interval

// Membership is a party in one capacity for a time. A zero From: from the beginning.
type Membership struct {
	Party    string `json:"party"`
	Capacity string `json:"capacity"`
	Names    Texts  `json:"names,omitempty"`
	Interval
}

// Signature is one signature as recorded. Why says why it does not count.
type Signature struct {
	Party       string    `json:"party"`
	Capacity    string    `json:"capacity"`
	On          Date      `json:"on"`
	Received    time.Time `json:"received"` // by the office: the day is the signer's own word
	Source      string    `json:"source,omitempty"`
	Act         act.ID    `json:"act"`
	MissionOnly bool      `json:"missionOnly,omitzero"` // set by noun.MarkSignatures
	Doubted     bool      `json:"doubted,omitzero"`     // set by noun.MarkSignatures: the key that signed it was in doubt
	Recorded    bool      `json:"recorded,omitzero"`    // the mission says so: the party did not sign here
	Counts      bool      `json:"counts"`
	Why         string    `json:"why,omitempty"`

	by signer
}

// Extension is a claim that a version, or one deadline, runs to a later day. It Counts
// when nobody's consent is missing. Late: the last consent came when the old term had
// passed; a version is then in force again from that day, and was not in between.
type Extension struct {
	Obligation string    `json:"obligation,omitempty"` // absent: the version's duration
	Until      Date      `json:"until"`
	Consents   []Consent `json:"consents"`
	Missing    []string  `json:"missing,omitempty"`
	Counts     bool      `json:"counts"`
	Late       bool      `json:"late,omitempty"`
	Why        string    `json:"why,omitempty"`

	said []Consent
	adds Interval // to the time in force
}

// Consent is one party's consent to an extension, or its word that it suspends, resumes or denounces. Why says why it does not count.
type Consent struct {
	Party       string    `json:"party"`
	On          Date      `json:"on"`
	Received    time.Time `json:"received"` // by the office: the day is the signer's own word
	Source      string    `json:"source,omitempty"`
	Recorded    bool      `json:"recorded,omitzero"` // the mission says so: the party did not say so here
	Why         string    `json:"why,omitempty"`
	Act         act.ID    `json:"act"`
	MissionOnly bool      `json:"missionOnly,omitzero"` // set by noun.MarkSignatures
	Doubted     bool      `json:"doubted,omitzero"`     // set by noun.MarkSignatures: the key that signed it was in doubt
}

// Position is what a delegation says of a clause.
type Position struct {
	PositionStated
	Recorded    bool   `json:"recorded,omitzero"` // the mission says so: the party did not say so here
	Why         string `json:"why,omitempty"`     // it stands for the party no more than that
	Act         act.ID `json:"act"`
	MissionOnly bool   `json:"missionOnly,omitzero"` // set by noun.MarkSignatures
	Doubted     bool   `json:"doubted,omitzero"`     // set by noun.MarkSignatures: the key that signed it was in doubt
}

// Fulfilment is what was recorded of an obligation. By is the party that says so; absent,
// the mission, whose record counts.
type Fulfilment struct {
	FulfilmentRecorded
	By          string `json:"by,omitempty"`
	Act         act.ID `json:"act"`
	MissionOnly bool   `json:"missionOnly,omitzero"` // set by noun.MarkSignatures
	Doubted     bool   `json:"doubted,omitzero"`     // set by noun.MarkSignatures: the key that signed it was in doubt
}

// EventState is when an event was, by whom.
type EventState struct {
	Event       string          `json:"event"`
	On          Date            `json:"on,omitempty"`
	At          time.Time       `json:"at,omitzero"`
	Source      string          `json:"source"`
	By          string          `json:"by,omitempty"` // the party that says so; absent: the mission, whose record counts
	Proof       []act.SubjectID `json:"proof,omitempty"`
	Act         act.ID          `json:"act"`
	MissionOnly bool            `json:"missionOnly,omitzero"` // set by noun.MarkSignatures
	Doubted     bool            `json:"doubted,omitzero"`     // set by noun.MarkSignatures: the key that signed it was in doubt
}

// Flag tells of an act that does not have the effect that its author may think.
type Flag struct {
	Say     string `json:"say"`
	Version string `json:"version,omitempty"`
	Party   string `json:"party,omitempty"`
	Act     act.ID `json:"act"`
}

// What flags, signatures and extensions say.
const (
	SpeaksForAnother = "speaks-for-another" // a party spoke for another
	NoSource         = "no-source"          // the mission recorded a party's act without saying how it knows
	NoSuchVersion    = "no-such-version"
	NoSuchClause     = "no-such-clause"
	NoSuchObligation = "no-such-obligation"
	NotOwnVersion    = "version-of-another" // a version is replaced only by who filed it
	NotAText         = "not-a-text"         // a draft or a report cannot be signed
	RecordedOnly     = noun.RecordedOnly    // the mission recorded it of a party that has a root key to sign with: it waits for the party
	AlreadyAgreed    = "already-agreed"     // all who must sign have: another version replaces it, and no party alone
	SaidBefore       = "said-before"        // it was said before, by the party or in its place, and stands as it was
	NotRequired      = "not-required"       // the party's word is not needed
	NamedByTheText   = "named-by-text"      // the version names the party among those who guarantee or must sign it: nobody changes that alone
	StillBound       = "still-bound"        // the mission lists a party that the text binds: it must have left, or another text say so
	NotComplete      = "not-complete"
	NotSound         = "not-sound" // the version has faults
	AnotherText      = "another-text"
	NotNamed         = "not-named" // the version does not name the party
	OtherCapacity    = "other-capacity"
	NoExtension      = "no-extension"    // no clause allows for one
	NotLonger        = "not-longer"      // the day is not after the term that it would extend
	NotInForce       = "not-in-force"    // nothing that could be extended
	ConsentMissing   = "consent-missing" // claimed: not all who must consent did
	DaysPassed       = "days-passed"     // its last day had passed when the last word came that it took
)
