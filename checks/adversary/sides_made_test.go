package adversary

import (
	"strings"
	"testing"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/problem"
	"truce/ground/shape"
	"truce/noun"
	"truce/noun/incident"
	"truce/noun/people"
	"truce/office"
	"truce/office/officetest"
)

// names has the mission name a root for a party, and makes its key.
func names(t *testing.T, w *officetest.World, party, name string) act.ID {
	t.Helper()
	key, err := act.GenerateKey(w.Rand)
	if err != nil {
		t.Fatal(err)
	}
	w.Keys[name] = key
	return w.Must(t, "administrator", "root-named", officeOf(w), people.RootNamed{Party: party, Person: act.SubjectID("person/" + name), Fingerprint: key.Public().ID()}).ID
}

// comes is the key that was named and brings itself.
func comes(t *testing.T, w *officetest.World, party, name string) error {
	t.Helper()
	b := rootOf(t, w, name)
	b.Party = party
	_, err := w.Do(t, name, "root-enrolled", officeOf(w), b)
	return err
}

// device is what somebody makes of the acts that the office shows about itself, by signatures alone.
func device(t *testing.T, w *officetest.World, more ...string) people.Shown {
	t.Helper()
	var acts []act.Act
	for _, text := range append(sides(t, w), more...) {
		a, err := act.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		acts = append(acts, a)
	}
	shown, err := people.Show(w.ID(), acts)
	if err != nil {
		t.Fatal(err)
	}
	return shown
}

// Broken: the mission and TR gave a root to a party that no agreement names, and it was a side like any other: with it the mission set
// custodians, released copies and ended the register without TR.
func TestMade_a_side_that_two_made_up_counts_for_nothing(t *testing.T) {
	t.Parallel()
	w := threeSides(t)
	id := names(t, w, "XX", "root-xx")
	w.Endorses(t, "root-tr", officeOf(w), id)
	if err := comes(t, w, "XX", "root-xx"); err != nil {
		t.Fatal(err) // it is accepted as written
	}
	if s := sideOf(t, w, "XX"); !s.Counts.IsZero() || strings.Join(s.Asks, " ") != "RU" || s.Root == "" {
		t.Fatalf("two sides made a third: %+v", s)
	}
	w.Enrol(t, "custodian-2", "mission", "custodian")
	set := w.SetCustodians(t, "custodian-2")
	ending := w.Must(t, "administrator", "register-succeeded", officeOf(w), ending(t, w, next(t, w, "heir").Key()))
	for _, id := range []act.ID{set.ID, ending.ID} {
		w.Endorses(t, "root-xx", officeOf(w), id)
	}
	o, _ := w.Directory().Office(people.OfficeSubject(w.Verifier().Name()))
	if o.Successor != nil || len(o.Custodians) != 1 {
		t.Errorf("what the mission and a party of its making signed is in force: %+v", o)
	}
	if d := device(t, w); len(d.Custodians) != 1 {
		t.Errorf("a device takes the custodians: %+v", d.Custodians)
	} else if s, _ := d.Side("XX"); !s.Counts.IsZero() || s.Root == "" {
		t.Errorf("a device takes it for a side: %+v", s)
	}
	folder := copyOf(t, w, "secretary")
	said, code := truce(t, t.TempDir(), "check", folder)
	says(t, said, code, 0, "XX has a root key and COUNTS FOR NOTHING", "RU did not sign its root", "NO AGREEMENT NAMES XX")
	said, _ = truce(t, t.TempDir(), "watch", folder, "--party", "RU", "--remember", t.TempDir())
	if !strings.Contains(said, "XX has a root key and COUNTS FOR NOTHING") {
		t.Errorf("watch does not tell another side:\n%s", said)
	}
	// It speaks for itself, and not the mission for it. It counts once all signed who were sides.
	w.Must(t, "root-ru", "endorsed", officeOf(w), noun.Endorsed{Act: id, Answer: noun.Yes})
	if s := sideOf(t, w, "XX"); s.Counts.IsZero() || len(s.Asks) != 0 {
		t.Errorf("all sides signed it: %+v", s)
	}
	if o, _ := w.Directory().Office(people.OfficeSubject(w.Verifier().Name())); len(o.Custodians) != 1 {
		t.Error("what it signed before it counted took force")
	}
	said, code = truce(t, t.TempDir(), "check", copyOf(t, w, "secretary"))
	says(t, said, code, 0, "XX counts as a side since", "though neither the founding nor any agreement names it", "NO AGREEMENT NAMES XX")
}

