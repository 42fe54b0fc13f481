package incident

import (
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/place"
	"truce/ground/shape"
)

// Report is the state of a report.
type Report struct {
	Record
	Type     string        `json:"type"` // observation or allegation
	Status   string        `json:"status"`
	Missing  []string      `json:"missing,omitempty"`
	Ahead    bool          `json:"ahead,omitzero"`   // it speaks of a time that had not come when it was received: it counts for nothing
	OffPost  bool          `json:"offPost,omitzero"` // the post that it names did not stand then
	Reporter act.SubjectID `json:"reporter" class:"staff"`
	Party    string        `json:"party,omitempty"` // the reporter's
	// MissionOnly: the reporter's key speaks for a party and was vouched for by the mission only.
	MissionOnly bool            `json:"missionOnly,omitzero"`
	Versions    int             `json:"versions"`
	Withdrawn   shape.Prose     `json:"withdrawn,omitzero" class:"narrative"` // why
	Different   []Different     `json:"different,omitempty"`                  // reports that are about other happenings
	SourceCodes []CodeOf        `json:"sourceCodes,omitempty"`                // by each custodian
	Sources     []SourceOf      `json:"sources,omitempty"`                    // what custodians said of the sources of other reports
	Near        *place.Position `json:"near,omitempty"`                       // to a tenth of a degree, for everyone
}

// Counts asks for a finished report that was not taken back, of a time that had come when it was received.
func (s Report) Counts() bool { return s.Status == "logged" && !s.Ahead }

// Types of report.
const (
	Observation = "observation"
	Allegation  = "allegation"
)

// FoldReport adds up the acts about a report.
func FoldReport(_ act.SubjectID, entries []fold.Entry, look fold.Look) fold.Folded {
	g := fold.NewGraph(entries)
	var record spoken[Record]
	others := others{}
	var told sourcesOf
	var s Report
	withdrawn := false
	for _, e := range entries {
		switch b := e.Body.(type) {
		case *ObservationFiled:
			if s.filed(Observation, e) {
				record.set(g, e, b.Record)
			}
		case *AllegationFiled:
			if s.filed(Allegation, e) {
				record.set(g, e, b.Record)
			}
		case *ReportWithdrawn:
			withdrawn, s.Withdrawn = true, b.Reason
		case *DuplicateDecided:
			others.decide(g, e, b)
		case *SourceCoded:
			told.say(g, e, "", b.Code)
		case *SourcesCompared:
			told.say(g, e, b.Other, b.Decision)
		}
	}
	s.Record = record.of.Value()
	if s.Draft {
		s.Missing = s.Record.Missing()
	}
	s.Ahead, s.OffPost = s.ahead(record.at()), s.offPost(look)
	s.Status = s.status(withdrawn)
	s.Different = others.different()
	s.SourceCodes, s.Sources = told.codes(), told.with()
	where := s.where(look)
	s.Near = near(where)
	return fold.Folded{
		Periods: []fold.Period{s.period(where)},
		Conflicts: fold.Conflicts(
			func() (fold.Conflict, bool) { return record.of.Conflict("record") },
			func() (fold.Conflict, bool) { return others.conflict("different") }, told.conflict),
	}
}

// filed keeps the first author and type: a report has one reporter, and what was claimed
// never replaces what was seen. A version of the other type has no effect.
func (s *Report) filed(kind string, e fold.Entry) bool {
	if s.Versions == 0 {
		s.Type, s.Reporter, s.Party, s.MissionOnly = kind, e.Person, e.Party, e.MissionOnly
	}
	if s.Type != kind {
		return false
	}
	s.Versions++
	return true
}

// status does not ask for what acts hide, which may be withheld from this office, or erased: not for the reason of a withdrawal, and
// not for the place of a report that its author said to be finished.
func (s *Report) status(withdrawn bool) string {
	switch {
	case withdrawn:
		return "withdrawn"
	case s.Draft:
		return "draft"
	}
	return "logged"
}

func (s *Report) period(where fold.Where) fold.Period {
	p := fold.Period{
		Kind: s.Event, Status: s.Status, Party: s.Party, Zone: s.Zone, Label: s.Area,
		Narrative: s.words(), Where: where, Counts: s.Counts(), State: s,
	}
	if s.Compartment == "party" {
		p.Compartment = "party:" + s.Party
	}
	if s.Time != nil {
		p.From, p.Until = s.Time.From, s.Time.Until
	}
	if p.Until.IsZero() && !p.From.IsZero() {
		p.Until = p.From.Add(time.Microsecond) // a moment
	}
	return p
}

// words are searched for those who may read narratives, all of whom may read exact places.
// The place's name is one of them and not the label, which is for everyone.
func (s *Report) words() string {
	if s.Place == nil {
		return s.Narrative.Text
	}
	return strings.TrimSpace(s.Place.Name + "\n" + s.Narrative.Text)
}

// where is a place if one is known, else the sector from where the observer stood.
func (s *Report) where(look fold.Look) fold.Where {
	if s.Place != nil && s.Place.Position != nil {
		return fold.WhereOf(s.Place)
	}
	from, known := s.observer(look)
	if s.Sight == nil || !known {
		return fold.Where{}
	}
	return fold.Where{Known: true, Lon: from.Lon, Lat: from.Lat, Sector: &fold.Sector{
		BearingDegrees: s.Sight.BearingDegrees, HalfWidthDegrees: s.Sight.HalfWidthDegrees,
		MinMetres: s.Sight.MinMetres, MaxMetres: s.Sight.MaxMetres,
	}}
}

func (s *Report) observer(look fold.Look) (place.Position, bool) {
	if s.Observer != nil {
		return *s.Observer, true
	}
	if s.Post == "" || s.Time == nil {
		return place.Position{}, false
	}
	state, held := look(s.Post, s.Time.From)
	var p struct {
		Place *place.Place `json:"place"`
	} // of a post's state, all that is needed here
	if !held || json.Unmarshal(state, &p) != nil || p.Place == nil || p.Place.Position == nil {
		return place.Position{}, false
	}
	return *p.Place.Position, true
}

func near(w fold.Where) *place.Position {
	if !w.Known {
		return nil
	}
	p := place.Position{Lon: w.Lon, Lat: w.Lat}.Coarse()
	return &p
}
