package people_test

import (
	"cmp"
	"crypto/rand"
	"encoding/binary"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/fold/foldtest"
	"truce/ground/shape"
	"truce/noun/people"
)

func noon(day int) time.Time { return time.Date(2017, 5, day, 12, 0, 0, 0, time.UTC) }

func TestPerson_takes_the_party_of_the_organisation(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		states map[act.SubjectID]any
		want   string
	}{
		"of a guarantor":  {map[act.SubjectID]any{"organisation/o": people.Organisation{Name: "o", Party: "TR"}}, "TR"},
		"of the mission":  {map[act.SubjectID]any{"organisation/o": people.Organisation{Name: "o"}}, ""},
		"of nobody known": {nil, ""},
	} {
		h := &foldtest.History{Subject: "person/p", Func: people.FoldPerson, States: c.states}
		h.By("person/a", "", &people.PersonRegistered{Organisation: "organisation/o", Name: "P"})
		f := h.Fold(t)
		if s := foldtest.State[people.Person](t, f); s.Party != c.want || f.Periods[0].Party != c.want || f.Periods[0].Label != "" {
			t.Errorf("%s: party %q", name, s.Party)
		}
	}
}

func TestPerson_roles(t *testing.T) {
	t.Parallel()
	h := &foldtest.History{Subject: "person/p", Func: people.FoldPerson}
	h.By("person/a", "", &people.PersonRegistered{Organisation: "organisation/o", Name: "P"})
	h.By("person/a", "", &people.RoleGranted{Role: "monitor"})
	h.By("person/a", "", &people.RoleGranted{Role: "verifier", Until: noon(9)})
	h.By("person/a", "", &people.RoleGranted{Role: "verifier", Until: noon(11)})
	h.By("person/a", "", &people.RoleGranted{Role: "liaison"})
	h.By("person/a", "", &people.RoleWithdrawn{Role: "liaison"})
	state := foldtest.State[people.Person](t, h.Fold(t))
	d := people.NewDirectory()
	key := keyOf(t)
	put(t, d, "person/p", state)
	put(t, d, people.KeySubject(key.ID()), people.Key{ID: key.ID(), Holder: "person/p", Key: jwk(t, key), Possessed: noon(1)})
	for at, want := range map[time.Time][]string{
		noon(10): {"monitor", "verifier"}, noon(11).Add(-1): {"monitor", "verifier"}, noon(11): {"monitor"},
	} {
		if a, standing := d.Author(key.ID(), at); !slices.Equal(a.Roles, want) || standing != people.Enrolled || a.Person != "person/p" {
			t.Errorf("at %s: %v, standing %v", at, a.Roles, standing)
		}
	}
}

func TestKey(t *testing.T) {
	t.Parallel()
	enrolled := &people.KeyEnrolled{Person: "person/p", Key: jsontext.Value(`{}`), Device: "laptop"}
	revoked := &people.KeyRevoked{Reason: shape.In("en", "lost"), CompromisedSince: noon(6)}
	for name, bodies := range map[string][]any{
		"revoked": {enrolled, revoked}, "enrolled anew after it was lost": {enrolled, revoked, enrolled}, "revoked before it was enrolled": {revoked, enrolled},
		"revoked again, with no time said": {enrolled, revoked, &people.KeyRevoked{Reason: shape.In("en", "lost")}},
	} {
		h := &foldtest.History{Subject: "key/jkt:k", Func: people.FoldKey}
		for _, body := range bodies {
			h.By("person/a", "", body)
		}
		f := h.Fold(t)
		if s := foldtest.State[people.Key](t, f); !s.Revoked || s.Person != "person/p" || s.ID != "k" || !s.DisavowedSince.Equal(noon(6)) || !s.CompromisedSince.IsZero() || f.Periods[0].Status != "revoked" {
			t.Errorf("%s: %+v", name, s)
		}
	}
}

