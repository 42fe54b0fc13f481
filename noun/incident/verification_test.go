package incident_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"truce/ground/act"
	"truce/ground/fold/foldtest"
	"truce/noun/incident"
)

// by is an observation of one reporter.
func by(reporter act.SubjectID, means string) incident.Report {
	r := logged(incident.Observation, 36.5)
	r.Reporter, r.Means = reporter, means
	return r
}

func taken(r incident.Report, dataset, source string) incident.Report {
	r.Origin = &incident.Origin{Dataset: dataset, Source: source}
	return r
}

func told(r incident.Report, sealed string) incident.Report {
	r.Record.Source = &incident.Source{Sealed: sealed}
	return r
}

func claimed(r incident.Report) incident.Report {
	r.Type = incident.Allegation
	return r
}

// confirmed is an incident that a verifier called confirmed, over the reports.
func confirmed(t *testing.T, reports ...incident.Report) incident.Incident {
	t.Helper()
	states := map[act.SubjectID]any{}
	h := file(states)
	for i, r := range reports {
		id := act.SubjectID(fmt.Sprintf("report/%d", i))
		states[id] = r
		link(h, id)
	}
	h.By("person/verifier-1", "", assessed("confirmed"))
	return foldtest.State[incident.Incident](t, h.Fold(t))
}

func TestIncident_confirmed_needs_two_independent_sources_one_of_them_direct(t *testing.T) {
	t.Parallel()
	const independent, direct = incident.LacksIndependent, incident.LacksDirect
	withdrawn := by("person/2", "saw")
	withdrawn.Status = "withdrawn"
	for name, c := range map[string]struct {
		reports []incident.Report
		lacks   []string
	}{
		"two who saw it":                     {[]incident.Report{by("person/1", "saw"), by("person/2", "saw")}, nil},
		"one who heard it, one who was told": {[]incident.Report{by("person/1", "heard"), by("person/2", "interview")}, nil},
		"nothing":                            {nil, []string{independent, direct}},
		"one who saw it":                     {[]incident.Report{by("person/1", "saw")}, []string{independent}},
		"one who saw it and said so twice":   {[]incident.Report{by("person/1", "saw"), by("person/1", "saw")}, []string{independent}},
		"two who were told":                  {[]incident.Report{by("person/1", "interview"), by("person/2", "document")}, []string{direct}},
		"two of nobody":                      {[]incident.Report{by("", "saw"), by("", "saw")}, []string{independent}},
		"one of two withdrawn":               {[]incident.Report{by("person/1", "saw"), withdrawn}, []string{independent}},
		"what parties claim":                 {[]incident.Report{claimed(by("person/1", "saw")), claimed(by("person/2", "saw"))}, []string{independent, direct}},
		"what a party claims and one saw":    {[]incident.Report{claimed(by("person/1", "saw")), by("person/2", "saw")}, []string{independent}},
		"one data set twice": {[]incident.Report{taken(by("person/1", "saw"), "A", ""), taken(by("person/2", "saw"), "A", "")},
			[]string{independent}},
		"two data sets that cite one publisher": {[]incident.Report{taken(by("person/1", "saw"), "A", "X"), taken(by("person/2", "saw"), "B", "X")},
			[]string{independent}},
		"two data sets":     {[]incident.Report{taken(by("person/1", "saw"), "A", "X"), taken(by("person/2", "saw"), "B", "Y")}, nil},
		"one sealed source": {[]incident.Report{told(by("person/1", "saw"), "s"), told(by("person/2", "saw"), "s")}, []string{independent}},
		"the direct one depends on both others": {[]incident.Report{
			taken(by("person/1", "saw"), "A", ""), by("person/1", "interview"), taken(by("person/2", "document"), "A", "")}, []string{direct}},
	} {
		s := confirmed(t, c.reports...)
		if !slices.Equal(s.Lacks, c.lacks) {
			t.Errorf("%s: lacks %v, want %v", name, s.Lacks, c.lacks)
		}
		carried := len(c.lacks) == 0
		if carried != (s.Status == "confirmed" && s.Outcome == "confirmed" && s.Claimed == "") ||
			!carried && (s.Status != "under-verification" || s.Outcome != "" || s.Claimed != "confirmed") {
			t.Errorf("%s: %s, outcome %q, claimed %q", name, s.Status, s.Outcome, s.Claimed)
		}
	}
}

// One more report never takes away what others carry.
func TestIncident_more_reports_never_unconfirm(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(8, 9))
	pick := func(from ...string) string { return from[r.IntN(len(from))] }
	carried := 0
	for range 12 {
		var reports []incident.Report
		before := false
		for range 5 {
			report := by(act.SubjectID(pick("person/1", "person/2", "person/3")), pick("saw", "interview", "document"))
			if r.IntN(2) == 0 {
				report = taken(report, pick("A", "B"), pick("", "X", "Y"))
			}
			reports = append(reports, report)
			now := confirmed(t, reports...).Status == "confirmed"
			if before && !now {
				t.Fatalf("%+v took it away", report)
			}
			if before = now; now {
				carried++
			}
		}
	}
	if carried < 5 || carried > 55 {
		t.Errorf("%d of 60 were carried: little was tried", carried)
	}
}

// Closing a file does not make up for what a claim lacks.
func TestIncident_closed_on_a_claim_is_unresolved(t *testing.T) {
	t.Parallel()
	h := file(map[act.SubjectID]any{"report/1": by("person/1", "saw")})
	link(h, "report/1")
	h.By("person/verifier-1", "", assessed("confirmed"))
	h.By("person/verifier-1", "", assessed("closed"))
	s := foldtest.State[incident.Incident](t, h.Fold(t))
	if s.Status != "closed" || s.Outcome != "" || s.Claimed != "confirmed" || wrongs(s) != "- -" {
		t.Errorf("%s, outcome %q, claimed %q", s.Status, s.Outcome, s.Claimed)
	}
}
