package incident_test

import (
	"reflect"
	"testing"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/fold/foldtest"
	"truce/ground/place"
	"truce/ground/shape"
	"truce/noun/incident"
)

// file is an incident that looks at reports of these states.
func file(reports map[act.SubjectID]any) *foldtest.History {
	h := &foldtest.History{Subject: "incident/1", Func: incident.FoldIncident, States: reports}
	h.By("person/secretary", "", &incident.IncidentOpened{Event: "mortar", Title: shape.In("en", "Mortar fire")})
	return h
}

func link(h *foldtest.History, reports ...act.SubjectID) {
	for _, r := range reports {
		h.By("person/secretary", "", &incident.ReportLinked{Report: r})
	}
}

func logged(kind string, lon float64) incident.Report {
	r := with(func(r *incident.Record) { r.Place.Position = &place.Position{Lon: lon, Lat: 35} })
	return incident.Report{Record: r, Type: kind, Status: "logged"}
}

func TestIncident_counts_apart(t *testing.T) {
	t.Parallel()
	draft, withdrawn, own := logged(incident.Observation, 30), logged(incident.Observation, 30), logged(incident.Observation, 30)
	draft.Status, withdrawn.Status, own.Compartment = "draft", "withdrawn", "party"
	reports := map[act.SubjectID]any{
		"report/o1": logged(incident.Observation, 36.5), "report/o2": logged(incident.Observation, 36.7),
		"report/a1": logged(incident.Allegation, 37), "report/a2": logged(incident.Allegation, 38), "report/a3": logged(incident.Allegation, 39),
		"report/draft": draft, "report/withdrawn": withdrawn, "report/own": own,
	}
	for name, c := range map[string]struct {
		links             []act.SubjectID
		observed, alleged int
		lon               float64
	}{
		"nothing yet":                 {nil, 0, 0, 0},
		"two seen, three claimed":     {[]act.SubjectID{"report/a1", "report/o1", "report/a2", "report/o2", "report/a3"}, 2, 3, 36.5},
		"claimed only":                {[]act.SubjectID{"report/a2", "report/a1"}, 0, 2, 38},
		"linked twice":                {[]act.SubjectID{"report/o1", "report/o1"}, 1, 0, 36.5},
		"drafts and withdrawn":        {[]act.SubjectID{"report/draft", "report/withdrawn"}, 0, 0, 0},
		"a party's own report":        {[]act.SubjectID{"report/own"}, 0, 0, 0},
		"a party's own beside others": {[]act.SubjectID{"report/own", "report/o2"}, 1, 0, 36.7},
		"one that nobody holds":       {[]act.SubjectID{"report/9"}, 0, 0, 0},
	} {
		h := file(reports)
		link(h, c.links...)
		f := h.Fold(t)
		s, p := foldtest.State[incident.Incident](t, f), f.Periods[0]
		if s.Observed != c.observed || s.Alleged != c.alleged || p.Where.Lon != c.lon || p.Counts != (c.observed+c.alleged > 0) {
			t.Errorf("%s: %d observed, %d alleged at %v, counts %v", name, s.Observed, s.Alleged, p.Where.Lon, p.Counts)
		}
	}
}

func TestIncident_unlinking_can_be_undone(t *testing.T) {
	t.Parallel()
	h := file(map[act.SubjectID]any{"report/1": logged(incident.Observation, 36.5)})
	count := func() int { return foldtest.State[incident.Incident](t, h.Fold(t)).Observed }
	link(h, "report/1")
	before := foldtest.Text(t, h.Fold(t))
	h.By("person/secretary", "", &incident.ReportUnlinked{Report: "report/1"})
	if got := count(); got != 0 {
		t.Errorf("unlinked: %d observed", got)
	}
	link(h, "report/1")
	if after := foldtest.Text(t, h.Fold(t)); after != before {
		t.Errorf("linked again:\n%s\n%s", before, after)
	}
	h.By("person/secretary", "", &incident.ReportUnlinked{Report: "report/never-linked"})
	if got := count(); got != 1 {
		t.Errorf("another unlinked: %d observed", got)
	}
}

