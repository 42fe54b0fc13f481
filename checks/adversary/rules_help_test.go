package adversary

import (
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/register"
	"truce/ground/shape"
	"truce/judge/admission"
	"truce/judge/policy"
	"truce/noun/people"
	"truce/office/officetest"
)

// monitorsDecide are policies by which a monitor may confirm findings.
func monitorsDecide(t *testing.T) []people.PolicyFile {
	t.Helper()
	files, err := policy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return append(files, people.PolicyFile{Name: "ours.cedar", Text: `@id("monitors-draft-findings")
permit (principal, action == Action::"finding-drafted", resource) when { principal.roles.contains("monitor") };
`})
}

// ofLaterCedar are policies of which one says something that no Cedar says today.
func ofLaterCedar(t *testing.T) []people.PolicyFile {
	t.Helper()
	files, err := policy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return append(files, people.PolicyFile{Name: "later.cedar", Text: `@id("later")
permit (principal, action == Action::"finding-drafted", resource) whenever [ principal.roles.any(r, r == "monitor") ];
`})
}

// rulesWith are the rules in force with others of these texts.
func rulesWith(t *testing.T, w *officetest.World, files []people.PolicyFile) people.RulesSet {
	t.Helper()
	term, err := w.Rules()
	if err != nil {
		t.Fatal(err)
	}
	b := people.RulesSet{Rules: term.Rules, PolicyFiles: files, Reason: shape.In("en", "It is quicker.")}
	b.Rules.Policies = people.PoliciesDigest(files)
	return b
}

func officeOf(w *officetest.World) string { return string(people.OfficeSubject(w.Verifier().Name())) }

// refounded is the history as if its office had been founded under other rules. Nothing but the founding
// differs, which its founder signs again; acts about the office itself are left out, for they name it.
func (h history) refounded(t *testing.T, w *officetest.World, change func(*people.OfficeOpened)) history {
	t.Helper()
	first, err := register.ParseEntry(h[0])
	if err != nil {
		t.Fatal(err)
	}
	files, err := policy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	jwk, err := w.Keys["administrator"].Public().MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	b := people.OfficeOpened{Name: "Exercise headquarters", Code: "hq", Origin: w.Verifier().Name(), RegisterKey: w.Key(),
		Rules: people.Ruling{Admission: admission.Number, Policies: people.PoliciesDigest(files), Threshold: 2}, PolicyFiles: files,
		Founders: []people.OpeningFounder{{Person: "person/administrator", Key: jwk}}}
	change(&b)
	text, _, _ := strings.Cut(w.SignAfter(t, "administrator", "office-opened", officeOf(w), nil, b), "~")
	first.Act = text
	other := append(history(nil), h...)
	if other[0], err = first.Append(nil); err != nil {
		t.Fatal(err)
	}
	return other
}

func encoded(t *testing.T, body any) []byte {
	t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// idOf is the id of an act as its author signed it.
func idOf(t *testing.T, sdjwt string) act.ID {
	t.Helper()
	compact, _, _ := strings.Cut(sdjwt, "~")
	a, err := act.Parse(compact)
	if err != nil {
		t.Fatal(err)
	}
	return a.ID
}