// A party that the founding names is asked too while its root is still to come, and counts with it.
func TestMade_whom_the_founding_names_is_asked_before_it_came(t *testing.T) {
	t.Parallel()
	w := officetest.NewOf(t, "TR", "RU")
	w.Root(t, "TR")
	id := names(t, w, "XX", "root-xx")
	w.Endorses(t, "root-tr", officeOf(w), id)
	if err := comes(t, w, "XX", "root-xx"); err != nil {
		t.Fatal(err)
	}
	if s := sideOf(t, w, "XX"); !s.Counts.IsZero() || strings.Join(s.Asks, " ") != "RU" {
		t.Errorf("RU, which the founding names, was not asked: %+v", s)
	}
	third := w.Root(t, "RU")
	w.Endorses(t, "root-tr", officeOf(w), third.ID)
	if s := sideOf(t, w, "RU"); s.Counts.IsZero() {
		t.Errorf("whom the founding names counts as before: %+v", s)
	}
	w.Must(t, "root-ru", "endorsed", officeOf(w), noun.Endorsed{Act: id, Answer: noun.No})
	if s := sideOf(t, w, "XX"); !s.Counts.IsZero() {
		t.Errorf("RU refused it: %+v", s)
	}
}

// Broken: the mission and TR named the first root of RU, which its people did not know: from then on nobody heard them.
func TestMade_the_first_root_of_a_party_waits_for_its_people(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Root(t, "TR")
	id := names(t, w, "RU", "false")
	officetest.WantProblem(t, comes(t, w, "RU", "false"), problem.RootUnsigned)
	w.Endorses(t, "root-tr", officeOf(w), id)
	officetest.WantProblem(t, comes(t, w, "RU", "false"), problem.RootUnheard)
	speaks := func(report string) {
		t.Helper()
		w.Must(t, "liaison-ru", "allegation-filed", report, incident.AllegationFiled(officetest.Observation()))
	}
	speaks("report/1")
	honest := copyOf(t, w, "secretary")
	said, code := truce(t, t.TempDir(), "watch", honest, "--party", "RU", "--remember", t.TempDir())
	says(t, said, code, 6, "Root      of RU IS NAMED", "signed by mission, TR", "can refuse it until", "truce endorse")
	// Whoever enrols another key for RU cannot shorten it with that.
	_, _ = enrol(t, w, "puppet", "person/liaison-ru", "RU")
	w.Must(t, "puppet", "endorsed", officeOf(w), noun.Endorsed{Act: id, Answer: noun.Yes})
	officetest.WantProblem(t, comes(t, w, "RU", "false"), problem.RootUnheard)
	// Nor is anybody ended first, to be silenced then.
	killed := w.Must(t, "administrator", "key-revoked", string(w.KeyOf("puppet")), people.KeyRevoked{Reason: shape.In("en", "gone")})
	w.Endorses(t, "root-tr", string(w.KeyOf("puppet")), killed.ID)
	officetest.WantProblem(t, comes(t, w, "RU", "false"), problem.RootUnheard)
	// An office that takes it nevertheless is named.
	forged := historyOf(t, w).with(t, w.Sign(t, "false", "root-enrolled", officeOf(w), rootOf(t, w, "false")))
	said, code = truce(t, t.TempDir(), "check", forged.publish(t, w, honest))
	says(t, said, code, 3, "WRONG", "RU has people here who speak for it")
	// Nobody else answers in RU's name, and RU's people answer nothing else.
	vouchedReporter(t, w, "monitor-tr", "person/liaison-tr", "TR")
	_, err := w.Do(t, "monitor-tr", "endorsed", officeOf(w), noun.Endorsed{Act: id, Answer: noun.No})
	officetest.WantProblem(t, err, problem.NotPermittedHere)
	_, err = w.Do(t, "liaison-ru", "endorsed", officeOf(w), noun.Endorsed{Act: w.SetCustodians(t, "custodian-1").ID, Answer: noun.Yes})
	officetest.WantProblem(t, err, problem.NotPermittedHere)

	w.Must(t, "liaison-ru", "endorsed", officeOf(w), noun.Endorsed{Act: id, Answer: noun.No})
	w.Clock.Set(w.Clock.Now().Add(2 * people.RootWait))
	officetest.WantProblem(t, comes(t, w, "RU", "false"), problem.RootRefused)
	speaks("report/2")
	b := rootOf(t, w, "false")
	s, _ := device(t, w, jws(w.Sign(t, "false", "root-enrolled", officeOf(w), b))).Side("RU")
	if s.Root != "" || s.Awaits[0].Refuser != w.Keys["liaison-ru"].Public().ID() {
		t.Errorf("a device takes a root that the party's people refused: %+v", s)
	}
}