// A key whose holder is not named has its own roles, in its period, until they are taken from it; and
// whoever is told who has it is told the same of everything else.
func TestKey_that_reports(t *testing.T) {
	t.Parallel()
	key := keyOf(t)
	subject := people.KeySubject(key.ID())
	for _, told := range []act.SubjectID{"person/p", ""} {
		h := &foldtest.History{Subject: subject, Func: people.FoldKey}
		h.By("person/a", "", &people.KeyEnrolled{Person: told, Roles: []string{"monitor", "verifier"}, From: noon(3), Until: noon(20), Key: jwk(t, key)})
		h.By("person/a", "", &people.KeyRoleEnded{Role: "verifier"})
		state := foldtest.State[people.Key](t, h.Fold(t))
		state.Possessed = noon(1)
		d := people.NewDirectory()
		put(t, d, "person/p", people.Person{Roles: []people.Role{{Role: "auditor"}}})
		put(t, d, subject, state)
		a, standing := d.Author(key.ID(), noon(10))
		if standing != people.Enrolled || !slices.Equal(a.Roles, []string{"monitor"}) || a.Name != subject || d.Behind(subject) != cmp.Or(told, subject) {
			t.Errorf("told %q: standing %v, %+v", told, standing, a)
		}
		for _, outside := range []time.Time{noon(2), noon(20)} {
			if _, standing := d.Author(key.ID(), outside); standing != people.Outside {
				t.Errorf("at %s: standing %v", outside, standing)
			}
		}
	}
}

func TestKey_enrolled_for_two_persons_is_a_conflict(t *testing.T) {
	t.Parallel()
	h := &foldtest.History{Subject: "key/jkt:k", Func: people.FoldKey}
	h.Knowing("person/a", "", &people.KeyEnrolled{Person: "person/p"})
	h.Knowing("person/b", "", &people.KeyEnrolled{Person: "person/q"})
	if f := h.Fold(t); len(f.Conflicts) != 1 || f.Conflicts[0].Field != "enrolment" {
		t.Errorf("got %v", f.Conflicts)
	}
}

func TestKey_revoked_again_stays_in_doubt_since_the_same_moment(t *testing.T) {
	t.Parallel()
	since := time.Date(2017, 5, 6, 10, 0, 0, 0, time.UTC)
	h := &foldtest.History{Subject: "key/jkt:k", Func: people.FoldKey}
	h.By("person/b", "", &people.KeyEnrolled{Person: "person/a", Holder: "person/a"})
	h.By("person/a", "", &people.KeyRevoked{Reason: shape.In("en", "lost"), CompromisedSince: since})
	h.By("person/a", "", &people.KeyRevoked{Reason: shape.In("en", "found by a stranger")})
	if k := foldtest.State[people.Key](t, h.Fold(t)); k.Reason.Text != "found by a stranger" || !k.CompromisedSince.Equal(since) {
		t.Errorf("got %+v", k)
	}
}

func TestPerson_granted_a_role_beside_its_withdrawal_is_a_conflict(t *testing.T) {
	t.Parallel()
	h := &foldtest.History{Subject: "person/p", Func: people.FoldPerson}
	granted := h.By("person/a", "", &people.RoleGranted{Role: "verifier"})
	until := time.Date(2017, 11, 5, 0, 0, 0, 0, time.UTC)
	longer := h.Knowing("person/a", "", &people.RoleGranted{Role: "verifier", Until: until}, granted)
	withdrawn := h.Knowing("person/b", "", &people.RoleWithdrawn{Role: "verifier"}, granted)
	want := []fold.Conflict{{Field: "role verifier", Acts: []act.ID{longer, withdrawn}}}
	if f := h.Fold(t); !reflect.DeepEqual(f.Conflicts, want) || foldtest.State[people.Person](t, f).Roles != nil {
		t.Errorf("got %+v", f)
	}
	h.By("person/c", "", &people.RoleGranted{Role: "verifier", Until: until})
	if f := h.Fold(t); f.Conflicts != nil || len(foldtest.State[people.Person](t, f).Roles) != 1 {
		t.Errorf("settled by who knew both: got %+v", f)
	}
}

func TestOffice_is_who_founded_it_first(t *testing.T) {
	t.Parallel()
	h := &foldtest.History{Subject: "office/hq", Func: people.FoldOffice}
	h.By("person/a", "", &people.OfficeOpened{Name: "HQ", Founders: []people.OpeningFounder{{Person: "person/a", Key: jwk(t, keyOf(t))}}})
	h.By("person/b", "", &people.OfficeOpened{Name: "Usurper", Founders: []people.OpeningFounder{{Person: "person/b", Key: jwk(t, keyOf(t))}}})
	if s := foldtest.State[people.Office](t, h.Fold(t)); len(s.Founders) != 1 || s.Founders[0].Person != "person/a" || !s.Provisional {
		t.Errorf("got %+v", s)
	}
}

