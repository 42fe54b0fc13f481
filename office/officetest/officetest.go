// Package officetest sets up small offices for tests and benchmarks: a real office in a
// temporary folder, with people of the reference case (fictional roles) and their keys.
package officetest

import (
	"cmp"
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"maps"
	mathrand "math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/register"
	"truce/judge/policy"
	"truce/noun"
	"truce/noun/people"
	"truce/office"
	"truce/office/house"
	"truce/tool/answer"
	"truce/tool/disk"
	"truce/tool/keep"
	"truce/tool/store"
)

// Clock is a clock that a test sets and that moves a second at each reading.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// noon of 7 May 2017, in UTC: the memorandum has been in force for a day and a half, and what Observation tells of was that morning.
var noon = time.Date(2017, 5, 7, 12, 0, 0, 0, time.UTC)

// NewClock stands at noon UTC of 7 May 2017, as that of New.
func NewClock() *Clock { return &Clock{now: noon} }

// Now reads the clock.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(time.Second)
	return c.now
}

// Last is what was read last, and moves nothing.
func (c *Clock) Last() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Set puts the clock to a time.
func (c *Clock) Set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = t
}

// World is an office with its people.
type World struct {
	*house.House
	Folder string
	Disk   disk.Disk // on which it lies; nil: the machine's
	Origin string    // of its register; that of New if none is given
	Clock  *Clock
	Keys   map[string]act.PrivateKey // by name of the person
	Seals  map[string]string         // age identities of those who have one
	Rand   io.Reader                 // of keys and salts

	Audience []act.RegisterID  // of what people sign: the own register, and that of Second
	second   registerKey       // of an office that may come
	released map[string]act.ID // by whom copies are released to whom
	coming   map[act.ID]string // parties whose roots were named and did not come
}

// registerKey is the key of a register, as an office keeps it in its folder.
type registerKey struct{ secret, public string }

// People of the exercise: name, organisation, role.
var cast = [][3]string{
	{"secretary", "mission", "secretariat"},
	{"monitor-1", "mission", "monitor"},
	{"monitor-2", "mission", "monitor"},
	{"verifier-1", "mission", "verifier"},
	{"custodian-1", "mission", "custodian"},
	{"auditor-1", "mission", "auditor"},
	{"liaison-tr", "liaison-tr", "liaison"},
	{"liaison-ru", "liaison-ru", "liaison"},
}

// New founds an office in a temporary folder and enrols everybody.
func New(t testing.TB) *World {
	t.Helper()
	return NewAt(t, noon)
}

// NewAt is New at another time.
func NewAt(t testing.TB, at time.Time) *World {
	t.Helper()
	return startOn(t, nil, t.TempDir(), rand.Reader, at)
}

// NewOf is New where the founding names parties as sides.
func NewOf(t testing.TB, parties ...string) *World {
	t.Helper()
	return startOn(t, nil, t.TempDir(), rand.Reader, noon, parties...)
}

// NewSeeded is New with keys and salts that are the same each time, so that ids are too, for stories, which say their times: at noon
// UTC of 1 May 2017, before anything happens.
func NewSeeded(t testing.TB) *World {
	t.Helper()
	return startOn(t, nil, t.TempDir(), mathrand.NewChaCha8([32]byte{20, 17}), Date(5, 1).Add(12*time.Hour))
}

// NewOn is New in a folder on a disk.
func NewOn(t testing.TB, d disk.Disk, folder string, random io.Reader) *World {
	t.Helper()
	return startOn(t, d, folder, random, noon)
}

func startOn(t testing.TB, d disk.Disk, folder string, random io.Reader, at time.Time, parties ...string) *World {
	w := &World{Folder: folder, Disk: d, Clock: &Clock{now: at}, Keys: map[string]act.PrivateKey{}, Seals: map[string]string{}, Rand: random}
	w.Reopen(t)
	t.Cleanup(func() { w.Close() })
	w.found(t, parties)
	return w
}

// Options are those that the world's office is opened with.
func (w *World) Options() office.Options {
	return office.Options{
		Folder: w.Folder, Disk: w.Disk, Origin: cmp.Or(w.Origin, "test.exercise.truce"), Now: w.Clock.Now, Rand: w.Rand,
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Store: store.Open,
	}
}

// Reopen opens the world's folder, for the first time or after a Close.
func (w *World) Reopen(t testing.TB) {
	t.Helper()
	h, err := house.Open(context.Background(), w.Options())
	if err != nil {
		t.Fatalf("open office: %v", err)
	}
	w.House = h
	if w.Audience == nil {
		w.drawSecond(t)
	}
}

// drawSecond makes the key of another office, so that people can sign for its register too.
func (w *World) drawSecond(t testing.TB) {
	t.Helper()
	var err error
	w.second.secret, w.second.public, err = register.GenerateKey(w.Rand, secondOrigin)
	if err != nil {
		t.Fatal(err)
	}
	id, err := register.ID(w.second.public)
	if err != nil {
		t.Fatal(err)
	}
	w.Audience = []act.RegisterID{w.ID(), act.RegisterID(id)}
}

