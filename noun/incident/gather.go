package incident

import (
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/taxonomy"
	"truce/noun"
)

// gather counts the reports and takes the stretch of time that they span. The place is
// the first observation's that has one, else the first allegation's: an average would be
// a place where nobody says that anything happened.
func (s *Incident) gather(look fold.Look, distinct []act.SubjectID) (where fold.Where, lacks []string) {
	var observed, alleged fold.Where
	var sources []source
	var harmObserved, harmAlleged []*Harm
	for i, link := range s.Reports {
		state, held := look(link.Report, time.Time{})
		var r Report
		if !held || json.Unmarshal(state, &r) != nil || !r.Counts() || r.Compartment != "" {
			continue // a party's own report tells nothing here while it is in its compartment
		}
		s.span(r)
		s.Reports[i].As = r.Type
		if r.Type == Observation {
			s.Observed++
			s.ObservedBy = count(s.ObservedBy, r)
			sources = append(sources, source{r, link.Report})
			harmObserved = append(harmObserved, r.Harm)
			first(&observed, r.where(look))
		} else {
			s.Alleged++
			harmAlleged = append(harmAlleged, r.Harm)
			first(&alleged, r.where(look))
		}
	}
	s.HarmObserved, s.HarmAlleged = stated(harmObserved), stated(harmAlleged)
	first(&observed, alleged)
	s.Verification, s.SourcesCompared, lacks = verify(sources, distinct)
	return observed, lacks
}

// count adds a report to those of its side.
func count(of []BySide, r Report) []BySide {
	side := noun.SideOf(r.Party)
	i, is := slices.BinarySearchFunc(of, side, func(s BySide, side string) int { return strings.Compare(s.Side, side) })
	if !is {
		of = slices.Insert(of, i, BySide{Side: side})
	}
	of[i].Number++
	if r.MissionOnly {
		of[i].MissionOnly++
	}
	if r.OffPost {
		of[i].OffPost++
	}
	return of
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
	s.Precision = coarser(s.Precision, r.Time.Precision)
	until := r.Time.Until
	if until.IsZero() {
		until = r.Time.From.Add(time.Microsecond)
	}
	if until.After(s.Until) {
		s.Until = until
	}
}

// coarser is the less well known of two precisions of a time.
func coarser(a, b string) string {
	list := taxonomy.Default().List(taxonomy.TimePrecision)
	one, known := list.Term(a)
	other, also := list.Term(b)
	if !known || also && other.LengthSeconds > one.LengthSeconds {
		return b
	}
	return a
}

func (s *Incident) period(where fold.Where) fold.Period {
	s.Near = near(where)
	return fold.Period{
		From: s.From, Until: s.Until, Kind: s.Event, Status: s.Status, Zone: s.Zone,
		Narrative: s.Title.Text, Where: where, Counts: s.Counts(), State: s,
	}
}
