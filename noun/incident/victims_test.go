package incident_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"truce/ground/act"
	"truce/ground/fold/foldtest"
	"truce/ground/shape"
	"truce/noun/incident"
)

func harmed(victim, status, certainty string) *incident.HarmRecorded {
	return &incident.HarmRecorded{Victim: victim, Status: status, Certainty: certainty, Civil: "unknown"}
}

func maybe(first, second string) *incident.SameVictimProposed {
	return &incident.SameVictimProposed{First: first, Second: second, Reason: shape.In("en", "x")}
}

func decided(first, second, decision string) *incident.SameVictimDecided {
	return &incident.SameVictimDecided{First: first, Second: second, Decision: decision, Reason: shape.In("en", "x")}
}

// harm is written as killed 1+2 (1-3): confirmed, reported, least and most.
func harm(s incident.Incident) string {
	var all []string
	for _, h := range s.Harm {
		all = append(all, fmt.Sprintf("%s %d+%d (%d-%d)", h.Status, h.Confirmed, h.Reported, h.Min, h.Max))
	}
	return strings.Join(all, ", ")
}

func TestVictims_totals(t *testing.T) {
	t.Parallel()
	a, b, c := harmed("a", "killed", "confirmed"), harmed("b", "killed", "reported"), harmed("c", "killed", "confirmed")
	gone := harmed("a", "killed", "confirmed")
	gone.Retracted = new(true)
	back := harmed("a", "injured", "confirmed")
	back.Retracted = new(false)
	for name, k := range map[string]struct {
		acts []any
		want string
	}{
		"nobody":                            {nil, ""},
		"confirmed and reported stay apart": {[]any{a, b}, "killed 1+1 (1-2)"},
		"each status for itself":            {[]any{a, harmed("d", "missing", "reported")}, "killed 1+0 (1-1), missing 0+1 (0-1)"},
		"corrected":                         {[]any{harmed("a", "injured", "reported"), a}, "killed 1+0 (1-1)"},
		"retracted":                         {[]any{a, b, gone}, "killed 0+1 (0-1)"},
		"retracted and corrected":           {[]any{a, b, gone, harmed("a", "injured", "confirmed")}, "killed 0+1 (0-1)"},
		"retracted, and it counts again":    {[]any{a, gone, harmed("a", "killed", "reported"), back}, "injured 1+0 (1-1)"},
		"maybe one person":                  {[]any{a, c, maybe("a", "c")}, "killed 2+0 (1-2)"},
		"one person":                        {[]any{a, c, maybe("a", "c"), decided("c", "a", "accepted")}, "killed 1+0 (1-1)"},
		"two persons":                       {[]any{a, c, maybe("a", "c"), decided("a", "c", "rejected")}, "killed 2+0 (2-2)"},
		"one person after all":              {[]any{a, c, maybe("a", "c"), decided("a", "c", "rejected"), decided("a", "c", "accepted")}, "killed 1+0 (1-1)"},
		"one person in three rows": {[]any{a, b, c, maybe("a", "b"), maybe("b", "c"), decided("a", "b", "accepted"), decided("b", "c", "accepted")},
			"killed 1+0 (1-1)"},
		"the confirmed row stands for both": {[]any{harmed("a", "injured", "confirmed"), b, maybe("a", "b"), decided("a", "b", "accepted")},
			"injured 1+0 (1-1)"},
		"the later confirmed row stands": {[]any{harmed("d", "injured", "confirmed"), a, maybe("a", "d"), decided("a", "d", "accepted")},
			"killed 1+0 (1-1)"},
		"a row that nobody recorded":        {[]any{a, maybe("a", "z"), decided("a", "z", "accepted")}, "killed 1+0 (1-1)"},
		"one of them retracted":             {[]any{a, b, maybe("a", "b"), decided("a", "b", "accepted"), gone}, "killed 0+1 (0-1)"},
		"decided though nobody proposed it": {[]any{a, c, decided("a", "c", "accepted")}, "killed 2+0 (2-2)"},
	} {
		h := file(nil)
		for _, body := range k.acts {
			h.By("person/monitor-1", "", body)
		}
		f := h.Fold(t)
		if s := foldtest.State[incident.Incident](t, f); harm(s) != k.want || len(f.Conflicts) != 0 {
			t.Errorf("%s: %s, want %s; conflicts %v", name, harm(s), k.want, f.Conflicts)
		}
	}
}

