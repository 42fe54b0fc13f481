package adversary

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/register"
	"truce/ground/shape"
	"truce/noun"
	"truce/noun/incident"
	"truce/noun/people"
	"truce/office"
	"truce/office/officetest"
)

// next is an office in a new folder that is to go on with the work of another. Nobody founded it yet.
func next(t *testing.T, of *officetest.World, name string) *officetest.World {
	t.Helper()
	w := &officetest.World{Folder: t.TempDir(), Origin: name + ".exercise.truce", Clock: of.Clock, Keys: maps.Clone(of.Keys), Seals: of.Seals, Rand: of.Rand}
	w.Reopen(t)
	t.Cleanup(func() { w.Close() })
	return w
}

// ending puts forward that one office goes on with the work of another, from its head of today.
func ending(t *testing.T, w *officetest.World, key string) people.RegisterSucceeded {
	t.Helper()
	head, err := w.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return people.RegisterSucceeded{RegisterKey: key, Head: string(head), Reason: shape.In("en", "The machine was seized.")}
}

// Two sides cannot end a register at a head from before what others cosigned: the office tells both sizes.
func TestSuccession_from_before_what_others_cosigned_is_refused(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Root(t, "TR")
	heir := next(t, w, "next")
	early := ending(t, w, heir.Key())
	named, err := register.PeekHead([]byte(early.Head))
	if err != nil {
		t.Fatal(err)
	}
	w.File(t, 0, 3)
	guarantors(t)[0].cosign(t, w, w.Clock.Now())
	_, err = w.Do(t, "administrator", "register-succeeded", officeOf(w), early)
	officetest.WantProblem(t, err, problem.HeadBehindCosigned)
	refused := problem.From(err)
	if refused.Params["size"] != named.Size || refused.Params["signed"] != named.Size+3 {
		t.Errorf("it tells %v", refused.Params)
	}
	w.Must(t, "administrator", "register-succeeded", officeOf(w), ending(t, w, heir.Key()))
}

// goesOn founds the successor with a founder of Turkey, who signs too unless alone.
func goesOn(t *testing.T, w *officetest.World, before people.Predecessor, alone bool) {
	t.Helper()
	jwk, err := w.Keys["root-tr"].Public().MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	founded, err := w.Found(t.Context(), office.Founding{
		Code: "next", Name: "Next office (exercise)", Founder: "person/administrator", Succeeds: &before, Rules: people.Ruling{ChosenNames: true},
		Others: []people.OpeningFounder{{Party: "TR", Person: "person/root-tr", Key: jwk}}}, w.Keys["administrator"])
	if err != nil {
		t.Fatal(err)
	}
	if !alone {
		w.Endorses(t, "root-tr", officeOf(w), founded.ID)
	}
}

// An owner alone names a new key, in provisional time and after it; names a head of another register, or one that the office
// never signed. Nothing of it ends the register. Two sides do, once and for all.
func TestSuccession_takes_two_sides_and_ends_the_register(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	other := next(t, w, "next")
	w.Must(t, "administrator", "register-succeeded", officeOf(w), ending(t, w, other.Key()))
	w.Must(t, "monitor-1", "observation-filed", "report/1", officetest.Observation()) // it goes on: nobody else signed
	w.Root(t, "TR")
	_, foreign := otherHead(t)
	_, err := w.Do(t, "administrator", "register-succeeded", officeOf(w), people.RegisterSucceeded{RegisterKey: other.Key(), Head: foreign, Reason: shape.In("en", "No head of this register.")})
	officetest.WantProblem(t, err, problem.HeadForeign)
	own := ending(t, w, w.Key())
	_, err = w.Do(t, "administrator", "register-succeeded", officeOf(w), own)
	officetest.WantProblem(t, err, problem.BodyWrong)

	first := w.Must(t, "administrator", "register-succeeded", officeOf(w), ending(t, w, other.Key()))
	second := w.Must(t, "administrator", "register-succeeded", officeOf(w), ending(t, w, next(t, w, "third").Key()))
	w.Must(t, "monitor-1", "observation-filed", "report/2", officetest.Observation())
	kept := w.Sign(t, "root-tr", "endorsed", officeOf(w), noun.Endorsed{Act: second.ID, Answer: noun.Yes})
	w.Endorses(t, "root-tr", officeOf(w), first.ID)
	_, err = w.Submit(t.Context(), kept)
	officetest.WantProblem(t, err, problem.RegisterEnded)
	late := w.Sign(t, "monitor-1", "observation-filed", "report/3", officetest.Observation())
	_, err = w.Submit(t.Context(), late)
	officetest.WantProblem(t, err, problem.RegisterEnded)

	honest, h := copyOf(t, w, "secretary"), historyOf(t, w)
	said, code := truce(t, t.TempDir(), "check", honest)
	says(t, said, code, 0, "Ended     on", "as mission, TR signed", "next.exercise.truce", other.Key())
	said, code = truce(t, t.TempDir(), "check", h.with(t, late).publish(t, w, honest))
	says(t, said, code, 3, "had been succeeded by that of next.exercise.truce before it was received")
}

