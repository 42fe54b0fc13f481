package adversary

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/shape"
	"truce/noun"
	"truce/noun/incident"
	"truce/noun/people"
	"truce/office/officetest"
)

// endOf is the body by which somebody ends a key.
func endOf() people.KeyRevoked { return people.KeyRevoked{Reason: shape.In("en", "EXERCISE")} }

// endedBy has one side put forward that a key ends, and another sign it.
func endedBy(t *testing.T, w *officetest.World, subject string, body people.KeyRevoked, first, second string) act.ID {
	t.Helper()
	id := w.Must(t, first, "key-revoked", subject, body).ID
	w.Endorses(t, second, subject, id)
	return id
}

func keyOf(t *testing.T, w *officetest.World, subject string) (k people.Key) {
	t.Helper()
	if err := json.Unmarshal([]byte(status(t, w, subject)), &k); err != nil {
		t.Fatal(err)
	}
	return k
}

// vouchedFor is a key of TR's liaison for which the root vouched.
func vouchedFor(t *testing.T, w *officetest.World, name string) string {
	t.Helper()
	subject, id := enrol(t, w, name, "person/liaison-tr", "TR")
	w.Endorses(t, "root-tr", subject, id)
	return subject
}

// waits holds a key to going on, and to saying who asked for its end, and from when on that could count.
func waits(t *testing.T, w *officetest.World, subject, signed string) people.Key {
	t.Helper()
	k := keyOf(t, w, subject)
	if len(k.Asked) == 0 || k.Revoked {
		t.Fatalf("%s: %+v", subject, k)
	}
	asked := k.Asked[len(k.Asked)-1]
	if !asked.Agreed || asked.Until.IsZero() || !asked.Refused.IsZero() || strings.Join(asked.Signed, " ") != signed {
		t.Errorf("%s: it is not told who asked for its end, nor from when on that could count: %+v", subject, asked)
	}
	return k
}

// Broken: the mission and RU ended the keys of TR's people, and RU and TR those of the mission's monitors, at once, whatever their own side
// said. A key of a side that can refuse ends no sooner by others than its root.
func TestEnds_two_sides_end_no_key_of_a_third_at_once(t *testing.T) {
	t.Parallel()
	for _, signs := range [][2]string{{"root-ru", "administrator"}, {"administrator", "root-ru"}} { // whoever came first
		w := threeSides(t)
		key := vouchedFor(t, w, "second")
		doubted := endOf()
		doubted.CompromisedSince = w.Clock.Now().Add(-time.Hour)
		endedBy(t, w, key, doubted, signs[0], signs[1])
		at := w.Clock.Now()
		names := map[string]string{"root-ru": "RU", "administrator": "mission"}
		k := waits(t, w, key, names[signs[0]]+" "+names[signs[1]])
		until := k.Asked[0].Until
		if wait := until.Sub(at); wait > people.RootWait || wait < people.RootWait-time.Hour {
			t.Error("it waits until", until)
		}
		if !k.CompromisedSince.Equal(doubted.CompromisedSince) {
			t.Error("that it is in doubt takes nothing away, and counts at once:", k.CompromisedSince)
		}
		w.Must(t, "second", "allegation-filed", "report/1", incident.AllegationFiled(officetest.Observation())) // it goes on speaking
		said, code := truce(t, t.TempDir(), "watch", "--party", "TR", "--remember", t.TempDir(), copyOf(t, w, "liaison-ru"))
		says(t, said, code, 6, "IS TO END", "WITHOUT THE WORD OF TR: the key "+string(k.ID)+" is to end", "signed for RU by person/root-ru, key ", "signed for mission by person/administrator, key ",
			"TR can refuse: truce endorse "+k.Asked[0].Act.String()[:12]+" no")
		// Said again too early, it is one more word of the first kind, whenever its answer comes, and however often it is said.
		w.Clock.Set(until.Add(-time.Hour))
		early := w.Must(t, signs[1], "key-revoked", key, endOf()).ID
		w.Clock.Set(until.Add(time.Hour))
		w.Endorses(t, signs[0], key, early)
		waits(t, w, key, names[signs[1]]+" "+names[signs[0]])
		// Said again in time, it takes as many sides as before.
		again := w.Must(t, signs[1], "key-revoked", key, endOf()).ID
		if k := keyOf(t, w, key); k.Revoked {
			t.Error("one side's second word ends it")
		}
		w.Endorses(t, signs[0], key, again)
		k = keyOf(t, w, key)
		first, _ := noun.Find(k.Proposals, k.Asked[0].Act)
		if !k.Revoked || k.RevokedAt.Before(until) || first.Standing != noun.InForce {
			t.Errorf("after the second word: %+v", k)
		}
		_, err := w.Do(t, "second", "allegation-filed", "report/2", incident.AllegationFiled(officetest.Observation()))
		officetest.WantProblem(t, err, problem.KeyRevoked)
		said, code = truce(t, t.TempDir(), "check", copyOf(t, w, "secretary"))
		says(t, said, code, 0)
	}
}

