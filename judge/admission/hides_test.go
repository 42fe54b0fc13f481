package admission_test

import (
	"reflect"
	"slices"
	"testing"

	"truce/ground/act"
	"truce/tool/kinds"
)

// hidesNames fills every hidden member that is a subject and asks whether the body names it.
func hidesNames(t *testing.T, body any) bool {
	t.Helper()
	const hidden = act.SubjectID("person/hidden")
	filled := reflect.New(reflect.TypeOf(body))
	subject := reflect.TypeFor[act.SubjectID]()
	for _, field := range reflect.VisibleFields(filled.Elem().Type()) {
		switch at := filled.Elem().FieldByIndex(field.Index); {
		case field.Tag.Get("class") == "":
		case field.Type == subject:
			at.SetString(string(hidden))
		case field.Type == reflect.SliceOf(subject):
			at.Set(reflect.ValueOf([]act.SubjectID{hidden}))
		}
	}
	return slices.Contains(kinds.Refers(filled.Interface()), hidden)
}
