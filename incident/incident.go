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
	Title       string          `json:"title,omitempty" class:"narrative"`
	Event       string          `json:"event"`
	Status      string          `json:"status"`
	Zone        string          `json:"zone,omitempty"`
	Area        string          `json:"area,omitempty"`
	Reports     []Link          `json:"reports,omitempty"`
	Observed    int             `json:"observed"` // reports that count and are observations
	Alleged     int             `json:"alleged"`  // reports that count and are allegations
	Assessments []Assessment    `json:"assessments,omitempty"`
	From        time.Time       `json:"from,omitzero"`
	Until       time.Time       `json:"until,omitzero"`
	Near        *place.Position `json:"near,omitempty"` // to a tenth of a degree, for everyone
	Exercise    bool            `json:"exercise,omitzero"`
}

// Link is one report in the file.
type Link struct {
	Report act.SubjectID `json:"report"`
	By     act.SubjectID `json:"by" class:"staff"`
	Reason string        `json:"reason,omitempty" class:"narrative"`
}

// Assessment is one step of one verifier.
type Assessment struct {
	Status   string        `json:"status"`
	Why      string        `json:"why,omitempty"`
	Reason   string        `json:"reason" class:"narrative"`
	By       act.SubjectID `json:"by" class:"staff"`
	Received time.Time     `json:"received"`
}

// FoldIncident adds up the acts about an incident and the reports that it gathers.
func FoldIncident(_ act.SubjectID, entries []fold.Entry, look fold.Look) fold.Folded {
	g := fold.NewGraph(entries)
	var opened fold.Field[IncidentOpened]
	var status fold.Field[string]
	s := Incident{}
	for _, e := range entries {
		switch b := e.Body.(type) {
		case *IncidentOpened:
			opened.Set(g, e.ID, *b)
		case *ReportLinked:
			s.unlink(b.Report)
			s.Reports = append(s.Reports, Link{b.Report, e.Person, b.Reason})
		case *ReportUnlinked:
			s.unlink(b.Report)
		case *IncidentAssessed:
			status.Set(g, e.ID, b.Status)
			s.Assessments = append(s.Assessments, Assessment{b.Status, b.Why, b.Reason, e.Person, e.Received})
		}
	}
	o := opened.Value()
	s.Title, s.Event, s.Zone, s.Area, s.Exercise = o.Title, o.Event, o.Zone, o.Area, o.Exercise
	s.Status = "reported"
	if status.IsSet() {
		s.Status = status.Value()
	}
	where := s.gather(look)
	return fold.Folded{
		Periods: []fold.Period{s.period(where, opened.IsSet())},
		Conflicts: fold.Conflicts(
			func() (fold.Conflict, bool) { return opened.Conflict("opening") },
			func() (fold.Conflict, bool) { return status.Conflict("status") }),
	}
}

func (s *Incident) unlink(report act.SubjectID) {
	s.Reports = slices.DeleteFunc(s.Reports, func(l Link) bool { return l.Report == report })
}

// gather counts the reports and takes the stretch of time that they span. The place is
// the first observation's that has one, else the first allegation's: an average would be
// a place where nobody says that anything happened.
func (s *Incident) gather(look fold.Look) fold.Where {
	var observed, alleged fold.Where
	for _, link := range s.Reports {
		state, held := look(link.Report, time.Time{})
		var r Report
		if !held || json.Unmarshal(state, &r) != nil || r.Status != "logged" || r.Compartment != "" {
			continue // a party's own report tells nothing here while it is in its compartment
		}
		s.span(r)
		if r.Type == Observation {
			s.Observed++
			first(&observed, r.where(look))
		} else {
			s.Alleged++
			first(&alleged, r.where(look))
		}
	}
	first(&observed, alleged)
	return observed
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

func (s *Incident) period(where fold.Where, opened bool) fold.Period {
	s.Near = near(where)
	return fold.Period{
		From: s.From, Until: s.Until, Kind: s.Event, Status: s.Status, Zone: s.Zone,
		Narrative: s.Title, Where: where, Counts: opened && s.counts(), State: s,
	}
}

// counts asks for a report that counts: drafts and what was withdrawn do not.
func (s *Incident) counts() bool {
	return s.Observed+s.Alleged > 0 && s.Status != "draft" && s.Status != "withdrawn"
}
