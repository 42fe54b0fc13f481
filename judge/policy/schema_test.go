package policy

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"truce/ground/act"
	"truce/tool/kinds"
)

var update = flag.Bool("update", false, "write the kinds of act into the Cedar schema")

// The Cedar schema, which lawyers' tools read, has the kinds of act as the nouns have them, and
// every other action that is asked about: a new class of what acts hide brings its own.
func TestSchema_has_every_action(t *testing.T) {
	t.Parallel()
	const name, mark = "policies/truce.cedarschema", "// by go test ./judge/policy -update.\n"
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	head, made, marked := strings.Cut(string(text), mark)
	if want := schemaOfOthers() + schemaOfKinds(); !marked || made != want {
		if !*update {
			t.Fatalf("%s has other actions than the program: run go test ./judge/policy -update and read the difference", name)
		}
		if err := os.WriteFile(name, []byte(head+mark+want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// applies says who is asked about, and about what.
const applies = "\n  appliesTo { principal: Person, resource: Subject };\n"

// schemaOfOthers are the actions that are not acts: lists, files, copies, and what acts hide by its class.
func schemaOfOthers() string {
	names := []string{fmt.Sprintf("%q", List)}
	for _, a := range Actions() {
		names = append(names, fmt.Sprintf("%q", a))
	}
	return "\n// What is not an act: lists, files, copies, hidden members by their class.\naction " + strings.Join(names, ", ") + applies
}

// schemaOfKinds are the actions of the Cedar schema that are kinds of act: by noun, those that
// policies name together in one declaration.
func schemaOfKinds() string {
	var b strings.Builder
	groups, declared := map[string]bool{}, map[act.Kind]bool{}
	for _, n := range kinds.Nouns() {
		together := map[string][]string{}
		for _, k := range n.Kinds {
			if declared[k.Name] {
				continue // it is about several nouns
			}
			declared[k.Name] = true
			together[k.Group] = append(together[k.Group], fmt.Sprintf("%q", k.Name))
			groups[k.Group] = true
		}
		for _, group := range slices.Sorted(maps.Keys(together)) {
			in := ""
			if group != "" {
				in = fmt.Sprintf(" in [%q]", group)
			}
			fmt.Fprintf(&b, "\naction %s%s%s", strings.Join(together[group], ", "), in, applies)
		}
	}
	delete(groups, "")
	return "\n// Kinds of act, and under which names policies speak of several together.\naction \"" +
		strings.Join(slices.Sorted(maps.Keys(groups)), "\", \"") + "\";\n" + b.String()
}
