package incident_test

import (
	"slices"
	"strings"
	"testing"

	"truce/ground/act"
	"truce/ground/fold/foldtest"
	"truce/noun/incident"
)

// seats are written as RU+ for signed, RU- for dissented, RU= for present, RU0 for absent.
func seats(text string) []incident.Seat {
	var all []incident.Seat
	for word := range strings.FieldsSeq(text) {
		party, mark := word[:len(word)-1], word[len(word)-1:]
		presence := map[string]string{"+": "signed", "-": "dissented", "=": "present", "0": "absent"}[mark]
		all = append(all, incident.Seat{Party: party, Presence: presence})
	}
	return all
}

func finding(body string, needed int, parties []string, s []incident.Seat) *incident.FindingIssued {
	return &incident.FindingIssued{
		Body: act.SubjectID("organisation/" + body), Status: "probable", At: at(9, 0), Text: "x", Seats: s,
		Quorum: incident.Quorum{Needed: needed, Parties: parties},
	}
}

func TestFindings_quorum(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		seats   string
		needed  int
		parties []string
		met     bool
		lacking []string
		counts  [4]int // present, signed, dissented, absent
	}{
		"all signed":                       {"RU+ TR+ IR+", 3, []string{"RU", "TR", "IR"}, true, nil, [4]int{3, 3, 0, 0}},
		"who dissents was there":           {"RU+ TR- IR=", 3, []string{"RU", "TR", "IR"}, true, nil, [4]int{3, 1, 1, 0}},
		"one party absent":                 {"RU+ RU+ TR+ IR0", 3, []string{"RU", "TR", "IR"}, false, []string{"IR"}, [4]int{3, 3, 0, 1}},
		"one party not listed":             {"RU+ TR+", 2, []string{"RU", "TR", "IR"}, false, []string{"IR"}, [4]int{2, 2, 0, 0}},
		"two of three suffice":             {"RU+ TR+ IR0", 2, nil, true, nil, [4]int{2, 2, 0, 1}},
		"too few":                          {"RU+ TR0 IR0", 2, nil, false, nil, [4]int{1, 1, 0, 2}},
		"one absent, another of its party": {"RU0 RU+ TR+", 2, []string{"RU", "TR"}, true, nil, [4]int{2, 2, 0, 1}},
		"a party needed twice":             {"RU+", 1, []string{"TR", "TR"}, false, []string{"TR"}, [4]int{1, 1, 0, 0}},
	} {
		h := file(nil)
		h.By("person/secretary", "", finding("jc", c.needed, c.parties, seats(c.seats)))
		s := foldtest.State[incident.Incident](t, h.Fold(t))
		if len(s.Findings) != 1 {
			t.Fatalf("%s: not published: %+v", name, s.Findings)
		}
		f := s.Findings[0]
		if f.QuorumMet != c.met || !slices.Equal(f.Lacking, c.lacking) || [4]int{f.Present, f.Signed, f.Dissented, f.Absent} != c.counts {
			t.Errorf("%s: %+v", name, f)
		}
	}
}

func TestFindings_count_a_monitor_once(t *testing.T) {
	t.Parallel()
	twice := finding("jc", 2, nil, []incident.Seat{
		{Party: "RU", Monitor: "person/m", Presence: "signed"}, {Party: "RU", Monitor: "person/m", Presence: "present"}})
	if twice.Fits("incident/1") == nil {
		t.Error("a monitor who is counted twice fits")
	}
	withheld := finding("jc", 2, nil, seats("RU+ RU+"))
	if err := withheld.Fits("incident/1"); err != nil {
		t.Errorf("two monitors whose names are withheld: %v", err)
	}
	h := file(nil)
	h.By("person/secretary", "", twice)
	if f := foldtest.State[incident.Incident](t, h.Fold(t)).Findings[0]; f.QuorumMet || f.Present != 1 {
		t.Errorf("%+v", f)
	}
}

func TestFindings_of_several_bodies_stand_beside_each_other(t *testing.T) {
	t.Parallel()
	h := file(nil)
	first := h.By("person/secretary", "", finding("jc", 1, nil, seats("RU+")))
	h.Knowing("person/secretary", "", finding("un", 1, nil, seats("TR+")), first)
	h.Knowing("person/secretary", "", finding("jc", 2, nil, seats("RU+")), first)
	f := h.Fold(t)
	s := foldtest.State[incident.Incident](t, f)
	if len(s.Findings) != 2 || s.Findings[0].Versions != 2 || s.Findings[0].QuorumMet || !s.Findings[1].QuorumMet || len(f.Conflicts) != 0 {
		t.Errorf("%+v with %v", s.Findings, f.Conflicts)
	}
	if s.Status != "reported" {
		t.Errorf("a body's finding made the verifiers' status %s", s.Status)
	}
	h.Knowing("person/other", "", finding("jc", 3, nil, seats("RU+")), first)
	if f := h.Fold(t); len(f.Conflicts) != 1 || f.Conflicts[0].Field != "finding of organisation/jc" {
		t.Errorf("conflicts %+v", f.Conflicts)
	}
}

func TestFindingIssued_is_an_outcome(t *testing.T) {
	t.Parallel()
	for status, fits := range map[string]bool{"confirmed": true, "not-established": true, "closed": false, "reported": false, "": false} {
		b := finding("jc", 1, nil, seats("RU+"))
		b.Status = status
		if err := b.Fits("incident/1"); (err == nil) != fits {
			t.Errorf("%s: %v", status, err)
		}
	}
	if got := finding("jc", 1, nil, nil).Refers(); !slices.Equal(got, []act.SubjectID{"organisation/jc"}) {
		t.Errorf("refers to %v", got)
	}
}