// What somebody said of copies is not lost by what the same key says later: not the word about the largest head, nor any of
// differences, nor one of another history.
func TestOffice_keeps_what_was_said_of_copies(t *testing.T) {
	t.Parallel()
	said := func(size, wrong int64, root string) *people.HeadChecked {
		return &people.HeadChecked{Size: size, Wrong: wrong, Root: root}
	}
	for name, c := range map[string]struct{ said, stays []*people.HeadChecked }{
		"a later head":                  {[]*people.HeadChecked{said(5, 0, "a"), said(9, 0, "b")}, []*people.HeadChecked{said(9, 0, "b")}},
		"an older head":                 {[]*people.HeadChecked{said(9, 0, "b"), said(5, 0, "a")}, []*people.HeadChecked{said(9, 0, "b")}},
		"differences, then a later one": {[]*people.HeadChecked{said(5, 2, "a"), said(9, 0, "b")}, []*people.HeadChecked{said(5, 2, "a"), said(9, 0, "b")}},
		"differences of an older head":  {[]*people.HeadChecked{said(9, 0, "b"), said(5, 2, "a")}, []*people.HeadChecked{said(9, 0, "b"), said(5, 2, "a")}},
		"differences after all":         {[]*people.HeadChecked{said(9, 0, "b"), said(9, 1, "b")}, []*people.HeadChecked{said(9, 1, "b")}},
		"no differences after all":      {[]*people.HeadChecked{said(9, 1, "b"), said(9, 0, "b")}, []*people.HeadChecked{said(9, 1, "b"), said(9, 0, "b")}},
		"another root":                  {[]*people.HeadChecked{said(9, 0, "b"), said(9, 0, "c")}, []*people.HeadChecked{said(9, 0, "b"), said(9, 0, "c")}},
	} {
		h := &foldtest.History{Subject: "office/hq", Func: people.FoldOffice}
		h.By("person/a", "", &people.OfficeOpened{Code: "hq", Founders: []people.OpeningFounder{{Person: "person/a", Key: jwk(t, keyOf(t))}}})
		for _, b := range c.said {
			h.By("person/secretary", "", b)
		}
		h.By("person/auditor", "", said(1, 0, "x"))
		var stays []*people.HeadChecked
		for _, a := range foldtest.State[people.Office](t, h.Fold(t)).Audits {
			if a.Key == "key-of-person/secretary" {
				stays = append(stays, &a.Said)
			}
		}
		if !reflect.DeepEqual(stays, c.stays) {
			t.Errorf("%s: %v", name, stays)
		}
	}
}

// Two enrolments that were received at one moment know nothing of each other: whose the key is stays what the first one says, and others take nothing from it.
func TestFoldKey_stays_with_whom_it_was_first_enrolled_for(t *testing.T) {
	t.Parallel()
	key := keyOf(t)
	said := func(i int64, party string, b people.KeyEnrolled) fold.Entry {
		b.Key = jwk(t, key)
		return fold.Entry{ID: act.ID{byte(i)}, Kind: "key-enrolled", Person: "person/somebody", Party: party, Received: noon(1), Index: i, Body: &b}
	}
	first := people.KeyEnrolled{Person: "person/p", Party: "RU", Roles: []string{"monitor"}}
	for what, c := range map[string]struct {
		by    string
		then  people.KeyEnrolled
		roles int
	}{
		"another person":              {"", people.KeyEnrolled{Person: "person/q", Party: "RU", Roles: []string{"monitor", "verifier"}}, 2},
		"another side":                {"", people.KeyEnrolled{Person: "person/q", Roles: []string{"monitor", "verifier"}}, 1},
		"another side's own word":     {"TR", people.KeyEnrolled{Person: "person/q", Party: "TR"}, 1},
		"a name":                      {"", people.KeyEnrolled{Person: "person/p", Holder: "person/p", Party: "RU"}, 1},
		"an end by the mission":       {"", people.KeyEnrolled{Person: "person/p", Party: "RU", Roles: []string{"monitor"}, Until: noon(2)}, 1},
		"fewer roles by the mission":  {"", people.KeyEnrolled{Person: "person/p", Party: "RU"}, 1},
		"fewer roles by its own side": {"RU", people.KeyEnrolled{Person: "person/p", Party: "RU"}, 0},
	} {
		folded := people.FoldKey(people.KeySubject(key.ID()), []fold.Entry{said(1, "", first), said(2, c.by, c.then)}, func(act.SubjectID, time.Time) ([]byte, bool) { return nil, false })
		k, _ := folded.Periods[0].State.(people.Key)
		if k.Person != "person/p" || k.Holder != "" || k.Party != "RU" || len(k.Roles) != c.roles || !k.Until.IsZero() {
			t.Errorf("%s: %+v", what, k)
		}
	}
}

