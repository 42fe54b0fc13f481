package adversary

import (
	"testing"
	"time"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/shape"
	"truce/judge/admission"
	"truce/noun"
	"truce/noun/agreement"
	"truce/noun/people"
	"truce/office/officetest"
)

// Broken: whoever said something about a text again and again, each time naming the last, kept all others from it: what they signed came too
// late for what was said meanwhile. What is younger than an hour need not be seen. What is older must be, also where more was said since, as
// often as its author likes.
func TestHeads_nobody_is_kept_from_a_text_by_who_says_something_every_second(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Agreed(t)
	const subject = "agreement/syria-2017"
	w.Clock.Set(w.Clock.Now().Add(2 * time.Hour))
	suspends := func() string {
		return w.Sign(t, "liaison-tr", "suspension-declared", subject, agreement.SuspensionDeclared{Version: "memorandum", Party: "TR", From: "2017-10-10", On: "2017-05-07", Reason: shape.In("en", "EXERCISE")})
	}
	states := func() {
		w.Must(t, "liaison-ru", "position-stated", subject, agreement.PositionStated{Version: "memorandum", Party: "RU", Clause: "point_3", Position: "accepts", On: "2017-05-07"})
	}
	signed, keptBack := suspends(), suspends()
	for range 30 {
		states()
	}
	if _, err := w.Submit(t.Context(), signed); err != nil {
		t.Error("it comes too late for what was said since its author read:", err)
	}
	w.Clock.Set(w.Clock.Now().Add(admission.Unheard))
	states()
	_, err := w.Submit(t.Context(), keptBack)
	officetest.WantProblem(t, err, problem.HeadsMissing)
	honest := copyOf(t, w, "secretary")
	said, code := truce(t, t.TempDir(), "check", honest)
	says(t, said, code, 0)
	said, code = truce(t, t.TempDir(), "check", historyOf(t, w).with(t, keptBack).publish(t, w, honest))
	says(t, said, code, 3, "does not know of the act")
	unaltered(t, w)
}

// Broken: whoever stole a key proved again and again to hold it, and its side's end of it came too late each time. That is proved once; and what a
// side says of its own key ends it, whatever was said of it.
func TestHeads_a_stolen_key_keeps_nobody_from_ending_it(t *testing.T) {
	t.Parallel()
	w := threeSides(t)
	key := vouchedFor(t, w, "second")
	_, err := w.Do(t, "second", "key-possessed", key, people.KeyPossessed{})
	officetest.WantProblem(t, err, problem.KeyPossessedAlready)
	w.Clock.Set(w.Clock.Now().Add(2 * admission.Unheard))
	if _, err := w.Submit(t.Context(), w.SignAfter(t, "root-tr", "key-revoked", key, nil, endOf())); err != nil || !keyOf(t, w, key).Revoked {
		t.Error("its own side does not end it:", err)
	}
	other := vouchedFor(t, w, "third")
	w.Clock.Set(w.Clock.Now().Add(2 * admission.Unheard))
	_, err = w.Submit(t.Context(), w.SignAfter(t, "root-ru", "key-revoked", other, nil, endOf()))
	officetest.WantProblem(t, err, problem.HeadsMissing)
	said, code := truce(t, t.TempDir(), "check", copyOf(t, w, "secretary"))
	says(t, said, code, 0)
	unaltered(t, w)
}

// Broken: one side named 1,200 roots, and the office was written anew, with all of them, for each act about it. Of one side so many wait, and it
// is told which to take back; others put forward what they like.
func TestHeads_one_side_leaves_so_much_waiting_and_no_more(t *testing.T) {
	t.Parallel()
	w := threeSides(t)
	root := func() people.RootNamed {
		key, err := act.GenerateKey(w.Rand)
		if err != nil {
			t.Fatal(err)
		}
		return people.RootNamed{Party: "ZZ", Person: "person/zz", Fingerprint: key.Public().ID()}
	}
	first := w.Must(t, "root-ru", "root-named", officeOf(w), root()).ID
	for range admission.MaxWaiting - 1 {
		w.Must(t, "root-ru", "root-named", officeOf(w), root())
	}
	_, err := w.Do(t, "root-ru", "root-named", officeOf(w), root())
	officetest.WantProblem(t, err, problem.WaitingTooMany)
	if p := problem.From(err).Params; p["act"] != first || p["side"] != "RU" {
		t.Errorf("it is not told what to take back: %v", p)
	}
	w.Must(t, "root-tr", "root-named", officeOf(w), root())
	w.Must(t, "root-tr", "endorsed", officeOf(w), noun.Endorsed{Act: first, Answer: noun.Yes})
	w.Must(t, "root-ru", "root-named", officeOf(w), root()) // one of them waits no longer
	unaltered(t, w)
}
