package incident_test

import (
	"slices"
	"testing"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/fold/foldtest"
	"truce/ground/place"
	"truce/ground/shape"
	"truce/noun/incident"
	"truce/noun/post"
)

func record() incident.Record {
	return incident.Record{
		Event: "mortar", Means: "heard", Weapon: "mortar-82", Effect: "unknown", Area: "SY0502",
		Count:    &incident.Count{Number: 3, Unit: "explosion"},
		Time:     &place.Extent{From: at(4, 30), Precision: "minute"},
		Place:    &place.Place{Position: &place.Position{Lon: 36.5678, Lat: 35.3234}, Precision: "vicinity", Name: "Zellaqiyat"},
		Observer: &place.Position{Lon: 36.6, Lat: 35.3},
	}
}

func at(hour, minute int) time.Time { return time.Date(2017, 5, 7, hour, minute, 0, 0, time.UTC) }

// with is the record, changed.
func with(change func(*incident.Record)) incident.Record {
	r := record()
	change(&r)
	return r
}

func report() *foldtest.History {
	return &foldtest.History{Subject: "report/1", Func: incident.FoldReport}
}

func observed(r incident.Record) *incident.ObservationFiled {
	return &incident.ObservationFiled{Record: r}
}
func alleged(r incident.Record) *incident.AllegationFiled {
	return &incident.AllegationFiled{Record: r}
}

func TestReport_status(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		record  incident.Record
		missing []string
	}{
		"whole":                     {record(), nil},
		"no count":                  {with(func(r *incident.Record) { r.Count = nil }), []string{"count"}},
		"no time":                   {with(func(r *incident.Record) { r.Time = nil }), []string{"time"}},
		"no place":                  {with(func(r *incident.Record) { r.Place = nil }), []string{"place"}},
		"a place that says nothing": {with(func(r *incident.Record) { r.Place = &place.Place{Precision: "exact"} }), []string{"place"}},
		"a named place":             {with(func(r *incident.Record) { r.Place = &place.Place{Name: "x"} }), nil},
		"a bearing instead":         {with(func(r *incident.Record) { r.Place, r.Sight = nil, &incident.Sight{MaxMetres: 1} }), nil},
		"heard, but from where":     {with(func(r *incident.Record) { r.Observer = nil }), []string{"observer"}},
		"heard at a post":           {with(func(r *incident.Record) { r.Observer, r.Post = nil, "post/op-1" }), nil},
		"read in a document":        {with(func(r *incident.Record) { r.Observer, r.Means = nil, "document" }), nil},
		"nothing at all":            {incident.Record{}, []string{"event", "means", "weapon", "count", "time", "place", "effect"}},
	} {
		if c.record.Unfinished() != (len(c.missing) > 0) {
			t.Errorf("%s: unfinished %v", name, c.record.Unfinished())
		}
		// A draft says that it is one, and what it lacks is told. What is said to be finished counts, whatever of it is not there to be read.
		for _, draft := range []bool{true, false} {
			r, status, missing := c.record, "logged", []string(nil)
			if r.Draft = draft; draft {
				status, missing = "draft", c.missing
			}
			h := report()
			h.By("person/monitor-1", "", observed(r))
			f := h.Fold(t)
			s := foldtest.State[incident.Report](t, f)
			if s.Status != status || !slices.Equal(s.Missing, missing) || f.Periods[0].Counts == draft {
				t.Errorf("%s, draft %v: got %s without %v, counts %v", name, draft, s.Status, s.Missing, f.Periods[0].Counts)
			}
		}
	}
}

func TestReport_withdrawn_no_longer_counts(t *testing.T) {
	t.Parallel()
	for name, reason := range map[string]string{"with its reason": "entered twice", "the reason withheld": ""} {
		h := report()
		h.By("person/monitor-1", "", observed(record()))
		h.By("person/monitor-1", "", &incident.ReportWithdrawn{Reason: shape.In("en", reason)})
		h.By("person/monitor-1", "", observed(record()))
		f := h.Fold(t)
		if s := foldtest.State[incident.Report](t, f); s.Status != "withdrawn" || f.Periods[0].Counts || s.Event != "mortar" {
			t.Errorf("%s: %s, counts %v, event %s", name, s.Status, f.Periods[0].Counts, s.Event)
		}
	}
}

