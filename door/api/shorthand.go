package api

import (
	"reflect"

	"github.com/danielgtaylor/huma/v2"
)

// The short words of the route table.

func (a *API) schemaOf(t reflect.Type) *huma.Schema {
	return a.huma.OpenAPI().Components.Schemas.Schema(t, true, "")
}

func (a *API) json(description string, t reflect.Type) *huma.Response {
	return &huma.Response{Description: description, Content: map[string]*huma.MediaType{"application/json": {Schema: a.schemaOf(t)}}}
}

func content(description string, mediaTypes ...string) *huma.Response {
	r := &huma.Response{Description: description, Content: map[string]*huma.MediaType{}}
	for _, m := range mediaTypes {
		r.Content[m] = &huma.MediaType{}
	}
	return r
}

func text(description string) *huma.Schema {
	return &huma.Schema{Type: "string", Description: description}
}

func path(name, description string) *huma.Param {
	return &huma.Param{Name: name, In: "path", Required: true, Description: description, Schema: &huma.Schema{Type: "string"}}
}

func inQuery(name, description string) *huma.Param {
	return &huma.Param{Name: name, In: "query", Description: description, Schema: &huma.Schema{Type: "string"}}
}

func header(name, description string) *huma.Param {
	return &huma.Param{Name: name, In: "header", Description: description, Schema: &huma.Schema{Type: "string"}}
}

// needed is a header without which nothing is done.
func needed(name, description string) *huma.Param {
	p := header(name, description)
	p.Required = true
	return p
}

func tusVersionParam() *huma.Param {
	p := needed("Tus-Resumable", "of tus")
	p.Schema = oneOf(tusVersion)
	return p
}

// signedIn is what routes need that are not for strangers.
func signedIn() []map[string][]string { return []map[string][]string{{"session": {}}} }

// anybody may ask; who has a token sees more.
func anybody() []map[string][]string { return []map[string][]string{{"session": {}}, {}} }
