package policy_test

import (
	"fmt"
	"slices"
	"testing"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/judge/policy"
	"truce/noun/people"
	"truce/tool/kinds"
)

// Nobody is told that those may who have the role that he or she has: what else is missing is said.
func TestRefusalOfAct_says_what_is_missing(t *testing.T) {
	t.Parallel()
	p, err := policy.Load(kinds.Nouns())
	if err != nil {
		t.Fatal(err)
	}
	of := func(party string, roles ...string) policy.Person {
		return policy.Person{ID: "person/x", Party: party, Roles: roles}
	}
	there := func(id act.SubjectID, author act.SubjectID, party string) policy.Subject {
		return policy.Subject{ID: id, Exists: true, Author: author, Party: party}
	}
	for _, c := range []struct {
		who    policy.Person
		kind   act.Kind
		about  policy.Subject
		reason string // "": the roles are told
	}{
		{of("", "liaison"), "zone-proposed", policy.Subject{ID: "zone/1"}, "party-alone"},
		{of("TR", "secretariat"), "zone-proposed", policy.Subject{ID: "zone/1"}, "mission-alone"},
		{of("TR", "liaison"), "private-opened", policy.Subject{ID: "private/1"}, "not-partys-own"},
		{of("TR", "liaison"), "private-opened", there("private/1", "person/y", "RU"), "not-partys-own"}, // as if it was not there
		{of("TR", "liaison"), "report-withdrawn", there("report/1", "person/y", "TR"), "not-ones-own"},
		{of("", "custodian"), "sources-compared", there("report/1", "person/x", ""), "one-own"},
		{of("", "monitor"), "custody-transferred", policy.Subject{ID: "evidence/1", Exists: true, Holder: "person/y"}, "not-held"},
		{of("TR", "liaison"), "endorsed", there("person/hq", "person/y", ""), ""}, // in a body's name a liaison may; not of people
		{of("TR", "liaison"), "incident-assessed", there("incident/1", "person/y", ""), ""},
	} {
		t.Run(fmt.Sprintf("%s by %s of %q", c.kind, c.who.Roles, c.who.Party), func(t *testing.T) {
			if p.MayAct(c.who, c.kind, c.about).Allowed {
				t.Fatal("it is permitted")
			}
			got := p.RefusalOfAct(c.who, c.kind, c.about)
			if c.reason != "" {
				if got.Key != problem.NotPermittedHere || fmt.Sprint(got.Params["reason"]) != c.reason {
					t.Errorf("got %v", got)
				}
				return
			}
			allowed, _ := got.Params["allowed"].([]string)
			if got.Key != problem.NotPermitted || len(allowed) == 0 || slices.Contains(allowed, c.who.Roles[0]) {
				t.Errorf("got %v", got)
			}
		})
	}
}

// A kind that a program has learned since the sides of its office signed their rules: nobody has the right, and no role brings it.
func TestRefusalOfAct_of_a_kind_that_the_rules_do_not_name(t *testing.T) {
	t.Parallel()
	files, err := policy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	files = slices.DeleteFunc(files, func(f people.PolicyFile) bool { return f.Name == "place.cedar" })
	p, err := policy.Compile(files, kinds.Nouns())
	if err != nil {
		t.Fatal(err)
	}
	secretary := policy.Person{ID: "person/x", Roles: []string{"secretariat"}}
	for kind, want := range map[act.Kind]problem.Key{"place-listed": problem.KindNotInRules, "rules-set": problem.NotPermitted} {
		if got := p.RefusalOfAct(secretary, kind, policy.Subject{ID: "place/1"}); got.Key != want {
			t.Errorf("%s: %v, want %v", kind, got, want)
		}
	}
	if got := p.RefusalOfKind("place-listed"); got.Key != problem.KindNotInRules {
		t.Errorf("got %v", got)
	}
}