func TestReport_versions(t *testing.T) {
	t.Parallel()
	h := report()
	first := h.By("person/monitor-1", "", observed(record()))
	one := h.Knowing("person/monitor-1", "", observed(with(func(r *incident.Record) { r.Count.Number = 4 })), first)
	two := h.Knowing("person/monitor-1", "", observed(with(func(r *incident.Record) { r.Count.Number = 5 })), first)
	f := h.Fold(t)
	if len(f.Conflicts) != 1 || !slices.Equal(f.Conflicts[0].Acts, []act.ID{one, two}) {
		t.Errorf("two devices without a network: conflicts %v", f.Conflicts)
	}
	h.By("person/monitor-1", "", observed(with(func(r *incident.Record) { r.Count.Number = 5 })))
	f = h.Fold(t)
	if s := foldtest.State[incident.Report](t, f); len(f.Conflicts) != 0 || s.Count.Number != 5 || s.Versions != 4 {
		t.Errorf("settled: %v, %+v", f.Conflicts, s)
	}
}

// What was claimed never replaces what was seen, nor the other way round.
func TestReport_observation_and_allegation_never_mix(t *testing.T) {
	t.Parallel()
	claim := with(func(r *incident.Record) { r.Means, r.Count.Number = "party-statement", 99 })
	h := report()
	h.By("person/monitor-1", "", observed(record()))
	h.By("person/monitor-1", "", alleged(claim))
	if s := foldtest.State[incident.Report](t, h.Fold(t)); s.Type != incident.Observation || s.Count.Number != 3 || s.Versions != 1 {
		t.Errorf("an observation became %+v", s)
	}
	h = report()
	h.By("person/liaison-tr", "TR", alleged(claim))
	h.By("person/liaison-tr", "TR", observed(record()))
	if s := foldtest.State[incident.Report](t, h.Fold(t)); s.Type != incident.Allegation || s.Count.Number != 99 || s.Party != "TR" {
		t.Errorf("an allegation became %+v", s)
	}
}

func TestReport_where(t *testing.T) {
	t.Parallel()
	sight := &incident.Sight{BearingDegrees: 310, HalfWidthDegrees: 5, MinMetres: 2000, MaxMetres: 4000}
	sector := &fold.Sector{BearingDegrees: 310, HalfWidthDegrees: 5, MinMetres: 2000, MaxMetres: 4000}
	for name, c := range map[string]struct {
		record incident.Record
		want   fold.Where
	}{
		"a point with its uncertainty": {record(), fold.Where{Known: true, Lon: 36.5678, Lat: 35.3234, RadiusMetres: 100}},
		"a sector from where one stood": {with(func(r *incident.Record) { r.Place, r.Sight = nil, sight }),
			fold.Where{Known: true, Lon: 36.6, Lat: 35.3, Sector: sector}},
		"a sector from the post": {with(func(r *incident.Record) { r.Place, r.Sight, r.Observer, r.Post = nil, sight, nil, "post/op-1" }),
			fold.Where{Known: true, Lon: 36.5, Lat: 35, Sector: sector}},
		"a sector from a post that nobody knows": {with(func(r *incident.Record) { r.Place, r.Sight, r.Observer, r.Post = nil, sight, nil, "post/9" }),
			fold.Where{}},
		"a name only": {with(func(r *incident.Record) { r.Place = &place.Place{Name: "x"} }), fold.Where{}},
	} {
		h := report()
		h.States = map[act.SubjectID]any{"post/op-1": post.Post{Place: &place.Place{Position: &place.Position{Lon: 36.5, Lat: 35}}}}
		h.Looked = func(subject act.SubjectID, when time.Time) {
			if !when.Equal(at(4, 30)) {
				t.Errorf("%s: asked where %s stood at %s instead of at the event", name, subject, when)
			}
		}
		h.By("person/monitor-1", "", observed(c.record))
		got := h.Fold(t).Periods[0].Where
		if got.Sector != nil && c.want.Sector != nil && *got.Sector == *c.want.Sector {
			got.Sector, c.want.Sector = nil, nil
		}
		if got != c.want {
			t.Errorf("%s: got %+v, want %+v", name, got, c.want)
		}
	}
}