func TestFits(t *testing.T) {
	t.Parallel()
	key, other := keyOf(t), keyOf(t)
	b := people.KeyEnrolled{Person: "person/p", Roles: []string{"monitor"}, Key: jwk(t, key)}
	if err := b.Fits(people.KeySubject(key.ID())); err != nil {
		t.Error(err)
	}
	for name, wrong := range map[string]func(*people.KeyEnrolled){
		"a key that reports names its holder":   func(b *people.KeyEnrolled) { b.Holder = "person/p" },
		"the holder is another than the person": func(b *people.KeyEnrolled) { b.Roles, b.Holder = nil, "person/q" },
		"it ends before it begins":              func(b *people.KeyEnrolled) { b.From, b.Until = noon(9), noon(8) },
	} {
		changed := b
		if wrong(&changed); changed.Fits(people.KeySubject(key.ID())) == nil {
			t.Errorf("%s, and it fits", name)
		}
	}
	if b.Fits(people.KeySubject(other.ID())) == nil {
		t.Error("a key fits under another key's name")
	}
	if (people.KeyEnrolled{Key: jsontext.Value(`{"kty":"oct","k":"AAAA"}`)}).Fits("key/jkt:k") == nil {
		t.Error("a secret fits as a key")
	}
	if (people.OfficeOpened{Founders: []people.OpeningFounder{{Key: jsontext.Value(`{}`)}}}).Fits("office/hq") == nil {
		t.Error("an office fits without a founder's key")
	}
}

func keyOf(t *testing.T) act.PublicKey {
	t.Helper()
	key, err := act.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key.Public()
}

func jwk(t *testing.T, key act.PublicKey) jsontext.Value {
	t.Helper()
	text, err := key.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func put(t *testing.T, d *people.Directory, subject act.SubjectID, state any) {
	t.Helper()
	text, err := json.Marshal(state)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Put(subject, text); err != nil {
		t.Fatal(err)
	}
}

// Folding what a key brings from the register before takes as long as there is of it, not the square of that: some times as long as it takes to look
// at each act once, where the square would take hundreds. What two words name counts once; nothing of it stands in the state but how many there are.
func TestFoldKey_grows_with_what_a_key_brings(t *testing.T) {
	t.Parallel()
	const words = 96
	key := keyOf(t)
	var entries []fold.Entry
	for word := range words {
		b := &people.KeyPossessed{Brings: make([]act.ID, 500)}
		for i := range b.Brings {
			binary.BigEndian.PutUint64(b.Brings[i][:], uint64(word*499+i))
		}
		entries = append(entries, fold.Entry{ID: act.ID{1, byte(word)}, Kind: "key-possessed", Key: key.ID(), Received: noon(1), Index: int64(word), Body: b})
	}
	least := func(do func()) (least time.Duration) {
		for range 5 {
			began := time.Now()
			if do(); least == 0 || time.Since(began) < least {
				least = time.Since(began)
			}
		}
		return least
	}
	once := least(func() {
		seen := map[act.ID]bool{}
		for _, e := range entries {
			for _, id := range e.Body.(*people.KeyPossessed).Brings {
				seen[id] = true
			}
		}
	})
	all := least(func() {
		folded := people.FoldKey(people.KeySubject(key.ID()), entries, func(act.SubjectID, time.Time) ([]byte, bool) { return nil, false })
		if is := folded.Periods[0].State.(people.Key).Brought; is != words*499+1 {
			t.Errorf("it brings %d acts", is)
		}
	})
	if all > 30*once {
		t.Errorf("%s to look at each, %s to fold", once, all)
	}
}
