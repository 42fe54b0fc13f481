package incident

import (
	"slices"
	"time"

	"github.com/go-json-experiment/json"

	"truce/act"
	"truce/fold"
	"truce/place"
)

// Incident is the state of an incident: the file that gathers reports. Observations and
// allegations are counted apart and never added.
type Incident struct {
	Title        string          `json:"title,omitempty" class:"narrative"`
	Event        string          `json:"event"`
	Status       string          `json:"status"`            // as the reports carry it
	Outcome      string          `json:"outcome,omitempty"` // of verification, while it stands; a closed file keeps it
	Claimed      string          `json:"claimed,omitempty"` // what a verifier claimed and the reports do not carry
	Lacks        []string        `json:"lacks,omitempty"`   // why they do not
	Zone         string          `json:"zone,omitempty"`
	Area         string          `json:"area,omitempty"`
	Reports      []Link          `json:"reports,omitempty"`
	Observed     int             `json:"observed"` // reports that count and are observations
	Alleged      int             `json:"alleged"`  // reports that count and are allegations
	Verification Verification    `json:"verification,omitzero"`
	Assessments  []Assessment    `json:"assessments,omitempty"`
	Requests     []Request       `json:"requests,omitempty"`
	Positions    []Position      `json:"positions,omitempty"`
	Attribution  string          `json:"attribution"` // over all the attributions that stand
	Attributions []Attribution   `json:"attributions,omitempty"`
	Findings     []Finding       `json:"findings,omitempty"`
	Victims      []Victim        `json:"victims,omitempty"`
	SameVictims  []SameVictim    `json:"sameVictims,omitempty"`
	Harm         []HarmTotal     `json:"harm,omitempty"`         // over the rows of victims
	HarmObserved *StatedHarm     `json:"harmObserved,omitempty"` // as observations have it
	HarmAlleged  *StatedHarm     `json:"harmAlleged,omitempty"`  // as allegations have it
	Ignored      []Ignored       `json:"ignored,omitempty"`
	From         time.Time       `json:"from,omitzero"`
	Until        time.Time       `json:"until,omitzero"`
	Near         *place.Position `json:"near,omitempty"` // to a tenth of a degree, for everyone
	Exercise     bool            `json:"exercise,omitzero"`
}

// Link is one report in the file.
type Link struct {
	Report act.SubjectID `json:"report"`
	By     act.SubjectID `json:"by" class:"staff"`
	Reason string        `json:"reason,omitempty" class:"narrative"`
	As     string        `json:"as,omitempty"` // how it counts: as an observation, an allegation or not at all
}

// Assessment is one step of one verifier.
type Assessment struct {
	Status   string        `json:"status"`
	Why      string        `json:"why,omitempty"`
	Reason   string        `json:"reason" class:"narrative"`
	By       act.SubjectID `json:"by" class:"staff"`
	Received time.Time     `json:"received"`
	Wrong    string        `json:"wrong,omitempty"` // the status from which it cannot be taken: it has no effect
}

// file is an incident while its acts are added up.
type file struct {
	fold.Graph
	Incident
	opened       fold.Field[IncidentOpened]
	steps        steps
	positions    positions
	attributions attributions
	bodies       bodies
	victims      victims
}

// FoldIncident adds up the acts about an incident and the reports that it gathers.
func FoldIncident(_ act.SubjectID, entries []fold.Entry, look fold.Look) fold.Folded {
	f := file{Graph: fold.NewGraph(entries)}
	for _, e := range entries {
		f.take(e)
	}
	s := f.Incident
	o := f.opened.Value()
	s.Title, s.Event, s.Zone, s.Area, s.Exercise = o.Title, o.Event, o.Zone, o.Area, o.Exercise
	where, lacks := s.gather(look)
	s.conclude(f.steps, lacks)
	s.Requests, s.Positions = f.positions.asked(f.Graph), f.positions.latest
	s.Attributions = f.attributions.list()
	s.Attribution = attributed(s.Actors())
	s.Findings = f.bodies.list()
	s.Victims, s.SameVictims, s.Harm = f.victims.list(), f.victims.same(), f.victims.totals()
	return fold.Folded{Periods: []fold.Period{s.period(where)}, Conflicts: f.conflicts()}
}

