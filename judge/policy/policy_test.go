package policy_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"truce/ground/act"
	"truce/judge/policy"
	"truce/tool/kinds"
)

// actor is somebody on the stage: as(monitor).may("observation-filed", newReport).
type actor struct {
	*testing.T
	rules *policy.Policy
	who   policy.Person
}

func stage(t *testing.T) func(policy.Person) actor {
	t.Helper()
	rules, err := policy.Load(kinds.Nouns())
	if err != nil {
		t.Fatal(err)
	}
	return func(who policy.Person) actor { return actor{t, rules, who} }
}

func (a actor) may(kind act.Kind, s policy.Subject) {
	a.Helper()
	if d := a.rules.MayAct(a.who, kind, s); !d.Allowed || d.Rule == "" {
		a.Errorf("%s %v may not %s on %s (rule %q)", a.who.ID, a.who.Roles, kind, s.ID, d.Rule)
	}
}

func (a actor) mayNot(kind act.Kind, s policy.Subject) {
	a.Helper()
	if d := a.rules.MayAct(a.who, kind, s); d.Allowed {
		a.Errorf("%s %v may %s on %s by the rule %s", a.who.ID, a.who.Roles, kind, s.ID, d.Rule)
	}
}

func (a actor) can(what policy.Action, s policy.Subject) {
	a.Helper()
	if !a.rules.May(a.who, what, s).Allowed {
		a.Errorf("%s %v cannot %s %s", a.who.ID, a.who.Roles, what, s.ID)
	}
}

func (a actor) cannot(what policy.Action, s policy.Subject) {
	a.Helper()
	if d := a.rules.May(a.who, what, s); d.Allowed {
		a.Errorf("%s %v can %s %s by the rule %s", a.who.ID, a.who.Roles, what, s.ID, d.Rule)
	}
}

func person(name, party string, roles ...string) policy.Person {
	return policy.Person{ID: act.SubjectID("person/" + name), Party: party, Roles: roles}
}

// The cast.
func stranger() policy.Person      { return policy.Person{} }
func newcomer() policy.Person      { return person("newcomer", "") }
func administrator() policy.Person { return person("administrator", "", "administrator") }
func secretary() policy.Person     { return person("secretary", "", "secretariat") }
func monitor() policy.Person       { return person("monitor", "", "monitor") }
func verifier() policy.Person      { return person("verifier", "", "verifier") }
func custodian() policy.Person     { return person("custodian", "", "custodian") }
func auditor() policy.Person       { return person("auditor", "", "auditor") }
func liaisonTR() policy.Person     { return person("liaison-tr", "TR", "liaison") }
func liaisonRU() policy.Person     { return person("liaison-ru", "RU", "liaison") }

func everybody() []policy.Person {
	return []policy.Person{stranger(), newcomer(), administrator(), secretary(), monitor(), verifier(), custodian(), auditor(), liaisonTR(), liaisonRU()}
}

// The props.
func newReport() policy.Subject { return policy.Subject{ID: "report/new"} }

func reportOf(p policy.Person) policy.Subject {
	return policy.Subject{ID: "report/old", Exists: true, Author: p.ID, Party: p.Party}
}

// pairOf is a report beside another.
func pairOf(one, other policy.Person) policy.Subject {
	s := reportOf(one)
	s.Reporters = []act.SubjectID{other.ID}
	return s
}

func ownOf(p policy.Person) policy.Subject {
	s := reportOf(p)
	s.Compartment = "party:" + p.Party
	return s
}

func keyOf(p policy.Person) policy.Subject {
	return policy.Subject{ID: "key/jkt:k", Exists: true, Author: "person/administrator", KeyOwner: p.ID}
}

func evidenceWith(p policy.Person) policy.Subject {
	return policy.Subject{ID: "evidence/e", Exists: true, Author: "person/monitor-2", Holder: p.ID}
}

func incidentFrom(reporters ...policy.Person) policy.Subject {
	s := policy.Subject{ID: "incident/1", Exists: true, Author: "person/secretary"}
	for _, p := range reporters {
		s.Reporters = append(s.Reporters, p.ID)
	}
	return s
}