func TestVictims_are_never_merged_and_keep_what_was_said(t *testing.T) {
	t.Parallel()
	h := file(nil)
	for _, body := range []any{
		harmed("a", "injured", "reported"), harmed("b", "killed", "confirmed"), harmed("a", "injured", "confirmed"), harmed("a", "killed", "confirmed"),
		maybe("b", "a"), maybe("a", "b"), decided("a", "b", "accepted"), decided("a", "c", "accepted"),
	} {
		h.By("person/monitor-1", "", body)
	}
	s := foldtest.State[incident.Incident](t, h.Fold(t))
	if len(s.Victims) != 2 || len(s.SameVictims) != 1 || s.SameVictims[0].Decision != "accepted" {
		t.Fatalf("%+v, %+v", s.Victims, s.SameVictims)
	}
	want := []incident.Corrected{{"injured", "reported", "unknown", false, "2017-05-07"}, {"injured", "confirmed", "unknown", false, "2017-05-07"}}
	if v := s.Victims[0]; v.Status != "killed" || !slices.Equal(v.Earlier, want) {
		t.Errorf("%+v", v)
	}
	if len(s.Ignored) != 1 || s.Ignored[0].Why != "not-proposed" {
		t.Errorf("ignored %+v", s.Ignored)
	}
}

func TestVictims_conflicts(t *testing.T) {
	t.Parallel()
	h := file(nil)
	first := h.By("person/monitor-1", "", maybe("a", "b"))
	h.Knowing("person/monitor-1", "", harmed("a", "killed", "confirmed"), first)
	h.Knowing("person/monitor-2", "", harmed("a", "injured", "confirmed"), first)
	h.Knowing("person/monitor-2", "", harmed("b", "injured", "confirmed"), first)
	h.Knowing("person/verifier-1", "", decided("a", "b", "accepted"), first)
	h.Knowing("person/verifier-2", "", decided("a", "b", "rejected"), first)
	var fields []string
	for _, c := range h.Fold(t).Conflicts {
		fields = append(fields, c.Field)
	}
	if !slices.Equal(fields, []string{"victim a", "same victim a b"}) {
		t.Errorf("conflicts %q", fields)
	}
}

// Whatever is recorded and decided, the least is no more than what is confirmed, and that
// no more than the most.
func TestVictims_ranges_hold(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(10, 11))
	pick := func(from ...string) string { return from[r.IntN(len(from))] }
	apart := 0
	for range 30 {
		h := file(nil)
		for range 12 {
			first, second := pick("a", "b", "c", "d"), pick("e", "f", "c", "d")
			body := any(harmed(pick(first, second), pick("killed", "injured"), pick("confirmed", "reported")))
			switch r.IntN(3) {
			case 0:
				body = maybe(first, second)
			case 1:
				body = decided(first, second, pick("accepted", "rejected"))
			}
			h.By("person/monitor-1", "", body)
		}
		for _, x := range foldtest.State[incident.Incident](t, h.Fold(t)).Harm {
			if x.Min > x.Confirmed || x.Confirmed+x.Reported != x.Max || x.Civilians > x.Max {
				t.Fatalf("%+v", x)
			}
			if x.Min < x.Confirmed {
				apart++
			}
		}
	}
	if apart == 0 {
		t.Error("no open proposal was ever tried")
	}
}

