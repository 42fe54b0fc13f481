// Package cedar_test checks the policies with Cedar's own engine, on Node.js: Truce decides
// with another implementation, in Go, and the two must not differ.
package cedar_test

import (
	"bytes"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/taxonomy"
	"truce/judge/policy"
	"truce/noun"
	"truce/tool/kinds"
)

type question struct {
	Policies string    `json:"policies"`
	Schema   string    `json:"schema"`
	Requests []request `json:"requests"`
}

type request struct {
	Principal entityID `json:"principal"`
	Action    entityID `json:"action"`
	Resource  entityID `json:"resource"`
	Entities  []entity `json:"entities"`
}

type entityID struct {
	Type string `json:"type"`
	ID   string `json:"id"`
}

type entity struct {
	UID        entityID       `json:"uid"`
	Attributes map[string]any `json:"attrs"`
	Parents    []entityID     `json:"parents"`
}

type answer struct {
	Faults    []string            `json:"faults"`
	Policies  []string            `json:"policies"`
	Actions   []string            `json:"actions"`
	Groups    map[string][]string `json:"groups"`
	Decisions []struct {
		Allowed bool     `json:"allowed"`
		Rules   []string `json:"rules"`
	} `json:"decisions"`
}

// asked is one request as Truce puts it.
type asked struct {
	who    policy.Person
	action string
	about  policy.Subject
}

func TestCedar_decides_alike(t *testing.T) {
	t.Parallel()
	rules, err := policy.Load(kinds.Nouns())
	if err != nil {
		t.Fatal(err)
	}
	requests := random(t, 16_000)
	q := question{Policies: everyPolicy(t), Schema: file(t, "truce.cedarschema")}
	for _, r := range requests {
		q.Requests = append(q.Requests, r.cedar())
	}
	a := ask(t, q)
	if len(a.Faults) > 0 {
		t.Errorf("the policies do not fit the schema:\n%s", strings.Join(a.Faults, "\n"))
	}
	testActions(t, a)
	allowed, used := 0, map[string]bool{}
	for i, d := range a.Decisions {
		r := requests[i]
		ours := rules.May(r.who, policy.Action(r.action), r.about)
		if ours.Allowed != d.Allowed || ours.Rule != first(d.Rules) {
			t.Errorf("%+v: Truce says %+v, Cedar %+v", r, ours, d)
		}
		for _, rule := range d.Rules {
			used[rule] = true
		}
		if d.Allowed {
			allowed++
		}
	}
	if len(a.Decisions) != len(requests) || allowed < 300 || len(used) != len(a.Policies) {
		untried := slices.DeleteFunc(slices.Clone(a.Policies), func(id string) bool { return used[id] })
		t.Errorf("%d decisions, %d allowed, by %d of %d policies: little was tried of %v", len(a.Decisions), allowed, len(used), len(a.Policies), untried)
	}
}

func first(rules []string) string {
	if len(rules) == 0 {
		return ""
	}
	return slices.Min(rules)
}

// testActions holds the schema to the closed list of kinds, and to what may be read.
func testActions(t *testing.T, a answer) {
	t.Helper()
	var want []string
	for _, groups := range a.Groups {
		want = append(want, groups...) // groups are actions too
	}
	want = append(want, actions(t)...)
	slices.Sort(want)
	slices.Sort(a.Actions)
	if want = slices.Compact(want); !slices.Equal(want, a.Actions) {
		t.Errorf("the schema has the actions\n%v\nbut there are\n%v", a.Actions, want)
	}
}

// actions are all that a person can be allowed: every kind of act, and everything else.
func actions(t *testing.T) []string {
	t.Helper()
	all, err := kinds.New(taxonomy.Words)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, s := range all.All() {
		names = append(names, string(s.Kind))
	}
	for _, class := range taxonomy.Default().List(taxonomy.DisclosureClass).Codes() {
		names = append(names, string(policy.Read(class)))
	}
	for _, other := range append(policy.Actions(), policy.List) {
		names = append(names, string(other))
	}
	slices.Sort(names)
	names = slices.Compact(names)
	return names
}

