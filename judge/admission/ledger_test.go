package admission_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/problem"
	heads "truce/ground/register"
	"truce/ground/shape"
	"truce/ground/taxonomy"
	"truce/judge/admission"
	"truce/judge/policy"
	"truce/noun/evidence"
	"truce/noun/incident"
	"truce/noun/people"
	"truce/noun/publication"
	"truce/tool/kinds"
)

// register is written as an office would write it, a commit a second, and read into a ledger.
type register struct {
	*testing.T
	ledger *admission.Ledger
	kinds  *kinds.Kinds
	keys   map[string]act.PrivateKey
	random *rand.ChaCha8
	now    time.Time
	vkey   string

	withholds bool // disclosures from whoever decides
	entries   []admission.Candidate
	size      int64 // entries so far
}

func newRegister(t *testing.T) *register {
	t.Helper()
	return newRegisterOf(t, func(own *admission.Rules) *admission.Rules { return own })
}

// newRegisterOf is a register of a program that has other rules than this one's own.
func newRegisterOf(t *testing.T, by func(own *admission.Rules) *admission.Rules) *register {
	t.Helper()
	files, err := policy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return newRegisterBy(t, files, by)
}

// newRegisterBy is one that goes by policies.
func newRegisterBy(t *testing.T, files []people.PolicyFile, by func(own *admission.Rules) *admission.Rules) *register {
	t.Helper()
	p, err := policy.Compile(files, kinds.Nouns())
	if err != nil {
		t.Fatal(err)
	}
	k, err := kinds.New(taxonomy.Words)
	if err != nil {
		t.Fatal(err)
	}
	_, vkey, err := heads.GenerateKey(rand.NewChaCha8([32]byte{1}), "test")
	if err != nil {
		t.Fatal(err)
	}
	r := &register{t, nil, k, map[string]act.PrivateKey{},
		rand.NewChaCha8([32]byte{20, 17}), time.Date(2017, 5, 1, 12, 0, 0, 0, time.UTC), vkey, false, nil, 0}
	rules, err := admission.New(k, p, "test", vkey)
	if err != nil {
		t.Fatal(err)
	}
	r.ledger = admission.NewLedger(by(rules))
	r.takes("administrator", "office-opened", "office/test", people.OfficeOpened{
		Name: "HQ", Code: "hq", Origin: "test", RegisterKey: vkey, Rules: people.Ruling{Admission: 1, Policies: p.Digest(), Threshold: 2, ChosenNames: true}, PolicyFiles: files, Founders: []people.OpeningFounder{{Person: "person/administrator", Key: r.key("administrator")}}})
	r.takes("administrator", "organisation-registered", "organisation/mission", people.OrganisationRegistered{Name: "Mission"})
	for name, role := range map[string]string{"monitor": "monitor", "verifier": "verifier", "custodian": "custodian"} {
		person := act.SubjectID("person/" + name)
		r.takes("administrator", "person-registered", string(person), people.PersonRegistered{Organisation: "organisation/mission", Name: name})
		r.enrols(name, role, people.KeyEnrolled{Person: person})
	}
	return r
}

// enrols gives somebody a role and a key: one that reports does not name its holder.
func (r *register) enrols(name, role string, body people.KeyEnrolled) {
	r.Helper()
	body.Key = r.key(name)
	if people.Reporting(role) {
		body.Roles = []string{role}
	} else {
		body.Holder = body.Person
	}
	switch {
	case body.Holder == "":
	case role == people.RegistrarRole: // a root names one; how is no matter here
		r.has("administrator", "role-granted", string(body.Person), people.RoleGranted{Role: role})
	default:
		r.takes("administrator", "role-granted", string(body.Person), people.RoleGranted{Role: role})
	}
	subject := string(people.KeySubject(r.keys[name].Public().ID()))
	r.takes("administrator", "key-enrolled", subject, body)
	r.takes(name, "key-possessed", subject, people.KeyPossessed{})
}

func (r *register) key(name string) []byte {
	r.Helper()
	key, err := act.GenerateKey(r.random)
	if err != nil {
		r.Fatal(err)
	}
	jwk, err := key.Public().MarshalJSON()
	if err != nil {
		r.Fatal(err)
	}
	r.keys[name] = key
	return jwk
}

