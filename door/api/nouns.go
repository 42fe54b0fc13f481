package api

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/door/wire"
	"truce/ground/problem"
	"truce/noun"
	"truce/tool/kinds"
)

type nounsOutput struct{ Body wire.Nouns }

// nouns lists the nouns, for programs that show whatever there is.
func (a *API) nouns(context.Context, *caller, *struct{}) (*nounsOutput, error) {
	out := &nounsOutput{}
	for _, n := range a.office.Kinds().Nouns() {
		out.Body.Nouns = append(out.Body.Nouns, a.wireNoun(n))
	}
	return out, nil
}

func (a *API) wireNoun(n noun.Noun) wire.Noun {
	w := wire.Noun{
		Noun: n.Name, Plural: n.Plural, About: n.About, List: n.Collection(), Schema: kinds.StateAddress(n.Name),
		Screen: n.Screen, Public: n.Public.Any(), Governs: a.office.Kinds().Governs(n.Name), Made: n.Named == noun.Made, Judged: n.Placed.Judged, Map: string(n.Placed.Map),
	}
	for _, k := range n.Kinds {
		w.Kinds = append(w.Kinds, k.Name)
	}
	return w
}

// stateSchema answers the JSON Schema of a noun's state.
func (a *API) stateSchema(w http.ResponseWriter, r *http.Request) {
	name, isJSON := strings.CutSuffix(r.PathValue("file"), ".json")
	text, known := a.office.Kinds().StateSchema(name)
	if !known || !isJSON {
		a.fail(w, r, problem.NotFound(problem.NothingFound, problem.P{"id": r.URL.Path}))
		return
	}
	newDocument("application/schema+json", text).serve(w, r)
}

// withStates makes an item of the description a union by noun, each with the schema of its own
// state: what every item has is called Row.
func (a *API) withStates(description []byte) ([]byte, error) {
	var d map[string]jsontext.Value
	var components, schemas map[string]jsontext.Value
	if err := json.Unmarshal(description, &d); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(d["components"], &components); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(components["schemas"], &schemas); err != nil {
		return nil, err
	}
	if err := a.unite(schemas); err != nil {
		return nil, err
	}
	var err error
	if components["schemas"], err = json.Marshal(schemas, json.Deterministic(true)); err != nil {
		return nil, err
	}
	if d["components"], err = json.Marshal(components, json.Deterministic(true)); err != nil {
		return nil, err
	}
	return json.Marshal(d, json.Deterministic(true))
}

// reference is a part of a description.
type reference struct {
	Ref string `json:"$ref"`
}

// union is a schema of which one holds, told apart by the noun.
type union struct {
	OneOf         []reference   `json:"oneOf"`
	Discriminator discriminator `json:"discriminator"`
}

type discriminator struct {
	PropertyName string            `json:"propertyName"`
	Mapping      map[string]string `json:"mapping"`
}

func (a *API) unite(schemas map[string]jsontext.Value) error {
	row, err := without(schemas["Item"], "state")
	if err != nil {
		return fmt.Errorf("read the schema of an item: %w", err)
	}
	item := union{Discriminator: discriminator{"noun", map[string]string{}}}
	add := func(name string, schema jsontext.Value) string {
		if _, taken := schemas[name]; taken {
			err = fmt.Errorf("two schemas are called %s", name)
		}
		schemas[name] = schema
		return "#/components/schemas/" + name
	}
	add("Row", row)
	for _, n := range a.office.Kinds().Nouns() {
		text, _ := a.office.Kinds().StateSchema(n.Name)
		state, cannot := without(text, "")
		if cannot != nil {
			return cannot
		}
		title := strings.ToUpper(n.Name[:1]) + n.Name[1:]
		one := add(title+"Item", itemOf(n.Name, add(title+"State", state)))
		item.OneOf = append(item.OneOf, reference{one})
		item.Discriminator.Mapping[n.Name] = one
	}
	if err != nil {
		return err
	}
	schemas["Item"], err = json.Marshal(item, json.Deterministic(true))
	return err
}

func itemOf(noun, state string) jsontext.Value {
	return jsontext.Value(fmt.Sprintf(`{"allOf":[{"$ref":"#/components/schemas/Row"},`+
		`{"type":"object","required":["noun","state"],"properties":{"noun":{"const":%q},"state":{"$ref":%q}}}]}`, noun, state))
}

// without is a schema as part of a description: without what only a document of its own has,
// and without a property.
func without(schema jsontext.Value, property string) (jsontext.Value, error) {
	var s map[string]any
	if err := json.Unmarshal(schema, &s); err != nil {
		return nil, err
	}
	delete(s, "$schema")
	delete(s, "$id")
	if properties, has := s["properties"].(map[string]any); has && property != "" {
		delete(properties, property)
		required, _ := s["required"].([]any)
		var left []any
		for _, name := range required {
			if name != property {
				left = append(left, name)
			}
		}
		s["required"] = left
	}
	return json.Marshal(s, json.Deterministic(true))
}
