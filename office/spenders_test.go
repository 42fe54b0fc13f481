package office

import (
	"fmt"
	"testing"
	"time"

	"truce/ground/act"
)

// Broken: past twenty thousand of whom something was remembered, budgets of all began afresh: a key that had said what it may about a text
// spoke of so many zones that are not there. Nothing that anybody says, taken or refused, gives another budget, or its own, anew.
func TestBudget_is_begun_afresh_by_nobody(t *testing.T) {
	t.Parallel()
	b := &budget{Budget: DefaultBudget()}
	now := time.Date(2017, 5, 4, 0, 0, 0, 0, time.UTC)
	says := func(key act.KeyID, about string) bool { return b.take(key, "TR", act.SubjectID(about), now) == nil }
	said := 0
	for says("thief", "agreement/text") {
		said++
	}
	if said != b.AboutBurst {
		t.Fatalf("said %d, want %d", said, b.AboutBurst)
	}
	for i := range 2 * fewSpenders {
		says(act.KeyID([]string{"thief", "second", "third", "fourth"}[i%4]), fmt.Sprintf("zone/none-%d", i))
	}
	if says("thief", "agreement/text") {
		t.Error("it may say so much again")
	}
	if spent := b.SideBurst + 4 + 1 + 1; len(b.left) > spent {
		t.Errorf("%d are remembered, and no more than %d were taken", len(b.left), spent)
	}
	now = now.Add(time.Duration(float64(b.AboutBurst)/b.AboutMinute) * time.Minute)
	for i := range fewSpenders { // by then those of before have again what they had
		now = now.Add(time.Second)
		says("fifth", fmt.Sprintf("zone/other-%d", i))
	}
	if !says("thief", "agreement/text") || len(b.left) > fewSpenders+1 {
		t.Errorf("after the pause it is not heard, or %d are remembered", len(b.left))
	}
}
