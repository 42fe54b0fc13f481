package office_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/noun/people"
	"truce/office"
	"truce/office/house"
	"truce/office/officetest"
)

// limited opens the world again with a budget.
func limited(t *testing.T, b office.Budget) *officetest.World {
	t.Helper()
	w := officetest.New(t)
	if err := w.House.Close(); err != nil {
		t.Fatal(err)
	}
	o := w.Options()
	o.Budget = b
	h, err := house.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	w.House = h
	return w
}

func TestBudget(t *testing.T) {
	t.Parallel()
	w := limited(t, office.Budget{KeyMinute: 1, SideMinute: 600, KeyBurst: 3, SideBurst: 1000})
	file := func(who string, n int) error {
		_, err := w.Do(t, who, "observation-filed", fmt.Sprintf("report/%s-%d", who, n), officetest.Observation())
		return err
	}
	for n := range 3 {
		if err := file("monitor-1", n); err != nil {
			t.Fatal(err)
		}
	}
	err := file("monitor-1", 3)
	officetest.WantProblem(t, err, problem.TooManyRequests)
	if wait, _ := problem.From(err).Params["seconds"].(int); wait < 30 || wait > 60 {
		t.Errorf("come back after %d seconds, want about a minute", wait)
	}
	if err := file("monitor-2", 0); err != nil {
		t.Errorf("another's acts are refused too: %v", err)
	}
	w.Clock.Set(w.Clock.Now().Add(time.Minute))
	if err := file("monitor-1", 3); err != nil {
		t.Errorf("after the pause: %v", err)
	}
}

// What a key did not sign is not counted: nobody spends another's budget.
func TestBudget_is_spent_by_nobody_else(t *testing.T) {
	t.Parallel()
	w := limited(t, office.Budget{KeyMinute: 1, SideMinute: 600, KeyBurst: 2, SideBurst: 1000})
	for n := range 5 {
		text := w.Sign(t, "monitor-1", "observation-filed", fmt.Sprintf("report/%d", n), officetest.Observation())
		_, err := w.Submit(t.Context(), forged(text))
		officetest.WantProblem(t, err, problem.SignatureWrong)
	}
	if _, err := w.Do(t, "monitor-1", "observation-filed", "report/own", officetest.Observation()); err != nil {
		t.Error(err)
	}
}

// What is there already costs nobody anything, whoever hands it in again, and however often; nor does what a side signed for another register. Else
// whoever has a copy keeps a side from being heard when it has to say no.
func TestBudget_is_not_spent_by_what_is_handed_in_again(t *testing.T) {
	t.Parallel()
	w := limited(t, office.Budget{KeyMinute: 0.001, SideMinute: 600, KeyBurst: 3, SideBurst: 1000, AboutMinute: 0.001, AboutBurst: 3})
	registered := people.PersonRegistered{Organisation: "organisation/mission", Name: "EXERCISE"}
	said := w.Sign(t, "administrator", "person-registered", "person/new", registered)
	first, err := w.Submit(t.Context(), said)
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := w.SignDraft(t, "administrator", act.Draft{Issued: w.Clock.Now(), Expires: w.Clock.Now().Add(time.Hour), Audience: []act.RegisterID{act.RegisterID(strings.Repeat("A", 43))},
		Kind: "person-registered", Form: act.Form{Rev: 1, Hides: map[string]string{"name": "staff"}}, Subject: "person/new", Body: []byte(`{"name":"EXERCISE","organisation":"organisation/mission"}`)})
	for range 20 {
		if again, err := w.Submit(t.Context(), said); err != nil || again.Index != first.Index {
			t.Fatal(again, err)
		}
		_, err := w.Submit(t.Context(), elsewhere)
		officetest.WantProblem(t, err, problem.AudienceOther)
	}
	for range 2 {
		if _, err := w.Do(t, "administrator", "person-registered", "person/new", registered); err != nil {
			t.Errorf("its own word is not heard: %v", err)
		}
	}
	_, err = w.Do(t, "administrator", "person-registered", "person/new", registered)
	officetest.WantProblem(t, err, problem.TooManyRequests)
}

// The outbox of a shift goes through in one go.
func TestBudget_lets_the_outbox_of_a_shift_through(t *testing.T) {
	t.Parallel()
	w := limited(t, office.DefaultBudget())
	texts := make([]string, 600)
	for n := range texts {
		texts[n] = w.Sign(t, "monitor-1", "observation-filed", fmt.Sprintf("report/%d", n), officetest.Observation())
	}
	for _, o := range w.SubmitAll(t.Context(), texts) {
		if o.Err != nil {
			t.Fatal(o.Err)
		}
	}
}

// forged is an act whose signature is another's.
func forged(text string) string {
	signed, rest, _ := strings.Cut(text, "~")
	i := strings.LastIndexByte(signed, '.') + 1
	head, signature := signed[:i], signed[i:]
	first := byte('A')
	if signature[0] == first {
		first = 'B'
	}
	return head + string(first) + signature[1:] + "~" + rest
}

// About what others are judged by one key says so much, and others as much as before.
func TestBudget_of_one_key_about_what_others_are_judged_by(t *testing.T) {
	t.Parallel()
	w := limited(t, office.Budget{KeyMinute: 600, SideMinute: 600, KeyBurst: 1000, SideBurst: 1000, AboutMinute: 1, AboutBurst: 3})
	register := func(who, subject string) error {
		_, err := w.Do(t, who, "person-registered", subject, people.PersonRegistered{Organisation: "organisation/mission", Name: "EXERCISE"})
		return err
	}
	for range 3 {
		if err := register("administrator", "person/new"); err != nil {
			t.Fatal(err)
		}
	}
	officetest.WantProblem(t, register("administrator", "person/new"), problem.TooManyRequests)
	if err := register("administrator", "person/other"); err != nil {
		t.Errorf("about somebody else: %v", err)
	}
	for n := range 10 {
		if _, err := w.Do(t, "monitor-1", "observation-filed", fmt.Sprintf("report/%d", n), officetest.Observation()); err != nil {
			t.Fatalf("about what nobody is judged by: %v", err)
		}
	}
	w.Clock.Set(w.Clock.Now().Add(time.Minute))
	if err := register("administrator", "person/new"); err != nil {
		t.Errorf("after the pause: %v", err)
	}
}