func (w *World) found(t testing.TB, parties []string) {
	w.Keys["administrator"] = w.newKey(t)
	w.drawSeal(t, "custodian-1")
	_, err := w.Found(context.Background(), office.Founding{
		Code: "hq", Name: "Exercise headquarters", Founder: "person/administrator", Parties: parties, Custodians: w.CustodiansOf(t, "custodian-1"), Rules: people.Ruling{ChosenNames: true}}, w.Keys["administrator"])
	if err != nil {
		t.Fatalf("found office: %v", err)
	}
	for _, o := range [][2]string{{"mission", ""}, {"liaison-tr", "TR"}, {"liaison-ru", "RU"}} {
		w.Must(t, "administrator", "organisation-registered", "organisation/"+o[0],
			people.OrganisationRegistered{Name: o[0] + " (exercise)", Party: o[1]})
	}
	for _, c := range cast {
		w.Enrol(t, c[0], c[1], c[2])
	}
}

// seals are age identities that are the same each time, which age itself does not draw.
func seals() map[string]string {
	return map[string]string{
		"custodian-1":  "AGE-SECRET-KEY-18WMVURD2ZA3WS9V8LD9R6XR6DKL96NEM39ZV7DPRVEWTCG65R89Q3MYGCJ",
		"custodian-2":  "AGE-SECRET-KEY-1SAZTGRPEYP850T2LYK6550DYPSHFN2L0LC3QPQGXMZ0044VP44NQASLAUM",
		"custodian-tr": "AGE-SECRET-KEY-109LYTVSWH5N0T3D76J2XQ0SVADX5RNC2G6ZNW7XD87XXQRQQ7Y9QH825M5",
	}
}

// drawSeal makes an age identity, if somebody has none.
func (w *World) drawSeal(t testing.TB, name string) {
	if _, has := w.Seals[name]; has {
		return
	}
	if fixed, is := seals()[name]; is {
		w.Seals[name] = fixed
		return
	}
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	w.Seals[name] = identity.String()
}

// SetCustodians has the administrator put forward to whom is sealed: people who have the role of a custodian, by the word of all
// sides that have a root.
func (w *World) SetCustodians(t testing.TB, names ...string) answer.Receipt {
	t.Helper()
	for _, name := range names {
		w.Custodian(t, name)
	}
	return w.Must(t, "administrator", "custodians-set", string(people.OfficeSubject(w.Verifier().Name())), people.CustodiansSet{Custodians: w.CustodiansOf(t, names...)})
}

// Custodian gives somebody the role of a custodian, by the word of those sides whose roots speak.
func (w *World) Custodian(t testing.TB, name string) {
	t.Helper()
	granted := w.Must(t, "administrator", "role-granted", "person/"+name, people.RoleGranted{Role: "custodian"})
	for _, root := range w.roots() {
		if _, stands := w.Directory().Author(w.Keys[root].Public().ID(), w.Clock.Now()); stands == people.Enrolled {
			w.Endorses(t, root, "person/"+name, granted.ID)
		}
	}
}

// CustodiansOf are people who have age identities, as a set names them.
func (w *World) CustodiansOf(t testing.TB, names ...string) (all []people.Custodian) {
	t.Helper()
	for _, name := range names {
		identity, err := age.ParseX25519Identity(w.Seals[name])
		if err != nil {
			t.Fatalf("%s has no age identity: %v", name, err)
		}
		all = append(all, people.Custodian{Person: act.SubjectID("person/" + name), Sealing: identity.Recipient().String()})
	}
	return all
}

// Enrol makes a person of an organisation known, with a role and a key: one that reports does not name
// its holder.
func (w *World) Enrol(t testing.TB, name, organisation, role string, beside ...string) {
	t.Helper()
	person := "person/" + name
	w.Must(t, "administrator", "person-registered", person,
		people.PersonRegistered{Organisation: act.SubjectID("organisation/" + organisation), Name: name + " (fictional role)"})
	if !people.Reporting(role) {
		w.Must(t, "administrator", "role-granted", person, people.RoleGranted{Role: role})
	}
	key := w.newKey(t)
	w.Keys[name] = key
	jwk, err := key.Public().MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	enrolled := people.KeyEnrolled{Person: act.SubjectID(person), Party: partyOf(organisation), Key: jwk}
	if people.Reporting(role) {
		enrolled.Roles = append([]string{role}, beside...)
	} else {
		enrolled.Holder = enrolled.Person
	}
	if role == "custodian" {
		w.drawSeal(t, name)
	}
	if _, has := w.Seals[name]; has {
		enrolled.Sealing = w.CustodiansOf(t, name)[0].Sealing
	}
	subject := string(people.KeySubject(key.Public().ID()))
	w.Must(t, "administrator", "key-enrolled", subject, enrolled)
	w.Must(t, name, "key-possessed", subject, people.KeyPossessed{})
}

// KeyOf is the subject of somebody's key, by which those are known who are not named.
func (w *World) KeyOf(name string) act.SubjectID {
	return people.KeySubject(w.Keys[name].Public().ID())
}

