package kinds

import (
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/shape"
	"truce/noun"
)

// StateAddress is where the schema of a noun's state is served.
func StateAddress(noun string) string { return "/schemas/states/" + noun + ".json" }

// StateSchema is the JSON Schema (draft 2020-12) of a noun's state as readers are shown it,
// false if there is no such noun. A member is required only if no reader loses it who is shown
// what it stands in: neither by its class nor in the public edition.
func (k *Kinds) StateSchema(name string) (jsontext.Value, bool) {
	n, known := k.Noun(name)
	if !known {
		return nil, false
	}
	text, err := k.forms[name].Schema(StateAddress(name), n.Name, n.About, func(path string) bool { return always(n.Public, path) })
	return text, err == nil
}

// StateColumns are the members of a noun's state that tables have as columns.
func (k *Kinds) StateColumns(name string) []shape.Column { return k.forms[name].Columns() }

func always(p noun.Public, path string) bool {
	if !p.Any() || p.Shows(path) {
		return true
	}
	i := strings.LastIndexByte(path, '.')
	return i >= 0 && !p.Shows(path[:i]) // strangers are not shown what it stands in
}
