package kinds

import (
	"reflect"
	"testing"

	"truce/ground/act"
	"truce/noun/agreement"
	"truce/noun/people"
	"truce/noun/zone"
)

// Whatever a state shows of an act that somebody signed says, beside it, if the mission alone vouched for the key.
func TestStates_say_who_vouched(t *testing.T) {
	t.Parallel()
	notes := map[reflect.Type]string{ // that name an act and show no signature
		reflect.TypeFor[zone.Flag]():            "of what an act does not do",
		reflect.TypeFor[agreement.Flag]():       "of what an act does not do",
		reflect.TypeFor[people.Term]():          "who signed rules, their proposal says",
		reflect.TypeFor[people.CustodianTerm](): "who signed it, its proposal says",
		reflect.TypeFor[people.Named]():         "who signed it, its proposal says",
		reflect.TypeFor[people.Asked]():         "who signed it, its proposal says",
	}
	seen := map[reflect.Type]bool{}
	var walk func(reflect.Type)
	walk = func(of reflect.Type) {
		switch of.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map:
			walk(of.Elem())
			return
		case reflect.Struct:
		default:
			return
		}
		if seen[of] {
			return
		}
		seen[of] = true
		names, is := of.FieldByName("Act")
		says, has := of.FieldByName("MissionOnly")
		if is && names.Type == reflect.TypeFor[act.ID]() && notes[of] == "" && (!has || says.Tag.Get("json") != "missionOnly,omitzero") {
			t.Errorf("%s names an act and does not say who vouched for its key: add MissionOnly, which noun.MarkSignatures sets", of)
		}
		if doubted, says := of.FieldByName("Doubted"); is && has && (!says || doubted.Tag.Get("json") != "doubted,omitzero") {
			t.Errorf("%s shows a signature and does not say whether its key was in doubt: add Doubted, which noun.MarkSignatures sets", of)
		}
		for i := range of.NumField() {
			if of.Field(i).IsExported() {
				walk(of.Field(i).Type)
			}
		}
	}
	for _, n := range open(t).Nouns() {
		walk(reflect.TypeOf(n.State))
	}
	if len(seen) < 20 || !seen[reflect.TypeFor[agreement.Signature]()] {
		t.Errorf("only %d types were looked at", len(seen))
	}
}
