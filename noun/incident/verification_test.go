package incident_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"truce/ground/act"
	"truce/ground/fold/foldtest"
	"truce/noun/body"
	"truce/noun/incident"
)

// by is an observation of one reporter: 1 is of the mission, 2 of TR, 3 of RU.
func by(reporter act.SubjectID, means string) incident.Report {
	r := logged(incident.Observation, 36.5)
	r.Reporter, r.Means = reporter, means
	r.Party = map[act.SubjectID]string{"person/2": "TR", "person/3": "RU"}[reporter]
	return r
}

// of is the report as if somebody else of a side had filed it.
func of(party string, r incident.Report) incident.Report {
	r.Reporter, r.Party = r.Reporter+"-of-"+act.SubjectID(party), party
	return r
}

func unvouched(r incident.Report) incident.Report {
	r.MissionOnly = true
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

func coded(r incident.Report, code string) incident.Report {
	r.SourceCodes = append(r.SourceCodes, incident.CodeOf{Code: code, SourceWord: incident.SourceWord{By: "person/custodian-1"}})
	return r
}

// compared is a report of which a custodian said how its source stands to that of another of the file.
func compared(r incident.Report, other int, decision string) incident.Report {
	by, minute := act.SubjectID("person/custodian-1"), 1
	if word, is := strings.CutPrefix(decision, "another says "); is {
		decision, by, minute = word, "person/custodian-2", 2
	}
	if word, is := strings.CutPrefix(decision, "later "); is {
		decision, minute = word, 3
	}
	r.Sources = append(r.Sources, incident.SourceOf{Report: act.SubjectID(fmt.Sprintf("report/%d", other)), Decision: decision,
		SourceWord: incident.SourceWord{By: by, Received: at(9, minute)}})
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
		"two who saw it":                                             {[]incident.Report{by("person/1", "saw"), by("person/2", "saw")}, nil},
		"one who heard it, one who was told":                         {[]incident.Report{by("person/1", "heard"), by("person/2", "interview")}, nil},
		"two keys or people of the mission":                          {[]incident.Report{by("person/1", "saw"), of("", by("person/1", "saw"))}, []string{independent}},
		"two keys or people of one party":                            {[]incident.Report{of("TR", by("person/1", "saw")), by("person/2", "saw")}, []string{independent}},
		"a party that only the mission vouches for, and the mission": {[]incident.Report{by("person/1", "saw"), unvouched(by("person/2", "saw"))}, []string{independent}},
		"a party that only the mission vouches for, and a party":     {[]incident.Report{by("person/3", "saw"), unvouched(by("person/2", "saw"))}, nil},
		"nothing":                          {nil, []string{independent, direct}},
		"one who saw it":                   {[]incident.Report{by("person/1", "saw")}, []string{independent}},
		"one who saw it and said so twice": {[]incident.Report{by("person/1", "saw"), by("person/1", "saw")}, []string{independent}},
		"two who were told":                {[]incident.Report{by("person/1", "interview"), by("person/2", "document")}, []string{direct}},
		"two of nobody":                    {[]incident.Report{by("", "saw"), by("", "saw")}, []string{independent}},
		"one of two withdrawn":             {[]incident.Report{by("person/1", "saw"), withdrawn}, []string{independent}},
		"what parties claim":               {[]incident.Report{claimed(by("person/1", "saw")), claimed(by("person/2", "saw"))}, []string{independent, direct}},
		"what a party claims and one saw":  {[]incident.Report{claimed(by("person/1", "saw")), by("person/2", "saw")}, []string{independent}},
		"one data set twice": {[]incident.Report{taken(by("person/1", "saw"), "A", ""), taken(by("person/2", "saw"), "A", "")},
			[]string{independent}},
		"two data sets that cite one publisher": {[]incident.Report{taken(by("person/1", "saw"), "A", "X"), taken(by("person/2", "saw"), "B", "X")},
			[]string{independent}},
		"two data sets":                                         {[]incident.Report{taken(by("person/1", "saw"), "A", "X"), taken(by("person/2", "saw"), "B", "Y")}, nil},
		"one sealed source":                                     {[]incident.Report{told(by("person/1", "saw"), "s"), told(by("person/2", "saw"), "s")}, []string{independent}},
		"one source by its code":                                {[]incident.Report{coded(by("person/1", "saw"), "S-1"), coded(by("person/2", "saw"), "S-1")}, []string{independent}},
		"two sources by their codes":                            {[]incident.Report{coded(by("person/1", "saw"), "S-1"), coded(by("person/2", "saw"), "S-2")}, nil},
		"one source by a custodian's word":                      {[]incident.Report{by("person/1", "saw"), compared(by("person/2", "saw"), 0, "same")}, []string{independent}},
		"two sources by a custodian's word":                     {[]incident.Report{told(by("person/1", "saw"), "s"), compared(told(by("person/2", "saw"), "s"), 0, "different")}, nil},
		"one says the same, one says different":                 {[]incident.Report{compared(by("person/1", "saw"), 1, "another says different"), compared(by("person/2", "saw"), 0, "same")}, []string{independent}},
		"one says the same, and later different":                {[]incident.Report{compared(by("person/1", "saw"), 1, "later different"), compared(by("person/2", "saw"), 0, "same")}, nil},
		"one source by its code, which another says is wrong":   {[]incident.Report{coded(by("person/1", "saw"), "S-1"), compared(coded(by("person/2", "saw"), "S-1"), 0, "another says different")}, []string{independent}},
		"one source by its code, which its giver says is wrong": {[]incident.Report{coded(by("person/1", "saw"), "S-1"), compared(coded(by("person/2", "saw"), "S-1"), 0, "different")}, nil},
		"the same as one that is the same": {[]incident.Report{coded(by("person/1", "saw"), "S-1"),
			coded(of("", by("person/1", "saw")), "S-1"), compared(by("person/2", "saw"), 1, "same")}, []string{independent}},
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

// Of two reports that count as one source the file says by whose word, that there is no second, and that another custodian says
// otherwise.
func TestIncident_says_by_whose_word_two_reports_are_one_source(t *testing.T) {
	t.Parallel()
	another := coded(by("person/2", "saw"), "S-2")
	another.SourceCodes[0].By = "person/custodian-2"
	for name, c := range map[string]struct {
		reports         []incident.Report
		one, alone, not bool
		said            int
	}{
		"one custodian's word":          {[]incident.Report{by("person/1", "saw"), compared(by("person/2", "saw"), 0, "same")}, true, true, false, 1},
		"two custodians' word":          {[]incident.Report{by("person/1", "saw"), compared(compared(by("person/2", "saw"), 0, "same"), 0, "another says same")}, true, false, false, 2},
		"another says otherwise":        {[]incident.Report{by("person/1", "saw"), compared(compared(by("person/2", "saw"), 0, "same"), 0, "another says different")}, true, false, true, 2},
		"one custodian's code":          {[]incident.Report{coded(by("person/1", "saw"), "S-1"), coded(by("person/2", "saw"), "S-1")}, true, true, false, 1},
		"another gives another code":    {[]incident.Report{coded(by("person/1", "saw"), "S-1"), coded(another, "S-1")}, true, false, true, 2},
		"one source by the sealed text": {[]incident.Report{told(by("person/1", "saw"), "s"), told(by("person/2", "saw"), "s")}, true, false, false, 0},
		"two by one custodian's word":   {[]incident.Report{told(by("person/1", "saw"), "s"), compared(told(by("person/2", "saw"), "s"), 0, "different")}, false, true, false, 1},
	} {
		s := confirmed(t, c.reports...)
		if len(s.SourcesCompared) != 1 {
			t.Errorf("%s: %+v", name, s.SourcesCompared)
			continue
		}
		if o := s.SourcesCompared[0]; o.One != c.one || o.Alone != c.alone || o.Disputed != c.not || len(o.Said) != c.said || !slices.Equal(o.Reports, []act.SubjectID{"report/0", "report/1"}) {
			t.Errorf("%s: %+v", name, o)
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

// By a body's rule two people of one side are two sources, where a verifier says which they are.
func TestIncident_two_of_one_side_by_the_rule_of_a_body(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		each     bool
		says     act.SubjectID
		distinct []act.SubjectID
		carried  bool
	}{
		"the rule lets them be":    {true, "body/jc", []act.SubjectID{"report/1", "report/2"}, true},
		"the rule does not":        {false, "body/jc", []act.SubjectID{"report/1", "report/2"}, false},
		"no body is named":         {true, "", nil, false},
		"another body is named":    {true, "body/other", []act.SubjectID{"report/1", "report/2"}, false},
		"two others are different": {true, "body/jc", []act.SubjectID{"report/1", "report/3"}, false},
	} {
		h := file(map[act.SubjectID]any{
			"report/1": by("person/1", "saw"), "report/2": of("", by("person/1", "saw")),
			"body/jc": commission(body.Decision{Rule: "consensus", Quorum: 1, EachReporter: c.each}, "RU", "TR"),
		})
		link(h, "report/1", "report/2")
		step := assessed("confirmed")
		step.Body, step.Distinct = c.says, c.distinct
		h.By("person/verifier-1", "", step)
		s := foldtest.State[incident.Incident](t, h.Fold(t))
		if (s.Status == "confirmed") != c.carried || s.Assessments[0].Body != c.says {
			t.Errorf("%s: %s, lacks %v", name, s.Status, s.Lacks)
		}
		link(h, "report/9")
		h.By("person/verifier-1", "", assessed("probable")) // another outcome rests on its own ground
		h.By("person/verifier-1", "", assessed("confirmed"))
		if s := foldtest.State[incident.Incident](t, h.Fold(t)); s.Status == "confirmed" {
			t.Errorf("%s: a later step rests on what an earlier one said", name)
		}
	}
}

func TestIncident_counts_what_was_observed_by_side(t *testing.T) {
	t.Parallel()
	s := confirmed(t, by("person/2", "saw"), by("person/1", "saw"), unvouched(of("TR", by("person/2", "saw"))), claimed(by("person/3", "saw")))
	want := []incident.BySide{{Side: "TR", Number: 2, MissionOnly: 1}, {Side: "mission", Number: 1}}
	if !slices.Equal(s.ObservedBy, want) || s.Observed != 3 {
		t.Errorf("%+v of %d", s.ObservedBy, s.Observed)
	}
}

func TestIncidentAssessed_says_why_two_of_one_side_are_two(t *testing.T) {
	t.Parallel()
	two := []act.SubjectID{"report/1", "report/2"}
	for _, c := range []struct {
		body incident.IncidentAssessed
		fits bool
	}{
		{incident.IncidentAssessed{Status: "confirmed", Body: "body/jc", Distinct: two}, true},
		{incident.IncidentAssessed{Status: "confirmed", Body: "body/jc", Distinct: two[:1]}, false},
		{incident.IncidentAssessed{Status: "confirmed", Distinct: two}, false},
		{incident.IncidentAssessed{Status: "probable", Body: "body/jc", Distinct: two}, false},
	} {
		if err := c.body.Fits("incident/1"); (err == nil) != c.fits {
			t.Errorf("%+v: %v", c.body, err)
		}
	}
}
