package custodians_test

import (
	"encoding/base64"
	"errors"
	"flag"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/door/custodians"
	"truce/ground/act"
	"truce/ground/shape"
	"truce/noun"
	"truce/noun/people"
	"truce/office"
	"truce/office/officetest"
	"truce/tool/keep"
)

var update = flag.Bool("update", false, "write the vectors anew")

const file = "../../testdata/vectors/custodians.json"

// vectors are what an office may show, and what every device makes of it: the browser's twin reads the same file.
type vectors struct {
	Acts  []string `json:"acts"`
	Shown []shown  `json:"shown"`
}

type shown struct {
	Name     string         `json:"name"`
	Register act.RegisterID `json:"register"`
	acts     []string
	Acts     []int    `json:"acts"` // of the list
	Refused  bool     `json:"refused,omitzero"`
	Digest   string   `json:"digest"` // of the set in force; "" for none
	Alone    bool     `json:"alone"`
	Signed   []string `json:"signed"`
}

func TestVectors(t *testing.T) {
	t.Parallel()
	if *update {
		write(t, made(t))
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var all vectors
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	for _, v := range all.Shown {
		for _, i := range v.Acts {
			v.acts = append(v.acts, all.Acts[i])
		}
		got := v
		got.Refused, got.Digest, got.Alone, got.Signed = false, "", false, nil
		found, err := custodians.Look(t.TempDir(), v.Register, v.acts)
		if got.Refused = err != nil; err == nil && found.State != custodians.Nobody {
			got.Digest, got.Alone, got.Signed = found.Set.Digest, found.Set.Alone, found.Signed()
		}
		if got.Refused != v.Refused || got.Digest != v.Digest || got.Alone != v.Alone || !slices.Equal(got.Signed, v.Signed) {
			t.Errorf("%s: got refused %v, set %q, alone %v, signed by %v, want %v, %q, %v, %v", v.Name,
				got.Refused, got.Digest, got.Alone, got.Signed, v.Refused, v.Digest, v.Alone, v.Signed)
		}
	}
}

func write(t *testing.T, cases []shown) {
	t.Helper()
	all := vectors{Shown: cases}
	for c, v := range cases {
		for _, text := range v.acts {
			i := slices.Index(all.Acts, text)
			if i < 0 {
				i = len(all.Acts)
				all.Acts = append(all.Acts, text)
			}
			cases[c].Acts = append(cases[c].Acts, i)
		}
	}
	text, err := json.Marshal(all, jsontext.WithIndent(" "))
	if err == nil {
		err = os.WriteFile(file, append(text, '\n'), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// made plays what may happen to the custodians of an office, step by step.
func made(t *testing.T) (all []shown) {
	t.Helper()
	w := officetest.New(t)
	office := string(people.OfficeSubject(w.Verifier().Name()))
	digest := func(names ...string) string { return people.CustodiansDigest(w.CustodiansOf(t, names...)) }
	add := func(name, set string, alone bool, signed []string, more ...string) {
		acts, err := w.Sides(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, shown{Name: name, Register: w.ID(), acts: append(acts, more...), Digest: set, Alone: alone, Signed: signed})
	}
	both := []string{"mission", "TR"}
	add("the founding names them, and one side founded it", digest("custodian-1"), true, []string{"mission"})
	w.Root(t, "TR")
	add("they lapsed when a second side came", "", false, nil)
	set := w.SetCustodians(t, "custodian-1")
	add("one side put others forward", "", false, nil)
	w.Endorses(t, "root-tr", office, set.ID)
	add("a second side endorsed them", digest("custodian-1"), false, both)
	w.Enrol(t, "custodian-2", "mission", "custodian")
	w.Custodian(t, "custodian-2")
	second := w.SetCustodians(t, "custodian-2")
	forged := w.Sign(t, "liaison-tr", "endorsed", office, noun.Endorsed{Act: second.ID, Answer: noun.Yes})
	add("somebody of the party endorses who vouches for nothing", digest("custodian-1"), false, both, bare(forged))
	w.Must(t, "root-tr", "registrar-named", office, people.RegistrarNamed{Party: "TR", Person: "person/liaison-tr"})
	key := string(w.KeyOf("liaison-tr"))
	told, err := w.Reading.History(t.Context(), w.As("administrator"), act.SubjectID(key))
	if err != nil {
		t.Fatal(err)
	}
	w.Endorses(t, "root-tr", key, told[0].ID)
	w.Endorses(t, "liaison-tr", office, second.ID)
	add("a registrar endorsed, whom the root named and whose key it vouched for", digest("custodian-2"), false, both)
	third := w.SetCustodians(t, "custodian-1")
	w.Endorses(t, "root-tr", office, third.ID)
	add("the first again", digest("custodian-1"), false, both)
	acts := all[len(all)-1].acts
	all = append(all, spoken(t, w, digest)...)
	all = append(all, rooted(t)...)
	all = append(all, asked(t)...)
	all = append(all, takenBack(t)...)

	// Two sets that two sides endorsed, one after the other: neither order nor repeating brings the first back.
	replaced := acts[len(acts)-4:]
	again := append(slices.Clone(acts), replaced[:2]...)
	swapped := append(slices.Clone(acts[:len(acts)-4]), replaced[2], replaced[3], replaced[0], replaced[1])

	last := acts[len(acts)-1]
	at := strings.LastIndexByte(last, '.') + 1
	letter := map[bool]string{true: "B", false: "A"}[last[at] == 'A']
	broken := append(slices.Clone(acts[:len(acts)-1]), last[:at]+letter+last[at+1:])
	other := officetest.New(t)
	return append(all,
		shown{Name: "a set that was replaced, shown again", Register: w.ID(), acts: again, Refused: true},
		shown{Name: "a set that was replaced, shown after the one that replaced it", Register: w.ID(), acts: swapped, Refused: true},
		shown{Name: "a signature that does not fit", Register: w.ID(), acts: broken, Refused: true},
		shown{Name: "acts of another register", Register: other.ID(), acts: acts, Refused: true},
		shown{Name: "no founding", Register: w.ID(), acts: acts[len(acts)-2:], Refused: true})
}

// spoken plays who speaks for a side, and until when.
func spoken(t *testing.T, w *officetest.World, digest func(names ...string) string) (all []shown) {
	t.Helper()
	office, key := string(people.OfficeSubject(w.Verifier().Name())), string(w.KeyOf("liaison-tr"))
	set := digest("custodian-1")
	add := func(name string, signed []string, more ...string) {
		acts, err := w.Sides(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, shown{Name: name, Register: w.ID(), acts: append(acts, more...), Digest: set, Signed: signed})
	}
	both := []string{"mission", "TR"}
	body := people.CustodiansSet{Custodians: w.CustodiansOf(t, "custodian-2")}
	own := w.Must(t, "root-tr", "custodians-set", office, body)
	said := bare(w.Sign(t, "secretary", "endorsed", office, noun.Endorsed{Act: own.ID, Answer: noun.Yes}))
	enrolled := enrolment(t, w, w.KeyOf("secretary"))
	add("somebody of the mission endorses who does not administer", both, append(enrolled, said)...)
	grant := w.Must(t, "administrator", "role-granted", "person/secretary", people.RoleGranted{Role: "administrator"})
	add("one side made an administrator, who endorses", both, append(enrolled, said)...)
	w.Endorses(t, "root-tr", "person/secretary", grant.ID)
	w.Endorses(t, "secretary", office, own.ID)
	set = digest("custodian-2")
	add("an administrator endorses whom two sides made", []string{"TR", "mission"})
	w.Must(t, "secretary", "role-withdrawn", "person/secretary", people.RoleWithdrawn{Role: "administrator"})
	third := w.Must(t, "root-tr", "custodians-set", office, people.CustodiansSet{Custodians: w.CustodiansOf(t, "custodian-1")})
	said = bare(w.Sign(t, "secretary", "endorsed", office, noun.Endorsed{Act: third.ID, Answer: noun.Yes}))
	add("somebody endorses who administers no more", []string{"TR", "mission"}, said)
	claim := bare(w.Sign(t, "secretary", "key-revoked", string(w.KeyOf("administrator")), people.KeyRevoked{Reason: shape.In("en", "lost"), Own: true}))
	said = bare(w.Sign(t, "administrator", "endorsed", office, noun.Endorsed{Act: third.ID, Answer: noun.Yes}))
	set = digest("custodian-1")
	add("an ordinary key of the mission says that the administrator's is its own and ended, and the administrator endorses", []string{"TR", "mission"}, claim, said)
	set = digest("custodian-2")

	fourth := w.SetCustodians(t, "custodian-1")
	draft, _ := w.Kinds().Complete(act.Draft{Issued: w.Clock.Now(), Expires: w.Clock.Now().Add(time.Hour), Audience: w.Audience,
		Kind: "endorsed", Subject: act.SubjectID(office), Body: jsontext.Value(`{"act":"` + fourth.ID.String() + `","answer":"yes"}`)}, "en")
	consent := bare(w.SignDraft(t, "root-tr", draft))
	set = digest("custodian-1")
	add("a consent that lasts an hour, in time", both, consent)
	w.Clock.Set(w.Clock.Now().Add(2 * time.Hour))
	w.Must(t, "root-tr", "key-revoked", key, people.KeyRevoked{Reason: shape.In("en", "lost")})
	set = digest("custodian-2")
	add("a consent that lasted an hour, two hours later", []string{"TR", "mission"}, consent)
	said = bare(w.Sign(t, "liaison-tr", "endorsed", office, noun.Endorsed{Act: fourth.ID, Answer: noun.Yes}))
	add("a registrar's key endorses that ended", []string{"TR", "mission"}, said)
	return all
}

// rooted plays which parties are sides, and whom their roots let speak.
func rooted(t *testing.T) (all []shown) {
	t.Helper()
	w, office := officetest.New(t), ""
	named := func(party, name string) act.ID {
		t.Helper()
		key, err := act.GenerateKey(w.Rand)
		if err != nil {
			t.Fatal(err)
		}
		w.Keys[name] = key
		return w.Must(t, "administrator", "root-named", office, people.RootNamed{Party: party, Person: act.SubjectID("person/" + name), Fingerprint: key.Public().ID()}).ID
	}
	brought := func(party, name string) people.RootEnrolled {
		t.Helper()
		jwk, err := w.Keys[name].Public().MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		return people.RootEnrolled{Party: party, Key: jwk}
	}
	yes := func(who string, id act.ID) string {
		t.Helper()
		return bare(w.Sign(t, who, "endorsed", office, noun.Endorsed{Act: id, Answer: noun.Yes}))
	}
	add := func(name string, signed []string, more ...string) {
		t.Helper()
		acts, err := w.Sides(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		set := ""
		if len(signed) > 0 {
			set = people.CustodiansDigest(w.CustodiansOf(t, "custodian-1"))
		}
		all = append(all, shown{Name: name, Register: w.ID(), acts: append(acts, more...), Digest: set, Signed: signed})
	}
	office = string(people.OfficeSubject(w.Verifier().Name()))
	w.Root(t, "TR")
	w.Endorses(t, "root-tr", office, w.Root(t, "RU").ID)
	made := named("XX", "root-xx")
	w.Endorses(t, "root-tr", office, made)
	w.Must(t, "root-xx", "root-enrolled", office, brought("XX", "root-xx"))
	set := w.SetCustodians(t, "custodian-1")
	add("a party that two sides of three made up endorses", nil, yes("root-xx", set.ID))
	w.Endorses(t, "root-ru", office, made)
	add("it endorses once all sides signed its root", []string{"mission", "XX"}, yes("root-xx", set.ID))

	w = officetest.New(t)
	w.Root(t, "TR")
	first := named("RU", "root-ru")
	came := func() string { return bare(w.Sign(t, "root-ru", "root-enrolled", office, brought("RU", "root-ru"))) }
	set = w.SetCustodians(t, "custodian-1")
	said := bare(w.Sign(t, "root-ru", "endorsed", office, noun.Endorsed{Act: set.ID, Answer: noun.Yes}))
	add("the first root of a party came, and those who must did not sign it", nil, came(), said)
	w.Endorses(t, "root-tr", office, first)
	add("the first root of a party, which two sides named", []string{"mission", "RU"}, came(), said)
	for _, c := range []struct {
		as string
		b  people.KeyEnrolled
	}{
		{"for its own secretary", people.KeyEnrolled{Person: "person/secretary", Holder: "person/secretary"}},
		{"for a second", people.KeyEnrolled{Person: "person/liaison-ru", Holder: "person/liaison-ru", Party: "RU", Until: w.Clock.Now().Add(time.Second)}},
	} {
		c.b.Key = brought("RU", "liaison-ru").Key
		w.Clock.Set(w.Clock.Now().Add(time.Minute))
		again := bare(w.Sign(t, "administrator", "key-enrolled", string(w.KeyOf("liaison-ru")), c.b))
		no := bare(w.Sign(t, "liaison-ru", "endorsed", office, noun.Endorsed{Act: first, Answer: noun.No}))
		add("the party's people refused it, whose key the mission enrolled anew "+c.as, nil, append(enrolment(t, w, w.KeyOf("liaison-ru")), again, no, came(), said)...)
	}
	w.Must(t, "liaison-ru", "endorsed", office, noun.Endorsed{Act: first, Answer: noun.No})
	add("the party's people refused it", nil, came(), said)

	for _, stolen := range []bool{false, true} {
		w = officetest.New(t)
		w.Root(t, "TR")
		w.Clock.Set(w.Clock.Now().Add(time.Hour))
		since := w.Clock.Now().Add(-time.Minute)
		jwk, err := w.Keys["liaison-tr"].Public().MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		w.Must(t, "root-tr", "key-enrolled", string(w.KeyOf("liaison-tr")), people.KeyEnrolled{Person: "person/liaison-tr", Holder: "person/liaison-tr", Party: "TR", Key: jwk})
		w.Endorses(t, "root-tr", office, named("TR", "root-next"))
		w.Must(t, "root-next", "root-enrolled", office, brought("TR", "root-next"))
		w.Must(t, "root-next", "registrar-named", office, people.RegistrarNamed{Party: "TR", Person: "person/liaison-tr"})
		w.Must(t, "liaison-tr", "endorsed", office, noun.Endorsed{Act: w.SetCustodians(t, "custodian-1").ID, Answer: noun.No})
		set := w.SetCustodians(t, "custodian-1")
		signed, name := []string{"mission", "TR"}, "a registrar endorses for whose key an earlier root vouched"
		if stolen {
			w.Must(t, "root-next", "key-revoked", string(w.KeyOf("root-tr")), people.KeyRevoked{Reason: shape.In("en", "stolen"), CompromisedSince: since})
			signed, name = nil, name+", which was in other hands then"
		}
		add(name, signed, yes("liaison-tr", set.ID))
	}

	all = append(all, founders(t, w)...)

	w = officetest.New(t)
	w.Root(t, "TR")
	w.Endorses(t, "root-tr", office, w.Root(t, "RU").ID)
	term, err := w.Rules()
	if err != nil {
		t.Fatal(err)
	}
	term.Rules.Threshold = 3
	rules := w.Must(t, "administrator", "rules-set", office, people.RulesSet{Rules: term.Rules, Reason: shape.In("en", "x")})
	w.Endorses(t, "root-tr", office, rules.ID)
	w.Endorses(t, "root-tr", office, w.SetCustodians(t, "custodian-1").ID)
	add("two sides of three had three asked, which three have to", []string{"mission", "TR"})
	w.Endorses(t, "root-ru", office, rules.ID)
	w.Endorses(t, "root-ru", office, w.SetCustodians(t, "custodian-1").ID)
	add("three had three asked, and two signed others", []string{"mission", "TR"})
	return all
}

// asked plays what two sides of three sign that concerns the third. A device tells from the order alone that they said it again.
func asked(t *testing.T) (all []shown) {
	t.Helper()
	w := officetest.New(t)
	office := string(people.OfficeSubject(w.Verifier().Name()))
	w.Root(t, "TR")
	w.Endorses(t, "root-tr", office, w.Root(t, "RU").ID)
	w.Enrol(t, "custodian-2", "mission", "custodian")
	w.Custodian(t, "custodian-2")
	w.Endorses(t, "root-tr", office, w.SetCustodians(t, "custodian-1").ID)
	add := func(name, set string, signed []string, more ...string) {
		acts, err := w.Sides(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, shown{Name: name, Register: w.ID(), acts: append(acts, more...), Digest: people.CustodiansDigest(w.CustodiansOf(t, set)), Signed: signed})
	}
	others := people.CustodiansSet{Custodians: w.CustodiansOf(t, "custodian-2")}
	removal := people.FounderRemoved{Founder: "person/administrator", Reason: shape.In("en", "x")}
	both := func(kind act.Kind, body any) act.ID {
		id := w.Must(t, "root-ru", kind, office, body).ID
		w.Endorses(t, "root-tr", office, id)
		return id
	}
	both("custodians-set", others)
	both("founder-removed", removal)
	add("two sides of three signed others than the third's custodian, and that its founder has no power", "custodian-1", []string{"mission", "TR"})
	w.Endorses(t, "root-ru", office, w.SetCustodians(t, "custodian-1").ID)
	add("the founder speaks for it", "custodian-1", []string{"mission", "RU"})
	w.Clock.Set(w.Clock.Now().Add(people.RootWait + time.Hour))
	both("custodians-set", others)
	add("they sign it again, and another set came into force meanwhile", "custodian-1", []string{"mission", "RU"})
	w.Clock.Set(w.Clock.Now().Add(people.RootWait + time.Hour))
	both("custodians-set", others)
	add("they sign it again", "custodian-2", []string{"RU", "TR"})
	own := w.Must(t, "root-ru", "custodians-set", office, people.CustodiansSet{Custodians: w.CustodiansOf(t, "custodian-1")})
	yes := bare(w.Sign(t, "administrator", "endorsed", office, noun.Endorsed{Act: own.ID, Answer: noun.Yes}))
	add("the founder signs for it, of whom they said once that he has no power", "custodian-1", []string{"RU", "mission"}, yes)
	both("founder-removed", removal)
	add("and said it again", "custodian-2", []string{"RU", "TR"}, yes)
	back := people.CustodiansSet{Custodians: w.CustodiansOf(t, "custodian-1")}
	both("custodians-set", back)
	w.Clock.Set(w.Clock.Now().AddDate(5, 0, 0))
	both("custodians-set", back)
	add("they say it again five years later, for the first time", "custodian-2", []string{"RU", "TR"})
	return all
}

// takenBack plays who thought otherwise, and one no to what others named often.
func takenBack(t *testing.T) (all []shown) {
	t.Helper()
	w := officetest.New(t)
	office := string(people.OfficeSubject(w.Verifier().Name()))
	w.Root(t, "TR")
	w.Endorses(t, "root-tr", office, w.Root(t, "RU").ID)
	names := func(by, name string) act.ID {
		if _, there := w.Keys[name]; !there {
			key, err := act.GenerateKey(w.Rand)
			if err != nil {
				t.Fatal(err)
			}
			w.Keys[name] = key
		}
		return w.Must(t, by, "root-named", office, people.RootNamed{Party: "TR", Person: act.SubjectID("person/" + name), Fingerprint: w.Keys[name].Public().ID()}).ID
	}
	no := func(who string, id act.ID) {
		w.Must(t, who, "endorsed", office, noun.Endorsed{Act: id, Answer: noun.No})
	}
	yes := func(who string, id act.ID) string {
		return bare(w.Sign(t, who, "endorsed", office, noun.Endorsed{Act: id, Answer: noun.Yes}))
	}
	comes := func(name string) string {
		jwk, err := w.Keys[name].Public().MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		return bare(w.Sign(t, name, "root-enrolled", office, people.RootEnrolled{Party: "TR", Key: jwk}))
	}
	add := func(name string, signed []string, more ...string) {
		acts, err := w.Sides(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		set := ""
		if len(signed) > 0 {
			set = people.CustodiansDigest(w.CustodiansOf(t, "custodian-1"))
		}
		all = append(all, shown{Name: name, Register: w.ID(), acts: append(acts, more...), Digest: set, Signed: signed})
	}
	set := w.SetCustodians(t, "custodian-1").ID
	both := []string{"mission", "TR"}
	add("the root that a side's own named comes and endorses", both, func() []string { names("root-tr", "one"); return []string{comes("one"), yes("one", set)} }()...)
	first := w.Must(t, "root-tr", "root-named", office, people.RootNamed{Party: "TR", Person: "person/two", Fingerprint: w.Keys["one"].Public().ID()}).ID
	no("root-tr", first)
	add("the side took it back, and it comes and endorses", nil, comes("one"), yes("one", set))
	names("root-tr", "two")
	names("root-tr", "three")
	add("the side named another since, and the one before comes", nil, comes("two"), yes("two", set))
	add("the one that it named last comes", both, comes("three"), yes("three", set))
	var last act.ID
	for range 2 {
		last = names("administrator", "other")
		w.Endorses(t, "root-ru", office, last)
	}
	add("others named one twice, and it comes", both, comes("other"), yes("other", set))
	no("root-tr", last)
	add("the side refused one of them, and it comes", nil, comes("other"), yes("other", set))
	add("two sides sign custodians", both, yes("root-tr", set))
	no("administrator", set)
	add("whoever put them forward took that back before the second signed", nil, yes("root-tr", set))
	return all
}

// founders plays a founding that names the roots of two sides, one of which is still silent when the others name another for it.
func founders(t *testing.T, of *officetest.World) (all []shown) {
	t.Helper()
	of.Enrol(t, "custodian-2", "mission", "custodian")
	w := &officetest.World{Folder: t.TempDir(), Origin: "named.exercise.truce", Clock: of.Clock, Keys: maps.Clone(of.Keys), Seals: of.Seals, Rand: of.Rand}
	w.Reopen(t)
	t.Cleanup(func() { w.Close() })
	id := string(people.OfficeSubject(w.Verifier().Name()))
	var others []people.OpeningFounder
	jwk := func(name string) jsontext.Value {
		key, err := act.GenerateKey(w.Rand)
		if err != nil {
			t.Fatal(err)
		}
		w.Keys[name] = key
		text, err := key.Public().MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	for _, party := range []string{"TR", "RU"} {
		name := "root-" + strings.ToLower(party)
		others = append(others, people.OpeningFounder{Party: party, Person: act.SubjectID("person/" + name), Key: jwk(name)})
	}
	founding, err := w.Found(t.Context(), office.Founding{Code: "named", Name: "EXERCISE", Founder: "person/administrator", Others: others,
		Custodians: w.CustodiansOf(t, "custodian-1"), Rules: people.Ruling{ChosenNames: true}}, w.Keys["administrator"])
	if err != nil {
		t.Fatal(err)
	}
	w.Endorses(t, "root-tr", id, founding.ID)
	other := people.RootEnrolled{Party: "RU", Key: jwk("other")}
	named := w.Must(t, "administrator", "root-named", id, people.RootNamed{Party: "RU", Person: "person/other", Fingerprint: w.Keys["other"].Public().ID()})
	w.Endorses(t, "root-tr", id, named.ID)
	set := bare(w.Sign(t, "administrator", "custodians-set", id, people.CustodiansSet{Custodians: w.CustodiansOf(t, "custodian-2")}))
	put, err := act.Parse(set)
	if err != nil {
		t.Fatal(err)
	}
	yes := func(who string, id act.ID) string {
		return bare(w.Sign(t, who, "endorsed", string(people.OfficeSubject(w.Verifier().Name())), noun.Endorsed{Act: id, Answer: noun.Yes}))
	}
	came := bare(w.Sign(t, "other", "root-enrolled", id, other))
	comes, said := yes("root-ru", founding.ID), yes("root-ru", put.ID)
	first, second := people.CustodiansDigest(w.CustodiansOf(t, "custodian-1")), people.CustodiansDigest(w.CustodiansOf(t, "custodian-2"))
	add := func(name, digest, side string, more ...string) {
		acts, err := w.Sides(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, shown{Name: name, Register: w.ID(), acts: append(acts, more...), Digest: digest, Signed: []string{"mission", side}})
	}
	add("a side that is silent since the founding came before the root that others named, which comes then", second, "RU", comes, came, set, said)
	add("it endorses before it came", first, "TR", set, said)
	add("the root that others named comes first", first, "TR", came, comes, set, said)
	refuses := bare(w.Sign(t, "root-ru", "endorsed", id, noun.Endorsed{Act: named.ID, Answer: noun.No}))
	add("its founding key refuses that, and comes", second, "RU", refuses, came, comes, set, said)
	removed := w.Must(t, "root-tr", "founder-removed", id, people.FounderRemoved{Founder: "person/root-ru", Reason: shape.In("en", "EXERCISE")})
	w.Endorses(t, "administrator", id, removed.ID)
	add("others removed it as a founder, and it comes", second, "RU", comes, set, said)
	return all
}

// Acts of a form that this program does not know say nothing against anybody: the program is older.
func TestLook_of_what_is_newer_accuses_nobody(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	acts, err := w.Sides(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(acts[0], ".")
	acts[0] = base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"ML-DSA-44","typ":"`+act.Type+`"}`)) + "." + rest
	if _, err := custodians.Look(t.TempDir(), w.ID(), acts); !errors.Is(err, act.ErrFormat) || errors.Is(err, people.ErrShown) {
		t.Errorf("acts of a newer algorithm: %v", err)
	}
}

// enrolment are the acts about a key, as the office keeps them.
func enrolment(t *testing.T, w *officetest.World, key act.SubjectID) (all []string) {
	t.Helper()
	err := w.Read(t.Context(), func(r keep.Reader) error {
		held, err := r.About(key)
		for _, e := range held {
			all = append(all, e.JWS)
		}
		return err
	})
	if err != nil || len(all) < 2 {
		t.Fatalf("%d acts about %s: %v", len(all), key, err)
	}
	return all
}

func bare(sdjwt string) string {
	text, _, _ := strings.Cut(sdjwt, "~")
	return text
}
