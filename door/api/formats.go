package api

import (
	"errors"
	"reflect"
	"slices"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/problem"
	"truce/judge/bulletin"
)

// formats are the forms in which parameters are written, by the name that a route gives in the tag format, or to written. All arrive
// as text, and an empty one is as if it was not there: the handlers read them, so that every refusal is one of ours. The
// description says the same to programs.
func formats() map[string]*huma.Schema {
	return map[string]*huma.Schema{
		"moment":         orNothing(ofFormat("date"), ofFormat("date-time")),
		"day":            orNothing(ofFormat("date")),
		"time-of-day":    orNothing(ofPattern(`^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$`)),
		"number":         orNothing(&huma.Schema{Type: huma.TypeNumber}),
		"count":          orNothing(atLeast(0)),
		"amount":         atLeast(1),
		"offset":         atLeast(0),
		"page":           orNothing(atLeast(1)),
		"box":            orNothing(ofPattern(`^` + degrees + `(,` + degrees + `){3}$`)),
		"position":       orNothing(ofPattern(`^` + degrees + `,` + degrees + `$`)),
		"digest":         ofPattern(`^[0-9a-f]{64}$`),
		"digest-or-none": orNothing(ofPattern(`^[0-9a-f]{64}$`)),
		"name":           ofPattern(`^[A-Za-z0-9][A-Za-z0-9._:-]{0,119}$`),
		"noun":           ofPattern(`^[a-z]{2,24}$`),
		"language":       orNothing(oneOf(bulletin.Languages()...)),
		"edition":        orNothing(oneOf("public", "mission")),
		"flag":           orNothing(oneOf("true", "false")),
		"period":         orNothing(oneOf("daily", "weekly")),
	}
}

const degrees = `-?[0-9]{1,3}(\.[0-9]{1,12})?`

func orNothing(forms ...*huma.Schema) *huma.Schema {
	return &huma.Schema{AnyOf: append([]*huma.Schema{oneOf("")}, forms...)}
}

func ofFormat(name string) *huma.Schema { return &huma.Schema{Type: huma.TypeString, Format: name} }

func ofPattern(pattern string) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Pattern: pattern}
}

func atLeast(least float64) *huma.Schema {
	return &huma.Schema{Type: huma.TypeInteger, Minimum: &least}
}

func oneOf(words ...string) *huma.Schema {
	s := &huma.Schema{Type: huma.TypeString}
	for _, w := range words {
		s.Enum = append(s.Enum, w)
	}
	return s
}

// written says in which form a parameter is written.
func written(p *huma.Param, format string) *huma.Param {
	p.Schema.Format = format
	return p
}

// spellOut puts the forms into the description, in place of their names.
func spellOut(description *huma.OpenAPI) {
	for _, item := range description.Paths {
		for _, op := range []*huma.Operation{item.Get, item.Post, item.Head, item.Patch, item.Delete, item.Options} {
			if op == nil {
				continue
			}
			for _, p := range op.Parameters {
				if schema, is := formats()[p.Schema.Format]; is {
					p.Schema = schema
				}
				if p.In == "query" && !p.Required && len(p.Schema.Enum) > 0 {
					p.Schema.Enum = append(p.Schema.Enum, "")
				}
			}
		}
	}
}

// readJSON reads an object and takes nothing that it does not know: a misspelt member would be dropped.
func readJSON(body []byte, into any) error {
	err := json.Unmarshal(body, into, json.RejectUnknownMembers(true))
	if err != nil || jsontext.Value(body).Kind() != '{' {
		return problem.Invalid(problem.RequestMalformed).Because(err)
	}
	return nil
}

// described holds what was read to its description: a member that is not there, or null, would be taken for 0.
func (a *API) described(body []byte, as reflect.Type) error {
	var given any
	if err := json.Unmarshal(body, &given); err != nil {
		return problem.Invalid(problem.RequestMalformed).Because(err)
	}
	found := &huma.ValidateResult{}
	huma.Validate(a.huma.OpenAPI().Components.Schemas, a.schemaOf(as), huma.NewPathBuffer(nil, 0), huma.ModeWriteToServer, given, found)
	if len(found.Errors) > 0 {
		return problem.Invalid(problem.RequestMalformed).Because(errors.Join(found.Errors...))
	}
	if holdsNull(given) {
		return problem.Invalid(problem.RequestMalformed).Because(errors.New("null is nothing that anything here can be"))
	}
	return nil
}

// holdsNull passes over a drawing: in GeoJSON null says something.
func holdsNull(given any) bool {
	switch given := given.(type) {
	case nil:
		return true
	case []any:
		return slices.ContainsFunc(given, holdsNull)
	case map[string]any:
		for name, value := range given {
			if name != "geometry" && holdsNull(value) {
				return true
			}
		}
	}
	return false
}