func otherHead(t *testing.T) (*officetest.World, string) {
	t.Helper()
	w := officetest.New(t)
	head, err := w.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return w, string(head)
}

// The successor takes what was signed for the register before, once two sides signed its founding and the key that signed it says there
// that it brings it, and nothing that was signed for any other; by itself it can claim what it likes.
func TestSuccession_acts_are_taken_by_the_successor_alone(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Root(t, "TR")
	heir, claims := next(t, w, "next"), next(t, w, "claims")
	end := ending(t, w, heir.Key())
	before := people.Predecessor{RegisterKey: w.Key(), Head: end.Head}
	signed := w.Sign(t, "monitor-1", "observation-filed", "report/late", officetest.Observation())
	goesOn(t, claims, before, true)
	goesOn(t, heir, before, false)
	brings := people.KeyPossessed{Brings: []act.ID{idOf(t, signed)}}
	for _, office := range []*officetest.World{claims, heir} {
		moves(t, office, "monitor-1")
		if office == heir {
			_, err := office.Submit(t.Context(), signed)
			officetest.WantProblem(t, err, problem.NotBrought)
		}
		if _, err := office.Do(t, "monitor-1", "key-possessed", string(w.KeyOf("monitor-1")), brings); office == heir && err != nil {
			t.Fatal(err)
		} else if office == claims {
			officetest.WantProblem(t, err, problem.NothingBefore)
		}
	}
	if _, err := claims.Submit(t.Context(), signed); !problem.Is(err, problem.AudienceOther) {
		t.Errorf("taken by who claims alone to go on with it: %v", err)
	}
	if _, err := heir.Submit(t.Context(), signed); err != nil {
		t.Errorf("the successor: %v", err)
	}
	stranger, _ := otherHead(t)
	stranger.Audience = []act.RegisterID{"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}
	stranger.Keys = w.Keys
	foreign := stranger.Sign(t, "monitor-1", "observation-filed", "report/y", officetest.Observation())
	heir.Must(t, "monitor-1", "key-possessed", string(w.KeyOf("monitor-1")), people.KeyPossessed{Brings: []act.ID{idOf(t, foreign)}})
	if _, err := heir.Submit(t.Context(), foreign); !problem.Is(err, problem.AudienceOther) {
		t.Errorf("what was signed for a third register: %v", err)
	}
}

// moves enters somebody of the mission in the office that goes on, with the key that he or she had.
func moves(t *testing.T, w *officetest.World, name string) {
	t.Helper()
	w.Audience = []act.RegisterID{w.ID()}
	jwk, err := w.Keys[name].Public().MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	w.Must(t, "administrator", "organisation-registered", "organisation/mission", people.OrganisationRegistered{Name: "Mission"})
	w.Must(t, "administrator", "person-registered", "person/"+name, people.PersonRegistered{Organisation: "organisation/mission", Name: name})
	w.Must(t, "administrator", "key-enrolled", string(w.KeyOf(name)), people.KeyEnrolled{Person: act.SubjectID("person/" + name), Key: jwk, Roles: []string{"monitor"}})
	w.Must(t, name, "key-possessed", string(w.KeyOf(name)), people.KeyPossessed{})
}

// Broken: a report that its author had withdrawn was handed in to the successor by somebody else, weeks later and without its withdrawal,
// and counted. What was signed for the register before comes only by the key that signed it, and who checks a copy sees that by the record alone.
func TestSuccession_what_was_withdrawn_comes_back_by_nobody_else(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Root(t, "TR")
	signed := w.Sign(t, "monitor-1", "observation-filed", "report/1", officetest.Observation())
	if _, err := w.Submit(t.Context(), signed); err != nil {
		t.Fatal(err)
	}
	w.Must(t, "monitor-1", "report-withdrawn", "report/1", incident.ReportWithdrawn{Reason: shape.In("en", "EXERCISE. It was thunder.")})
	heir := next(t, w, "next")
	end := ending(t, w, heir.Key())
	w.Endorses(t, "root-tr", officeOf(w), w.Must(t, "administrator", "register-succeeded", officeOf(w), end).ID)
	goesOn(t, heir, people.Predecessor{RegisterKey: w.Key(), Head: end.Head}, false)
	moves(t, heir, "monitor-1")
	moves(t, heir, "secretary")
	_, err := heir.Do(t, "secretary", "key-possessed", string(w.KeyOf("monitor-1")), people.KeyPossessed{Brings: []act.ID{idOf(t, signed)}})
	if err == nil {
		t.Error("another says that it is brought")
	}
	heir.Must(t, "secretary", "key-possessed", string(w.KeyOf("secretary")), people.KeyPossessed{Brings: []act.ID{idOf(t, signed)}})
	_, err = heir.Submit(t.Context(), signed)
	officetest.WantProblem(t, err, problem.NotBrought)
	honest, h := copyOf(t, heir, "administrator"), historyOf(t, heir)
	said, code := truce(t, t.TempDir(), "check", h.with(t, signed).publish(t, heir, honest))
	says(t, said, code, 3, "did not say in this one that it comes along")
}

// A reader follows a succession that the register before shows: not one that its sides did not sign, nor one to another key, nor
// one from a head that leaves out what he saw.
func TestSuccession_is_followed_where_it_is_shown(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Root(t, "TR")
	heir, thief, short := next(t, w, "next"), next(t, w, "thief"), next(t, w, "short")
	early := ending(t, w, heir.Key())
	w.File(t, 0, 3)
	end := ending(t, w, heir.Key())
	unended, seen := copyOf(t, w, "secretary"), t.TempDir()
	said, code := truce(t, t.TempDir(), "check", unended, "--remember", seen)
	says(t, said, code, 0, "GOOD")
	proposed := w.Must(t, "administrator", "register-succeeded", officeOf(w), end)
	w.Endorses(t, "root-tr", officeOf(w), proposed.ID)
	ended := copyOf(t, w, "secretary")

	shown := map[*officetest.World]string{}
	for world, head := range map[*officetest.World]string{heir: end.Head, thief: end.Head, short: early.Head} {
		goesOn(t, world, people.Predecessor{RegisterKey: w.Key(), Head: head}, false)
		shown[world] = copyOf(t, world, "administrator")
	}
	said, code = truce(t, t.TempDir(), "check", shown[heir], "--succeeds", ended, "--remember", seen)
	says(t, said, code, 0, "Succeeds  the register of test.exercise.truce", "its own acts say so", "GOOD")
	said, code = truce(t, t.TempDir(), "check", shown[heir])
	says(t, said, code, 0, "name a copy of it with --succeeds")
	said, code = truce(t, t.TempDir(), "check", shown[heir], "--succeeds", unended)
	says(t, said, code, 3, "that one was not succeeded by anybody")
	said, code = truce(t, t.TempDir(), "check", shown[thief], "--succeeds", ended)
	says(t, said, code, 3, "that one was succeeded by another")
	said, code = truce(t, t.TempDir(), "check", shown[short], "--remember", seen)
	says(t, said, code, 3, "what came after may be left out")
}

// Whoever holds the successor's key founds it with a root of a side that he made himself, and lets that sign; or with a founder of
// the mission whom nobody in the register before ever saw. Held to the register before, it is refused: that side is another there.
func TestSuccession_signed_by_a_side_that_somebody_made_up_is_refused(t *testing.T) {
	t.Parallel()
	for key, side := range map[string]string{"root-tr": "TR", "administrator": noun.Mission} {
		w := officetest.New(t)
		w.Root(t, "TR")
		heir := next(t, w, "next")
		heir.Keys[key] = officetest.New(t).Keys["administrator"]
		end := ending(t, w, heir.Key())
		proposed := w.Must(t, "administrator", "register-succeeded", officeOf(w), end)
		w.Endorses(t, "root-tr", officeOf(w), proposed.ID)
		goesOn(t, heir, people.Predecessor{RegisterKey: w.Key(), Head: end.Head}, false)
		copied := copyOf(t, heir, "administrator")
		said, code := truce(t, t.TempDir(), "check", copied, "--succeeds", copyOf(t, w, "secretary"))
		says(t, said, code, 3, "a side has another root key here than there", side+" signs here with a key that is not that of "+side+" there")
		said, code = truce(t, t.TempDir(), "check", copied)
		says(t, said, code, 0, "that its sides have these root keys, was not looked at")
	}
}

// A side that the register before did not have does not count as one of its two.
func TestSuccession_signed_by_a_side_that_was_never_there_is_refused(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Root(t, "RU")
	heir := next(t, w, "next")
	heir.Keys["root-tr"] = officetest.New(t).Keys["administrator"]
	end := ending(t, w, heir.Key())
	proposed := w.Must(t, "administrator", "register-succeeded", officeOf(w), end)
	w.Endorses(t, "root-ru", officeOf(w), proposed.ID)
	goesOn(t, heir, people.Predecessor{RegisterKey: w.Key(), Head: end.Head}, false)
	said, code := truce(t, t.TempDir(), "check", copyOf(t, heir, "administrator"), "--succeeds", copyOf(t, w, "secretary"))
	says(t, said, code, 3, "was not signed by two sides of that one")
}

// What the register before took after the head that its sides named is left out by the successor. Whoever names a copy of that
// register is told how much, and is not told that all is good.
func TestSuccession_from_a_short_head_says_what_is_left_out(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Root(t, "TR")
	heir := next(t, w, "next")
	early := ending(t, w, heir.Key())
	w.File(t, 0, 3)
	proposed := w.Must(t, "administrator", "register-succeeded", officeOf(w), early)
	w.Endorses(t, "root-tr", officeOf(w), proposed.ID)
	ended := copyOf(t, w, "secretary")
	goesOn(t, heir, people.Predecessor{RegisterKey: w.Key(), Head: early.Head}, false)
	said, code := truce(t, t.TempDir(), "check", copyOf(t, heir, "administrator"), "--succeeds", ended)
	says(t, said, code, 3, "UNPROVEN", "has 3 entries from entry", "they are left out here")
}

// Who holds the key goes over by one command: it says what the key brings, and hands that in.
func TestSuccession_what_a_key_brings_by_one_command(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Root(t, "TR")
	heir := next(t, w, "next")
	end := ending(t, w, heir.Key())
	signed := []string{
		w.Sign(t, "monitor-1", "observation-filed", "report/late", officetest.Observation()),
		w.Sign(t, "monitor-1", "observation-filed", "report/later", officetest.Observation()),
	}
	goesOn(t, heir, people.Predecessor{RegisterKey: w.Key(), Head: end.Head}, false)
	moves(t, heir, "monitor-1")
	key, outbox := keyFile(t, heir, "monitor-1"), filepath.Join(t.TempDir(), "outbox")
	foreign := w.Sign(t, "secretary", "incident-opened", "incident/1", incident.IncidentOpened{Event: "mortar"})
	bring := func(acts ...string) (string, int) {
		if err := os.WriteFile(outbox, []byte(strings.Join(acts, "\n")), 0o600); err != nil {
			t.Fatal(err)
		}
		return truce(t, t.TempDir(), "keys", "bring", outbox, "--confirm-clock", "--data", heir.Folder, "--key", key)
	}
	size := heir.Size()
	if err := heir.Close(); err != nil {
		t.Fatal(err)
	}
	said, code := bring(foreign)
	says(t, said, code, 1, "did not say here that it brings it")
	said, code = bring(signed...)
	says(t, said, code, 0, idOf(t, signed[0]).String(), idOf(t, signed[1]).String())
	said, code = bring(signed...) // cut off, and begun again
	says(t, said, code, 0, idOf(t, signed[1]).String())
	heir.Reopen(t)
	if got := heir.Size(); got != size+3 { // its word, and both
		t.Errorf("%d entries, and then %d:\n%s", size, got, said)
	}
}
