package api_test

import (
	"regexp"
	"strings"
	"testing"
)

// A name that a route does not have, or has once, would be dropped, and more or other things answered than were asked for.
func TestQuery_that_a_route_does_not_have_or_has_once_is_refused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	many(t, w, 0, 3)
	part := regexp.MustCompile(`\{[a-z0-9]+\}`)
	routes := 0
	for path, item := range description(t, w)["paths"].(map[string]any) {
		operation, reads := item.(map[string]any)["get"].(map[string]any)
		if !reads {
			continue
		}
		routes++
		at := part.ReplaceAllString(strings.ReplaceAll(path, "{noun}", "report"), "1")
		w.get(t, "auditor-1", at+"?size=1&size=2").refuses(t, 400, "filter-wrong")
		parameters, _ := operation["parameters"].([]any)
		for _, p := range parameters {
			p := p.(map[string]any)
			schema, _ := p["schema"].(map[string]any)
			if p["in"] == "query" && schema["type"] != "array" {
				name := p["name"].(string)
				w.get(t, "auditor-1", at+"?"+name+"=1&"+name+"=2").refuses(t, 400, "filter-wrong")
			}
		}
	}
	if routes < 40 {
		t.Errorf("%d routes were asked", routes)
	}
	for _, path := range []string{"checkpoint", "key", "cosigned", "tile/0/000.p/3", "tile/entries/000.p/3", "hidden"} {
		w.get(t, "auditor-1", "/register/"+path+"?size=1").refuses(t, 400, "filter-wrong")
		w.get(t, "auditor-1", "/register/"+path).wants(t, ok)
	}
}
