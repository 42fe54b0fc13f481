package bulletin_test

import (
	"reflect"
	"slices"
	"testing"

	"truce/judge/bulletin"
	"truce/noun"
	"truce/tool/kinds"
)

// Whatever state a bulletin is counted from, its noun's number stands in the bulletin: else one
// that was counted by other folds would be called wrong.
func TestCounted_are_all_nouns_of_whose_states_an_input_is_made(t *testing.T) {
	t.Parallel()
	folds := bulletin.Folds(bulletin.Rules)
	held := map[reflect.Type]bool{}
	typesIn(reflect.TypeFor[bulletin.Input](), held)
	for _, n := range kinds.Nouns() {
		if _, counted := folds[n.Name]; held[reflect.TypeOf(n.State)] && !counted {
			t.Errorf("an Input holds states of %s, which Counted lacks", n.Name)
		}
	}
}

func typesIn(of reflect.Type, held map[reflect.Type]bool) {
	if held[of] {
		return
	}
	held[of] = true
	switch of.Kind() {
	case reflect.Struct:
		for i := range of.NumField() {
			typesIn(of.Field(i).Type, held)
		}
	case reflect.Slice, reflect.Pointer, reflect.Map, reflect.Array:
		typesIn(of.Elem(), held)
	}
}

// What is counted by when it began can become known after its bulletin is out.
func TestCounted_records_may_be_late(t *testing.T) {
	t.Parallel()
	in := reflect.TypeFor[bulletin.Input]()
	for _, member := range []string{"Reports", "Incidents", "Restrictions", "Tallies"} {
		field, _ := in.FieldByName(member)
		state, _ := field.Type.Elem().FieldByName("State")
		i := slices.IndexFunc(kinds.Nouns(), func(n noun.Noun) bool { return reflect.TypeOf(n.State) == state.Type })
		if i < 0 || kinds.Nouns()[i].Late == 0 {
			t.Errorf("%s are counted by when they began, and their noun does not say Late: what becomes known after the cut-off would be told nowhere", member)
		}
	}
}