// candidate signs an act; what is hidden is withheld from the ledger.
func (r *register) candidate(who string, kind act.Kind, subject string, body any) admission.Candidate {
	r.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		r.Fatal(err)
	}
	draft, _ := r.kinds.Complete(act.Draft{Issued: r.now, Audience: []act.RegisterID{r.ledger.Rules().ID()}, Kind: kind, Subject: act.SubjectID(subject), Prev: r.ledger.Heads(act.SubjectID(subject)), Body: text}, "en")
	a, ds, err := r.keys[who].Sign(draft, r.random)
	if err != nil {
		r.Fatal(err)
	}
	if r.withholds {
		ds = nil
	}
	read, err := r.kinds.Decode(a, ds)
	if err != nil {
		r.Fatal(err)
	}
	return admission.Candidate{Act: a, Body: read, Received: r.now, Index: r.size, Disclosed: ds}
}

// asks admits one act, in the commit of the last.
func (r *register) asks(who string, kind act.Kind, subject string, body any) admission.Verdict {
	r.Helper()
	c := r.candidate(who, kind, subject, body)
	v, err := r.ledger.Admit(c)
	if err != nil {
		r.Fatal(err)
	}
	r.ledger.Take(c, v)
	r.size++
	r.entries = append(r.entries, c)
	return v
}

// takes admits what must be admitted, in a commit of its own.
func (r *register) takes(who string, kind act.Kind, subject string, body any) {
	r.Helper()
	r.now = r.now.Add(time.Second)
	if v := r.asks(who, kind, subject, body); v.Outcome != admission.Taken {
		r.Fatalf("%s %s by %s: %v", kind, subject, who, v.Why)
	}
	r.now = r.now.Add(time.Second)
}

// has is an act that is there, by whatever rules it was taken.
func (r *register) has(who string, kind act.Kind, subject string, body any) {
	r.Helper()
	r.now = r.now.Add(2 * time.Second)
	r.ledger.Take(r.candidate(who, kind, subject, body), admission.Verdict{Outcome: admission.Taken, Author: people.Author{Name: act.SubjectID("person/" + who)}})
	r.size++
}

func (r *register) refuses(want problem.Key, v admission.Verdict) {
	r.Helper()
	if v.Outcome != admission.Refused || v.Why == nil || v.Why.Key != want {
		r.Errorf("got %d, %v; want %s", v.Outcome, v.Why, want)
	}
}

func filed() incident.ObservationFiled {
	return incident.ObservationFiled{Record: incident.Record{Event: "mortar"}}
}

// Acts of one commit know that the others are there, and are not judged by what they change.
func TestLedger_acts_of_one_commit(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	jwk := r.key("newcomer")
	r.takes("administrator", "person-registered", "person/newcomer", people.PersonRegistered{Organisation: "organisation/mission", Name: "n"})
	enrolled := r.asks("administrator", "key-enrolled", string(people.KeySubject(r.keys["newcomer"].Public().ID())), people.KeyEnrolled{Person: "person/newcomer", Roles: []string{"monitor"}, Key: jwk})
	if enrolled.Outcome != admission.Taken {
		t.Fatal(enrolled.Why)
	}
	r.refuses(problem.KeyUnknown, r.asks("newcomer", "observation-filed", "report/1", filed()))
	if v := r.asks("monitor", "observation-filed", "report/2", filed()); v.Outcome != admission.Taken {
		t.Fatal(v.Why)
	}
	r.refuses(problem.NotPermittedHere, r.asks("verifier", "report-withdrawn", "report/2", incident.ReportWithdrawn{}))
	r.takes("newcomer", "key-possessed", string(people.KeySubject(r.keys["newcomer"].Public().ID())), people.KeyPossessed{})
	r.takes("newcomer", "observation-filed", "report/1", filed())
}