// In provisional time the mission alone names roots: likewise then. The people's own word is heard at once, and where there is nobody
// there is nobody to silence.
func TestMade_the_people_of_a_party_shorten_it(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	id := names(t, w, "RU", "root-ru")
	officetest.WantProblem(t, comes(t, w, "RU", "root-ru"), problem.RootUnheard)
	_, _ = enrol(t, w, "second", "person/liaison-ru", "RU")
	w.Must(t, "liaison-ru", "endorsed", officeOf(w), noun.Endorsed{Act: id, Answer: noun.Yes})
	officetest.WantProblem(t, comes(t, w, "RU", "root-ru"), problem.RootUnheard)
	w.Must(t, "second", "endorsed", officeOf(w), noun.Endorsed{Act: id, Answer: noun.Yes})
	if err := comes(t, w, "RU", "root-ru"); err != nil {
		t.Error(err)
	}
	w.Endorses(t, "root-ru", officeOf(w), names(t, w, "IR", "root-ir"))
	if err := comes(t, w, "IR", "root-ir"); err != nil {
		t.Errorf("nobody of IR is here: %v", err)
	}
	w.Endorses(t, "root-ru", officeOf(w), names(t, w, "TR", "root-tr"))
	o, _ := w.Directory().Office(people.OfficeSubject(w.Verifier().Name()))
	s, _ := o.Side("TR")
	w.Clock.Set(s.Awaits[0].Until.Add(-time.Minute))
	officetest.WantProblem(t, comes(t, w, "TR", "root-tr"), problem.RootUnheard)
	w.Clock.Set(s.Awaits[0].Until)
	if err := comes(t, w, "TR", "root-tr"); err != nil {
		t.Errorf("nobody refused in time: %v", err)
	}
}

// vouchedBy has a root vouch for a new key of a liaison.
func vouchedBy(t *testing.T, w *officetest.World, root, name string) {
	t.Helper()
	if err := vouches(t, w, root, name); err != nil {
		t.Fatal(err)
	}
	w.Must(t, name, "key-possessed", string(w.KeyOf(name)), people.KeyPossessed{})
}

// Broken: a party replaced its own root, and all its people were unheard.
func TestMade_whom_a_root_vouched_for_goes_on_speaking(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ own, stolen bool }{"by its own word": {own: true}, "by others": {}, "because it was stolen": {own: true, stolen: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := threeSides(t)
			vouchedBy(t, w, "root-ru", "early")
			w.Clock.Set(w.Clock.Now().Add(time.Hour))
			since := w.Clock.Now()
			w.Clock.Set(since.Add(time.Hour))
			vouchedBy(t, w, "root-ru", "late")
			id := names(t, w, "RU", "next")
			if c.own {
				w.Endorses(t, "root-ru", officeOf(w), id)
			} else {
				w.Endorses(t, "root-tr", officeOf(w), id)
				w.Clock.Set(w.Clock.Now().Add(people.RootWait + time.Hour))
			}
			if err := comes(t, w, "RU", "next"); err != nil {
				t.Fatal(err)
			}
			old := string(w.KeyOf("root-ru"))
			_, err := w.Do(t, "administrator", "key-revoked", old, people.KeyRevoked{Reason: shape.In("en", "stolen"), CompromisedSince: since})
			officetest.WantProblem(t, err, problem.RootNotYours) // others silence nobody by that
			if c.stolen {
				w.Must(t, "next", "key-revoked", old, people.KeyRevoked{Reason: shape.In("en", "stolen"), CompromisedSince: since})
			}
			for _, who := range []string{"early", "late"} {
				_, err := w.Do(t, who, "allegation-filed", "report/"+who, incident.AllegationFiled(officetest.Observation()))
				if falls := c.stolen && who == "late"; falls {
					officetest.WantProblem(t, err, problem.KeyUnvouched)
				} else if err != nil {
					t.Errorf("%s is not heard any more: %v", who, err)
				}
			}
			if err := vouches(t, w, "next", "new"); err != nil {
				t.Error(err)
			}
			if told, err := w.Rebuild(t.Context(), func(int64, int64) {}); err != nil || told.Changed > 0 {
				t.Errorf("folded again it is otherwise: %+v %v", told, err)
			}
			said, code := truce(t, t.TempDir(), "check", copyOf(t, w, "secretary"))
			says(t, said, code, 0, "GOOD")
		})
	}
}

