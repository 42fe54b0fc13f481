package incident_test

import (
	"go/parser"
	"go/token"
	"maps"
	"slices"
	"strings"
	"testing"

	"truce/ground/act"
	"truce/ground/fold/foldtest"
	"truce/ground/shape"
	"truce/ground/taxonomy"
	"truce/noun/incident"
)

// The diagram in the doc comment of Steps is what Steps does.
func TestSteps_are_as_drawn(t *testing.T) {
	t.Parallel()
	outcomes, statuses := []string{}, []string{}
	for _, term := range taxonomy.Default().List(taxonomy.Status).Terms() {
		statuses = append(statuses, term.Code)
		if term.Finding {
			outcomes = append(outcomes, term.Code)
		}
	}
	drawn := diagram(t, outcomes)
	for _, from := range statuses {
		want, got := drawn[from], incident.Steps(from)
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(want, got) {
			t.Errorf("from %s the diagram leads to %v, Steps to %v", from, want, got)
		}
	}
	if len(drawn) != 6+len(outcomes) {
		t.Errorf("the diagram begins at %v", slices.Sorted(maps.Keys(drawn)))
	}
}

// diagram reads the indented lines of the comment; finding stands for each outcome.
func diagram(t *testing.T, outcomes []string) map[string][]string {
	t.Helper()
	source, err := parser.ParseFile(token.NewFileSet(), "steps.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	each := func(names []string) []string {
		if i := slices.Index(names, "finding"); i >= 0 {
			return append(slices.Delete(slices.Clone(names), i, i+1), outcomes...)
		}
		return names
	}
	drawn := map[string][]string{}
	for _, comment := range source.Comments {
		for line := range strings.Lines(comment.Text()) {
			if from, to, is := strings.Cut(line, "->"); is {
				for _, name := range each([]string{strings.TrimSpace(from)}) {
					drawn[name] = each(strings.Fields(to))
				}
			}
		}
	}
	return drawn
}

func assessed(status string) *incident.IncidentAssessed {
	return &incident.IncidentAssessed{Status: status, Reason: shape.In("en", "x")}
}

func TestIncident_steps(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		steps           string
		status, outcome string
		wrong           string // of each step, - for none
	}{
		"in order":                         {"logged under-verification possible closed", "closed", "possible", "- - - -"},
		"forward past a step":              {"probable", "probable", "probable", "-"},
		"revised":                          {"possible probable", "probable", "probable", "- -"},
		"the same again":                   {"possible possible", "possible", "possible", "- -"},
		"closed before anything was found": {"closed", "reported", "", "reported"},
		"closed under verification":        {"under-verification closed", "under-verification", "", "- under-verification"},
		"back without reopening":           {"possible under-verification", "possible", "possible", "- possible"},
		"closed and found otherwise":       {"possible closed refuted", "closed", "possible", "- - closed"},
		"reopened":                         {"possible closed reopened", "reopened", "", "- - -"},
		"reopened and found otherwise":     {"possible closed reopened refuted closed", "closed", "refuted", "- - - - -"},
		"back to a draft":                  {"draft", "reported", "", "reported"},
		"withdrawn":                        {"possible withdrawn", "withdrawn", "", "- -"},
		"withdrawn and confirmed":          {"withdrawn possible", "withdrawn", "", "- withdrawn"},
		"withdrawn and reopened":           {"withdrawn reopened possible", "possible", "possible", "- - -"},
	} {
		h := file(map[act.SubjectID]any{"report/1": logged(incident.Observation, 36.5)})
		link(h, "report/1")
		for status := range strings.FieldsSeq(c.steps) {
			h.By("person/verifier-1", "", assessed(status))
		}
		s := foldtest.State[incident.Incident](t, h.Fold(t))
		if s.Status != c.status || s.Outcome != c.outcome || wrongs(s) != c.wrong {
			t.Errorf("%s: %s, outcome %q, wrong %s", name, s.Status, s.Outcome, wrongs(s))
		}
	}
}

func wrongs(s incident.Incident) string {
	var all []string
	for _, a := range s.Assessments {
		if a.Wrong == "" {
			a.Wrong = "-"
		}
		all = append(all, a.Wrong)
	}
	return strings.Join(all, " ")
}

// A step is judged by what its author had seen, and a conflict is settled from either side.
func TestIncident_steps_of_two_who_did_not_know(t *testing.T) {
	t.Parallel()
	h := file(map[act.SubjectID]any{"report/1": logged(incident.Observation, 36.5)})
	link(h, "report/1")
	found := h.By("person/verifier-1", "", assessed("possible"))
	h.Knowing("person/verifier-1", "", assessed("closed"), found)
	h.Knowing("person/verifier-2", "", assessed("refuted"), found)
	f := h.Fold(t)
	if s := foldtest.State[incident.Incident](t, f); wrongs(s) != "- - -" || len(f.Conflicts) != 1 {
		t.Errorf("wrong %s, conflicts %v", wrongs(s), f.Conflicts)
	}
	h.By("person/verifier-1", "", assessed("reopened"))
	f = h.Fold(t)
	if s := foldtest.State[incident.Incident](t, f); s.Status != "reopened" || len(f.Conflicts) != 0 {
		t.Errorf("settled: %s, conflicts %v", s.Status, f.Conflicts)
	}
}
