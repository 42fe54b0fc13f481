package kinds

import (
	"reflect"
	"strings"
)

// present reports whether the member at the path has a value. Paths are short and the
// bodies have few hidden members, so the walk over the Go value is cheaper than reading
// the JSON again.
func present(v reflect.Value, path string) bool {
	for v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return false
		}
		v = v.Elem()
	}
	if path == "" {
		return !v.IsZero()
	}
	if v.Kind() == reflect.Slice {
		for i := range v.Len() {
			if present(v.Index(i), path) {
				return true
			}
		}
		return false
	}
	name, rest, _ := strings.Cut(path, ".")
	member, found := memberOf(v, name)
	return found && present(member, rest)
}

func memberOf(v reflect.Value, name string) (reflect.Value, bool) {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if f.Anonymous {
			if member, found := memberOf(v.Field(i), name); found {
				return member, true
			}
			continue
		}
		if tag, _, _ := strings.Cut(f.Tag.Get("json"), ","); tag == name {
			return v.Field(i), true
		}
	}
	return reflect.Value{}, false
}
