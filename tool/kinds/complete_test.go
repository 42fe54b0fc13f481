package kinds

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/taxonomy"
	"truce/judge/policy"
)

// Who adds a noun is told here what its value does not say yet.
func TestNouns_lack_nothing(t *testing.T) {
	t.Parallel()
	called := map[string]string{}
	for _, n := range Nouns() {
		for _, lack := range n.Lacks() {
			t.Errorf("the value of the noun %q does not say %s", n.Name, lack)
		}
		for _, name := range []string{n.Name, n.Plural} {
			if other := called[name]; other != "" && other != n.Name {
				t.Errorf("%s and %s are both called %q", other, n.Name, name)
			}
			called[name] = n.Name
		}
		if !strings.HasSuffix(n.About, ".") {
			t.Errorf("About of %s is no sentence", n.Name)
		}
	}
}

// Every member that a noun shows to strangers is one of its state's.
func TestNouns_show_what_there_is(t *testing.T) {
	t.Parallel()
	k := open(t)
	for _, n := range k.Nouns() {
		schema, _ := k.StateSchema(n.Name)
		for _, path := range n.Public.Paths() {
			if !hasMember(value(t, schema).(map[string]any), strings.Split(path, ".")) {
				t.Errorf("%s shows strangers %s, which its state does not have", n.Name, path)
			}
		}
		if drawn := n.Placed.Drawn; drawn != "" && !hasMember(value(t, schema).(map[string]any), strings.Split(drawn, ".")) {
			t.Errorf("%s is drawn by %s, which its state does not have", n.Name, drawn)
		}
	}
}

func hasMember(schema map[string]any, path []string) bool {
	if items, is := schema["items"].(map[string]any); is {
		return hasMember(items, path)
	}
	if len(path) == 0 {
		return true
	}
	properties, _ := schema["properties"].(map[string]any)
	member, has := properties[path[0]].(map[string]any)
	return has && hasMember(member, path[1:])
}

// Who adds a kind of act is told here what it still lacks.
func TestKinds_lack_nothing(t *testing.T) {
	t.Parallel()
	k := open(t)
	rules, err := policy.Load(Nouns())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range k.All() {
		if !strings.HasSuffix(s.About, ".") {
			t.Errorf("%s lacks a sentence that says what it is: About, in its noun's value", s.Kind)
		}
		for path, class := range s.Hides {
			if !taxonomy.Default().List(taxonomy.DisclosureClass).Has(class) {
				t.Errorf("%s: %s has the class %q, which the taxonomy lacks", s.Kind, path, class)
			}
		}
		if !permitted(rules, s) {
			t.Errorf("%s lacks a permission: nobody may ever make it. Write a rule in judge/policy/policies, or give it a Group that has one", s.Kind)
		}
		if k.StateClasses(s.Noun) == nil {
			t.Errorf("%s is about %s, which lacks a state", s.Kind, s.Noun)
		}
		testFolds(t, k, s)
	}
}

// permitted tries every role of the taxonomy on a new subject, on one of one's own and on another's.
func permitted(rules *policy.Policy, s Spec) bool {
	if s.Kind == "office-opened" {
		return true // the founder's, before there are people to permit it to
	}
	const me = act.SubjectID("person/me")
	id := act.SubjectID(s.Noun + "/1")
	for _, party := range []string{"", "TR"} {
		subjects := []policy.Subject{{ID: id}, {ID: id, Exists: true, Party: party, Author: me, KeyOwner: me, Holder: me}, {ID: id, Exists: true}}
		for _, role := range taxonomy.Default().List(taxonomy.Role).Codes() {
			for _, subject := range subjects {
				if rules.MayAct(policy.Person{ID: me, Party: party, Roles: []string{role}}, s.Kind, subject).Allowed {
					return true
				}
			}
		}
	}
	return false
}

// testFolds folds what can stand before an act of the kind without it and with it.
func testFolds(t *testing.T, k *Kinds, s Spec) {
	t.Helper()
	foldNoun, has := k.Fold(s.Noun)
	if !has {
		t.Errorf("%s is about %s, which lacks a fold", s.Kind, s.Noun)
		return
	}
	var entries []fold.Entry
	if !s.Opens {
		for _, before := range k.All() {
			if before.Kind == s.Kind {
				break
			}
			if before.Noun == s.Noun {
				entries = append(entries, entry(t, before, len(entries)))
			}
		}
	}
	subject := act.SubjectID(s.Noun + "/1")
	without := text(t, foldNoun(subject, entries, nobody))
	with := text(t, foldNoun(subject, append(entries, entry(t, s, len(entries))), nobody))
	if without == with {
		t.Errorf("%s lacks a case in the fold of %s: it changes nothing", s.Kind, s.Noun)
	}
}

