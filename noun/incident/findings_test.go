package incident_test

import (
	"slices"
	"strings"
	"testing"

	"truce/ground/act"
	"truce/ground/fold/foldtest"
	"truce/ground/shape"
	"truce/noun"
	"truce/noun/body"
	"truce/noun/incident"
)

// commission has a seat for each word, such as RU or mission.
func commission(rule body.Decision, seats ...string) body.Body {
	t := body.Term{Decision: &rule}
	for _, name := range seats {
		party := strings.TrimSuffix(name, "2")
		if party == "mission" {
			party = ""
		}
		t.Seats = append(t.Seats, body.Seat{Seat: strings.ToLower(name), Party: party, Person: act.SubjectID("person/" + strings.ToLower(name))})
	}
	return body.Body{Terms: []body.Term{t}}
}

func drafted(subject string) *incident.FindingDrafted {
	return &incident.FindingDrafted{Body: act.SubjectID("body/" + subject), Status: "probable", At: at(9, 0), Text: shape.In("en", "x")}
}

// seatsSay is written as RU+ for signed, RU- for dissented, RU! for refused, RU0 for recorded as absent, RU= for recorded as there.
func seatsSay(h *foldtest.History, draft act.ID, text string) {
	for word := range strings.FieldsSeq(text) {
		seat, mark := word[:len(word)-1], word[len(word)-1:]
		party := strings.TrimSuffix(seat, "2")
		if party == "mission" {
			party = ""
		}
		switch mark {
		case "0", "=":
			presence := map[string]string{"0": "absent", "=": "present"}[mark]
			h.By("person/secretary", "", &incident.SeatRecorded{Draft: draft, Seat: strings.ToLower(seat), Presence: presence, Source: "minutes"})
		default:
			answer := map[string]string{"+": noun.Yes, "-": noun.Dissent, "!": noun.No}[mark]
			h.By(act.SubjectID("person/"+strings.ToLower(seat)), party, &noun.Endorsed{Act: draft, Answer: answer})
		}
	}
}

func TestFindings_seat_by_seat(t *testing.T) {
	t.Parallel()
	three := []string{"RU", "TR", "IR"}
	for name, c := range map[string]struct {
		rule         body.Decision
		seats        []string
		says         string
		met, decided bool
		lacking      []string
		counts       [4]int // present, signed, dissented, absent
	}{
		"nobody said anything":          {body.Decision{Rule: "consensus", Quorum: 2}, three, "", false, false, nil, [4]int{}},
		"all signed":                    {body.Decision{Rule: "consensus", Quorum: 3, Sides: three}, three, "RU+ TR+ IR+", true, true, nil, [4]int{3, 3, 0, 0}},
		"a dissent ends consensus":      {body.Decision{Rule: "consensus", Quorum: 3}, three, "RU+ TR- IR+", true, false, nil, [4]int{3, 2, 1, 0}},
		"a refusal ends consensus":      {body.Decision{Rule: "consensus", Quorum: 2}, three, "RU+ TR!", true, false, nil, [4]int{2, 1, 0, 0}},
		"two of three":                  {body.Decision{Rule: "n-of-m", Needed: 2, Quorum: 3}, three, "RU+ TR- IR+", true, true, nil, [4]int{3, 2, 1, 0}},
		"recorded presence is no vote":  {body.Decision{Rule: "n-of-m", Needed: 2, Quorum: 3}, three, "RU+ TR+ IR=", false, false, nil, [4]int{2, 2, 0, 0}},
		"one side absent":               {body.Decision{Rule: "consensus", Quorum: 2, Sides: three}, three, "RU+ TR+ IR0", false, false, []string{"IR"}, [4]int{2, 2, 0, 1}},
		"two of one side are one voice": {body.Decision{Rule: "n-of-m", Needed: 2, Quorum: 2}, []string{"RU", "RU2", "TR"}, "RU+ RU2+", false, false, nil, [4]int{2, 2, 0, 0}},
		"unless the rule says so":       {body.Decision{Rule: "n-of-m", Needed: 2, Quorum: 2, EachVoice: true}, []string{"RU", "RU2", "TR"}, "RU+ RU2+", true, true, nil, [4]int{2, 2, 0, 0}},
		"the mission is one side":       {body.Decision{Rule: "n-of-m", Needed: 2, Quorum: 2}, []string{"mission", "mission2", "TR"}, "mission+ mission2+", false, false, nil, [4]int{2, 2, 0, 0}},
		"every side signs":              {body.Decision{Rule: "all-sides", Quorum: 2}, three, "RU+ TR+", true, false, nil, [4]int{2, 2, 0, 0}},
		"a seat signs once":             {body.Decision{Rule: "n-of-m", Needed: 2, Quorum: 1}, three, "RU- RU+ TR+", true, false, nil, [4]int{2, 1, 1, 0}},
	} {
		h := file(nil)
		h.States = map[act.SubjectID]any{"body/jc": commission(c.rule, c.seats...)}
		seatsSay(h, h.By("person/secretary", "", drafted("jc")), c.says)
		f := foldtest.State[incident.Incident](t, h.Fold(t)).Findings[0]
		if f.QuorumMet != c.met || f.Decided != c.decided || f.Since.IsZero() == c.decided || !slices.Equal(f.Lacking, c.lacking) ||
			[4]int{f.Present, f.Signed, f.Dissented, f.Absent} != c.counts {
			t.Errorf("%s: %+v", name, f)
		}
	}
}