// Whatever others asked for so far is void for good once the side said no: its root, or a registrar of it.
func TestEnds_a_side_refuses_that_others_end_its_key(t *testing.T) {
	t.Parallel()
	w := threeSides(t)
	key := vouchedFor(t, w, "second")
	refuse := func(who, subject string, id act.ID) {
		w.Must(t, who, "endorsed", subject, noun.Endorsed{Act: id, Answer: noun.No})
	}
	first := endedBy(t, w, key, endOf(), "root-ru", "administrator")
	other := w.Must(t, "administrator", "key-revoked", key, endOf()).ID
	until := waits(t, w, key, "RU mission").Asked[0].Until
	w.Clock.Set(until.Add(time.Hour))
	refuse("root-tr", key, first)
	if k := keyOf(t, w, key); len(k.Asked) != 2 || k.Asked[0].Refused.IsZero() || k.Asked[0].Refuser != w.Keys["root-tr"].Public().ID() || k.Asked[1].Refused.IsZero() {
		t.Errorf("it is not told that the side refused: %+v", k.Asked)
	}
	for _, id := range []act.ID{first, other} {
		_, err := w.Do(t, "root-ru", "endorsed", key, noun.Endorsed{Act: id, Answer: noun.Yes})
		officetest.WantProblem(t, err, problem.EndRefused)
	}
	endedBy(t, w, key, endOf(), "root-ru", "administrator")
	k := waits(t, w, key, "RU mission")
	if again := k.Asked[len(k.Asked)-1]; again.Until.Before(w.Clock.Now().Add(people.RootWait - time.Hour)) {
		t.Errorf("what was refused shortens nothing: %+v", again)
	}
	// A registrar refuses, too; of the mission an administrator does.
	w.Must(t, "root-tr", "registrar-named", officeOf(w), people.RegistrarNamed{Party: "TR", Person: "person/liaison-tr"})
	refuse("second", key, k.Asked[len(k.Asked)-1].Act)
	monitors := string(w.KeyOf("monitor-1"))
	asked := endedBy(t, w, monitors, endOf(), "root-ru", "root-tr")
	w.Clock.Set(waits(t, w, monitors, "RU TR").Asked[0].Until.Add(time.Hour))
	refuse("administrator", monitors, asked)
	for _, subject := range []string{key, monitors} {
		by := map[string]string{key: "administrator", monitors: "root-tr"}[subject]
		endedBy(t, w, subject, endOf(), "root-ru", by)
		if k := keyOf(t, w, subject); k.Revoked {
			t.Errorf("%s ended though its side refused", subject)
		}
	}
	w.Must(t, "monitor-1", "observation-filed", "report/after", officetest.Observation())
}