func nobody(act.SubjectID, time.Time) ([]byte, bool) { return nil, false }

// entry is an act with the kind's example, the n-th about its subject.
func entry(t *testing.T, s Spec, n int) fold.Entry {
	t.Helper()
	body := reflect.New(s.body).Interface()
	if err := json.Unmarshal(example(t, s.body), body); err != nil {
		t.Fatal(err)
	}
	e := entryOf(body, s.Kind, n)
	if s.Kind == "endorsed" {
		e.Party = "TR" // whose root the examples enrol: a side does not answer itself
	}
	return e
}

// exampleKey is the key that examples enrol.
const exampleKey = "oCs7Jz1wahIzxmmRRwed00_Gi2mxHYSq5T__ltUHN8A"

func entryOf(body any, kind act.Kind, n int) fold.Entry {
	e := fold.Entry{
		ID: act.ID{byte(n + 1)}, Kind: kind, Key: exampleKey, Person: "person/secret-staff-author", Body: body,
		Received: time.Date(2017, 5, 7, 12, n, 0, 0, time.UTC),
	}
	if n > 0 {
		e.Prev = []act.ID{{byte(n)}}
	}
	return e
}

func text(t *testing.T, f fold.Folded) string {
	t.Helper()
	states := make([]any, len(f.Periods))
	for i, p := range f.Periods {
		states[i], p.State = p.State, nil
		f.Periods[i] = p
	}
	text, err := json.Marshal(states, json.Deterministic(true))
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%+v %s", f, text)
}

func TestKinds_are_named_once(t *testing.T) {
	t.Parallel()
	var kinds []act.Kind
	for _, s := range open(t).All() {
		kinds = append(kinds, s.Kind)
		if want := act.Kind(hyphened(s.body.Name())); s.Kind != want {
			t.Errorf("the Go type %s belongs to %s, not %s", s.body.Name(), want, s.Kind)
		}
		if _, err := act.ParseSubject(s.Noun + "/1"); err != nil {
			t.Errorf("%s is about %q, which cannot be a subject: %v", s.Kind, s.Noun, err)
		}
	}
	slices.Sort(kinds)
	if all := len(slices.Compact(kinds)); all != len(open(t).All()) {
		t.Errorf("a kind stands twice in %v", kinds)
	}
}

// hyphened is "observation-filed" for ObservationFiled.
func hyphened(name string) string {
	var b strings.Builder
	for i, r := range name {
		if i > 0 && 'A' <= r && r <= 'Z' {
			b.WriteByte('-')
		}
		b.WriteRune(r)
	}
	return strings.ToLower(b.String())
}

// No member is without a limit: everything that comes in is bounded.
func TestSchemas_bound_every_member_and_say_what_it_means(t *testing.T) {
	t.Parallel()
	for _, s := range open(t).All() {
		_, schema := compiled(t, s)
		root := value(t, schema).(map[string]any)
		for name, p := range root["properties"].(map[string]any) {
			testMember(t, string(s.Kind)+"."+name, p.(map[string]any), true)
		}
	}
}

func testMember(t *testing.T, path string, s map[string]any, outer bool) {
	t.Helper()
	lacks := func(names ...string) bool {
		return !slices.ContainsFunc(names, func(name string) bool { return s[name] != nil })
	}
	switch {
	case outer && path[strings.LastIndex(path, ".")+1:] != "exercise" && lacks("description"):
		t.Errorf("%s does not say what it means: give it a doc tag", path)
	case (s["type"] == "integer" || s["type"] == "number") && (lacks("minimum", "exclusiveMinimum") || lacks("maximum", "exclusiveMaximum")):
		t.Errorf("%s is a number without limits: give it min and max, or over and below, in its tag", path)
	case s["type"] == "string" && lacks("maxLength", "enum", "pattern", "anyOf"):
		t.Errorf("%s is text without a limit: give it maxlen, pattern or code in its tag", path)
	case s["type"] == "array":
		if lacks("maxItems") {
			t.Errorf("%s is a list without a limit: give it maxlen in its tag", path)
		}
		testMember(t, path+"[]", s["items"].(map[string]any), false)
	}
	properties, _ := s["properties"].(map[string]any)
	for name, p := range properties {
		testMember(t, path+"."+name, p.(map[string]any), false)
	}
}
