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

// The Cedar schema, which lawyers' tools read, has the kinds of act as the nouns have them.
func TestSchema_has_the_kinds_of_act(t *testing.T) {
	t.Parallel()
	const name, mark = "policies/truce.cedarschema", "// by go test ./judge/policy -update.\n"
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	head, made, marked := strings.Cut(string(text), mark)
	if want := schemaOfKinds(); !marked || made != want {
		if !*update {
			t.Fatalf("%s has other kinds of act than the nouns: run go test ./judge/policy -update and read the difference", name)
		}
		if err := os.WriteFile(name, []byte(head+mark+want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// schemaOfKinds are the actions of the Cedar schema that are kinds of act: by noun, those that
// policies name together in one declaration.
func schemaOfKinds() string {
	const applies = "\n  appliesTo { principal: Person, resource: Subject };\n"
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
	return "\naction \"" + strings.Join(slices.Sorted(maps.Keys(groups)), "\", \"") + "\";\n" + b.String()
}