func TestIncident_spans_its_reports(t *testing.T) {
	t.Parallel()
	early, late := logged(incident.Allegation, 36), logged(incident.Observation, 36)
	early.Time, late.Time = &place.Extent{From: at(3, 0), Until: at(3, 30)}, &place.Extent{From: at(9, 0)}
	h := file(map[act.SubjectID]any{"report/early": early, "report/late": late})
	link(h, "report/late", "report/early")
	p := h.Fold(t).Periods[0]
	if !p.From.Equal(at(3, 0)) || !p.Until.Equal(at(9, 0).Add(time.Microsecond)) {
		t.Errorf("from %s until %s", p.From, p.Until)
	}
}

func TestIncident_status(t *testing.T) {
	t.Parallel()
	h := file(map[act.SubjectID]any{"report/1": logged(incident.Observation, 36.5)})
	link(h, "report/1")
	if s := foldtest.State[incident.Incident](t, h.Fold(t)); s.Status != "reported" {
		t.Errorf("starts as %s", s.Status)
	}
	heads := h.By("person/verifier-1", "", &incident.IncidentAssessed{Status: "under-verification", Reason: shape.In("en", "x")})
	h.Knowing("person/verifier-1", "", &incident.IncidentAssessed{Status: "confirmed", Reason: shape.In("en", "x")}, heads)
	h.Knowing("person/verifier-2", "", &incident.IncidentAssessed{Status: "refuted", Reason: shape.In("en", "x")}, heads)
	f := h.Fold(t)
	s := foldtest.State[incident.Incident](t, f)
	if len(f.Conflicts) != 1 || f.Conflicts[0].Field != "status" || len(s.Assessments) != 3 {
		t.Errorf("two verifiers without a network: %v, %d steps", f.Conflicts, len(s.Assessments))
	}
	h.By("person/verifier-1", "", &incident.IncidentAssessed{Status: "withdrawn", Reason: shape.In("en", "x")})
	f = h.Fold(t)
	if s := foldtest.State[incident.Incident](t, f); s.Status != "withdrawn" || f.Periods[0].Counts || len(f.Conflicts) != 0 {
		t.Errorf("withdrawn: %s, counts %v, conflicts %v", s.Status, f.Periods[0].Counts, f.Conflicts)
	}
}

func TestIncident_assessed_fits(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		body incident.IncidentAssessed
		fits bool
	}{
		{incident.IncidentAssessed{Status: "confirmed"}, true},
		{incident.IncidentAssessed{Status: "not-investigable", Obstacle: "access"}, true},
		{incident.IncidentAssessed{Status: "not-investigable"}, false},
		{incident.IncidentAssessed{Status: "confirmed", Obstacle: "access"}, false},
	} {
		if err := c.body.Fits("incident/1"); (err == nil) != c.fits {
			t.Errorf("%+v: %v", c.body, err)
		}
	}
}

func TestIncident_tells_a_report_put_in_and_taken_out_side_by_side(t *testing.T) {
	t.Parallel()
	h := &foldtest.History{Subject: "incident/1", Func: incident.FoldIncident}
	h.By("person/v", "", &incident.IncidentOpened{Title: shape.In("en", "t"), Event: "mortar"})
	linked := h.By("person/v", "", &incident.ReportLinked{Report: "report/1"})
	out := h.Knowing("person/v", "", &incident.ReportUnlinked{Report: "report/1", Reason: shape.In("en", "another place")}, linked)
	in := h.Knowing("person/w", "", &incident.ReportLinked{Report: "report/1", Reason: shape.In("en", "the same volley")}, linked)
	want := []fold.Conflict{{Field: "report 1", Acts: []act.ID{out, in}}}
	if f := h.Fold(t); !reflect.DeepEqual(f.Conflicts, want) {
		t.Errorf("got %+v, want %+v", f.Conflicts, want)
	}
}
