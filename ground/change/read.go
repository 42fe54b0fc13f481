package change

import (
	"bytes"

	"github.com/go-json-experiment/json/jsontext"
)

// members are those of an object, and their names in its order; of nothing, none.
func members(v jsontext.Value) (by map[string]jsontext.Value, names []string, err error) {
	if v == nil {
		return nil, nil, nil
	}
	by = map[string]jsontext.Value{}
	dec := jsontext.NewDecoder(bytes.NewReader(v))
	if _, err := dec.ReadToken(); err != nil {
		return nil, nil, err
	}
	for dec.PeekKind() != '}' {
		token, err := dec.ReadToken()
		if err != nil {
			return nil, nil, err
		}
		name := token.String()
		value, err := dec.ReadValue()
		if err != nil {
			return nil, nil, err
		}
		by[name], names = value.Clone(), append(names, name)
	}
	return by, names, nil
}

func elements(v jsontext.Value) (all []jsontext.Value, err error) {
	dec := jsontext.NewDecoder(bytes.NewReader(v))
	if _, err := dec.ReadToken(); err != nil {
		return nil, err
	}
	for dec.PeekKind() != ']' {
		value, err := dec.ReadValue()
		if err != nil {
			return nil, err
		}
		all = append(all, value.Clone())
	}
	return all, nil
}