func TestReports(t *testing.T) {
	t.Parallel()
	as := stage(t)
	as(monitor()).may("observation-filed", newReport())
	as(monitor()).may("observation-filed", reportOf(monitor()))
	as(monitor()).mayNot("observation-filed", reportOf(verifier()))
	as(liaisonTR()).mayNot("observation-filed", newReport())
	as(verifier()).mayNot("observation-filed", newReport())
	as(liaisonTR()).may("allegation-filed", newReport())
	as(secretary()).may("allegation-filed", newReport())
	as(liaisonTR()).mayNot("allegation-filed", reportOf(liaisonRU()))
	as(monitor()).may("report-withdrawn", reportOf(monitor()))
	as(liaisonTR()).may("report-withdrawn", reportOf(liaisonTR()))
	as(secretary()).mayNot("report-withdrawn", reportOf(monitor()))
	as(administrator()).mayNot("report-withdrawn", reportOf(monitor()))
	as(monitor()).mayNot("report-withdrawn", newReport())
	as(verifier()).may("duplicate-decided", pairOf(monitor(), liaisonTR()))
	as(secretary()).may("duplicate-decided", pairOf(monitor(), liaisonTR()))
	as(secretary()).mayNot("duplicate-decided", pairOf(secretary(), monitor()))
	for _, kind := range []act.Kind{"source-coded", "sources-compared"} {
		as(custodian()).may(kind, pairOf(monitor(), liaisonTR()))
		as(custodian()).mayNot(kind, pairOf(custodian(), monitor()))
		as(verifier()).mayNot(kind, pairOf(monitor(), liaisonTR()))
	}
	as(secretary()).mayNot("duplicate-decided", pairOf(monitor(), secretary()))
	as(monitor()).mayNot("duplicate-decided", pairOf(verifier(), liaisonTR()))
	as(verifier()).mayNot("duplicate-decided", newReport())
}

func TestIncidents(t *testing.T) {
	t.Parallel()
	as := stage(t)
	for _, who := range []policy.Person{monitor(), verifier(), secretary()} {
		as(who).may("incident-opened", policy.Subject{ID: "incident/new"})
		as(who).may("report-linked", incidentFrom())
		as(who).may("report-unlinked", incidentFrom())
	}
	as(liaisonTR()).mayNot("report-linked", incidentFrom())
	as(verifier()).may("incident-assessed", incidentFrom(monitor()))
	as(verifier()).mayNot("incident-assessed", incidentFrom(monitor(), verifier()))
	opened := incidentFrom(monitor())
	opened.Author = verifier().ID
	as(verifier()).mayNot("incident-assessed", opened)
	as(secretary()).mayNot("incident-assessed", incidentFrom(monitor()))
	both := person("both", "", "monitor", "verifier", "secretariat", "administrator")
	as(both).mayNot("incident-assessed", incidentFrom(both))
	if d := as(both).rules.MayAct(both, "incident-assessed", incidentFrom(both)); d.Rule != "reporter-cannot-verify" {
		t.Errorf("refused by %q", d.Rule)
	}
}

func TestPeople_and_keys(t *testing.T) {
	t.Parallel()
	as := stage(t)
	for _, kind := range []act.Kind{"organisation-registered", "person-registered", "role-granted", "role-withdrawn", "key-enrolled", "key-revoked"} {
		for _, who := range everybody() {
			if slices.Contains(who.Roles, "administrator") {
				as(who).may(kind, policy.Subject{ID: "person/new"})
			} else {
				as(who).mayNot(kind, policy.Subject{ID: "person/new"})
			}
		}
	}
	as(monitor()).may("key-revoked", keyOf(monitor()))
	as(newcomer()).may("key-revoked", keyOf(newcomer()))
	as(monitor()).mayNot("key-revoked", keyOf(verifier()))
	as(monitor()).mayNot("key-enrolled", keyOf(monitor()))
	as(stranger()).mayNot("key-revoked", keyOf(stranger()))
}

