package kinds

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/noun"
)

// Whoever holds a copy without members of a class is told that it is open how a subject stands, if that turns on them: a
// noun says so in Turns. Folded is each noun's kinds, one example after another, with members of each class and without.
func TestTurns_names_the_classes_on_which_it_turns_how_a_subject_stands(t *testing.T) {
	t.Parallel()
	k := open(t)
	for _, n := range k.Nouns() {
		turns := map[string]bool{}
		for i := range n.Kinds {
			for _, class := range classesOf(k, n) {
				if standing(t, k, n, i, "") != standing(t, k, n, i, class) {
					turns[class] = true
				}
			}
		}
		for class := range turns {
			if !slices.Contains(n.Turns.Own, class) {
				t.Errorf("%s: without the members of the class %s it stands otherwise. Say so in its Turns, so that readers of copies are told", n.Name, class)
			}
		}
		for _, class := range n.Turns.Own {
			if !turns[class] && shows(t, k, n, class) {
				t.Errorf("%s: nothing turns on members of the class %s; take it out of its Turns", n.Name, class)
			}
		}
	}
}

// classesOf are the classes of members that some kind of a noun hides.
func classesOf(k *Kinds, n noun.Noun) (all []string) {
	for _, kind := range n.Kinds {
		spec, _ := k.Spec(kind.Name)
		for _, class := range spec.Hides {
			if !slices.Contains(all, class) {
				all = append(all, class)
			}
		}
	}
	return all
}

// shows reports whether some example has a member of the class.
func shows(t *testing.T, k *Kinds, n noun.Noun, class string) bool {
	t.Helper()
	return slices.ContainsFunc(n.Kinds, func(kind noun.Kind) bool {
		spec, _ := k.Spec(kind.Name)
		members := map[string]jsontext.Value{}
		if err := json.Unmarshal(example(t, spec.body), &members); err != nil {
			t.Fatal(err)
		}
		for name, of := range spec.Hides {
			if _, has := members[name]; has && of == class {
				return true
			}
		}
		return false
	})
}

// standing is how a subject stands after the examples of the first kinds of its noun, without the members of a class.
func standing(t *testing.T, k *Kinds, n noun.Noun, last int, without string) string {
	t.Helper()
	var entries []fold.Entry
	for i, kind := range n.Kinds[:last+1] {
		spec, _ := k.Spec(kind.Name)
		members := map[string]jsontext.Value{}
		if err := json.Unmarshal(example(t, spec.body), &members); err != nil {
			t.Fatal(err)
		}
		for name, class := range spec.Hides {
			if class == without {
				delete(members, name)
			}
		}
		text, err := json.Marshal(members)
		body := reflect.New(spec.body).Interface()
		if err == nil {
			err = json.Unmarshal(text, body)
		}
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, entryOf(body, kind.Name, i))
	}
	folded := n.Fold(act.SubjectID(n.Name+"/1"), fold.Order(entries), nobody)
	var all string
	for _, p := range folded.Periods {
		where, err := json.Marshal(p.Where)
		if err != nil {
			t.Fatal(err)
		}
		all += fmt.Sprintln(p.From, p.Until, p.Kind, p.Status, p.Party, p.Zone, p.Compartment, p.Counts, string(where))
	}
	return all
}
