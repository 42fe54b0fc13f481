package adversary

import (
	"testing"
	"time"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/shape"
	"truce/judge/admission"
	"truce/noun"
	"truce/noun/people"
	"truce/office/officetest"
)

// newRoot is a root that somebody names for a party.
func newRoot(t *testing.T, w *officetest.World, party string) people.RootNamed {
	t.Helper()
	key, err := act.GenerateKey(w.Rand)
	if err != nil {
		t.Fatal(err)
	}
	return people.RootNamed{Party: party, Person: "person/other", Fingerprint: key.Public().ID()}
}

func releasing(w *officetest.World, reader act.SubjectID, lasts time.Duration) people.CopyReleased {
	return people.CopyReleased{Reader: reader, Classes: []string{"exact-place"}, Until: w.Clock.Now().Add(lasts), Purpose: shape.In("en", "EXERCISE")}
}

func quicker(t *testing.T, w *officetest.World, delay int) people.RulesSet {
	t.Helper()
	term, err := w.Rules()
	if err != nil {
		t.Fatal(err)
	}
	b := people.RulesSet{Rules: term.Rules, Reason: shape.In("en", "EXERCISE")}
	b.Rules.Delay = delay
	return b
}

// filled are the ways in which all places of a side in what waits about the office were taken for good: who fills them by what, and
// after what they must be free.
func filled(t *testing.T, w *officetest.World) map[string]struct {
	side, by string
	puts     func(i int) (act.Kind, any)
	then     func(first act.ID)
} {
	t.Helper()
	vouchedFor(t, w, "second")
	w.Must(t, "root-tr", "registrar-named", officeOf(w), people.RegistrarNamed{Party: "TR", Person: "person/liaison-tr"})
	refuses := func(who string) func(act.ID) {
		return func(id act.ID) { w.Must(t, who, "endorsed", officeOf(w), noun.Endorsed{Act: id, Answer: noun.No}) }
	}
	return map[string]struct {
		side, by string
		puts     func(i int) (act.Kind, any)
		then     func(first act.ID)
	}{
		"by a thief": {"root-tr", "second", func(int) (act.Kind, any) {
			return "copy-released", releasing(w, "person/liaison-tr", people.MostReleased)
		},
			func(act.ID) { w.Must(t, "root-tr", "key-revoked", string(w.KeyOf("second")), endOf()) }},
		"by time": {"administrator", "administrator", func(int) (act.Kind, any) { return "copy-released", releasing(w, "person/secretary", time.Hour) },
			func(act.ID) { w.Clock.Set(w.Clock.Now().Add(2 * time.Hour)) }},
		"by what came before": {"root-ru", "root-ru", func(i int) (act.Kind, any) { return "rules-set", quicker(t, w, 100+i) },
			func(act.ID) {
				id := w.Must(t, "root-tr", "rules-set", officeOf(w), quicker(t, w, 50)).ID
				w.Must(t, "administrator", "endorsed", officeOf(w), noun.Endorsed{Act: id, Answer: noun.Yes})
			}},
		"by the refusal of who it concerns": {"root-ru", "root-ru", func(int) (act.Kind, any) {
			return "founder-removed", people.FounderRemoved{Founder: "person/administrator", Reason: shape.In("en", "EXERCISE")}
		}, refuses("administrator")},
		"by the refusal of a root": {"administrator", "administrator", func(int) (act.Kind, any) { return "root-named", newRoot(t, w, "TR") }, refuses("root-tr")},
	}
}

// Broken: sixteen of one side wait at most, and what nobody could sign any more waited: a thief's, what was refused, what was over, what something
// else came before. The side named no next root, no custodians and no end of the register, ever. Its own no to its own was refused, too.
func TestPlaces_of_a_side_are_filled_for_good_by_nobody(t *testing.T) {
	t.Parallel()
	for name := range filled(t, threeSides(t)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := threeSides(t)
			f := filled(t, w)[name]
			var ids []act.ID
			for i := range admission.MaxWaiting {
				kind, body := f.puts(i)
				ids = append(ids, w.Must(t, f.by, kind, officeOf(w), body).ID)
			}
			_, err := w.Do(t, f.side, "register-succeeded", officeOf(w), ending(t, w, next(t, w, "next").Key()))
			officetest.WantProblem(t, err, problem.WaitingTooMany)
			f.then(ids[0])
			party := map[string]string{"root-tr": "TR", "root-ru": "RU", "administrator": "ZZ"}[f.side]
			w.Must(t, f.side, "root-named", officeOf(w), newRoot(t, w, party))
			w.Must(t, f.side, "register-succeeded", officeOf(w), ending(t, w, next(t, w, "next").Key()))
			w.Must(t, f.side, "endorsed", officeOf(w), noun.Endorsed{Act: ids[0], Answer: noun.No})
			said, code := truce(t, t.TempDir(), "check", copyOf(t, w, "secretary"))
			says(t, said, code, 0)
			unaltered(t, w)
		})
	}
}

// Broken: the founding, which nobody has to take back, took one of the mission's places, and the refusal told it to take that back.
func TestPlaces_the_founding_takes_none(t *testing.T) {
	t.Parallel()
	w := threeSides(t)
	var first act.ID
	for range admission.MaxWaiting {
		if id := w.Must(t, "administrator", "root-named", officeOf(w), newRoot(t, w, "ZZ")).ID; first == (act.ID{}) {
			first = id
		}
	}
	_, err := w.Do(t, "administrator", "root-named", officeOf(w), newRoot(t, w, "ZZ"))
	officetest.WantProblem(t, err, problem.WaitingTooMany)
	if p := problem.From(err).Params; p["act"] != first {
		t.Errorf("it is told to take back %v", p["act"])
	}
}