// Which roles are of keys and which of persons, and which editions a bulletin has, are rules of this number: a later one may
// have more of them, and the form of the acts does not change by it.
func TestLedger_lists_are_rules_of_its_number(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	r.takes("administrator", "person-registered", "person/secretary", people.PersonRegistered{Organisation: "organisation/mission", Name: "s"})
	r.enrols("secretary", "secretariat", people.KeyEnrolled{Person: "person/secretary"})
	for _, role := range []string{"monitor", people.RegistrarRole} {
		r.refuses(problem.BodyWrong, r.asks("administrator", "role-granted", "person/monitor", people.RoleGranted{Role: role}))
	}
	jwk := r.key("new")
	r.refuses(problem.BodyWrong, r.asks("administrator", "key-enrolled", string(people.KeySubject(r.keys["new"].Public().ID())), people.KeyEnrolled{Person: "person/monitor", Roles: []string{"administrator"}, Key: jwk}))
	today := r.now.Truncate(24 * time.Hour)
	b := publication.BulletinPublished{Number: 1, Kind: "daily", Date: "2017-04-30", CutOff: "24:00", TimeZone: "UTC", From: today.AddDate(0, 0, -1), Until: today,
		Basis: publication.Basis{Known: r.now, Registers: []publication.Register{{Origin: "test", Size: r.size}}, Editions: []publication.Edition{{Edition: publication.Public}}}}
	r.refuses(problem.BodyWrong, r.asks("secretary", "bulletin-published", "bulletin/hq-daily-2017-04-30", b))
	b.Editions = append(b.Editions, publication.Edition{Edition: publication.Mission})
	b.Known, b.Registers[0].Size = r.now, r.size
	if v := r.asks("secretary", "bulletin-published", "bulletin/hq-daily-2017-04-30", b); v.Outcome != admission.Taken {
		t.Error(v.Why)
	}
}

// What was refused opens nothing, and later acts may still say that they follow it.
func TestLedger_what_was_refused_has_no_effect(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	r.refuses(problem.NotPermitted, r.asks("verifier", "observation-filed", "report/1", filed()))
	r.refuses(problem.SubjectUnknown, r.asks("monitor", "report-withdrawn", "report/1", incident.ReportWithdrawn{}))
	r.takes("monitor", "observation-filed", "report/1", filed())
}

// Who holds a piece is withheld: of a custodian it is decided all the same, of others it cannot
// be, unless nobody of their roles may.
func TestLedger_decides_what_it_can_where_persons_are_withheld(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	piece := "evidence/" + act.ID{1}.String()
	r.takes("monitor", "evidence-deposited", piece, evidence.EvidenceDeposited{Kind: "document", MediaType: "text/plain", Size: 1, Sealed: act.ID{2}.String()})
	moved := evidence.CustodyTransferred{From: "person/monitor", To: "person/verifier", At: r.now, Reason: shape.In("en", "x")}
	r.refuses(problem.NotPermittedHere, r.asks("verifier", "custody-transferred", piece, moved)) // the monitor has it
	r.withholds = true
	if v := r.asks("monitor", "custody-transferred", piece, moved); v.Outcome != admission.Undecided {
		t.Fatalf("got %d, %v", v.Outcome, v.Why)
	}
	r.withholds = false
	r.now = r.now.Add(time.Second)
	for _, who := range []string{"monitor", "verifier"} {
		if v := r.asks(who, "custody-transferred", piece, moved); v.Outcome != admission.Undecided {
			t.Errorf("%s: got %d, %v", who, v.Outcome, v.Why)
		}
	}
	if v := r.asks("custodian", "custody-transferred", piece, moved); v.Outcome != admission.Undecided {
		t.Errorf("whether the giver had it: got %d, %v", v.Outcome, v.Why)
	}
	moved.Broken = true
	if v := r.asks("custodian", "custody-transferred", piece, moved); v.Outcome != admission.Taken {
		t.Errorf("got %d, %v", v.Outcome, v.Why)
	}
}

// An entry of another office's register is history there: it is never refused.
func TestVerdict_abroad(t *testing.T) {
	t.Parallel()
	why := problem.Forbidden(problem.NotPermitted)
	if v := (admission.Verdict{Outcome: admission.Refused, Why: why}).Abroad(); v.Outcome != admission.Kept || v.Why != why {
		t.Errorf("got %+v", v)
	}
	if v := (admission.Verdict{Outcome: admission.Undecided}).Abroad(); v.Outcome != admission.Undecided {
		t.Errorf("got %+v", v)
	}
}

// A noun says of which of its kinds the named subjects may be hidden: whoever adds such a kind
// is told here.
func TestNouns_say_which_kinds_hide_names(t *testing.T) {
	t.Parallel()
	for _, n := range kinds.Nouns() {
		for _, k := range n.Kinds {
			if got, want := slices.Contains(n.Admission.HidesNames, k.Name), hidesNames(t, k.Body); got != want {
				t.Errorf("%s: HidesNames has it: %v, but its body hides a subject that it names: %v", k.Name, got, want)
			}
		}
	}
}
