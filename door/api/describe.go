package api

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	fastjson "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/door/wire"
	"truce/ground/problem"
)

// describe begins the description (OpenAPI 3.1).
func (a *API) describe() {
	schemas := huma.NewMapRegistry("#/components/schemas/", schemaName)
	// States are JSON of the nouns' own schemas, not text.
	schemas.RegisterTypeAlias(reflect.TypeFor[jsontext.Value](), reflect.TypeFor[json.RawMessage]())
	config := huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info:    &huma.Info{Title: "Truce office", Version: a.o.Version, Description: about},
			Components: &huma.Components{Schemas: schemas, SecuritySchemes: map[string]*huma.SecurityScheme{
				"session": {Type: "http", Scheme: "bearer", BearerFormat: "JWT",
					Description: "A token that the person's own act key signed; typ truce-session+jwt, at most 12 hours."},
			}},
		},
		Formats: map[string]huma.Format{"application/json": format(), "json": format()}, DefaultFormat: "application/json",
	}
	config.AllowAdditionalPropertiesByDefault = true // clients must not break when an answer grows
	a.huma = humago.New(named{a}, config)
}

// schemaName is the name of the Go type; with that of its package for those of nouns and
// the law, several of which have the same.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	switch t.PkgPath() {
	case "truce/noun/agreement":
		return "Agreement" + name
	case "truce/noun/zone":
		return "Zone" + name
	case "truce/judge/law":
		return "Law" + name
	case "truce/noun/incident":
		return "Incident" + name
	}
	return name
}

const about = "Acts in, states out. Every refusal is a problem (RFC 9457) in the language of Accept-Language: ar, en, fa, ru, tr. " +
	"Who asks without a token gets the public edition."

// format writes JSON with the package that the rest of the house uses: a page of a
// thousand states would cost several times as much with encoding/json.
func format() huma.Format {
	return huma.Format{
		Marshal:   func(w io.Writer, v any) error { return fastjson.MarshalWrite(w, v) },
		Unmarshal: func(data []byte, v any) error { return fastjson.Unmarshal(data, v) },
	}
}

// named is the mux as the description's routes see it: each finds out first who asks, and
// its answer is packed and may take its time.
type named struct{ a *API }

// HandleFunc is part of humago.Mux.
func (n named) HandleFunc(pattern string, h func(http.ResponseWriter, *http.Request)) {
	n.a.mux.HandleFunc(pattern, n.a.identified(packing(func(w http.ResponseWriter, r *http.Request) {
		p := patient(w)
		defer p.stop()
		h(p.writer(w), r)
	})))
}

// ServeHTTP is part of humago.Mux.
func (n named) ServeHTTP(w http.ResponseWriter, r *http.Request) { n.a.mux.ServeHTTP(w, r) }

// get serves and describes a route that reads. Parameters arrive as text and are read by
// the handler; a query that the route does not have is refused, because a filter with a
// misspelt name would answer too much.
func get[I, O any](a *API, op huma.Operation, serve func(context.Context, *caller, *I) (*O, error)) {
	op.Method = http.MethodGet
	op.SkipValidateParams, op.SkipValidateBody = true, true
	a.complete(&op)
	known := queries(reflect.TypeFor[I]())
	huma.Register(a.huma, op, func(ctx context.Context, in *I) (*O, error) {
		c := callerOf(ctx)
		if err := asks(c.request.URL.Query(), known); err != nil {
			return nil, a.problemOf(c.request, err)
		}
		out, err := serve(ctx, c, in)
		if err != nil {
			return nil, a.problemOf(c.request, err)
		}
		return out, nil
	})
}

// raw serves and describes a route that reads or writes something else than JSON, or does
// so in its own way. The pattern is the mux's, if it differs from the described path. A query that the description does
// not have, or has once, is refused here too.
func (a *API) raw(op huma.Operation, pattern string, h http.HandlerFunc) {
	known := map[string]bool{}
	for _, p := range op.Parameters {
		if p.In == "query" {
			known[p.Name] = false
		}
	}
	a.complete(&op)
	a.huma.OpenAPI().AddOperation(&op)
	if pattern == "" {
		pattern = op.Path
	}
	a.mux.HandleFunc(op.Method+" "+pattern, func(w http.ResponseWriter, r *http.Request) {
		if err := asks(r.URL.Query(), known); err != nil {
			a.fail(w, r, err)
			return
		}
		h(w, r)
	})
}

// complete adds what all operations share.
func (a *API) complete(op *huma.Operation) {
	a.routes = append(a.routes, op.Method+" "+op.Path)
	if op.OperationID == "" {
		op.OperationID = operationID(op.Method, op.Path)
	}
	if op.Responses == nil {
		op.Responses = map[string]*huma.Response{}
	}
	schema := a.huma.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[wire.Problem](), true, "")
	op.Responses["default"] = &huma.Response{
		Description: "A problem in the reader's language.",
		Content:     map[string]*huma.MediaType{wire.MediaProblem: {Schema: schema}},
	}
}

func operationID(method, path string) string {
	id := strings.NewReplacer("/", "-", "{", "", "}", "", ".", "-").Replace(strings.Trim(path, "/"))
	return strings.ToLower(method) + "-" + id
}

// queries are the names that a route's input reads from the query, and whether it reads
// several values of each.
func queries(t reflect.Type) map[string]bool {
	known := map[string]bool{}
	for _, f := range reflect.VisibleFields(t) {
		if name, _, _ := strings.Cut(f.Tag.Get("query"), ","); name != "" {
			known[name] = f.Type.Kind() == reflect.Slice
		}
	}
	return known
}

// asks refuses a query with a name that the route does not know, or with one twice of which it reads one value.
func asks(q url.Values, known map[string]bool) error {
	for name, values := range q {
		several, is := known[name]
		switch {
		case !is:
			return wrong(name, problem.ReasonNameUnknown)
		case !several && len(values) > 1: // one of them would be dropped
			return wrong(name, problem.ReasonRepeated)
		}
	}
	return nil
}