func TestPosts_and_evidence(t *testing.T) {
	t.Parallel()
	as := stage(t)
	as(secretary()).may("post-moved", policy.Subject{ID: "post/op-1", Exists: true})
	as(liaisonTR()).mayNot("post-moved", policy.Subject{ID: "post/op-1", Exists: true})
	as(liaisonTR()).may("evidence-deposited", policy.Subject{ID: "evidence/new"})
	as(auditor()).mayNot("evidence-deposited", policy.Subject{ID: "evidence/new"})
	as(monitor()).may("custody-transferred", evidenceWith(monitor()))
	as(custodian()).may("custody-transferred", evidenceWith(monitor()))
	as(verifier()).mayNot("custody-transferred", evidenceWith(monitor()))
	as(custodian()).mayNot("custody-transferred", policy.Subject{ID: "evidence/new"})
}

func TestReading(t *testing.T) {
	t.Parallel()
	as := stage(t)
	row := reportOf(monitor())
	as(custodian()).can(policy.Read("source"), row)
	as(custodian()).can(policy.SealedOriginal, evidenceWith(monitor()))
	for _, who := range everybody() {
		if who.ID != custodian().ID {
			as(who).cannot(policy.Read("source"), row)
			as(who).cannot(policy.SealedOriginal, evidenceWith(monitor()))
		}
	}
	as(verifier()).can(policy.Read("staff"), row)
	as(person("party-verifier", "TR", "verifier")).cannot(policy.Read("staff"), row)
	as(liaisonTR()).cannot(policy.Read("staff"), row)
	as(liaisonTR()).can(policy.Read("exact-place"), row)
	as(auditor()).cannot(policy.Read("exact-place"), row)
	as(liaisonTR()).can(policy.Read("party"), reportOf(liaisonTR()))
	as(liaisonTR()).cannot(policy.Read("party"), reportOf(liaisonRU()))
	as(monitor()).cannot(policy.Read("party"), reportOf(liaisonRU()))
	as(auditor()).can(policy.CopyRegister, row)
	as(monitor()).cannot(policy.CopyRegister, row)
}

func TestCompartments(t *testing.T) {
	t.Parallel()
	as := stage(t)
	as(liaisonTR()).can(policy.List, ownOf(liaisonTR()))
	as(liaisonTR()).can(policy.List, reportOf(liaisonRU()))
	for _, who := range everybody() {
		if who.Party != "RU" {
			as(who).cannot(policy.List, ownOf(liaisonRU()))
		}
		// A compartment of no party is nobody's.
		as(who).cannot(policy.List, policy.Subject{ID: "report/1", Exists: true, Compartment: "party:"})
	}
}

func TestStrangers_see_the_public_edition_only(t *testing.T) {
	t.Parallel()
	as := stage(t)
	for noun, shown := range map[string]bool{"incident": true, "post": true, "office": true, "zone": true, "line": true, "agreement": true, "report": false, "person": false, "key": false, "evidence": false, "organisation": false} {
		s := policy.Subject{ID: act.SubjectID(noun + "/1"), Exists: true}
		if shown {
			as(stranger()).can(policy.List, s)
		} else {
			as(stranger()).cannot(policy.List, s)
		}
	}
	for _, what := range append(actions()[1:], "no-such-action") {
		as(stranger()).cannot(what, incidentFrom())
	}
	// Whoever forgets to name an author must not make strangers one.
	as(stranger()).mayNot("report-withdrawn", policy.Subject{ID: "report/1", Exists: true})
	as(stranger()).mayNot("custody-transferred", evidenceWith(stranger()))
	as(policy.Person{Roles: []string{"administrator", "monitor"}}).mayNot("person-registered", newReport())
}

func actions() []policy.Action {
	return []policy.Action{
		policy.List, policy.CopyRegister, policy.Upload, policy.WorkingCopy, policy.SealedOriginal,
		policy.Read("source"), policy.Read("exact-place"), policy.Read("person"), policy.Read("narrative"), policy.Read("party"), policy.Read("staff"),
	}
}

func TestDenied_unless_a_line_permits(t *testing.T) {
	t.Parallel()
	as := stage(t)
	for _, who := range append(everybody(), person("king", "", "king"), person("p", "", "Monitor")) {
		for _, kind := range []act.Kind{"", "zone-conquered", "office-opened", "OBSERVATION-FILED"} {
			as(who).mayNot(kind, newReport())
		}
		as(who).cannot("", newReport())
		as(who).cannot("read-", newReport())
		as(who).cannot(policy.Read("no-such-class"), newReport())
	}
	for _, kind := range []act.Kind{"observation-filed", "person-registered", "post-moved", "incident-assessed"} {
		as(newcomer()).mayNot(kind, newReport())
		as(person("king", "", "king")).mayNot(kind, newReport())
		as(person("p", "", "Monitor")).mayNot(kind, newReport())
	}
}