// Nothing waits where nobody is silenced: a side's own word, an owner's, what a side signs itself, and keys of a party that has no root.
func TestEnds_a_side_ends_its_own_key_at_once(t *testing.T) {
	t.Parallel()
	w := threeSides(t)
	by := map[string]func(key string){
		"root":        func(key string) { w.Must(t, "root-tr", "key-revoked", key, endOf()) },
		"owner":       func(key string) { w.Must(t, "owner", "key-revoked", key, endOf()) },
		"root's sign": func(key string) { endedBy(t, w, key, endOf(), "root-ru", "root-tr") },
		"root's sign, after others": func(key string) {
			id := endedBy(t, w, key, endOf(), "root-ru", "administrator")
			waits(t, w, key, "RU mission")
			w.Endorses(t, "root-tr", key, id)
		},
	}
	for name, ends := range by {
		key := vouchedFor(t, w, name)
		ends(key)
		if k := keyOf(t, w, key); !k.Revoked || k.RevokedAt.Before(w.Clock.Now().Add(-time.Minute)) {
			t.Errorf("%s: %+v", name, k)
		}
	}
	rootless := officetest.New(t)
	rootless.Root(t, "TR")
	key := string(rootless.KeyOf("liaison-ru"))
	endedBy(t, rootless, key, endOf(), "administrator", "root-tr")
	if k := keyOf(t, rootless, key); !k.Revoked || len(k.Asked) != 0 {
		t.Errorf("of a party without a root: %+v", k)
	}
	// It had no root when they signed, and ended: a root that comes later brings nothing back.
	named := namesRoot(t, rootless, "RU")
	rootless.Endorses(t, "root-tr", officeOf(rootless), named)
	rootless.Clock.Set(rootless.Clock.Now().Add(people.RootWait + time.Hour)) // the key that ended would have been heard
	if err := brings(t, rootless, "RU"); err != nil {
		t.Fatal(err)
	}
	if k := keyOf(t, rootless, key); !k.Revoked {
		t.Error("a later root brings back a key that ended")
	}
}

// The wait is of receipts: what an act says of its own time, before and after, moves nothing. Nor is a key ended before anybody enrolled it.
func TestEnds_the_wait_goes_by_receipt(t *testing.T) {
	t.Parallel()
	w := threeSides(t)
	key := vouchedFor(t, w, "second")
	says := func(who string, kind act.Kind, subject string, body any, issued time.Time) act.ID {
		text, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		draft, _ := w.Kinds().Complete(act.Draft{Issued: issued, Expires: w.Clock.Now().AddDate(0, 1, 0), Audience: w.Audience, Kind: kind, Subject: act.SubjectID(subject),
			Prev: w.Heads(t, act.SubjectID(subject)), Body: text}, "en")
		r, err := w.Submit(t.Context(), w.SignDraft(t, who, draft))
		if err != nil {
			t.Fatal(err)
		}
		return r.ID
	}
	for range 2 { // the second time as if the first had been long ago
		old := w.Clock.Now().Add(-3 * people.RootWait)
		id := says("root-ru", "key-revoked", key, endOf(), old)
		says("administrator", noun.Endorsement().Name, key, noun.Endorsed{Act: id, Answer: noun.Yes}, old)
		waits(t, w, key, "RU mission")
	}
	fresh, err := act.GenerateKey(w.Rand)
	if err != nil {
		t.Fatal(err)
	}
	jwk, err := fresh.Public().MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	unknown := string(people.KeySubject(fresh.Public().ID()))
	first := endedBy(t, w, unknown, endOf(), "root-ru", "administrator")
	w.Must(t, "root-tr", "key-enrolled", unknown, people.KeyEnrolled{Person: "person/liaison-tr", Holder: "person/liaison-tr", Party: "TR", Key: jwk})
	if k := waits(t, w, unknown, "RU mission"); !slices.ContainsFunc(k.Asked, func(a people.Asked) bool { return a.Act == first }) {
		t.Errorf("%+v", k.Asked)
	}
}
