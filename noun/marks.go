package noun

import (
	"reflect"

	"truce/ground/act"
	"truce/ground/fold"
)

// MarkSignatures marks, in what acts add up to, each signature for a party by a key for which the mission
// alone vouched, and each by a key in doubt. It is the one place where that is said of acts that a
// state names: whatever has the members Act, MissionOnly and Doubted is marked, and a test asks every
// state that names an act to have them. It is done after each fold of every noun.
func MarkSignatures(folded fold.Folded, entries []fold.Entry) fold.Folded {
	marks := marks{}
	for _, e := range entries {
		if e.MissionOnly || e.Doubted {
			marks[e.ID] = signature{e.MissionOnly, e.Doubted}
		}
	}
	if len(marks) == 0 {
		return folded
	}
	for i, p := range folded.Periods {
		state := reflect.New(reflect.TypeOf(p.State)).Elem()
		state.Set(reflect.ValueOf(p.State))
		marks.mark(state)
		folded.Periods[i].State = state.Interface()
	}
	return folded
}

// signature is what there is to say of one.
type signature struct{ missionOnly, doubted bool }

type marks map[act.ID]signature

// mark goes through a value that can be set.
func (m marks) mark(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			m.mark(v.Elem())
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() != reflect.Uint8 {
			for i := range v.Len() {
				m.mark(v.Index(i))
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				m.mark(v.Field(i))
			}
		}
		id, missionOnly, doubted := v.FieldByName("Act"), v.FieldByName("MissionOnly"), v.FieldByName("Doubted")
		if !id.IsValid() || !missionOnly.IsValid() || !doubted.IsValid() {
			return
		}
		if by, is := id.Interface().(act.ID); is {
			missionOnly.SetBool(m[by].missionOnly)
			doubted.SetBool(m[by].doubted)
		}
	}
}
