package adversary

import (
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/shape"
	"truce/noun"
	"truce/noun/people"
	"truce/office/officetest"
	"truce/tool/query"
)

// namesRoot has the mission name another root for RU, and makes its key.
func namesRoot(t *testing.T, w *officetest.World, name string) act.ID {
	t.Helper()
	key, err := act.GenerateKey(w.Rand)
	if err != nil {
		t.Fatal(err)
	}
	w.Keys[name] = key
	return w.Must(t, "administrator", "root-named", officeOf(w), people.RootNamed{Party: "RU", Person: "person/other", Fingerprint: key.Public().ID()}).ID
}

// brings is the new root that brings itself.
func brings(t *testing.T, w *officetest.World, name string) error {
	t.Helper()
	_, err := w.Do(t, name, "root-enrolled", officeOf(w), rootOf(t, w, name))
	return err
}

func rootOf(t *testing.T, w *officetest.World, name string) people.RootEnrolled {
	t.Helper()
	jwk, err := w.Keys[name].Public().MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	return people.RootEnrolled{Party: "RU", Key: jwk}
}

func sideOf(t *testing.T, w *officetest.World, party string) people.Side {
	t.Helper()
	items, err := w.Reading.Subject(t.Context(), w.As("root-tr"), act.SubjectID(officeOf(w)), query.Clocks{})
	if err != nil || len(items) != 1 {
		t.Fatal(items, err)
	}
	var o people.Office
	if err := json.Unmarshal(items[0].State, &o); err != nil {
		t.Fatal(err)
	}
	s, _ := o.Side(party)
	return s
}

// vouches fails if a root does not speak: it enrols somebody.
func vouches(t *testing.T, w *officetest.World, root, name string) error {
	t.Helper()
	key, err := act.GenerateKey(w.Rand)
	if err != nil {
		t.Fatal(err)
	}
	jwk, err := key.Public().MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	w.Keys[name] = key
	_, err = w.Do(t, root, "key-enrolled", string(people.KeySubject(key.Public().ID())), people.KeyEnrolled{
		Person: "person/liaison-ru", Holder: "person/liaison-ru", Party: "RU", Key: jwk})
	return err
}

// Broken: the mission and TR named a root for RU in place of its living one, which said no, and it was replaced at once: RU's people
// could ask the office nothing any more.
func TestRoots_a_living_root_that_refuses_is_never_replaced_by_others(t *testing.T) {
	t.Parallel()
	w := threeSides(t)
	id := namesRoot(t, w, "false")
	w.Endorses(t, "root-tr", officeOf(w), id)
	officetest.WantProblem(t, brings(t, w, "false"), problem.RootWaits)
	s := sideOf(t, w, "RU")
	if len(s.Awaits) != 1 || s.Awaits[0].Replaces != w.Keys["root-ru"].Public().ID() || !s.Awaits[0].Agreed || s.Awaits[0].Until.Before(w.Clock.Now().Add(13*24*time.Hour)) ||
		strings.Join(s.Awaits[0].Signed, " ") != "mission TR" {
		t.Errorf("it is not told by whom the root is to be replaced, nor until when it can refuse: %+v", s.Awaits)
	}
	// An office that takes the new root nevertheless is named, and nothing of it holds.
	honest := copyOf(t, w, "secretary")
	said, code := truce(t, t.TempDir(), "check", honest)
	says(t, said, code, 0, "Root      of RU IS TO BE REPLACED", "signed by mission, TR", "RU can refuse: truce endorse")
	forged := historyOf(t, w).with(t, w.Sign(t, "false", "root-enrolled", officeOf(w), rootOf(t, w, "false")))
	said, code = truce(t, t.TempDir(), "check", forged.publish(t, w, honest))
	says(t, said, code, 3, "WRONG", "RU has a root that goes on speaking", "Root      of RU IS TO BE REPLACED")
	w.Clock.Set(s.Awaits[0].Until.Add(-time.Hour))
	officetest.WantProblem(t, brings(t, w, "false"), problem.RootWaits)
	w.Must(t, "root-ru", "endorsed", officeOf(w), noun.Endorsed{Act: id, Answer: noun.No})
	w.Clock.Set(s.Awaits[0].Until.Add(time.Hour))
	officetest.WantProblem(t, brings(t, w, "false"), problem.RootRefused)
	_, err := w.Do(t, "root-tr", "endorsed", officeOf(w), noun.Endorsed{Act: id, Answer: noun.Yes})
	officetest.WantProblem(t, err, problem.RootRefused)
	if s := sideOf(t, w, "RU"); s.Root != w.Keys["root-ru"].Public().ID() || s.Awaits[0].Refused.IsZero() || len(s.Before) != 0 {
		t.Errorf("after the root refused: %+v", s)
	}
	if err := vouches(t, w, "root-ru", "third"); err != nil {
		t.Error(err)
	}
}

