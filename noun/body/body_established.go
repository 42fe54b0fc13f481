package body

import (
	"errors"
	"time"

	"truce/ground/act"
)

// BodyEstablished says what a body is: its seats, what it is for and how it decides. It holds once
// every party that has a seat, by this act or until then, has signed it. Said again it replaces
// what held, in the same way.
//
//	{"name": "Joint commission", "kind": "joint-commission", "mandate": {"agreement": "agreement/2017-05-04", "version": "text-2017-05-04", "clause": "point_6__point_a"},
//	 "seats": [{"seat": "ru", "party": "RU", "person": "person/liaison-ru", "from": "2017-05-05T00:00:00Z"},
//	           {"seat": "tr", "party": "TR", "person": "person/liaison-tr", "from": "2017-05-05T00:00:00Z"}],
//	 "decision": {"rule": "consensus", "quorum": 2, "sides": ["RU", "TR"]}}
type BodyEstablished struct {
	Name     string    `json:"name" maxlen:"200" doc:"how it is called"`
	Kind     string    `json:"kind" pattern:"^(joint-working-group|joint-commission|monitoring-centre|technical-committee)$" doc:"what it is"`
	Mandate  *Mandate  `json:"mandate,omitempty" doc:"the clause that set it up; absent: no agreement did"`
	Seats    []Seat    `json:"seats" maxlen:"100" doc:"who sits in it"`
	Decision *Decision `json:"decision,omitempty" doc:"how it decides; without it the body can find nothing"`
}

// Mandate points at the clause of an agreement that set a body up. One that points at nothing is taken as it was written, and
// wherever the body speaks that is said (NoClause).
type Mandate struct {
	Agreement act.SubjectID `json:"agreement" pattern:"^agreement/" doc:"agreement"`
	Version   string        `json:"version" pattern:"^[a-z0-9][a-z0-9-]{0,39}$" doc:"version of its text"`
	Clause    string        `json:"clause" pattern:"^[a-z]+(_[A-Za-z0-9-]+)?(__[a-z]+_[A-Za-z0-9-]+)*$" maxlen:"80" doc:"clause of that version"`
}

// Seat is one place in a body, for a time. Whoever holds it signs for it with a key of his or her own.
type Seat struct {
	Seat   string        `json:"seat" maxlen:"30" pattern:"^[a-z0-9][a-z0-9-]*$" doc:"a name of the seat"`
	Party  string        `json:"party,omitempty" pattern:"^[A-Z][A-Z0-9-]{0,15}$" doc:"whose; absent: the mission's"`
	Person act.SubjectID `json:"person" pattern:"^(person|key)/" doc:"who holds it: a person whose key names its holder, or a key that does not"`
	From   time.Time     `json:"from,omitzero" doc:"since when; absent: as long as the body is"`
	Until  time.Time     `json:"until,omitzero" doc:"first moment no longer"`
}

// Decision is a body's rule.
type Decision struct {
	Rule      string   `json:"rule" pattern:"^(consensus|all-sides|n-of-m)$" doc:"consensus: nobody who took part is against; all-sides: each side signs; n-of-m: as many voices as needed sign"`
	Needed    int      `json:"needed,omitzero" min:"1" max:"100" doc:"of n-of-m: n"`
	Quorum    int      `json:"quorum" min:"1" max:"100" doc:"how many voices must take part"`
	Sides     []string `json:"sides,omitempty" maxlen:"50" pattern:"^[A-Z][A-Z0-9-]{0,15}$" doc:"parties of which one seat at least must take part"`
	EachVoice bool     `json:"eachVoice,omitzero" doc:"true if two seats of one side are two voices; else a side is one voice"`
	// EachReporter: what two people of one side saw are two sources. A verifier then names the body, and which reports
	// are of different people; the office holds that to whose keys they are.
	EachReporter bool `json:"eachReporter,omitzero" doc:"true if what two people of one side saw are two sources; else a side is one source"`
}

// Fits refuses seats that are counted twice and a rule that cannot be met.
func (b BodyEstablished) Fits(act.SubjectID) error {
	seats, people := map[string]bool{}, map[act.SubjectID]bool{}
	for _, s := range b.Seats {
		if seats[s.Seat] || people[s.Person] {
			return errors.New("seats: a seat is named once, and a person holds one")
		}
		seats[s.Seat], people[s.Person] = true, true
	}
	if d := b.Decision; d != nil && (d.Quorum > len(b.Seats) || d.Needed > len(b.Seats) || (d.Rule == "n-of-m") != (d.Needed > 0)) {
		return errors.New("decision: needed goes with n-of-m, and neither it nor the quorum is more than there are seats")
	}
	return nil
}
