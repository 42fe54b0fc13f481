package body_test

import (
	"reflect"
	"slices"
	"testing"

	"truce/ground/act"
	"truce/ground/fold/foldtest"
	"truce/noun"
	"truce/noun/body"
)

func established(parties ...string) *body.BodyEstablished {
	b := &body.BodyEstablished{Name: "JC", Kind: "joint-commission", Decision: &body.Decision{Rule: "consensus", Quorum: 1}}
	for _, p := range parties {
		b.Seats = append(b.Seats, body.Seat{Seat: "seat-" + p, Party: p, Person: act.SubjectID("person/" + p)})
	}
	return b
}

func TestBody_holds_once_every_party_in_it_signed(t *testing.T) {
	t.Parallel()
	h := &foldtest.History{Subject: "body/jc", Func: body.Fold}
	first := h.By("person/secretary", "", established("RU", "TR"))
	h.By("person/ru", "RU", &noun.Endorsed{Act: first, Answer: noun.Yes})
	h.By("person/xx", "XX", &noun.Endorsed{Act: first, Answer: noun.Yes})
	if s := foldtest.State[body.Body](t, h.Fold(t)); len(s.Terms) != 0 {
		t.Errorf("one party of two signed: %+v", s.Terms)
	}
	h.By("person/tr", "TR", &noun.Endorsed{Act: first, Answer: noun.Yes})
	if s := foldtest.State[body.Body](t, h.Fold(t)); len(s.Terms) != 1 {
		t.Errorf("both signed: %+v", s)
	}
	// Nobody is left out of a body without its word.
	second := h.By("person/secretary", "", established("RU"))
	h.By("person/ru", "RU", &noun.Endorsed{Act: second, Answer: noun.Yes})
	if s := foldtest.State[body.Body](t, h.Fold(t)); len(s.Terms) != 1 {
		t.Errorf("TR was left out without its word: %+v", s.Terms)
	}
}

// What somebody refused waits for nobody any more, and does not read as if it did.
func TestBody_that_was_refused_is_not_told_as_waiting(t *testing.T) {
	t.Parallel()
	h := &foldtest.History{Subject: "body/jc", Func: body.Fold}
	is := func(want string) {
		t.Helper()
		if got := h.Fold(t).Periods[0].Status; got != want {
			t.Errorf("it is %s, want %s", got, want)
		}
	}
	first := h.By("person/secretary", "", established("RU", "TR"))
	is("proposed")
	h.By("person/tr", "TR", &noun.Endorsed{Act: first, Answer: noun.No})
	is("refused")
	second := h.By("person/secretary", "", established("RU"))
	is("proposed")
	h.By("person/ru", "RU", &noun.Endorsed{Act: second, Answer: noun.Yes})
	is("established")
}

func TestBodyEstablished_fits(t *testing.T) {
	t.Parallel()
	twice := established("RU", "TR")
	twice.Seats[1].Person = twice.Seats[0].Person
	many := established("RU", "TR")
	many.Decision.Quorum = 3
	if twice.Fits("body/jc") == nil || many.Fits("body/jc") == nil || established("RU").Fits("body/jc") != nil {
		t.Error("two seats of one person, or a quorum that cannot be met, fit")
	}
}

// Two people of one side are one voice, the mission's too, unless the members signed that each seat is one.
func TestReckon_a_side_is_one_voice_unless_the_rule_says_otherwise(t *testing.T) {
	t.Parallel()
	for _, party := range []string{"TR", ""} {
		term := body.Term{Seats: []body.Seat{{Seat: "a", Party: party}, {Seat: "b", Party: party}}, Decision: &body.Decision{Rule: "n-of-m", Needed: 2, Quorum: 2}}
		answers := []noun.Answer{{Voice: "a", Answer: noun.Yes}, {Voice: "b", Answer: noun.Yes}}
		if r := term.Reckon(answers); r.Voices != 1 || r.QuorumMet || r.Decided {
			t.Errorf("two seats of %q are more than one voice: %+v", party, r)
		}
		term.Decision.EachVoice = true
		if r := term.Reckon(answers); r.Voices != 2 || !r.Decided {
			t.Errorf("the members of %q signed that each seat is a voice: %+v", party, r)
		}
	}
}

// What one side would have a body be stands beside what its members signed: name, kind and mandate as well as seats and rule.
func TestBody_is_what_its_members_signed_last(t *testing.T) {
	t.Parallel()
	h := &foldtest.History{Subject: "body/jc", Func: body.Fold}
	sign := func(parties []string, id act.ID) {
		for _, p := range parties {
			h.By(act.SubjectID("person/"+p), p, &noun.Endorsed{Act: id, Answer: noun.Yes})
		}
	}
	sign([]string{"RU", "TR"}, h.By("person/secretary", "", established("RU", "TR")))
	before := foldtest.State[body.Body](t, h.Fold(t))
	other := established("RU", "IR")
	other.Name, other.Kind, other.Mandate = "Another", "technical-committee", &body.Mandate{Agreement: "agreement/of-nobody", Version: "v", Clause: "art_1"}
	renamed := h.By("person/ru", "RU", other)
	after := foldtest.State[body.Body](t, h.Fold(t))
	if p := h.Fold(t).Periods[0]; p.Label != "JC" || p.Status != "established" || p.Kind != before.Kind {
		t.Errorf("it is listed as what one side put forward: %+v", p)
	}
	if after.Name != before.Name || after.Kind != before.Kind || after.Mandate != before.Mandate || !reflect.DeepEqual(after.Terms, before.Terms) {
		t.Errorf("before %+v\nafter %+v", before, after)
	}
	if len(after.PutForward) != 1 || after.PutForward[0].Name != "Another" || after.PutForward[0].By != "RU" || !slices.Equal(after.PutForward[0].Waits, []string{"IR", "TR"}) {
		t.Errorf("what was put forward: %+v", after.PutForward)
	}
	// Something else comes into force: then it is void, whoever signs it.
	sign([]string{"RU", "TR", "XX"}, h.By("person/secretary", "", established("RU", "TR", "XX")))
	sign([]string{"IR", "TR"}, renamed)
	last := foldtest.State[body.Body](t, h.Fold(t))
	if last.Name != "JC" || len(last.Terms) != 2 || len(last.PutForward) != 0 {
		t.Errorf("XX was left out without its word: %+v", last)
	}
}
