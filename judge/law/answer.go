package law

import (
	"time"

	"truce/ground/act"
)

// Kinds of what a Finding is about.
const (
	Zone = "zone"
	Belt = "belt"
)

// Boundary names the version of a boundary that decided: the act that proposed it and the
// clause that it rests on.
type Boundary struct {
	Act         act.ID        `json:"act"`
	Agreement   act.SubjectID `json:"agreement"`
	Version     string        `json:"version"`
	Clause      string        `json:"clause"`
	Approximate bool          `json:"approximate,omitzero"`
	From        time.Time     `json:"from"`           // in force, half-open
	Until       time.Time     `json:"until,omitzero"` // absent: open
}

// Finding is how the place lies to one version of one zone or belt that was in force during
// the time asked about, or during a part of it.
type Finding struct {
	Kind       string    `json:"kind"` // zone or belt
	Code       string    `json:"code"`
	Zone       string    `json:"zone,omitempty"` // of a belt: the zone's code
	Boundary   *Boundary `json:"boundary"`
	For        []string  `json:"for,omitempty"`     // parties for whom it was in force during the time, or a part of it
	Where      Where     `json:"where"`             // outside, inside, border or may-be
	Metres     *float64  `json:"metres,omitempty"`  // from the zone's border to the middle of the place: negative inside
	Throughout bool      `json:"throughout"`        // in force during all of the time asked about
	Unusable   bool      `json:"unusable,omitzero"` // its geometry breaks a rule: nothing can be said
}

// Overall is how the place lies to a zone or belt, whichever versions of it were in force:
// inside only if it was inside by each of them and there always was one.
type Overall struct {
	Kind  string `json:"kind"`
	Code  string `json:"code"`
	Where Where  `json:"where"`
}

// LineFinding is where the place lies to a line that was in force during the time asked
// about, or during a part of it. The nearest and farthest that the place can be are in
// metres; Side is empty where the place may be on both.
type LineFinding struct {
	Code       string    `json:"code"`
	Kind       string    `json:"kind"`
	Boundary   *Boundary `json:"boundary"`
	For        []string  `json:"for,omitempty"` // parties for whom it was in force during the time, or a part of it
	Nearest    float64   `json:"nearestMetres"`
	Farthest   float64   `json:"farthestMetres"`
	Side       string    `json:"side,omitempty"`  // left, right or on
	Party      string    `json:"party,omitempty"` // whose side it is
	Throughout bool      `json:"throughout"`
	Unknown    bool      `json:"unknown,omitzero"`  // nothing can be said: no place, or geometry that breaks a rule
	Unusable   bool      `json:"unusable,omitzero"` // its geometry breaks a rule
}

// Judgement is all that a snapshot says of a place and a time.
type Judgement struct {
	Rules    int           `json:"rules"`              // the number of the rules of the law that say so (kinds.LawRules)
	Findings []Finding     `json:"findings,omitempty"` // zones before belts, by code, then by beginning
	Overall  []Overall     `json:"overall,omitempty"`  // in the same order
	Lines    []LineFinding `json:"lines,omitempty"`
	Applies  []Applied     `json:"applies,omitempty"`
	Texts    []TextForce   `json:"-"` // how every text stood that was known: doors say it in words
	NoForce  bool          `json:"-"` // no agreement was in force at any moment of the time
}

// Applied is a rule that bound a party at the place and time: certainly, or may-be because
// the place or the time is uncertain.
type Applied struct {
	Agreement act.SubjectID `json:"agreement"`
	Version   string        `json:"version"`
	Clause    string        `json:"clause"`
	Kind      string        `json:"kind"` // obligation, prohibition or ceiling
	Name      string        `json:"name"`
	Party     string        `json:"party"`
	Certain   bool          `json:"certain"`
}