// A dissent can be what meets a quorum: whoever gives it is told before, and the quorum is dated by it.
func TestFindings_date_the_quorum_by_the_answer_that_met_it(t *testing.T) {
	t.Parallel()
	h := file(nil)
	h.States = map[act.SubjectID]any{"body/jc": commission(body.Decision{Rule: "n-of-m", Needed: 2, Quorum: 3}, "RU", "TR", "IR")}
	draft := h.By("person/secretary", "", drafted("jc"))
	seatsSay(h, draft, "TR+ IR+")
	f := foldtest.State[incident.Incident](t, h.Fold(t)).Findings[0]
	if ru := f.Seats[0]; !ru.Meets || !ru.Finds || f.Seats[1].Meets || !f.QuorumAt.IsZero() {
		t.Errorf("before: %+v", f)
	}
	seatsSay(h, draft, "RU-")
	f = foldtest.State[incident.Incident](t, h.Fold(t)).Findings[0]
	if last := at(12, 4); !f.QuorumAt.Equal(last) || !f.Since.Equal(last) || f.Seats[0].Meets {
		t.Errorf("met: %+v, want %s", f, last)
	}
}

func TestFindings_say_what_was_only_recorded(t *testing.T) {
	t.Parallel()
	h := file(nil)
	h.States = map[act.SubjectID]any{"body/jc": commission(body.Decision{Rule: "consensus", Quorum: 1}, "RU", "TR", "IR")}
	draft := h.By("person/secretary", "", drafted("jc"))
	seatsSay(h, draft, "RU0 TR=")
	seats := foldtest.State[incident.Incident](t, h.Fold(t)).Findings[0].Seats
	if !seats[0].Recorded || seats[0].Source != "minutes" || seats[0].Presence != "absent" || seats[2].Presence != "unanswered" {
		t.Errorf("%+v", seats)
	}
	seatsSay(h, draft, "RU+")
	if seat := foldtest.State[incident.Incident](t, h.Fold(t)).Findings[0].Seats[0]; seat.Recorded || seat.Presence != "signed" {
		t.Errorf("its own word: %+v", seat)
	}
}

func TestFindings_of_whoever_holds_no_seat_have_no_effect(t *testing.T) {
	t.Parallel()
	h := file(nil)
	h.States = map[act.SubjectID]any{"body/jc": commission(body.Decision{Rule: "consensus", Quorum: 1}, "RU", "TR")}
	draft := h.By("person/secretary", "", drafted("jc"))
	h.By("person/secretary", "", &noun.Endorsed{Act: draft, Answer: noun.Yes})
	h.By("person/ru", "", &noun.Endorsed{Act: draft, Answer: noun.Yes})
	s := foldtest.State[incident.Incident](t, h.Fold(t))
	if s.Findings[0].Present != 0 || s.Findings[0].Decided || len(s.Ignored) != 2 || s.Ignored[0].Why != "no-seat" {
		t.Errorf("%+v, ignored %+v", s.Findings[0], s.Ignored)
	}
}

func TestFindings_of_several_bodies_stand_beside_each_other(t *testing.T) {
	t.Parallel()
	h := file(nil)
	first := h.By("person/secretary", "", drafted("jc"))
	h.Knowing("person/secretary", "", drafted("un"), first)
	h.Knowing("person/secretary", "", drafted("jc"), first)
	f := h.Fold(t)
	s := foldtest.State[incident.Incident](t, f)
	if len(s.Findings) != 2 || s.Findings[0].Versions != 2 || len(f.Conflicts) != 0 {
		t.Fatalf("%+v, conflicts %v", s.Findings, f.Conflicts)
	}
	h.Knowing("person/other", "", drafted("jc"), first)
	if f := h.Fold(t); len(f.Conflicts) != 1 || f.Conflicts[0].Field != "finding of body/jc" {
		t.Errorf("two drafts side by side: %v", f.Conflicts)
	}
}

// What a body found stays while the secretariat drafts something else for it, and until the body finds that. A draft that was
// replaced before is answered by nobody.
func TestFindings_a_draft_takes_away_nothing_that_a_body_found(t *testing.T) {
	t.Parallel()
	h := file(nil)
	h.States = map[act.SubjectID]any{"body/jc": commission(body.Decision{Rule: "consensus", Quorum: 3}, "RU", "TR", "IR")}
	first := h.By("person/secretary", "", drafted("jc"))
	seatsSay(h, first, "RU+ TR+ IR+")
	held := foldtest.State[incident.Incident](t, h.Fold(t)).Findings[0]
	other := drafted("jc")
	other.Status = "refuted"
	second := h.By("person/secretary", "", other)
	third := h.By("person/secretary", "", other)
	seatsSay(h, second, "RU+ TR+ IR+")
	s := foldtest.State[incident.Incident](t, h.Fold(t))
	if len(s.Findings) != 2 || !s.Findings[0].Decided || s.Findings[0].Draft != first || s.Findings[0].Status != held.Status || s.Findings[1].Draft != third || s.Findings[1].Decided {
		t.Fatalf("a draft took the place of what the body found: %+v", s.Findings)
	}
	if len(s.Ignored) != 3 || s.Ignored[0].Why != "draft-replaced" {
		t.Errorf("answers to a draft that was replaced: %+v", s.Ignored)
	}
	seatsSay(h, third, "RU+ TR+ IR+")
	if s = foldtest.State[incident.Incident](t, h.Fold(t)); len(s.Findings) != 1 || s.Findings[0].Draft != third || !s.Findings[0].Decided {
		t.Errorf("the body found something else: %+v", s.Findings)
	}
}