func TestReport_period_is_half_open(t *testing.T) {
	t.Parallel()
	h := report()
	h.By("person/monitor-1", "", observed(record()))
	if p := h.Fold(t).Periods[0]; !p.From.Equal(at(4, 30)) || !p.Until.After(p.From) || p.Until.Sub(p.From) > time.Microsecond {
		t.Errorf("a moment lasts from %s until %s", p.From, p.Until)
	}
	h = report()
	h.By("person/monitor-1", "", observed(with(func(r *incident.Record) { r.Time.Until = at(5, 0) })))
	if p := h.Fold(t).Periods[0]; !p.Until.Equal(at(5, 0)) {
		t.Errorf("until %s", p.Until)
	}
}

func TestReport_in_a_compartment(t *testing.T) {
	t.Parallel()
	own := with(func(r *incident.Record) { r.Compartment = "party" })
	h := report()
	h.By("person/liaison-tr", "TR", observed(own))
	if p := h.Fold(t).Periods[0]; p.Compartment != "party:TR" {
		t.Errorf("in %q", p.Compartment)
	}
	h.By("person/liaison-tr", "TR", observed(record()))
	if p := h.Fold(t).Periods[0]; p.Compartment != "" {
		t.Errorf("opened to all, still in %q", p.Compartment)
	}
}

func TestReport_shows_everyone_a_tenth_of_a_degree(t *testing.T) {
	t.Parallel()
	h := report()
	h.By("person/monitor-1", "", observed(record()))
	f := h.Fold(t)
	if s := foldtest.State[incident.Report](t, f); *s.Near != (place.Position{Lon: 36.6, Lat: 35.3}) || f.Periods[0].Label != "SY0502" {
		t.Errorf("near %v, label %q", s.Near, f.Periods[0].Label)
	}
}

func TestFits_refuses_contradictions(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*incident.Record){
		"an end at the start":  func(r *incident.Record) { r.Time.Until = r.Time.From },
		"an end before":        func(r *incident.Record) { r.Time.Until = at(4, 0) },
		"far before near":      func(r *incident.Record) { r.Sight = &incident.Sight{MinMetres: 2, MaxMetres: 1} },
		"fewer killed at most": func(r *incident.Record) { r.Harm = &incident.Harm{KilledMin: new(2), KilledMax: new(1)} },
		"fewer injured":        func(r *incident.Record) { r.Harm = &incident.Harm{InjuredMin: new(2), InjuredMax: new(1)} },
		"more civilians for sure": func(r *incident.Record) {
			r.Harm = &incident.Harm{KilledMin: new(1), CiviliansKilledMin: new(9)}
		},
		"more civilians":       func(r *incident.Record) { r.Harm = &incident.Harm{KilledMax: new(1), CiviliansKilledMin: new(2)} },
		"nothing said of harm": func(r *incident.Record) { r.Harm = &incident.Harm{} },
	} {
		if observed(with(change)).Fits("report/1") == nil || alleged(with(change)).Fits("report/1") == nil {
			t.Errorf("%s fits", name)
		}
	}
	if err := observed(record()).Fits("report/1"); err != nil {
		t.Error(err)
	}
	refers := with(func(r *incident.Record) { r.Post, r.Evidence = "post/1", []act.SubjectID{"evidence/1"} }).Refers()
	if !slices.Equal(refers, []act.SubjectID{"evidence/1", "post/1"}) {
		t.Errorf("refers to %v", refers)
	}
}
