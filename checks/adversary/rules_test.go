package adversary

import (
	"slices"
	"testing"

	"truce/ground/act"
	"truce/noun"
	"truce/noun/people"
	"truce/office/officetest"
)

// An act in another office's register that follows one of the own hides from no author what the own
// register asks for: else nobody could write about the subject any more.
func TestRules_an_author_is_told_all_that_the_register_asks_for(t *testing.T) {
	t.Parallel()
	first := officetest.New(t)
	w := officetest.Second(t, first)
	const subject = "person/monitor-1"
	first.Must(t, "administrator", "role-granted", subject, people.RoleGranted{Role: "verifier"})
	w.Fetch(t, first, 0, first.Size())
	heads, err := w.Reading.Heads(t.Context(), w.As("administrator"), subject)
	if err != nil || !slices.Equal(heads, w.Heads(t, subject)) {
		t.Errorf("told of %v, asked for %v: %v", heads, w.Heads(t, subject), err)
	}
	sdjwt := w.SignAfter(t, "administrator", "role-granted", subject, heads, people.RoleGranted{Role: "auditor"})
	if _, err := w.Submit(t.Context(), sdjwt); err != nil {
		t.Errorf("what an author was told of is not enough: %v", err)
	}
}

// An answer is bound in time where what it answers is about people or the law, and nowhere else.
func TestRules_an_answer_ends_by_what_it_is_about(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	for subject, ends := range map[act.SubjectID]bool{"person/monitor-1": true, "incident/1": false} {
		d, _ := w.Kinds().Complete(act.Draft{Issued: w.Clock.Now(), Kind: noun.Endorsement().Name, Subject: subject}, "en")
		if d.Expires.IsZero() == ends {
			t.Errorf("an answer about %s ends %v", subject, d.Expires)
		}
	}
}
