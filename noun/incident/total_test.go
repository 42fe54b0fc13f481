package incident_test

import (
	"slices"
	"testing"
	"time"

	"truce/ground/act"
	"truce/ground/fold/foldtest"
	"truce/noun/incident"
)

// week are incidents of every standing, folded.
func week(t *testing.T) map[act.SubjectID]incident.Incident {
	t.Helper()
	reports := map[act.SubjectID]any{
		"report/o1": by("person/1", "saw"), "report/o2": by("person/2", "saw"), "report/o3": by("person/1", "saw"),
		"report/a1": logged(incident.Allegation, 36), "report/a2": logged(incident.Allegation, 36),
	}
	all := map[act.SubjectID]incident.Incident{}
	add := func(id act.SubjectID, links []act.SubjectID, bodies ...any) {
		h := file(reports)
		link(h, links...)
		for _, body := range bodies {
			h.By("person/x", "", body)
		}
		all[id] = foldtest.State[incident.Incident](t, h.Fold(t))
	}
	add("incident/confirmed", []act.SubjectID{"report/o1", "report/o2", "report/a1"}, assessed("confirmed"), assessed("closed"),
		blame("SY-GOV", "likely"), harmed("a", "killed", "confirmed"), harmed("b", "killed", "reported"))
	add("incident/claimed", []act.SubjectID{"report/o3", "report/a1"}, assessed("confirmed"), blame("NUSRA", "likely"))
	add("incident/possible", []act.SubjectID{"report/o3"}, assessed("possible"), finding("jc", 9, nil, seats("RU+")),
		blame("NUSRA", "likely"), blame("SY-GOV", "contested"), harmed("a", "killed", "confirmed"))
	add("incident/alleged", []act.SubjectID{"report/a2"}, finding("jc", 9, nil, seats("RU+")), finding("un", 1, nil, seats("RU+")))
	add("incident/withdrawn", []act.SubjectID{"report/o1"}, assessed("withdrawn"), harmed("a", "killed", "confirmed"))
	add("incident/empty", nil, assessed("possible"))
	return all
}

func TestTotal(t *testing.T) {
	t.Parallel()
	got := incident.Total(week(t))
	for name, c := range map[string]struct {
		figure incident.Figure
		unit   string
		of     []act.SubjectID
	}{
		"alleged":      {got.Alleged, "report", []act.SubjectID{"report/a1", "report/a2"}},
		"observed":     {got.Observed, "report", []act.SubjectID{"report/o1", "report/o2", "report/o3"}},
		"incidents":    {got.Incidents, "incident", []act.SubjectID{"incident/alleged", "incident/claimed", "incident/confirmed", "incident/possible"}},
		"unresolved":   {got.Unresolved, "incident", []act.SubjectID{"incident/alleged", "incident/claimed"}},
		"claimed":      {got.Claimed, "incident", []act.SubjectID{"incident/claimed"}},
		"ruled":        {got.Ruled, "incident", []act.SubjectID{"incident/alleged", "incident/possible"}},
		"below quorum": {got.BelowQuorum, "incident", []act.SubjectID{"incident/possible"}},
		"inside":       {got.Inside, "incident", []act.SubjectID{"incident/confirmed"}},
		"outside":      {got.Outside, "incident", []act.SubjectID{"incident/claimed"}},
		"contested":    {got.Contested, "incident", []act.SubjectID{"incident/possible"}},
		"nobody":       {got.Nobody, "incident", []act.SubjectID{"incident/alleged"}},
	} {
		if c.figure.Unit != c.unit || c.figure.Number != len(c.of) || !slices.Equal(c.figure.Of, c.of) {
			t.Errorf("%s: %+v, want %v", name, c.figure, c.of)
		}
	}
	sum := got.Unresolved.Number
	for _, f := range got.Found {
		sum += f.Number
		if want := map[string]int{"confirmed": 1, "possible": 1}[f.Status]; f.Number != want || len(f.Of) != want || f.Unit != "incident" {
			t.Errorf("found %+v", f)
		}
	}
	if sum != got.Incidents.Number || got.Found[0].Status != "confirmed" || len(got.Found) != 6 {
		t.Errorf("%d of %d incidents: %+v", sum, got.Incidents.Number, got.Found)
	}
}

func TestTotalHarm(t *testing.T) {
	t.Parallel()
	got := incident.TotalHarm(week(t))
	if len(got) != 1 || got[0].HarmTotal != (incident.HarmTotal{Status: "killed", Confirmed: 2, Reported: 1, Min: 2, Max: 3}) ||
		!slices.Equal(got[0].Of, []act.SubjectID{"incident/confirmed", "incident/possible"}) {
		t.Errorf("%+v", got)
	}
}

// A tally is a claim: what it says is in no figure of ours. A fold of an incident never
// looks at one.
func TestTotal_of_nothing_is_nought(t *testing.T) {
	t.Parallel()
	got := incident.Total(nil)
	if got.Incidents.Number != 0 || got.Observed.Unit != "report" || got.Unresolved.Unit != "incident" || len(got.Found) != 6 {
		t.Errorf("%+v", got)
	}
	h := file(map[act.SubjectID]any{"report/1": by("person/1", "saw")})
	h.Looked = looksAtReportsOnly(t)
	link(h, "report/1")
	h.By("person/1", "", finding("jc", 1, nil, seats("RU+")))
	h.Fold(t)
}

func looksAtReportsOnly(t *testing.T) func(act.SubjectID, time.Time) {
	return func(subject act.SubjectID, _ time.Time) {
		if subject.Noun() != incident.ReportNoun && subject.Noun() != "" && subject.Noun() != "post" {
			t.Errorf("an incident looks at %s", subject)
		}
	}
}
