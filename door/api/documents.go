package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2/yaml"

	"truce/door/wire"
	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/taxonomy"
)

// document is something that is the same for everybody until the program changes.
type document struct {
	mediaType string
	body      []byte
	etag      string
}

func newDocument(mediaType string, body []byte) document {
	sum := sha256.Sum256(body)
	return document{mediaType, body, `W/"` + hex.EncodeToString(sum[:16]) + `"`}
}

func (d document) serve(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "public, no-cache") // kept, but asked about
	w.Header().Set("Content-Type", d.mediaType)
	w.Header().Set("ETag", d.etag)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(d.body))
}

type kindsOutput struct{ Body wire.Kinds }

// schemas lists the kinds of act.
func (a *API) schemas(context.Context, *caller, *struct{}) (*kindsOutput, error) {
	out := &kindsOutput{}
	for _, s := range a.office.Kinds().All() {
		out.Body.Kinds = append(out.Body.Kinds, wire.Kind{
			Kind: s.Kind, Noun: s.Noun, Opens: s.Opens, About: s.About, Schema: "/schemas/" + string(s.Kind) + ".json",
			Rev: s.Form().Rev, Answers: s.Answers})
	}
	return out, nil
}

// schema answers the JSON Schema of a kind's body.
func (a *API) schema(w http.ResponseWriter, r *http.Request) {
	kind, isJSON := strings.CutSuffix(r.PathValue("file"), ".json")
	spec, known := a.office.Kinds().Spec(act.Kind(kind))
	if !known || !isJSON {
		a.fail(w, r, problem.NotFound(problem.NothingFound, problem.P{"id": r.URL.Path}))
		return
	}
	text, err := spec.Shape.Schema(kind, spec.About, act.MaxBodyBytes, a.office.Number())
	if err != nil {
		a.fail(w, r, err)
		return
	}
	newDocument("application/schema+json", text).serve(w, r)
}

// taxonomies are every word list in every language.
func taxonomies() document {
	text, err := taxonomy.Default().MarshalJSON()
	if err != nil {
		panic(fmt.Errorf("write taxonomies: %w", err)) // they are part of the program
	}
	return newDocument("application/json", text)
}

// openapi renders the description once all routes are in it.
func (a *API) openapi() (asJSON, asYAML document) {
	description := a.huma.OpenAPI()
	spellOut(description)
	for _, unused := range []string{"ErrorModel", "ErrorDetail"} { // refusals are ours
		delete(description.Components.Schemas.Map(), unused)
	}
	text, err := description.MarshalJSON()
	if err == nil {
		text, err = a.withStates(text)
	}
	var asText bytes.Buffer
	if err == nil {
		err = yaml.Convert(&asText, bytes.NewReader(text))
	}
	if err != nil {
		panic(fmt.Errorf("write description: %w", err)) // it holds only what this package put into it
	}
	return newDocument("application/vnd.oai.openapi+json;version=3.1", text), newDocument("application/yaml", asText.Bytes())
}
