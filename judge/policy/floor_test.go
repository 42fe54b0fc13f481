package policy_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"truce/ground/act"
	"truce/ground/taxonomy"
	"truce/judge/policy"
	"truce/noun/people"
	"truce/tool/kinds"
)

// Policies that permit everything give nobody what the floor keeps: asked is each kind of act and each other action, of
// everybody, about what is another's.
func TestFloor_no_policies_give_what_it_keeps(t *testing.T) {
	t.Parallel()
	p, err := policy.Compile(with(t, `@id("all") permit (principal, action, resource);`), kinds.Nouns())
	if err != nil {
		t.Fatal(err)
	}
	registrar, custodianTR := person("registrar-tr", "TR", "registrar"), person("custodian-tr", "TR", "custodian")
	cast := append(everybody(), registrar, custodianTR)
	all := func(policy.Person) bool { return true }
	party := func(w policy.Person) bool { return w.Party != "" }
	stranger := func(w policy.Person) bool { return !w.Known() }
	without := func(role string) func(policy.Person) bool {
		return func(w policy.Person) bool { return !slices.Contains(w.Roles, role) }
	}
	keepsNobody := func(w policy.Person) bool {
		return !(w.Party == "" && slices.Contains(w.Roles, "administrator") || w.Party != "" && slices.Contains(w.Roles, "registrar"))
	}
	about := policy.Subject{ID: "report/1", Exists: true, Author: "person/another", KeyOwner: "person/another", Holder: "person/another", Party: "IR"}
	asked := 0
	for _, c := range []struct {
		who     func(policy.Person) bool
		actions []string
	}{
		{all, []string{"read-party", "private-opened", "report-withdrawn", "observation-filed", "allegation-filed", "restriction-recorded", "evidence-deposited", "key-possessed"}},
		{party, []string{"read-staff", "read-person", "read-log", "incident-opened", "report-linked", "report-unlinked", "incident-assessed", "duplicate-decided",
			"harm-recorded", "same-victim-proposed", "same-victim-decided", "answer-requested", "attribution-made", "attribution-withdrawn", "seat-recorded",
			"body-established", "post-established", "post-moved", "post-closed", "bulletin-published", "correction-published",
			"place-listed", "place-variant-added", "word-added", "word-ended", "read-metrics"}},
		{without("custodian"), []string{"read-source", "read-sealed-original", "source-coded", "sources-compared", "custody-transferred"}},
		{keepsNobody, []string{"organisation-registered", "person-registered", "role-granted", "role-withdrawn", "key-enrolled", "key-role-ended", "key-revoked"}},
		{stranger, strangersMayNot(t)},
	} {
		for _, who := range cast {
			for _, action := range c.actions {
				if !c.who(who) {
					continue
				}
				asked++
				if d := p.May(who, policy.Action(action), about); d.Allowed {
					t.Errorf("%s of %q may %s by the rule %s", who.ID, who.Party, action, d.Rule)
				}
			}
		}
	}
	if asked < 300 {
		t.Errorf("%d questions were asked", asked)
	}
	if p.MayAct(verifier(), "incident-assessed", policy.Subject{ID: "incident/1", Exists: true, Author: "person/x", Reporters: []act.SubjectID{verifier().ID}}).Allowed {
		t.Error("somebody verifies what he reported")
	}
	for _, own := range []struct {
		who policy.Person
		s   policy.Subject
	}{{liaisonTR(), policy.Subject{ID: "private/1", Exists: true, Compartment: "party:IR"}}, {(policy.Person{}), policy.Subject{ID: "report/1", Exists: true, Compartment: "inside"}}, {monitor(), policy.Subject{ID: "private/1", Exists: true, Compartment: "party:IR"}}} {
		if p.May(own.who, policy.List, own.s).Allowed {
			t.Errorf("%s is shown a row of %s", own.who.ID, own.s.Compartment)
		}
	}
}