// Where a root is lost, others replace it after a time in which it could have refused; that it did not sign is told for ever.
func TestRoots_a_lost_root_is_replaced_after_its_time_and_that_is_told(t *testing.T) {
	t.Parallel()
	w := threeSides(t)
	id := namesRoot(t, w, "next")
	w.Clock.Set(w.Clock.Now().Add(people.RootWait + time.Hour))
	officetest.WantProblem(t, brings(t, w, "next"), problem.RootUnsigned) // one side alone
	w.Endorses(t, "root-tr", officeOf(w), id)
	officetest.WantProblem(t, brings(t, w, "next"), problem.RootWaits) // it had no force before, and nothing to refuse
	w.Clock.Set(sideOf(t, w, "RU").Awaits[0].Until.Add(time.Hour))
	if s := sideOf(t, w, "RU"); s.Root != w.Keys["root-ru"].Public().ID() {
		t.Fatal("the root goes on until the new one came")
	}
	if err := brings(t, w, "next"); err != nil {
		t.Fatal(err)
	}
	s := sideOf(t, w, "RU")
	if s.Root != w.Keys["next"].Public().ID() || len(s.Before) != 1 || s.Before[0].Own || s.Before[0].Root != w.Keys["root-ru"].Public().ID() ||
		strings.Join(s.Before[0].Signed, " ") != "mission TR" {
		t.Errorf("it is not told how the root was replaced: %+v", s)
	}
	if err := vouches(t, w, "next", "later"); err != nil {
		t.Error(err)
	}
	if err := vouches(t, w, "root-ru", "none"); err == nil {
		t.Error("the old root speaks on")
	}
	folder := copyOf(t, w, "secretary")
	said, code := truce(t, t.TempDir(), "check", folder)
	says(t, said, code, 0, "Root      of RU was replaced", "without its own signature, by mission, TR")
}

// A root that is replaced by its own word is so at once, whoever proposed it.
func TestRoots_a_root_replaces_itself_at_once(t *testing.T) {
	t.Parallel()
	w := threeSides(t)
	id := namesRoot(t, w, "next")
	w.Endorses(t, "root-ru", officeOf(w), id)
	if err := brings(t, w, "next"); err != nil {
		t.Fatal(err)
	}
	if s := sideOf(t, w, "RU"); s.Root != w.Keys["next"].Public().ID() || len(s.Before) != 1 || !s.Before[0].Own || len(s.Awaits) != 0 {
		t.Errorf("its own word: %+v", s)
	}
}

// A registrar of the side refuses for it, and does not sign in place of the root: whatever it answered, the root says its own.
func TestRoots_a_registrar_refuses_and_does_not_sign_for_the_root(t *testing.T) {
	t.Parallel()
	w := threeSides(t)
	if err := vouches(t, w, "root-ru", "registrar"); err != nil {
		t.Fatal(err)
	}
	w.Must(t, "registrar", "key-possessed", string(people.KeySubject(w.Keys["registrar"].Public().ID())), people.KeyPossessed{})
	w.Must(t, "root-ru", "registrar-named", officeOf(w), people.RegistrarNamed{Party: "RU", Person: "person/liaison-ru"})
	id := namesRoot(t, w, "first")
	w.Endorses(t, "registrar", officeOf(w), id)
	officetest.WantProblem(t, brings(t, w, "first"), problem.RootWaits)
	w.Must(t, "root-ru", "endorsed", officeOf(w), noun.Endorsed{Act: id, Answer: noun.No})
	id = namesRoot(t, w, "second")
	w.Endorses(t, "root-tr", officeOf(w), id)
	w.Must(t, "registrar", "endorsed", officeOf(w), noun.Endorsed{Act: id, Answer: noun.No})
	w.Clock.Set(w.Clock.Now().Add(people.RootWait + time.Hour))
	officetest.WantProblem(t, brings(t, w, "first"), problem.RootRefused)
	officetest.WantProblem(t, brings(t, w, "second"), problem.RootRefused)
}

