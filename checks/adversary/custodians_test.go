package adversary

import (
	"crypto/rand"
	"errors"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"truce/door/api"
	"truce/door/custodians"
	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/shape"
	"truce/noun"
	"truce/noun/incident"
	"truce/noun/people"
	"truce/office/officetest"
)

// sealed is a report with a source, as the program makes it on somebody's device.
func sealed(t *testing.T, dir, address, key string, more ...string) (string, int) {
	t.Helper()
	put(t, dir, "source.txt", []byte("A shepherd."))
	put(t, dir, "body.json", []byte(`{"event": "mortar"}`))
	return truce(t, dir, append([]string{"sign", "--kind", "observation-filed", "--subject", "report/new", "--body", "body.json", "--seal", "source.txt",
		"--server", address, "--key", key, "--remember", filepath.Join(dir, "seen")}, more...)...)
}

func serving(t *testing.T, w *officetest.World) string {
	t.Helper()
	server := httptest.NewServer(api.New(w.House, api.Options{Now: w.Clock.Now, Rand: w.Rand, StrangerRate: 1e9, StrangerBurst: 1e9}))
	t.Cleanup(server.Close)
	return server.URL
}

// The office names a key of its own as the custodian of sources. One side's word has no force, and nothing is
// sealed to it.
func TestCustodians_the_office_alone_names_nobody(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Root(t, "TR")
	w.Endorses(t, "root-tr", officeOf(w), w.SetCustodians(t, "custodian-1").ID)
	w.Clock.Set(time.Now().UTC().Truncate(time.Second))
	before := w.Custodians()
	w.Enrol(t, "custodian-2", "mission", "custodian")
	w.SetCustodians(t, "custodian-2")
	if got := w.Custodians(); got.Digest != before.Digest {
		t.Errorf("one side changed to whom is sealed: %+v", got)
	}
	address, key := serving(t, w), keyFile(t, w, "monitor-1")
	said, code := sealed(t, t.TempDir(), address, key)
	says(t, said, code, 1, "nothing was sealed", "signed by mission, TR", "person/custodian-1", "founded by the act", "root key of TR", "Compare all of this")
	if strings.Contains(said, "person/custodian-2") {
		t.Errorf("the office's own custodian is named:\n%s", said)
	}
	said, code = truce(t, t.TempDir(), "custodians", "--server", address, "--key", key, "--remember", t.TempDir())
	says(t, said, code, 0, "person/custodian-1", "not in force: signed by mission")
}

// Two sides change the custodians. A device that was not told stops, says who is new and who is there no longer, and
// goes on only when its owner accepted them.
func TestCustodians_a_device_stops_on_a_change(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Clock.Set(time.Now().UTC().Truncate(time.Second))
	address, key, dir := serving(t, w), keyFile(t, w, "monitor-1"), t.TempDir()
	said, code := sealed(t, dir, address, key)
	says(t, said, code, 1, "nothing was sealed", "PROVISIONAL", "person/custodian-1")
	said, code = sealed(t, dir, address, key, "--accept-custodians")
	says(t, said, code, 0)
	w.Root(t, "TR")
	said, code = sealed(t, dir, address, key)
	says(t, said, code, 1, "ended when a second side joined")

	w.Enrol(t, "custodian-2", "mission", "custodian")
	w.Endorses(t, "root-tr", officeOf(w), w.SetCustodians(t, "custodian-2").ID)
	said, code = sealed(t, dir, address, key)
	says(t, said, code, 1, "nothing was sealed", "new: person/custodian-2", "no longer: person/custodian-1", "truce custodians accept")
	said, code = truce(t, dir, "custodians", "accept", "--yes", "--server", address, "--key", key, "--remember", filepath.Join(dir, "seen"))
	says(t, said, code, 0, "signed by mission, TR", "seals to these custodians")
	said, code = sealed(t, dir, address, key)
	says(t, said, code, 0)
}

