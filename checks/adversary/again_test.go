package adversary

import (
	"strings"
	"testing"
	"time"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/noun/people"
)

// Broken: three years after a first word that came to nothing two sides ended a key of a third at once, by what they called their second; after five
// the register. What was said so long ago is said for the first time again, and until when they can say it again is told.
func TestAgain_comes_in_time_or_is_a_first_word(t *testing.T) {
	t.Parallel()
	w := threeSides(t)
	key := vouchedFor(t, w, "second")
	heir := next(t, w, "next")
	ends := func() {
		id := w.Must(t, "administrator", "register-succeeded", officeOf(w), ending(t, w, heir.Key())).ID
		w.Endorses(t, "root-ru", officeOf(w), id)
	}
	endedBy(t, w, key, endOf(), "administrator", "root-ru")
	ends()
	last := waits(t, w, key, "mission RU").Asked[0].Last
	if after := last.Sub(w.Clock.Last()); after > people.RootWait+people.ProposalLife || after < people.RootWait+people.ProposalLife-time.Hour {
		t.Error("it can be said again until", last)
	}
	watched := func() (string, int) {
		return truce(t, t.TempDir(), "watch", "--party", "TR", "--remember", t.TempDir(), copyOf(t, w, "liaison-tr"))
	}
	said, code := watched()
	says(t, said, code, 6, "nor before as many sides say it again then, until "+last.Format("2006-01-02 15:04:05Z"))
	w.Clock.Set(last.Add(time.Hour))
	w.File(t, 0, 1) // the register knows the time
	if said, _ = watched(); strings.Contains(said, "WITHOUT THE WORD OF") {
		t.Errorf("what can be said again no more is told as a threat:\n%s", said)
	}
	endedBy(t, w, key, endOf(), "administrator", "root-ru")
	ends()
	again := waits(t, w, key, "mission RU").Asked
	if until := again[len(again)-1].Until; until.Before(w.Clock.Last().Add(people.RootWait - time.Hour)) {
		t.Error("a word after that has less time than a first:", until)
	}
	if o := decoded[people.Office](t, w, officeOf(w)); o.Successor != nil {
		t.Fatalf("the register ended by it: %+v", o.Successor)
	}
	w.Clock.Set(again[len(again)-1].Last.Add(-time.Hour))
	endedBy(t, w, key, endOf(), "root-ru", "administrator")
	if k := keyOf(t, w, key); !k.Revoked {
		t.Errorf("in time it does not count: %+v", k)
	}
	said, code = truce(t, t.TempDir(), "check", copyOf(t, w, "secretary"))
	says(t, said, code, 0)
	unaltered(t, w)
}

// Nor does the key of a root that others named once take the place of a living one years later.
func TestAgain_a_root_that_others_named_comes_in_time(t *testing.T) {
	t.Parallel()
	w := threeSides(t)
	name := func() act.ID {
		id := names(t, w, "TR", "other-tr")
		w.Endorses(t, "root-ru", officeOf(w), id)
		return id
	}
	name()
	w.Clock.Set(w.Clock.Now().Add(people.RootWait + people.ProposalLife + time.Hour))
	if err := comes(t, w, "TR", "other-tr"); !problem.Is(err, problem.ProposalLapsed) {
		t.Errorf("it comes so late: %v", err)
	}
	if s := sideOf(t, w, "TR"); len(s.Threatened(w.Clock.Last().Add(time.Hour))) != 0 || s.Root != w.Keys["root-tr"].Public().ID() {
		t.Errorf("%+v", s)
	}
	name()
	w.Clock.Set(w.Clock.Now().Add(people.RootWait + time.Hour))
	if err := comes(t, w, "TR", "other-tr"); err != nil {
		t.Error("named anew it comes in its time:", err)
	}
	unaltered(t, w)
}
