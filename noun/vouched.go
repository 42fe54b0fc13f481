package noun

import (
	"reflect"

	"truce/ground/act"
	"truce/ground/fold"
)

// Vouched marks, in what acts add up to, each signature for a party by a key for which the mission
// alone vouched. It is the one place where that is said of acts that a state names: whatever has
// the members Act and MissionOnly is marked, and a test asks every state that names an act to have
// both. It is done after each fold of every noun.
func Vouched(folded fold.Folded, entries []fold.Entry) fold.Folded {
	alone := map[act.ID]bool{}
	for _, e := range entries {
		if e.MissionOnly {
			alone[e.ID] = true
		}
	}
	if len(alone) == 0 {
		return folded
	}
	for i, p := range folded.Periods {
		state := reflect.New(reflect.TypeOf(p.State)).Elem()
		state.Set(reflect.ValueOf(p.State))
		mark(state, alone)
		folded.Periods[i].State = state.Interface()
	}
	return folded
}

// mark goes through a value that can be set.
func mark(v reflect.Value, alone map[act.ID]bool) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			mark(v.Elem(), alone)
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() != reflect.Uint8 {
			for i := range v.Len() {
				mark(v.Index(i), alone)
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				mark(v.Field(i), alone)
			}
		}
		id, says := v.FieldByName("Act"), v.FieldByName("MissionOnly")
		if !id.IsValid() || !says.IsValid() {
			return
		}
		if by, is := id.Interface().(act.ID); is && alone[by] {
			says.SetBool(true)
		}
	}
}