// Lists select by Filter and single rows are asked for by May: they must never differ.
func TestFilter_selects_what_List_allows(t *testing.T) {
	t.Parallel()
	rules, err := policy.Load(kinds.Nouns())
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 2))
	pick := func(from ...string) string { return from[r.IntN(len(from))] }
	shown := 0
	for range 5_000 {
		who := policy.Person{ID: act.SubjectID(pick("", "person/1", "person/2")), Party: pick("", "TR", "RU", "SY-GOV", "party:TR")}
		for range r.IntN(3) {
			who.Roles = append(who.Roles, pick("administrator", "secretariat", "monitor", "verifier", "liaison", "custodian", "auditor", "king"))
		}
		noun := pick("incident", "post", "office", "report", "person", "key", "evidence", "organisation", "zone", "line", "agreement", "bulletin")
		s := policy.Subject{
			ID: act.SubjectID(noun + "/1"), Exists: r.IntN(2) == 0, Author: act.SubjectID(pick("", "person/1")),
			Party: pick("", "TR", "RU"), Compartment: pick("", "inside", "party:TR", "party:RU", "party:", "TR", "party:party:TR"),
		}
		filter, may := rules.Filter(who).Shows(noun, s.Compartment), rules.May(who, policy.List, s).Allowed
		if filter != may {
			t.Errorf("%+v on %+v: the filter says %v, the policies %v", who, s, filter, may)
		}
		if may {
			shown++
		}
	}
	if shown < 500 || shown > 4_500 {
		t.Errorf("%d of 5000 were shown: little was tried", shown)
	}
}

func TestWhoMay(t *testing.T) {
	t.Parallel()
	rules, err := policy.Load(kinds.Nouns())
	if err != nil {
		t.Fatal(err)
	}
	for kind, want := range map[act.Kind][]string{
		"observation-filed": {"monitor"}, "incident-assessed": {"verifier"}, "zone-conquered": nil,
		"person-registered": {"administrator", "registrar"}, "allegation-filed": {"secretariat", "monitor", "liaison"},
	} {
		if got := rules.WhoMay(kind); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", kind, got, want)
		}
	}
}

// Admission does not tell policies in which compartment a subject lies: for acts it may not matter.
func TestActs_do_not_turn_on_compartments(t *testing.T) {
	t.Parallel()
	rules, err := policy.Load(kinds.Nouns())
	if err != nil {
		t.Fatal(err)
	}
	var all []act.Kind
	for _, n := range kinds.Nouns() {
		for _, k := range n.Kinds {
			all = append(all, k.Name)
		}
	}
	for _, kind := range all {
		for _, who := range everybody() {
			for _, s := range []policy.Subject{reportOf(monitor()), incidentFrom(monitor()), keyOf(monitor()), ownOf(liaisonTR())} {
				inside, open := s, s
				inside.Compartment, open.Compartment = "party:TR", ""
				if rules.MayAct(who, kind, inside) != rules.MayAct(who, kind, open) {
					t.Errorf("whether %v may make %s turns on the compartment", who.Roles, kind)
				}
			}
		}
	}
}

func BenchmarkMayAct(b *testing.B) {
	rules, err := policy.Load(kinds.Nouns())
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if !rules.MayAct(monitor(), "observation-filed", newReport()).Allowed {
			b.Fatal("refused")
		}
	}
}

// A kind that is about several nouns may be permitted about one of them alone.
func TestMayActEver_asks_of_each_noun_that_the_kind_is_about(t *testing.T) {
	t.Parallel()
	p, err := policy.Load(kinds.Nouns())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		role, party string
		may         bool
	}{{"liaison", "TR", true}, {"verifier", "", true}, {"administrator", "", true}, {"registrar", "TR", true}, {"auditor", "", false}} {
		if got := p.MayActEver(policy.Person{ID: "person/x", Party: c.party, Roles: []string{c.role}}, "endorsed"); got != c.may {
			t.Errorf("a %s of %q may endorse something: %v", c.role, c.party, got)
		}
	}
}