// Who does what the rights name, the floor says: no policies permit it to anybody else, and none take it.
func TestFloor_says_who_does_what_the_rights_name(t *testing.T) {
	t.Parallel()
	var acts []string
	for _, f := range embedded(t) {
		if f.Name == "rights.cedar" {
			theirs, _, _ := strings.Cut(f.Text[strings.Index(f.Text, `@id("these-do-what-is-theirs")`):], ";")
			for _, found := range regexp.MustCompile(`Action::"([a-z-]+)"`).FindAllStringSubmatch(theirs, -1) {
				acts = append(acts, found[1])
			}
		}
	}
	compile := func(files []people.PolicyFile) *policy.Policy {
		p, err := policy.Compile(files, kinds.Nouns())
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	usual, all := compile(embedded(t)), compile(with(t, `@id("all") permit (principal, action, resource);`))
	bare := compile(slices.DeleteFunc(embedded(t), func(f people.PolicyFile) bool { return f.Name != "floor.cedar" && f.Name != "rights.cedar" }))
	cast := []policy.Person{stranger(), newcomer()}
	for _, role := range taxonomy.Default().List(taxonomy.Role).Codes() {
		for _, party := range []string{"", "TR"} {
			cast = append(cast, person(role+party, party, role))
		}
	}
	yes, asked := map[string]int{}, 0
	for _, who := range cast {
		for _, noun := range []string{"office", "person", "body", "incident", "tally"} {
			for _, s := range []policy.Subject{
				{}, {Exists: true, Author: who.ID, KeyOwner: who.ID, Holder: who.ID, Party: who.Party}, {Exists: true, Author: "person/another", Party: "IR"},
				{Exists: true, Author: "person/another", Reporters: []act.SubjectID{who.ID}},
			} {
				s.ID = act.SubjectID(noun + "/1")
				for _, kind := range acts {
					asked++
					want := usual.MayAct(who, act.Kind(kind), s).Allowed
					if more, less := all.MayAct(who, act.Kind(kind), s), bare.MayAct(who, act.Kind(kind), s); more.Allowed != want || less.Allowed != want {
						t.Fatalf("%s of %q, %s about %+v: %v as usual, %+v where all is permitted, %+v where nothing else is", who.ID, who.Party, kind, s, want, more, less)
					}
					if want {
						yes[kind]++
					}
				}
			}
		}
	}
	if asked < 15_000 || len(acts) < 50 {
		t.Errorf("%d questions were asked, of %d kinds", asked, len(acts))
	}
	for _, kind := range acts {
		if yes[kind] == 0 || yes[kind] > asked/len(acts)*6/10 {
			t.Errorf("%s: %d may", kind, yes[kind])
		}
	}
}

// Whatever a party may do or read at all, no policies take from its people where it is about their own side, but for what is said here.
func TestRights_what_a_party_may_do_nobody_takes(t *testing.T) {
	t.Parallel()
	left := map[string]string{
		"office-opened":       "before there are policies",
		"finding-drafted":     "what a body is to find is its mandate's matter, which sides agree on",
		"read-draft-bulletin": "what nobody answers for yet is nobody's own",
	}
	var may []string
	for _, f := range embedded(t) {
		if f.Name == "floor.cedar" {
			theirs, _, _ := strings.Cut(f.Text[strings.Index(f.Text, `@id("parties-do-what-stands-here")`):], ";")
			for _, found := range regexp.MustCompile(`Action::"([a-z-]+)"`).FindAllStringSubmatch(theirs, -1) {
				may = append(may, found[1])
			}
		}
	}
	p, err := policy.Compile(slices.DeleteFunc(embedded(t), func(f people.PolicyFile) bool { return f.Name != "floor.cedar" && f.Name != "rights.cedar" }), kinds.Nouns())
	if err != nil {
		t.Fatal(err)
	}
	permitted := func(action string) bool {
		for _, role := range taxonomy.Default().List(taxonomy.Role).Codes() {
			who := person(role+"-tr", "TR", role)
			own := policy.Subject{Exists: true, Author: "person/of-tr", KeyOwner: who.ID, Holder: who.ID, Party: "TR", Compartment: "party:TR"}
			mine := own
			mine.Author = who.ID
			for _, s := range []policy.Subject{{}, own, mine} {
				for _, noun := range []string{"office", "person", "key", "report", "body"} {
					s.ID = act.SubjectID(noun + "/1")
					if p.May(who, policy.Action(action), s).Allowed {
						return true
					}
				}
			}
		}
		return false
	}
	for _, action := range may {
		if is := permitted(action); is == (left[action] != "") {
			t.Errorf("somebody of a party may %s by what all policies have: %v, and what is said above: %q", action, is, left[action])
		}
	}
	if len(may) < 60 {
		t.Errorf("%d actions were asked about", len(may))
	}
}

// What a policy permits to one person by name it permits to that one alone, whoever asks first.
func TestMayOpen_is_no_answer_for_others_where_policies_name_somebody(t *testing.T) {
	t.Parallel()
	files := with(t, `@id("x") permit (principal == Person::"person/named", action in [Action::"post-established", Action::"read-metrics"], resource);`)
	named, like := person("named", "", "auditor"), person("like", "", "auditor")
	for _, order := range [][]policy.Person{{named, like}, {like, named}} {
		p, err := policy.Compile(files, kinds.Nouns())
		if err != nil {
			t.Fatal(err)
		}
		for _, who := range order {
			if got := p.MayOpen(who, "post-established", "post/1").Allowed; got != (who.ID == named.ID) {
				t.Errorf("%s after others: %v", who.ID, got)
			}
			if got := p.MayDo(who, policy.ReadMetrics); got != (who.ID == named.ID) {
				t.Errorf("%s reads metrics: %v", who.ID, got)
			}
		}
	}
}

// A kind of act that is new is no party's, whatever policies permit, until the floor of a later number names it.
func TestFloor_keeps_from_parties_what_is_new(t *testing.T) {
	t.Parallel()
	files := edited(t, `action "tally-published"`, `action "sky-recorded"
  appliesTo { principal: Person, resource: Subject };

action "tally-published"`)
	p, err := policy.Usable(append(files, people.PolicyFile{Name: "z.cedar", Text: `@id("all") permit (principal, action, resource);`}), 1, kinds.Nouns())
	if err != nil {
		t.Fatal(err)
	}
	for who, may := range map[string]policy.Person{"of a party": liaisonTR(), "of the mission": monitor()} {
		if d := p.MayAct(may, "sky-recorded", policy.Subject{ID: "sky/1"}); d.Allowed != (may.Party == "") {
			t.Errorf("somebody %s: %+v", who, d)
		}
	}
}

// strangersMayNot are all kinds of act and all actions but looking.
func strangersMayNot(t *testing.T) (all []string) {
	t.Helper()
	for _, n := range kinds.Nouns() {
		for _, k := range n.Kinds {
			all = append(all, string(k.Name))
		}
	}
	for _, a := range policy.Actions() {
		all = append(all, string(a))
	}
	slices.Sort(all)
	return slices.Compact(all)
}