func (f *file) take(e fold.Entry) {
	switch b := e.Body.(type) {
	case *IncidentOpened:
		f.opened.Set(f.Graph, e.ID, *b)
	case *ReportLinked:
		f.unlink(b.Report)
		f.Reports = append(f.Reports, Link{Report: b.Report, By: e.Person, Reason: b.Reason})
	case *ReportUnlinked:
		f.unlink(b.Report)
	case *IncidentAssessed:
		wrong := f.steps.take(f.Graph, e.ID, b.Status)
		f.Assessments = append(f.Assessments, Assessment{b.Status, b.Why, b.Reason, e.Person, e.Received, wrong})
	case *AnswerRequested:
		f.positions.ask(e, b)
	case *PositionTaken:
		f.ignore(e, "position-taken", f.positions.take(f.Graph, e, b))
	case *AttributionMade:
		f.attributions.make(f.Graph, e, b)
	case *AttributionWithdrawn:
		f.ignore(e, "attribution-withdrawn", f.attributions.withdraw(f.Graph, e, b))
	case *FindingIssued:
		f.bodies.find(f.Graph, e, b)
	case *HarmRecorded:
		f.victims.record(f.Graph, e, b)
	case *SameVictimProposed:
		f.victims.propose(e, b)
	case *SameVictimDecided:
		f.ignore(e, "same-victim-decided", f.victims.decide(f.Graph, e, b))
	}
}

// ignore notes an act that had no effect, if there is a reason why it had none.
func (f *file) ignore(e fold.Entry, kind act.Kind, why string) {
	if why != "" {
		f.Ignored = append(f.Ignored, ignored(e, kind, why))
	}
}

func (f *file) conflicts() []fold.Conflict {
	return slices.Concat(fold.Conflicts(
		func() (fold.Conflict, bool) { return f.opened.Conflict("opening") },
		func() (fold.Conflict, bool) { return f.steps.status.Conflict("status") }),
		f.positions.conflicts(), f.attributions.conflicts(), f.bodies.conflicts(), f.victims.conflicts())
}

func (s *Incident) unlink(report act.SubjectID) {
	s.Reports = slices.DeleteFunc(s.Reports, func(l Link) bool { return l.Report == report })
}

// gather counts the reports and takes the stretch of time that they span. The place is
// the first observation's that has one, else the first allegation's: an average would be
// a place where nobody says that anything happened.
func (s *Incident) gather(look fold.Look) (where fold.Where, lacks []string) {
	var observed, alleged fold.Where
	var sources []Report
	for i, link := range s.Reports {
		state, held := look(link.Report, time.Time{})
		var r Report
		if !held || json.Unmarshal(state, &r) != nil || r.Status != "logged" || r.Compartment != "" {
			continue // a party's own report tells nothing here while it is in its compartment
		}
		s.span(r)
		s.Reports[i].As = r.Type
		if r.Type == Observation {
			s.Observed++
			sources = append(sources, r)
			s.HarmObserved = s.HarmObserved.include(r.Harm)
			first(&observed, r.where(look))
		} else {
			s.Alleged++
			s.HarmAlleged = s.HarmAlleged.include(r.Harm)
			first(&alleged, r.where(look))
		}
	}
	first(&observed, alleged)
	s.Verification, lacks = verify(sources)
	return observed, lacks
}

func first(held *fold.Where, w fold.Where) {
	if !held.Known {
		*held = w
	}
}

func (s *Incident) span(r Report) {
	if r.Time == nil {
		return
	}
	if s.From.IsZero() || r.Time.From.Before(s.From) {
		s.From = r.Time.From
	}
	until := r.Time.Until
	if until.IsZero() {
		until = r.Time.From.Add(time.Microsecond)
	}
	if until.After(s.Until) {
		s.Until = until
	}
}

func (s *Incident) period(where fold.Where) fold.Period {
	s.Near = near(where)
	return fold.Period{
		From: s.From, Until: s.Until, Kind: s.Event, Status: s.Status, Zone: s.Zone,
		Narrative: s.Title, Where: where, Counts: s.Counts(), State: s,
	}
}

// Counts asks for an opening and a report that counts: drafts and what was withdrawn do
// not.
func (s Incident) Counts() bool {
	return s.Event != "" && s.Observed+s.Alleged > 0 && s.Status != "draft" && s.Status != "withdrawn"
}