// On a device, which knows signatures alone, a registrar whom an earlier root enrolled speaks on; not one enrolled when that was in other hands.
func TestMade_a_device_hears_whom_an_earlier_root_vouched_for(t *testing.T) {
	t.Parallel()
	for _, stolen := range []bool{false, true} {
		w := threeSides(t)
		w.Clock.Set(w.Clock.Now().Add(time.Hour))
		since := w.Clock.Now()
		vouchedBy(t, w, "root-ru", "registrar")
		id := names(t, w, "RU", "next")
		w.Endorses(t, "root-ru", officeOf(w), id)
		if err := comes(t, w, "RU", "next"); err != nil {
			t.Fatal(err)
		}
		w.Must(t, "next", "registrar-named", officeOf(w), people.RegistrarNamed{Party: "RU", Person: "person/liaison-ru"})
		first, second := w.SetCustodians(t, "custodian-1"), w.SetCustodians(t, "custodian-1")
		w.Must(t, "registrar", "endorsed", officeOf(w), noun.Endorsed{Act: first.ID, Answer: noun.No})
		if stolen {
			w.Must(t, "next", "key-revoked", string(w.KeyOf("root-ru")), people.KeyRevoked{Reason: shape.In("en", "stolen"), CompromisedSince: since.Add(-time.Minute)})
		}
		d := device(t, w, jws(w.Sign(t, "registrar", "endorsed", officeOf(w), noun.Endorsed{Act: second.ID, Answer: noun.Yes})))
		if in := len(d.Custodians) > 1; in == stolen {
			t.Errorf("stolen %v: the custodians that the registrar signed are in force: %v", stolen, in)
		}
	}
}

// Broken: of two roots for RU, one that the mission put forward alone was told like the one that TR signed too; and the mission's
// monitor was shown as a registrar of RU.
func TestMade_what_comes_to_nothing_is_told_by_number(t *testing.T) {
	t.Parallel()
	w := threeSides(t)
	for _, name := range []string{"one", "two", "three"} {
		names(t, w, "RU", name)
	}
	w.Endorses(t, "root-tr", officeOf(w), names(t, w, "RU", "four"))
	said, code := truce(t, t.TempDir(), "check", copyOf(t, w, "secretary"))
	says(t, said, code, 0, "IS TO BE REPLACED by "+string(w.Keys["four"].Public().ID()), "of RU: 3 roots are named by one side alone")
	if strings.Count(said, "IS TO BE REPLACED") != 1 {
		t.Errorf("others bury it:\n%s", said)
	}
	for _, person := range []string{"person/liaison-tr", "person/secretary"} {
		_, err := w.Do(t, "root-ru", "registrar-named", officeOf(w), people.RegistrarNamed{Party: "RU", Person: act.SubjectID(person)})
		officetest.WantProblem(t, err, problem.RegistrarForeign)
	}
	w.Must(t, "root-ru", "registrar-named", officeOf(w), people.RegistrarNamed{Party: "RU", Person: "person/liaison-ru"})
}

// Broken: the mission and RU said that a key of TR had been in other hands for a month, and TR's word stood nowhere beside it.
func TestMade_a_side_answers_what_others_say_of_its_key(t *testing.T) {
	t.Parallel()
	w := threeSides(t)
	vouchedReporter(t, w, "monitor-tr", "person/liaison-tr", "TR")
	w.Clock.Set(w.Clock.Now().Add(time.Hour))
	w.Must(t, "monitor-tr", "observation-filed", "report/seen", officetest.Observation())
	key := string(w.KeyOf("monitor-tr"))
	said := ends(t, w, "administrator", key, w.Clock.Now().Add(-time.Minute))
	w.Endorses(t, "root-ru", key, said)
	if d := doubtOf(t, w, "report/seen", time.Time{}); d != fold.Wholly {
		t.Fatalf("two sides said it: %q", d)
	}
	w.Must(t, "root-tr", "endorsed", key, noun.Endorsed{Act: said, Answer: noun.No})
	if d := doubtOf(t, w, "report/seen", time.Time{}); d != fold.WhollyDenied {
		t.Errorf("its own side denies it, and the record says %q", d)
	}
	history, err := w.Reading.History(t.Context(), w.As("secretary"), "report/seen")
	if err != nil || !history[0].Doubted || !history[0].Denied {
		t.Errorf("the act: %+v %v", history, err)
	}
	folder := copyOf(t, w, "secretary")
	words, code := truce(t, t.TempDir(), "check", folder)
	says(t, words, code, 0, "In doubt", "Others say so; its own side says that it was not")
	words, code = truce(t, t.TempDir(), "show", "report/seen", "--copy", folder)
	says(t, words, code, 0, "IN DOUBT", "DENIED by its own side")
	words, code = truce(t, t.TempDir(), "list", "reports", "--doubted", "wholly", "--copy", folder)
	says(t, words, code, 0, "report/seen", "its own side says that it was not")
	// A party without a root says it by any of its keys; nobody else does.
	u := officetest.New(t)
	u.Root(t, "TR")
	_, _ = enrol(t, u, "ru-2", "person/liaison-ru", "RU")
	lost := string(u.KeyOf("ru-2"))
	id := ends(t, u, "administrator", lost, u.Clock.Now().Add(-time.Minute))
	vouchedReporter(t, u, "monitor-tr", "person/liaison-tr", "TR")
	_, err = u.Do(t, "monitor-tr", "endorsed", lost, noun.Endorsed{Act: id, Answer: noun.No})
	officetest.WantProblem(t, err, problem.NotPermittedHere)
	u.Must(t, "liaison-ru", "endorsed", lost, noun.Endorsed{Act: id, Answer: noun.No})
	u.Endorses(t, "root-tr", lost, id)
	if k := standing(t, u, lost); k.CompromisedSince.IsZero() || k.Denied.IsZero() {
		t.Errorf("RU denied it: %+v", k)
	}
}

