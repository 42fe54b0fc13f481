package adversary

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/noun"
	"truce/noun/people"
	"truce/office/officetest"
)

// Broken: what a side put forward it could not take back, and nothing lapsed: three years later another side made somebody the mission's
// administrator, and ended the register, by its one signature under what the mission had thought of once.
func TestProposals_are_taken_back_and_lapse(t *testing.T) {
	t.Parallel()
	w := threeSides(t)
	heir := next(t, w, "next")
	grants := func() act.ID {
		return w.Must(t, "administrator", "role-granted", "person/secretary", people.RoleGranted{Role: "administrator"}).ID
	}
	ends := func() act.ID {
		return w.Must(t, "administrator", "register-succeeded", officeOf(w), ending(t, w, heir.Key())).ID
	}
	for subject, put := range map[string]func() act.ID{"person/secretary": grants, officeOf(w): ends} {
		back, old := put(), put()
		w.Must(t, "administrator", "endorsed", subject, noun.Endorsed{Act: back, Answer: noun.No})
		_, err := w.Do(t, "administrator", "endorsed", subject, noun.Endorsed{Act: back, Answer: noun.Yes})
		officetest.WantProblem(t, err, problem.AnsweredAlready)
		w.Must(t, "root-ru", "endorsed", subject, noun.Endorsed{Act: back, Answer: noun.Yes}) // one signature of two
		w.Clock.Set(w.Clock.Now().Add(people.ProposalLife))
		_, err = w.Do(t, "root-ru", "endorsed", subject, noun.Endorsed{Act: old, Answer: noun.Yes})
		officetest.WantProblem(t, err, problem.ProposalLapsed)
		w.File(t, 0, 1) // the register knows the time
		honest := copyOf(t, w, "administrator")
		said, code := truce(t, t.TempDir(), "check", honest)
		says(t, said, code, 0, "GOOD")
		draft, _ := w.Kinds().Complete(act.Draft{Issued: w.Clock.Now(), Expires: w.Clock.Now().AddDate(0, 0, 7), Audience: w.Audience, Kind: "endorsed", Subject: act.SubjectID(subject),
			Prev: w.Heads(t, act.SubjectID(subject)), Body: fmt.Appendf(nil, `{"act":%q,"answer":"yes"}`, old)}, "en")
		forged := historyOf(t, w).with(t, w.SignDraft(t, "root-ru", draft))
		said, code = truce(t, t.TempDir(), "check", forged.publish(t, w, honest))
		says(t, said, code, 3, "WRONG", "that is over")
	}
	if p := decoded[people.Person](t, w, "person/secretary"); slices.ContainsFunc(p.Roles, func(r people.Role) bool { return r.Role == "administrator" }) {
		t.Errorf("%+v", p.Roles)
	}
	if o := decoded[people.Office](t, w, officeOf(w)); o.Successor != nil {
		t.Errorf("%+v", o.Successor)
	}
}

// Whoever signed what waits takes that back, too: the time runs anew once as many sign again.
func TestProposals_a_signature_taken_back_stops_the_time(t *testing.T) {
	t.Parallel()
	w := threeSides(t)
	key := vouchedFor(t, w, "second")
	first := endedBy(t, w, key, endOf(), "root-ru", "administrator")
	waits(t, w, key, "RU mission")
	w.Must(t, "root-ru", "endorsed", key, noun.Endorsed{Act: first, Answer: noun.No})
	w.Clock.Set(w.Clock.Now().Add(people.RootWait + time.Hour))
	endedBy(t, w, key, endOf(), "root-ru", "administrator")
	if k := keyOf(t, w, key); k.Revoked {
		t.Errorf("%+v", k.Asked)
	}
}

// Broken: a side could not take back what its own root had named: whoever stole the key that was to follow brought it, though the side had said
// that this key ended, and the side had no voice any more.
func TestRoot_its_own_naming_is_taken_back(t *testing.T) {
	t.Parallel()
	w := threeSides(t)
	names(t, w, "TR", "k2")
	k2 := w.Keys["k2"].Public().ID()
	own := func() act.ID {
		return w.Must(t, "root-tr", "root-named", officeOf(w), people.RootNamed{Party: "TR", Person: "person/root-tr", Fingerprint: k2}).ID
	}
	w.Must(t, "root-tr", "endorsed", officeOf(w), noun.Endorsed{Act: own(), Answer: noun.No})
	officetest.WantProblem(t, comes(t, w, "TR", "k2"), problem.RootRefused)
	// A newer naming of its own takes the place of the one before.
	own()
	names(t, w, "TR", "k3")
	w.Must(t, "root-tr", "root-named", officeOf(w), people.RootNamed{Party: "TR", Person: "person/root-tr", Fingerprint: w.Keys["k3"].Public().ID()})
	officetest.WantProblem(t, comes(t, w, "TR", "k2"), problem.RootRefused)
	// What it says of a key that nobody enrolled holds for its own root.
	w.Must(t, "root-tr", "key-revoked", string(people.KeySubject(w.Keys["k3"].Public().ID())), endOf())
	officetest.WantProblem(t, comes(t, w, "TR", "k3"), problem.RootEnded)
	if s := sideOf(t, w, "TR"); s.Root != w.Keys["root-tr"].Public().ID() {
		t.Errorf("%+v", s)
	}
}

// Broken: a side's no ended one naming of another root, and others named the same key forty times: it overlooked one.
func TestRoot_one_no_ends_all_that_others_named(t *testing.T) {
	t.Parallel()
	w := threeSides(t)
	names(t, w, "TR", "other-tr")
	var last act.ID
	for range 5 {
		last = w.Must(t, "administrator", "root-named", officeOf(w), people.RootNamed{Party: "TR", Person: "person/other-tr", Fingerprint: w.Keys["other-tr"].Public().ID()}).ID
		w.Endorses(t, "root-ru", officeOf(w), last)
	}
	w.Must(t, "root-tr", "endorsed", officeOf(w), noun.Endorsed{Act: last, Answer: noun.No})
	w.Clock.Set(w.Clock.Now().Add(people.RootWait + time.Hour))
	officetest.WantProblem(t, comes(t, w, "TR", "other-tr"), problem.RootRefused)
	if s := sideOf(t, w, "TR"); len(s.Threatened(w.Clock.Last())) != 0 {
		t.Errorf("%+v", s.Threatened(w.Clock.Last()))
	}
}
