package policy_test

import (
	"slices"
	"strings"
	"testing"

	"truce/ground/act"
	"truce/judge/policy"
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
			"body-established", "post-established", "post-moved", "post-closed", "bulletin-published", "correction-published"}},
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

// Each kind of act and each class of what acts hide is spoken of by the floor, or stands here with the reason why no side needs that: who adds
// one decides it.
func TestFixed_speak_of_every_kind(t *testing.T) {
	t.Parallel()
	fixed, err := policy.Fixed()
	if err != nil {
		t.Fatal(err)
	}
	const own, sides, reference, shown = "whoever says it, says it in the name of his own side or seat (rights.cedar, the noun)", "takes effect by several sides (package people)",
		"reference data that everybody sees; each word tells who said it", "as much as the sides agree to show those who sign in"
	left := map[string]string{
		"office-opened": "before there are policies", "endorsed": own, "head-checked": own, "position-taken": own, "tally-published": "refused in another's name (package incident)", "private-filed": own,
		"root-named": sides, "root-enrolled": own, "registrar-named": own, "registrar-withdrawn": own, "founder-removed": sides, "rules-set": sides, "custodians-set": sides,
		"register-succeeded": sides, "disclosure-erased": sides, "copy-released": sides,
		"finding-drafted": "finds nothing: seats do", "place-listed": reference, "place-variant-added": reference, "place-variant-withdrawn": reference, "word-added": reference, "word-ended": reference,
		"agreement-drafted": own, "clauses-filed": own, "agreement-signed": own, "party-joined": own, "party-excluded": own, "extension-consented": own, "suspension-declared": own, "resumption-declared": own,
		"denunciation-declared": own, "trigger-recorded": own, "position-stated": own, "fulfilment-recorded": own,
		"zone-proposed": own, "zone-consented": own, "zone-objected": own, "zone-lapsed": own, "line-drawn": own, "line-consented": own, "line-objected": own, "line-lapsed": own,
		"read-exact-place": shown, "read-narrative": shown, "read-file": shown, "read-working-copy": shown, "read-draft-bulletin": shown, "copy-register": shown, "upload": "what is sent is deposited by an act", "read-metrics": "tells of the machine",
	}
	text := fixed.Newest()["floor.cedar"]
	for _, action := range strangersMayNot(t) {
		spoken := strings.Contains(text, `"`+action+`"`)
		if why := left[action]; spoken == (why != "") {
			t.Errorf("%s: the floor speaks of it: %v; left out because: %q", action, spoken, why)
		}
		delete(left, action)
	}
	for action := range left {
		t.Errorf("%s is no kind and no action", action)
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
