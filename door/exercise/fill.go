package exercise

import (
	"bytes"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// A string in a body that begins with this is an order to put something in its place:
//
//	$geometry zones/x.geojson   the geometry of that Feature
//	$sha256 zones/x.geojson     its digest, which consents name
//	$digest agreement/x.json    the digest of the version in that file, which is signed
//	$act NAME                   the id of the act of that name
//	$key NAME                   the key of that person, by which those are known who are not named
const order = "$"

// fill puts something in the place of each order. An order for which do answers nothing
// stays, for a later fill.
func fill(body jsontext.Value, do func(order, what string) (any, error)) (jsontext.Value, error) {
	if !bytes.Contains(body, []byte(`"`+order)) {
		return body, nil
	}
	var tree any
	if err := json.Unmarshal(body, &tree); err != nil {
		return nil, err
	}
	tree, err := filled(tree, do)
	if err != nil {
		return nil, err
	}
	return json.Marshal(tree, json.Deterministic(true))
}

func filled(tree any, do func(order, what string) (any, error)) (any, error) {
	var err error
	switch v := tree.(type) {
	case map[string]any:
		for name := range v {
			if v[name], err = filled(v[name], do); err != nil {
				return nil, err
			}
		}
	case []any:
		for i := range v {
			if v[i], err = filled(v[i], do); err != nil {
				return nil, err
			}
		}
	case string:
		word, what, is := strings.Cut(v, " ")
		if !is || !strings.HasPrefix(v, order) {
			return v, nil
		}
		if put, err := do(word, what); err != nil || put != nil {
			return put, err
		}
	}
	return tree, nil
}