func random(t *testing.T, n int) []asked {
	r := rand.New(rand.NewPCG(1, 2))
	pick := func(from ...string) string { return from[r.IntN(len(from))] }
	someone := func() act.SubjectID { return act.SubjectID(pick("", "person/1", "person/2", "person/3")) }
	all := actions(t)
	requests := make([]asked, n)
	for i := range requests {
		q := asked{policy.Person{ID: someone(), Party: pick("", "", "TR", "RU")}, all[i%len(all)], policy.Subject{
			ID: act.SubjectID(pick("report", "incident", "post", "office", "person", "key", "evidence", "zone", "agreement", "place", "bulletin", "publication", "organisation", "body", "body", "body") + "/" + pick("1", "ا", "a b\\\"")), Exists: r.IntN(2) == 0,
			Author: someone(), KeyOwner: someone(), Holder: someone(), Party: pick("", "TR", "RU"),
			Compartment: pick("", "", "inside", "party:TR", "party:RU", "party:"),
		}}
		for range r.IntN(4) {
			q.who.Roles = append(q.who.Roles, pick(append(taxonomy.Default().List(taxonomy.Role).Codes(), "king")...))
			q.about.Reporters = append(q.about.Reporters, someone())
		}
		requests[i] = q
	}
	return requests
}

// cedar writes the request as the schema describes it.
func (a asked) cedar() request {
	who, about := entityID{"Person", string(a.who.ID)}, entityID{"Subject", string(a.about.ID)}
	reference := func(id act.SubjectID) any { return map[string]any{"__entity": entityID{"Person", string(id)}} }
	reporters := []any{}
	for _, r := range a.about.Reporters {
		reporters = append(reporters, reference(r))
	}
	return request{who, entityID{"Action", a.action}, about, []entity{
		{who, map[string]any{
			"known": a.who.ID != "", "party": a.who.Party, "compartment": "party:" + a.who.Party, "roles": append([]string{}, a.who.Roles...),
		}, []entityID{}},
		{about, map[string]any{
			"noun": a.about.ID.Noun(), "public": public(a.about.ID.Noun()), "exists": a.about.Exists, "author": reference(a.about.Author), "reporters": reporters,
			"keyOwner": reference(a.about.KeyOwner), "holder": reference(a.about.Holder),
			"party": a.about.Party, "compartment": a.about.Compartment,
		}, []entityID{}},
	}}
}

// public reports whether strangers are shown rows of the noun.
func public(name string) bool {
	return slices.Contains(kinds.Names(func(n noun.Noun) bool { return n.Public.Any() }), name)
}

func everyPolicy(t *testing.T) string {
	t.Helper()
	files, err := policy.Files()
	if err != nil {
		t.Fatal(err)
	}
	names, err := fs.Glob(files, "*.cedar")
	if err != nil || len(names) == 0 {
		t.Fatalf("no policies: %v", err)
	}
	var text strings.Builder
	for _, name := range names {
		text.WriteString(file(t, name))
	}
	return text.String()
}

func file(t *testing.T, name string) string {
	t.Helper()
	files, err := policy.Files()
	if err != nil {
		t.Fatal(err)
	}
	text, err := fs.ReadFile(files, name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// ask puts the engine, as package-lock.json pins it, beside a copy of the script.
func ask(t *testing.T, q question) answer {
	t.Helper()
	folder := t.TempDir()
	for _, name := range []string{"package.json", "package-lock.json", "cedar.mjs"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run(t, folder, nil, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")
	text, err := json.Marshal(q)
	if err != nil {
		t.Fatal(err)
	}
	var a answer
	// Without its optimizer: Node.js 20 ends itself ("unreachable code", in V8's deoptimizer)
	// where the engine's WebAssembly calls back while the loop around it is optimized.
	if err := json.Unmarshal(run(t, folder, text, "node", "--no-opt", "cedar.mjs"), &a); err != nil {
		t.Fatalf("read the answer of Cedar: %v", err)
	}
	return a
}

func run(t *testing.T, folder string, stdin []byte, name string, arguments ...string) []byte {
	t.Helper()
	command := exec.CommandContext(t.Context(), name, arguments...)
	var stderr bytes.Buffer
	command.Dir, command.Stdin, command.Stderr = folder, bytes.NewReader(stdin), &stderr
	out, err := command.Output()
	if err != nil {
		t.Fatalf("run %s: %v\n%s\nhint: this check needs Node.js 20 or later with npm, and its package registry", name, err, stderr.Bytes())
	}
	return out
}
