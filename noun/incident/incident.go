package incident

import (
	"time"

	"truce/ground/act"
	"truce/ground/place"
	"truce/ground/shape"
)

// Incident is the state of an incident: the file that gathers reports. Observations and
// allegations are counted apart and never added.
type Incident struct {
	Title           shape.Prose     `json:"title,omitzero" class:"narrative"`
	Event           string          `json:"event"`
	Status          string          `json:"status"`            // as the reports carry it
	Outcome         string          `json:"outcome,omitempty"` // of verification, while it stands; a closed file keeps it
	Claimed         string          `json:"claimed,omitempty"` // what a verifier claimed and the reports do not carry
	Lacks           []string        `json:"lacks,omitempty"`   // why they do not
	Zone            string          `json:"zone,omitempty"`
	Area            string          `json:"area,omitempty"`
	Reports         []Link          `json:"reports,omitempty"`
	Observed        int             `json:"observed"`             // reports that count and are observations
	ObservedBy      []BySide        `json:"observedBy,omitempty"` // of these, by whose people
	Alleged         int             `json:"alleged"`              // reports that count and are allegations
	Verification    Verification    `json:"verification,omitzero"`
	SourcesCompared []OneSource     `json:"sourcesCompared,omitempty"` // whether its reports come from one source, and by whose word
	Assessments     []Assessment    `json:"assessments,omitempty"`
	Requests        []Request       `json:"requests,omitempty"`
	Positions       []Position      `json:"positions,omitempty"`
	Attribution     string          `json:"attribution"` // over all the attributions that stand
	Attributions    []Attribution   `json:"attributions,omitempty"`
	Findings        []Finding       `json:"findings,omitempty"`
	Victims         []Victim        `json:"victims,omitempty"`
	SameVictims     []SameVictim    `json:"sameVictims,omitempty"`
	Harm            []HarmTotal     `json:"harm,omitempty"`         // over the rows of victims
	HarmObserved    *StatedHarm     `json:"harmObserved,omitempty"` // as observations have it
	HarmAlleged     *StatedHarm     `json:"harmAlleged,omitempty"`  // as allegations have it
	Ignored         []Ignored       `json:"ignored,omitempty"`
	From            time.Time       `json:"from,omitzero"`
	Until           time.Time       `json:"until,omitzero"`
	Precision       string          `json:"precision,omitempty" code:"time-precision"` // of from and until: the least that a report knows
	Near            *place.Position `json:"near,omitempty"`                            // to a tenth of a degree, for everyone
	Exercise        bool            `json:"exercise,omitzero"`
}

// BySide is how many reports are of one side's people.
type BySide struct {
	Side        string `json:"side"` // a party, or the mission
	Number      int    `json:"number"`
	MissionOnly int    `json:"missionOnly,omitzero"` // of these, by keys for which the mission alone vouched
	OffPost     int    `json:"offPost,omitzero"`     // of these, seen from a post that did not stand then
}

// Link is one report in the file.
type Link struct {
	Report act.SubjectID `json:"report"`
	By     act.SubjectID `json:"by" class:"staff"`
	Reason shape.Prose   `json:"reason,omitzero" class:"narrative"`
	As     string        `json:"as,omitempty"` // how it counts: as an observation, an allegation or not at all
}

// Assessment is one step of one verifier.
type Assessment struct {
	Status   string        `json:"status"`
	Obstacle string        `json:"obstacle,omitempty"`
	Body     act.SubjectID `json:"body,omitempty"`     // by whose rule two people of one side are two sources
	NoClause string        `json:"noClause,omitempty"` // why no clause of a text in force set that body up, then: as body.Basis.Lacks says
	Reason   shape.Prose   `json:"reason" class:"narrative"`
	By       act.SubjectID `json:"by" class:"staff"`
	Received time.Time     `json:"received"`
	Wrong    string        `json:"wrong,omitempty"`  // the status from which it cannot be taken: it has no effect
	Doubted  bool          `json:"doubted,omitzero"` // made with a key in doubt
}

// Counts asks for an opening and a report that counts: drafts and what was withdrawn do
// not.
func (s Incident) Counts() bool {
	return s.Event != "" && s.Observed+s.Alleged > 0 && s.Status != "draft" && s.Status != "withdrawn"
}