// The office shows a device forged acts about itself, leaves out what it does not like, or puts something before what was
// seen. The device finds each.
func TestCustodians_a_device_believes_signatures_alone(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Root(t, "TR")
	w.Endorses(t, "root-tr", officeOf(w), w.SetCustodians(t, "custodian-1").ID)
	w.Enrol(t, "custodian-2", "mission", "custodian")
	w.Custodian(t, "custodian-2")
	honest := sides(t, w)
	dir := t.TempDir()
	if found := looks(t, w, dir, honest); found.State != custodians.First || found.Accept(time.Now()) != nil {
		t.Fatal(found.State)
	}

	own := people.CustodiansSet{Custodians: w.CustodiansOf(t, "custodian-2")}
	proposal := jws(w.Sign(t, "administrator", "custodians-set", officeOf(w), own))
	id := parsed(t, proposal).ID
	yes := noun.Endorsed{Act: id, Answer: noun.Yes}
	for name, forged := range map[string][]string{
		"endorsed by nobody":                     append(slices.Clone(honest), proposal),
		"endorsed by the mission twice":          append(slices.Clone(honest), proposal, jws(w.Sign(t, "administrator", "endorsed", officeOf(w), yes))),
		"endorsed by a liaison without the root": append(slices.Clone(honest), proposal, jws(w.Sign(t, "liaison-tr", "endorsed", officeOf(w), yes))),
		"endorsed by a key that nobody knows":    append(slices.Clone(honest), proposal, jws(w.Sign(t, "monitor-2", "endorsed", officeOf(w), yes))),
	} {
		if found := looks(t, w, dir, forged); found.State != custodians.Same {
			t.Errorf("%s: the device is told of other custodians: %+v", name, found.Set)
		}
	}

	// A sock puppet that the office names, as if that had been before a second side counted.
	w.Keys["puppet"] = newKey(t)
	founding := slices.IndexFunc(honest, func(text string) bool { return parsed(t, text).Kind == "office-opened" })
	jwk, _ := w.Keys["puppet"].Public().MarshalJSON()
	named := jws(w.Sign(t, "administrator", "root-named", officeOf(w), people.RootNamed{Party: "RU", Person: "person/puppet", Fingerprint: w.Keys["puppet"].Public().ID()}))
	brought := jws(w.Sign(t, "puppet", "root-enrolled", officeOf(w), people.RootEnrolled{Party: "RU", Key: jwk}))
	endorsed := jws(w.Sign(t, "puppet", "endorsed", officeOf(w), yes))
	inserted := slices.Concat(honest[:founding+1], []string{named, brought}, honest[founding+1:], []string{proposal, endorsed})
	late := slices.Concat(honest, []string{named, brought, proposal, endorsed})
	if found := looks(t, w, dir, late); found.State != custodians.Same {
		t.Errorf("a side that one side brought in alone counts: %+v", found.Set)
	}
	if _, err := custodians.Look(dir, w.ID(), honest[:len(honest)-1]); !errors.Is(err, custodians.ErrHidden) {
		t.Errorf("something is left out: %v", err)
	}
	for name, forged := range map[string][]string{
		"a signature is not the key's": append(slices.Clone(honest), damaged(proposal)),
		"something is put before":      inserted, // although it names what was said later
		"acts for another register":    append(slices.Clone(honest), jws(drill(t, w, own))),
	} {
		if _, err := custodians.Look(dir, w.ID(), forged); !errors.Is(err, people.ErrShown) {
			t.Errorf("%s: %v", name, err)
		}
	}

	// What two sides signed later, and the office hides again.
	second := w.Must(t, "administrator", "custodians-set", officeOf(w), own)
	w.Endorses(t, "root-tr", officeOf(w), second.ID)
	found := looks(t, w, dir, sides(t, w))
	if found.State != custodians.Changed || !slices.Equal(found.Signed(), []string{"mission", "TR"}) {
		t.Fatalf("%v, signed by %v", found.State, found.Signed())
	}
	if err := found.Accept(time.Now()); err != nil {
		t.Fatal(err)
	}
	if _, err := custodians.Look(dir, w.ID(), honest); !errors.Is(err, custodians.ErrHidden) {
		t.Errorf("the office went back to custodians who were replaced: %v", err)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 1 {
		t.Errorf("the folder holds %d files", len(entries))
	}
}

// What is sealed to others than the custodians in force is taken, and marked: for its author, in the history, by whoever
// checks a copy.
func TestCustodians_what_is_sealed_to_others_is_marked(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Root(t, "TR")
	w.Endorses(t, "root-tr", officeOf(w), w.SetCustodians(t, "custodian-1").ID)
	earlier := w.Custodians().Digest
	w.Enrol(t, "custodian-2", "mission", "custodian")
	w.Endorses(t, "root-tr", officeOf(w), w.SetCustodians(t, "custodian-2").ID)
	for digest, want := range map[string]people.Sealed{
		w.Custodians().Digest: people.SealedToSet, earlier: people.SealedEarlier, strings.Repeat("ab", 32): people.SealedToOthers,
	} {
		o := officetest.Observation()
		o.Source, o.SealedTo = &incident.Source{Sealed: "-----BEGIN AGE ENCRYPTED FILE-----"}, digest
		subject := act.SubjectID("report/" + digest[:6])
		receipt := w.Must(t, "monitor-1", "observation-filed", string(subject), o)
		told, err := w.Reading.Act(t.Context(), w.As("secretary"), receipt.ID)
		if err != nil || receipt.Sealed != string(want) || told.Sealed != string(want) {
			t.Errorf("sealed to %s: the receipt says %q, the history %q, want %q; %v", digest[:6], receipt.Sealed, told.Sealed, want, err)
		}
	}
	said, code := truce(t, t.TempDir(), "check", copyOf(t, w, "secretary"))
	says(t, said, code, 0, "GOOD", "Sealed    1 act, sealed to custodians who had been replaced", "Sealed    1 act, sealed to others than the custodians whom two sides set")
	o := officetest.Observation()
	o.Source = &incident.Source{Sealed: "-----BEGIN AGE ENCRYPTED FILE-----"}
	if _, err := w.Do(t, "monitor-1", "observation-filed", "report/unsaid", o); err == nil {
		t.Error("a source is taken of which it is not said to whom it is sealed")
	}
}

func sides(t *testing.T, w *officetest.World) []string {
	t.Helper()
	acts, err := w.Sides(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return acts
}

func looks(t *testing.T, w *officetest.World, dir string, acts []string) custodians.Found {
	t.Helper()
	found, err := custodians.Look(dir, w.ID(), acts)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// jws is an act without what it hides.
func jws(sdjwt string) string {
	text, _, _ := strings.Cut(sdjwt, "~")
	return text
}

func parsed(t *testing.T, text string) act.Act {
	t.Helper()
	a, err := act.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// damaged is an act with the signature of another.
func damaged(text string) string {
	at := strings.LastIndexByte(text, '.') + 1
	letter := "A"
	if text[at] == 'A' {
		letter = "B"
	}
	return text[:at] + letter + text[at+1:]
}

// drill is a set as the administrator signed it for another register.
func drill(t *testing.T, w *officetest.World, body people.CustodiansSet) string {
	t.Helper()
	other := officetest.New(t)
	draft, _ := w.Kinds().Complete(act.Draft{Issued: w.Clock.Now(), Expires: w.Clock.Now().AddDate(0, 0, 7), Audience: other.Audience,
		Kind: "custodians-set", Subject: act.SubjectID(officeOf(w)), Body: encoded(t, body)}, "en")
	return w.SignDraft(t, "administrator", draft)
}

func newKey(t *testing.T) act.PrivateKey {
	t.Helper()
	key, err := act.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// Broken: two sides set custodians whom nobody knew, or who could be shown nothing: what was sealed to them nobody here opened.
func TestCustodians_nothing_is_sealed_to_nobody(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Root(t, "TR")
	w.Must(t, "administrator", "person-registered", "person/ghost", people.PersonRegistered{Organisation: "organisation/mission", Name: "EXERCISE"})
	w.Enrol(t, "custodian-2", "mission", "custodian")
	first, second := w.CustodiansOf(t, "custodian-1")[0], w.CustodiansOf(t, "custodian-2")[0]
	for name, all := range map[string][]people.Custodian{
		"a person without a key": {{Person: "person/ghost", Sealing: first.Sealing}},
		"another's age key":      {{Person: second.Person, Sealing: first.Sealing}},
		"of another side":        {{Person: second.Person, Party: "TR", Sealing: second.Sealing}},
		"one of two":             {second, {Person: "person/ghost", Sealing: first.Sealing}},
	} {
		_, err := w.Do(t, "administrator", "custodians-set", officeOf(w), people.CustodiansSet{Custodians: all})
		if err == nil {
			t.Fatalf("%s: it was taken", name)
		}
		officetest.WantProblem(t, err, problem.CustodianUnknown)
	}
	// The role may come after it was put forward, and before the last side signs.
	set := w.Must(t, "administrator", "custodians-set", officeOf(w), people.CustodiansSet{Custodians: []people.Custodian{second}})
	_, err := w.Do(t, "root-tr", "endorsed", officeOf(w), noun.Endorsed{Act: set.ID, Answer: noun.Yes})
	officetest.WantProblem(t, err, problem.CustodianNoRole)
	forged := historyOf(t, w).with(t, w.Sign(t, "root-tr", "endorsed", officeOf(w), noun.Endorsed{Act: set.ID, Answer: noun.Yes}))
	said, code := truce(t, t.TempDir(), "check", forged.publish(t, w, copyOf(t, w, "liaison-ru")))
	says(t, said, code, 3, "WRONG", "did not have that role then")
	w.Custodian(t, "custodian-2")
	w.Endorses(t, "root-tr", officeOf(w), set.ID)
	if held := w.Custodians(); held.Act != set.ID {
		t.Errorf("custodians whom all know are not in force: %+v", held)
	}
	// A key that ended is nobody's to seal to either.
	w.Must(t, "custodian-2", "key-revoked", string(w.KeyOf("custodian-2")), people.KeyRevoked{Reason: shape.In("en", "lost"), Own: true})
	_, err = w.Do(t, "administrator", "custodians-set", officeOf(w), people.CustodiansSet{Custodians: []people.Custodian{second}})
	officetest.WantProblem(t, err, problem.CustodianUnknown)
}
