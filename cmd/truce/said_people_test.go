package main

import (
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/shape"
	"truce/noun/incident"
	"truce/noun/people"
	"truce/tool/answer"
)

// heldAs answers subjects as they stand.
func heldAs(t *testing.T, states map[act.SubjectID]any) func(act.SubjectID) ([]answer.Item, error) {
	t.Helper()
	return func(id act.SubjectID) (all []answer.Item, err error) {
		if state, is := states[id]; is {
			text, err := json.Marshal(state)
			return append(all, answer.Item{State: text}), err
		}
		return nil, nil
	}
}

// A side that is to change what its office has is told what is there now, and what becomes of it.
func TestEndorse_tells_what_an_act_changes(t *testing.T) {
	t.Parallel()
	keeps := people.Custodian{Person: "person/custodian-1", Sealing: "age1old"}
	taken := people.Custodian{Person: "person/auditor-1", Party: "RU", Sealing: "age1new"}
	since := time.Date(2026, 5, 1, 10, 0, 0, 0, time.UTC)
	s := &sentences{held: heldAs(t, map[act.SubjectID]any{
		"office/hq": people.Office{
			Custodians: []people.CustodianTerm{{Custodians: []people.Custodian{keeps}}},
			Sides:      []people.Side{{Side: "TR", Root: "root-one", Holder: "person/root-tr"}},
		},
		"person/custodian-1": people.Person{Roles: []people.Role{{Role: "custodian"}}},
		"person/auditor-1":   people.Person{Party: "RU", Roles: []people.Role{{Role: "auditor"}, {Role: "monitor", Until: since}}},
		"key/jkt:one":        people.Key{Person: "person/auditor-1", Party: "RU"},
		"key/jkt:asked":      people.Key{Person: "person/auditor-1", Party: "RU", Asked: []people.Asked{{Act: act.ID{1}, Waiting: people.Waiting{Agreed: true, Until: since, Signed: []string{"mission", "TR"}}}}},
		"key/jkt:gone":       people.Key{Holder: "person/auditor-1", Party: "RU", Revoked: true, RevokedAt: since},
		"incident/one": incident.Incident{Findings: []incident.Finding{
			{Body: "body/jc", Decided: true, Since: since, Status: "probable", Text: shape.In("en", "Two shells."), Draft: act.ID{1}},
			{Body: "body/other", Decided: true, Since: since, Status: "confirmed", Draft: act.ID{2}},
		}},
	})}
	for name, c := range map[string]struct {
		subject      act.SubjectID
		body         any
		says, silent []string
	}{
		"a custodian is replaced by one without the role": {"office/hq", &people.CustodiansSet{Custodians: []people.Custodian{taken}}, []string{
			"new among them: person/auditor-1, of the side RU, with the key age1new",
			"these are no longer to keep sources: person/custodian-1, of the side mission, with the key age1old",
			"Warning: person/auditor-1 does not have the role custodian: the office shows nothing that is sealed to whoever has not",
		}, nil},
		"nobody knows the custodian": {"office/hq", &people.CustodiansSet{Custodians: []people.Custodian{keeps, {Person: "person/nobody", Sealing: "age1x"}}}, []string{
			"Warning: person/nobody is not known to this office: nobody could read what is sealed to that key",
		}, []string{"no longer", "new among them: person/custodian-1"}},
		"a root is replaced":          {"office/hq", &people.RootNamed{Party: "TR", Person: "person/x", Fingerprint: "root-two"}, []string{"TR has a root key, root-one, held by person/root-tr. It and those whom it named registrars are to vouch for nothing any more."}, nil},
		"a first root":                {"office/hq", &people.RootNamed{Party: "IR", Person: "person/x", Fingerprint: "root-two"}, nil, []string{"has a root key"}},
		"a role is given again":       {"person/auditor-1", &people.RoleGranted{Role: "monitor"}, []string{"person/auditor-1 has that role already until 2026-05-01 10:00:00Z: this takes its place."}, []string{"keeps"}},
		"a role beside others":        {"person/auditor-1", &people.RoleGranted{Role: "verifier"}, []string{"person/auditor-1, of the side RU, keeps besides: auditor, monitor."}, []string{"already"}},
		"a role is taken":             {"person/auditor-1", &people.RoleWithdrawn{Role: "monitor"}, []string{"keeps besides: auditor."}, nil},
		"a role of nobody known":      {"person/nobody", &people.RoleGranted{Role: "monitor"}, []string{"person/nobody is not known to this office."}, nil},
		"a key speaks for somebody":   {"key/jkt:one", &people.KeyEnrolled{Person: "person/x", Party: "TR"}, []string{"So far it is enrolled for person/auditor-1, of the side RU.", "It stays so: a key is enrolled for nobody else."}, nil},
		"a key that ended":            {"key/jkt:gone", &people.KeyEnrolled{Person: "person/x", Party: "TR"}, []string{"It was enrolled for person/auditor-1, of the side RU, and ended 2026-05-01 10:00:00Z."}, []string{"So far"}},
		"a key is to end":             {"key/jkt:one", &people.KeyRevoked{}, []string{"So far it is enrolled for person/auditor-1, of the side RU.", "Where RU can refuse", "14 days"}, []string{"takes the place"}},
		"a key is in doubt, too":      {"key/jkt:one", &people.KeyRevoked{CompromisedSince: since}, []string{"the key goes on for 14 days", "What it signed since 2026-05-01 10:00:00Z is in doubt from the last signature that is needed on", "that does not wait. If RU refuses, it is told as denied by its own side."}, []string{"nothing changes"}},
		"others signed that it does":  {"key/jkt:asked", &people.KeyRevoked{}, []string{"The key jkt:asked is to speak no longer."}, []string{"14 days"}},
		"a custodian is no custodian": {"person/custodian-1", &people.RoleWithdrawn{Role: "custodian"}, []string{"Where the side of person/custodian-1 can refuse", "14 days"}, nil},
		"a founder has no power":      {"office/hq", &people.FounderRemoved{Founder: "person/a"}, []string{"Where the side of person/a can refuse", "14 days"}, nil},
		"a new key":                   {"key/jkt:new", &people.KeyEnrolled{Person: "person/x", Party: "TR"}, nil, []string{"So far"}},
		"a body found it before":      {"incident/one", &incident.FindingDrafted{Body: "body/jc", Status: "not-established"}, []string{"It found of this incident before, since 2026-05-01 10:00:00Z: probable. Two shells. This would take its place."}, []string{"confirmed"}},
		"a body found nothing yet":    {"incident/one", &incident.FindingDrafted{Body: "body/third", Status: "confirmed"}, nil, []string{"before"}},
		"of what nobody tells here":   {"incident/two", &incident.FindingDrafted{Body: "body/jc", Status: "confirmed"}, nil, []string{"before", "cannot be told"}},
	} {
		said := strings.Join(s.say(c.subject, fold.Entry{ID: act.ID{9}, Body: c.body}), "\n")
		for _, want := range c.says {
			if !strings.Contains(said, want) {
				t.Errorf("%s: %q is not said:\n%s", name, want, said)
			}
		}
		for _, not := range c.silent {
			if strings.Contains(said, not) {
				t.Errorf("%s: %q is said:\n%s", name, not, said)
			}
		}
	}
}