// partyOf is the party of an organisation that is called after it: TR of liaison-tr.
func partyOf(organisation string) string {
	party, is := strings.CutPrefix(organisation, "liaison-")
	if !is {
		return ""
	}
	return strings.ToUpper(party)
}

// Root makes the root key of a party, in the name of root-tr, whose fingerprint the administrator
// names, and has the party's people sign it. The key comes once those signed who must (Endorses).
func (w *World) Root(t testing.TB, party string) (named answer.Receipt) {
	t.Helper()
	name, office := "root-"+strings.ToLower(party), string(people.OfficeSubject(w.Verifier().Name()))
	key := w.newKey(t)
	w.Keys[name] = key
	named = w.Must(t, "administrator", "root-named", office, people.RootNamed{
		Party: party, Person: act.SubjectID("person/" + name), Fingerprint: key.Public().ID()})
	for _, who := range slices.Sorted(maps.Keys(w.Keys)) {
		if a, standing := w.Directory().Author(w.Keys[who].Public().ID(), w.Clock.Now()); standing == people.Enrolled && a.Party == party {
			w.Must(t, who, "endorsed", office, noun.Endorsed{Act: named.ID, Answer: noun.Yes})
		}
	}
	if w.coming == nil {
		w.coming = map[act.ID]string{}
	}
	w.coming[named.ID] = party
	w.comes(t, named.ID)
	return named
}

// comes brings a root key that was named, once those signed who must.
func (w *World) comes(t testing.TB, named act.ID) {
	t.Helper()
	party, is := w.coming[named]
	o, _ := w.Directory().Office(people.OfficeSubject(w.Verifier().Name()))
	if p, _ := noun.Find(o.Proposals, named); !is || p.Standing == noun.Waits {
		return
	}
	delete(w.coming, named)
	name := "root-" + strings.ToLower(party)
	jwk, err := w.Keys[name].Public().MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	w.Must(t, name, "root-enrolled", string(people.OfficeSubject(w.Verifier().Name())), people.RootEnrolled{Party: party, Key: jwk})
}

// Endorses answers an act about a subject with yes.
func (w *World) Endorses(t testing.TB, who, subject string, id act.ID) answer.Receipt {
	t.Helper()
	said := w.Must(t, who, "endorsed", subject, noun.Endorsed{Act: id, Answer: noun.Yes})
	w.comes(t, id)
	return said
}

func (w *World) newKey(t testing.TB) act.PrivateKey {
	key, err := act.GenerateKey(w.Rand)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// Sign makes an act of a person who had seen nothing of its subject or, where acts change what
// others are judged by, everything.
func (w *World) Sign(t testing.TB, who string, kind act.Kind, subject string, body any) string {
	return w.SignAfter(t, who, kind, subject, w.seen(t, act.SubjectID(subject)), body)
}

// SignAfter is Sign with the acts that the author had seen.
func (w *World) SignAfter(t testing.TB, who string, kind act.Kind, subject string, prev []act.ID, body any) string {
	t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	draft, _ := w.Kinds().Complete(act.Draft{
		Issued: w.Clock.Now(), Audience: w.Audience, Kind: kind, Subject: act.SubjectID(subject), Prev: prev, Body: text,
	}, "en")
	return w.SignDraft(t, who, draft)
}

// SignDraft signs a draft as it is.
func (w *World) SignDraft(t testing.TB, who string, d act.Draft) string {
	t.Helper()
	a, ds, err := w.Keys[who].Sign(d, w.Rand)
	if err != nil {
		t.Fatalf("sign %s: %v", d.Kind, err)
	}
	return act.FormatSDJWT(a, ds)
}

// seen are the acts that the author of one about a subject must have seen.
func (w *World) seen(t testing.TB, subject act.SubjectID) []act.ID {
	t.Helper()
	if !w.Kinds().Governs(subject.Noun()) {
		return nil
	}
	return w.Heads(t, subject)
}

// Heads are the acts about a subject, in the office's own register, that no other of them names.
func (w *World) Heads(t testing.TB, subject act.SubjectID) (heads []act.ID) {
	t.Helper()
	err := w.Read(context.Background(), func(r keep.Reader) (err error) {
		heads, err = keep.Heads(r, w.Verifier().Name(), subject)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return heads
}

// Do signs and submits.
func (w *World) Do(t testing.TB, who string, kind act.Kind, subject string, body any) (answer.Receipt, error) {
	t.Helper()
	return w.Submit(context.Background(), w.Sign(t, who, kind, subject, body))
}

// Must signs and submits what must be taken.
func (w *World) Must(t testing.TB, who string, kind act.Kind, subject string, body any) answer.Receipt {
	t.Helper()
	r, err := w.Do(t, who, kind, subject, body)
	if err != nil {
		t.Fatalf("%s %s by %s: %v", kind, subject, who, err)
	}
	return r
}

// As is a reader.
func (w *World) As(name string) policy.Person {
	if name == "" {
		return policy.Person{}
	}
	a, _ := w.Directory().Author(w.Keys[name].Public().ID(), w.Clock.Now())
	return policy.Person{ID: a.Person, Party: a.Party, Roles: a.Roles}
}