// Broken: a registrar enrolled a second key for somebody and said with it, as that key's owner, that the first had been in other hands for a month.
func TestMade_a_second_key_speaks_of_no_time_before_it(t *testing.T) {
	t.Parallel()
	w := threeSides(t)
	vouchedReporter(t, w, "monitor-tr", "person/liaison-tr", "TR")
	key := string(w.KeyOf("monitor-tr"))
	w.Clock.Set(w.Clock.Now().Add(10 * 24 * time.Hour))
	w.Must(t, "monitor-tr", "observation-filed", "report/seen", officetest.Observation())
	w.Clock.Set(w.Clock.Now().Add(24 * time.Hour))
	vouchedReporter(t, w, "monitor-tr-2", "person/liaison-tr", "TR")
	since := w.Clock.Now().Add(-5 * 24 * time.Hour)
	w.Must(t, "monitor-tr-2", "key-revoked", key, people.KeyRevoked{Reason: shape.In("en", "stolen"), Own: true, CompromisedSince: since})
	k := standing(t, w, key)
	if !k.Revoked || k.CompromisedSince.Before(since.Add(4*24*time.Hour)) || !k.DisavowedSince.Equal(since) {
		t.Errorf("a key of today speaks of last week: %+v", k)
	}
	if d := doubtOf(t, w, "report/seen", time.Time{}); d != fold.Disavowed {
		t.Errorf("what is told as its side's own word says %q", d)
	}
}

// Whoever founds a successor names its sides: a check that is given both says which were none before, and which are none any more.
func TestMade_a_successor_with_other_sides_is_told(t *testing.T) {
	t.Parallel()
	w := threeSides(t)
	heir := next(t, w, "next")
	end := ending(t, w, heir.Key())
	w.Endorses(t, "root-tr", officeOf(w), w.Must(t, "administrator", "register-succeeded", officeOf(w), end).ID)
	names := []string{"TR", "XX"}
	_, _ = drawn(t, heir, "root-xx")
	var others []people.OpeningFounder
	for _, party := range names {
		name := "root-" + strings.ToLower(party)
		jwk, err := heir.Keys[name].Public().MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		others = append(others, people.OpeningFounder{Party: party, Person: act.SubjectID("person/" + name), Key: jwk})
	}
	founded, err := heir.Found(t.Context(), office.Founding{Code: "next", Name: "Next office (exercise)", Founder: "person/administrator",
		Succeeds: &people.Predecessor{RegisterKey: w.Key(), Head: end.Head}, Rules: people.Ruling{ChosenNames: true}, Others: others}, heir.Keys["administrator"])
	if err != nil {
		t.Fatal(err)
	}
	heir.Endorses(t, "root-tr", officeOf(heir), founded.ID)
	said, _ := truce(t, t.TempDir(), "check", copyOf(t, heir, "administrator"), "--succeeds", copyOf(t, w, "secretary"))
	for _, words := range []string{"XX: no side of the register before, and one here", "RU: a side of the register before, and none here"} {
		if !strings.Contains(said, words) {
			t.Errorf("%q is not said:\n%s", words, said)
		}
	}
}