func TestStatedHarm_is_compared_and_not_added(t *testing.T) {
	t.Parallel()
	stated := func(kind string, killedMin, killedMax, injuredMin, injuredMax int) incident.Report {
		r := logged(kind, 36.5)
		r.Harm = &incident.Harm{KilledMin: &killedMin, KilledMax: &killedMax, InjuredMin: &injuredMin, InjuredMax: &injuredMax}
		return r
	}
	h := file(map[act.SubjectID]any{
		"report/1": stated(incident.Observation, 80, 90, 100, 557), "report/2": stated(incident.Observation, 87, 87, 200, 300),
		"report/3": stated(incident.Allegation, 0, 0, 0, 1), "report/4": logged(incident.Observation, 36),
	})
	link(h, "report/1", "report/2", "report/3", "report/4")
	s := foldtest.State[incident.Incident](t, h.Fold(t))
	if said := spoken(s.HarmObserved); said != "2 reports: killed 80 to 90, injured 100 to 557" {
		t.Errorf("observed %s", said)
	}
	if said := spoken(s.HarmAlleged); said != "1 reports: killed 0 to 0, injured 0 to 1" || len(s.Harm) != 0 {
		t.Errorf("alleged %s, rows %v", said, s.Harm)
	}
}

// spoken is a range as people would say it.
func spoken(h *incident.StatedHarm) string {
	end := func(n *int) string {
		if n == nil {
			return "?"
		}
		return fmt.Sprint(*n)
	}
	return fmt.Sprintf("%d reports: killed %s to %s, injured %s to %s", h.Reports, end(h.KilledMin), end(h.KilledMax), end(h.InjuredMin), end(h.InjuredMax))
}

// "Nobody was killed" and "not said" are two things: what one report leaves out pulls no number of another down.
func TestStatedHarm_keeps_what_is_not_said_apart_from_nobody(t *testing.T) {
	t.Parallel()
	injured, killed := incident.Harm{InjuredMin: new(2), InjuredMax: new(2)}, incident.Harm{KilledMin: new(3), KilledMax: new(3)}
	for name, k := range map[string]struct {
		reports []incident.Harm
		want    string
	}{
		"one speaks of the injured alone":      {[]incident.Harm{injured}, "1 reports: killed ? to ?, injured 2 to 2"},
		"two that speak of different people":   {[]incident.Harm{injured, killed}, "2 reports: killed 3 to 3, injured 2 to 2"},
		"nobody was killed":                    {[]incident.Harm{killed, {KilledMin: new(0), KilledMax: new(0)}}, "2 reports: killed 0 to 3, injured ? to ?"},
		"at least so many: the most is open":   {[]incident.Harm{killed, {KilledMin: new(7)}}, "2 reports: killed 3 to ?, injured ? to ?"},
		"at most so many: the least is open":   {[]incident.Harm{{KilledMax: new(7)}, killed}, "2 reports: killed ? to 7, injured ? to ?"},
		"open at both ends, by two of three":   {[]incident.Harm{{KilledMax: new(5)}, {KilledMin: new(3)}, {KilledMin: new(1), KilledMax: new(2)}}, "3 reports: killed ? to ?, injured ? to ?"},
		"civilians alone say nothing of a sum": {[]incident.Harm{{CiviliansKilledMin: new(1)}}, "1 reports: killed ? to ?, injured ? to ?"},
	} {
		states, names := map[act.SubjectID]any{}, []act.SubjectID{}
		for i, harm := range k.reports {
			r := logged(incident.Observation, 36)
			r.Harm = &harm
			names = append(names, act.SubjectID(fmt.Sprint("report/", i)))
			states[names[i]] = r
		}
		for range len(names) { // in whatever order they come
			names = append(names[1:], names[0])
			for range 2 {
				slices.Reverse(names)
				h := file(states)
				link(h, names...)
				if said := spoken(foldtest.State[incident.Incident](t, h.Fold(t)).HarmObserved); said != k.want {
					t.Errorf("%s: %s, want %s (%v)", name, said, k.want, names)
				}
			}
		}
	}
}

func TestVictims_fit(t *testing.T) {
	t.Parallel()
	age := 12
	both := harmed("a", "killed", "confirmed")
	both.Age, both.AgeBand = &age, "5-17"
	if both.Fits("incident/1") == nil {
		t.Error("two statements of one age fit")
	}
	if maybe("a", "a").Fits("incident/1") == nil || decided("a", "a", "accepted").Fits("incident/1") == nil {
		t.Error("a row beside itself fits")
	}
	if err := harmed("a", "killed", "confirmed").Fits("incident/1"); err != nil {
		t.Error(err)
	}
}
