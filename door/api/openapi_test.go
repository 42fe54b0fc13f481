package api_test

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"truce/door/wire"
	"truce/ground/taxonomy"
)

// description is the document that the door serves, as any JSON.
func description(t testing.TB, w *world) map[string]any {
	t.Helper()
	r := w.get(t, "", "/openapi.json").wants(t, ok)
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(r.body))
	if err != nil {
		t.Fatal(err)
	}
	return v.(map[string]any)
}

func TestDescription(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	exercise(t, w)
	d := description(t, w)
	t.Run("is a well-formed OpenAPI 3.1 document", func(t *testing.T) {
		text, err := os.ReadFile("testdata/openapi-basics.json")
		if err != nil {
			t.Fatal(err)
		}
		basics, err := jsonschema.UnmarshalJSON(strings.NewReader(string(text)))
		if err != nil {
			t.Fatal(err)
		}
		if err := compiled(t, basics, "").Validate(d); err != nil {
			t.Error(err)
		}
	})
	t.Run("lists every route, each under its own name, with all its parameters", func(t *testing.T) {
		var listed, ids []string
		for path, item := range d["paths"].(map[string]any) {
			for method, operation := range item.(map[string]any) {
				listed = append(listed, strings.ToUpper(method)+" "+path)
				ids = append(ids, operation.(map[string]any)["operationId"].(string))
				if missing := unnamed(path, operation.(map[string]any)); missing != "" {
					t.Errorf("%s %s does not describe %s", method, path, missing)
				}
			}
		}
		served := w.api.Routes()
		slices.Sort(listed)
		slices.Sort(served)
		if !slices.Equal(listed, served) || len(served) < 35 {
			t.Errorf("listed %v\nserved %v", listed, served)
		}
		slices.Sort(ids)
		if len(slices.Compact(ids)) != len(listed) {
			t.Errorf("a name is there twice: %v", ids)
		}
	})
	t.Run("describes what is really answered", func(t *testing.T) {
		for path, name := range map[string]string{
			"/api/reports?limit=1": "Page", "/api/incidents": "Page", "/api/subjects/incident/1": "Periods", "/api/subjects/incident/1/history": "History", "/api/subjects/incident/1/explanation": "Explanation",
			"/api/counts?noun=report&by=type": "Counts", "/api/me": "Me", "/api/custodians": "Custodians", "/schemas": "Kinds", "/api/nothing": "Problem",
			"/api/persons": "Page", "/api/posts": "Page",
		} {
			answer, err := jsonschema.UnmarshalJSON(strings.NewReader(w.get(t, "verifier-1", path).body))
			if err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			if err := compiled(t, d, "#/components/schemas/"+name).Validate(answer); err != nil {
				t.Errorf("%s: %v", path, err)
			}
		}
	})
	t.Run("points nowhere in vain", func(t *testing.T) {
		for _, ref := range refs(d) {
			name := strings.TrimPrefix(ref, "#/components/schemas/")
			if _, there := d["components"].(map[string]any)["schemas"].(map[string]any)[name]; !there {
				t.Errorf("%s is not there", ref)
			}
		}
	})
	t.Run("comes as YAML too", func(t *testing.T) {
		if r := w.get(t, "", "/openapi.yaml").wants(t, ok); !strings.Contains(r.body, "openapi: 3.1.0") {
			t.Error(r.body[:200])
		}
	})
}

func compiled(t testing.TB, document any, at string) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	if err := c.AddResource("http://door.test/document.json", document); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("http://door.test/document.json" + at)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// unnamed is a parameter of the path that the operation does not describe.
func unnamed(path string, operation map[string]any) string {
	described := fmt.Sprint(operation["parameters"])
	for _, m := range regexp.MustCompile(`\{(\w+)\}`).FindAllStringSubmatch(path, -1) {
		if !strings.Contains(described, "name:"+m[1]) {
			return m[1]
		}
	}
	return ""
}

func refs(v any) (found []string) {
	switch v := v.(type) {
	case map[string]any:
		for name, member := range v {
			if ref, is := member.(string); is && name == "$ref" {
				found = append(found, ref)
			}
			found = append(found, refs(member)...)
		}
	case []any:
		for _, member := range v {
			found = append(found, refs(member)...)
		}
	}
	return found
}

func TestSchemas(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	listed := read[wire.Kinds](t, w.get(t, "", "/schemas")).Kinds
	if len(listed) != len(w.Kinds().All()) {
		t.Errorf("%d kinds listed", len(listed))
	}
	for _, kind := range listed {
		r := w.get(t, "", kind.Schema).wants(t, ok)
		schema, err := jsonschema.UnmarshalJSON(strings.NewReader(r.body))
		if err != nil {
			t.Fatal(err)
		}
		compiled(t, schema, "")
		if r.Header.Get("Content-Type") != "application/schema+json" || kind.About == "" || kind.Noun == "" {
			t.Errorf("got %+v, %v", kind, r.Header)
		}
		w.get(t, "", kind.Schema, "If-None-Match", r.Header.Get("ETag")).wants(t, 304)
	}
	w.get(t, "", "/schemas/peace-made.json").refuses(t, 404, "not-found")
	w.get(t, "", "/schemas/observation-filed").refuses(t, 404, "not-found")
}

func TestTaxonomies(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	type lists struct {
		Languages []string `json:"languages"`
		Lists     []struct {
			List  string `json:"list"`
			Terms []any  `json:"terms"`
		} `json:"lists"`
	}
	got := read[lists](t, w.get(t, "", "/api/taxonomies"))
	if len(got.Languages) != len(taxonomy.Languages()) || len(got.Lists) < 20 || len(got.Lists[0].Terms) == 0 {
		t.Errorf("got %d languages, %d lists", len(got.Languages), len(got.Lists))
	}
}
