package kinds

import (
	"reflect"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// hiddenMember finds a member of a body by its place in the Go type, worked out once for
// each kind: asking the tags again for every act cost more than decoding it.
type hiddenMember struct {
	path   string
	steps  [][]int // for each name of the path the index of its field
	inList bool    // there may be several: some hidden, some not
}

func hiddenMembers(body reflect.Type, classes map[string]string) []hiddenMember {
	var all []hiddenMember
	for path := range classes {
		steps, inList := stepsTo(body, path)
		all = append(all, hiddenMember{path, steps, inList})
	}
	return all
}

func stepsTo(t reflect.Type, path string) (steps [][]int, inList bool) {
	for name := range strings.SplitSeq(path, ".") {
		for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
			inList = inList || t.Kind() == reflect.Slice
			t = t.Elem()
		}
		f, _ := fieldNamed(t, name)
		steps = append(steps, f.Index)
		t = f.Type
	}
	return steps, inList
}

func fieldNamed(t reflect.Type, name string) (reflect.StructField, bool) {
	for _, f := range reflect.VisibleFields(t) {
		if tag, _, _ := strings.Cut(f.Tag.Get("json"), ","); tag == name && !f.Anonymous {
			return f, true
		}
	}
	return reflect.StructField{}, false
}

// present reports whether the member has a value in a body.
func (m hiddenMember) present(body reflect.Value) bool { return present(body, m.steps) }

func present(v reflect.Value, steps [][]int) bool {
	for v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return false
		}
		v = v.Elem()
	}
	if len(steps) == 0 {
		return !v.IsZero()
	}
	if v.Kind() == reflect.Slice {
		for i := range v.Len() {
			if present(v.Index(i), steps) {
				return true
			}
		}
		return false
	}
	member, err := v.FieldByIndexErr(steps[0])
	return err == nil && present(member, steps[1:])
}

// shows reports whether JSON in which nothing was opened has the member at the path.
func shows(v jsontext.Value, path string) bool {
	switch v.Kind() {
	case '[':
		var elements []jsontext.Value
		if json.Unmarshal(v, &elements) != nil {
			return true
		}
		return slices.ContainsFunc(elements, func(e jsontext.Value) bool { return shows(e, path) })
	case '{':
		var members map[string]jsontext.Value
		if json.Unmarshal(v, &members) != nil {
			return true
		}
		name, rest, more := strings.Cut(path, ".")
		member, is := members[name]
		return is && (!more || shows(member, rest))
	}
	return false
}