// Others silence no root, to name another then; they hold no second one ready from before it came; and nobody of another side holds it.
func TestRoots_nothing_goes_around_the_waiting(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	ready := namesRoot(t, w, "ready") // while RU has no root yet
	w.Root(t, "TR")
	third := w.Root(t, "RU")
	w.Endorses(t, "root-tr", officeOf(w), third.ID)
	if s := sideOf(t, w, "RU"); s.Root != w.Keys["root-ru"].Public().ID() {
		t.Fatalf("RU has its root: %+v", s)
	}
	officetest.WantProblem(t, brings(t, w, "ready"), problem.RootMismatch)
	w.Endorses(t, "root-tr", officeOf(w), ready)
	officetest.WantProblem(t, brings(t, w, "ready"), problem.RootMismatch)
	for _, who := range []string{"administrator", "root-tr"} {
		_, err := w.Do(t, who, "key-revoked", string(people.KeySubject(w.Keys["root-ru"].Public().ID())), people.KeyRevoked{Reason: shape.In("en", "lost")})
		officetest.WantProblem(t, err, problem.RootNotYours)
	}
	for person, who := range map[string]string{"person/monitor-1": "administrator", "person/liaison-tr": "root-tr", "person/administrator": "root-tr"} {
		_, err := w.Do(t, who, "root-named", officeOf(w), people.RootNamed{Party: "RU", Person: act.SubjectID(person), Fingerprint: w.Keys["ready"].Public().ID()})
		officetest.WantProblem(t, err, problem.RootForeign)
	}
	_, err := w.Do(t, "administrator", "person-registered", "person/root-ru", people.PersonRegistered{Organisation: "organisation/mission", Name: "EXERCISE"})
	officetest.WantProblem(t, err, problem.RootForeign)
}

// Broken: the mission and TR put a key that was TR's liaison's, or the mission's monitor's, as another party's root, with a holder
// whom nobody knew: whoever had it spoke for two, and what it had signed before was read as that party's.
func TestRoots_a_key_that_is_known_as_somebodys_is_nobody_elses_root(t *testing.T) {
	t.Parallel()
	w := threeSides(t)
	for _, name := range []string{"liaison-tr", "monitor-1", "root-tr", "administrator", "liaison-ru"} {
		for _, party := range []string{"RU", "SY-GOV"} {
			_, err := w.Do(t, "administrator", "root-named", officeOf(w), people.RootNamed{Party: party, Person: "person/ghost", Fingerprint: w.Keys[name].Public().ID()})
			officetest.WantProblem(t, err, problem.RootInUse)
		}
	}
	// One that was named before it was enrolled for somebody does not come either, nor is a root enrolled as another's key.
	key, err := act.GenerateKey(w.Rand)
	if err != nil {
		t.Fatal(err)
	}
	jwk, err := key.Public().MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	w.Keys["late"] = key
	subject := string(people.KeySubject(key.Public().ID()))
	named := w.Must(t, "administrator", "root-named", officeOf(w), people.RootNamed{Party: "SY-GOV", Person: "person/ghost", Fingerprint: key.Public().ID()})
	w.Endorses(t, "root-tr", officeOf(w), named.ID)
	w.Must(t, "root-tr", "key-enrolled", subject, people.KeyEnrolled{Person: "person/liaison-tr", Holder: "person/liaison-tr", Party: "TR", Key: jwk})
	_, err = w.Do(t, "late", "root-enrolled", officeOf(w), people.RootEnrolled{Party: "SY-GOV", Key: jwk})
	officetest.WantProblem(t, err, problem.RootInUse)
	root, err := w.Keys["root-ru"].Public().MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.Do(t, "root-tr", "key-enrolled", string(people.KeySubject(w.Keys["root-ru"].Public().ID())),
		people.KeyEnrolled{Person: "person/liaison-tr", Holder: "person/liaison-tr", Party: "TR", Key: root})
	officetest.WantProblem(t, err, problem.RootInUse)
}
