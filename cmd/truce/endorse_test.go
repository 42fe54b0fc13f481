package main

import (
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/noun"
	"truce/noun/people"
	"truce/tool/answer"
)

func TestEndorse_says_how_what_was_signed_stands(t *testing.T) {
	t.Parallel()
	one := answer.Awaited{Act: answer.Told{ID: act.ID{1}}, Standing: noun.Waits, Voices: []answer.Voice{{Voice: "TR", Asked: true}, {Voice: "mission", Asked: true, Answer: "yes"}}}
	want := "It waits for others: without the signature of TR it has no effect. They answer with truce endorse 010000000000."
	if got := waitsFor(one); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	one.Refused = []string{"RU"}
	want = "It was refused by RU and cannot come into force any more, whatever others answer: an answer is given once. Who still wants it puts it forward anew."
	if got := waitsFor(one); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	one.Refused = nil
	one.Without, one.Until, one.Last = []string{"RU"}, time.Date(2026, 5, 15, 10, 0, 0, 0, time.UTC), time.Date(2026, 8, 15, 10, 0, 0, 0, time.UTC)
	want = "Enough signed, without RU, which it concerns: nothing changes before 2026-05-15 10:00:00Z, nor before as many sides say it again then, until 2026-08-15 10:00:00Z. RU can refuse with truce endorse 010000000000 no: that ends this for good, a yes makes it so at once."
	if got := waitsFor(one); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	doubted := one
	doubted.Act.Kind, doubted.Act.Body = "key-revoked", jsontext.Value(`{"compromisedSince":"2026-04-01T10:00:00Z"}`)
	want = "Enough signed, without RU, which it concerns: what the key signed since 2026-04-01 10:00:00Z is in doubt now, and the key does not end before 2026-05-15 10:00:00Z, nor before as many sides say it again then, until 2026-08-15 10:00:00Z. RU can refuse with truce endorse 010000000000 no: that ends this for good, a yes makes it so at once."
	if got := waitsFor(doubted); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	doubted.Refused = []string{"RU"}
	want = "It was refused by RU: the key does not end by this act, whatever others answer. If enough signed, what it signed since 2026-04-01 10:00:00Z stays in doubt, denied by its own side."
	if got := waitsFor(doubted); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	one.Without = nil
	one.Standing = noun.Alone
	want = "It has effect, and is marked as done by one side alone: there was no second. TR can still confirm it (truce endorse)."
	if got := waitsFor(one); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	one = answer.Awaited{Act: one.Act, Subject: "incident/x", Standing: noun.Waits, Voices: []answer.Voice{
		{Voice: "tr", Seat: true, Answer: "yes"}, {Voice: "ru", Seat: true, Asked: true}, {Voice: "ir", Seat: true, Asked: true, Answer: "dissent"}, {Voice: "mission", Seat: true, Asked: true}}}
	want = "So far answered: tr yes, ir dissent. Still asked: mission, ru. Whether the body has found it is told by truce show incident/x."
	if got := waitsFor(one); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	for want, one := range map[string]answer.Awaited{
		"IR, TR":               {},
		"one of IR, TR":        {Needed: 1},
		"2 of IR, TR, mission": {Needed: 2, Voices: []answer.Voice{{Voice: "mission"}}},
	} {
		asked := []string{"TR", "IR"}
		for _, v := range one.Voices {
			asked = append(asked, v.Voice)
		}
		if got := among(asked, one.Needed); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	for want, b := range map[string]*people.KeyEnrolled{
		"person/a": {Person: "person/a"},
		"somebody whose name you are not told, as monitor": {Roles: []string{"monitor"}},
		"somebody whose name you are not told":             {},
	} {
		if got := holderOf(b); got != want {
			t.Errorf("the holder is told as %q, want %q", got, want)
		}
	}
}

// A side's no ends what others asked for of it, but not the end of a register: the sentence says which.
func TestEndorse_tells_what_a_no_ends(t *testing.T) {
	t.Parallel()
	for kind, want := range map[act.Kind]string{"role-withdrawn": "that ends this for good", "register-succeeded": "a no is told for ever and ends nothing"} {
		told := waitsFor(answer.Awaited{Act: answer.Told{Kind: kind}, Without: []string{"RU"}})
		if !strings.Contains(told, want) {
			t.Errorf("%s: %s", kind, told)
		}
	}
}
