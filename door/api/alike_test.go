package api_test

import (
	"net/http"
	"strings"
	"testing"

	"truce/noun/incident"
	"truce/office/officetest"
)

// hiddenThing is something that some readers may not know to be there, and something of which
// nobody ever heard.
type hiddenThing struct {
	placeholder   string // of a route
	there, absent string
	from          []string // readers; "" is a stranger
}

// TestHidden_and_unknown_answer_alike asks every route that names a record for one that the
// reader may not see and for one that there is not: all that may differ is the name asked for.
func TestHidden_and_unknown_answer_alike(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Agree(t, "1-draft.json")
	secret := w.Must(t, "liaison-tr", "allegation-filed", "report/of-turkey", incident.AllegationFiled{
		Record: incident.Record{Event: "mortar", Compartment: "party"}}).ID.String()
	w.Must(t, "liaison-tr", "zone-proposed", "zone/draft", officetest.Proposal(1, 36, officetest.Date(5, 6)))
	inside := []string{"", "monitor-1", "verifier-1", "secretary", "auditor-1", "administrator", "liaison-ru"}
	asked := 0
	for _, thing := range []hiddenThing{
		{"{noun}/{name}", "report/of-turkey", "report/of-nobodys", inside},
		{"{noun}/{name}", "zone/draft", "zone/never", []string{""}},
		{"{noun}/{name}", "person/monitor-1", "person/monitor-9", []string{""}},
		{"{id}", secret, strings.Repeat("ab", 32), inside},
		{"agreements/{name}", "agreements/syria-2017", "agreements/atlantis-9", []string{""}},
		{"incidents/{name}", "incidents/of-turkey", "incidents/of-nobodys", inside},
		{"zones/{name}", "zones/draft", "zones/never", []string{""}},
		{"subject={subject}", "subject=report/of-turkey", "subject=report/of-nobodys", inside},
	} {
		for _, path := range routesWith(w, thing.placeholder) {
			for _, who := range thing.from {
				asked++
				alike(t, w, who, strings.Replace(path, thing.placeholder, thing.there, 1), strings.Replace(path, thing.placeholder, thing.absent, 1), thing)
			}
		}
	}
	if asked < 60 {
		t.Errorf("only %d pairs were compared", asked)
	}
}

// routesWith are the routes to read that name a thing so, with everything else filled in.
func routesWith(w *world, placeholder string) (paths []string) {
	if placeholder == "subject={subject}" {
		return []string{"/api/access-log?subject={subject}"}
	}
	for _, route := range w.api.Routes() {
		method, path, _ := strings.Cut(route, " ")
		if method != http.MethodGet || !strings.Contains(path, placeholder) || !strings.HasPrefix(path, "/api/") {
			continue
		}
		switch path[strings.LastIndex(path, "/"):] {
		case "/compare":
			path += "?a=" + strings.Repeat("ab", 32) + "&b=" + strings.Repeat("cd", 32)
		case "/differences":
			path += "?before=draft&after=draft"
		}
		paths = append(paths, path)
	}
	return paths
}

func alike(t *testing.T, w *world, who, there, absent string, thing hiddenThing) {
	t.Helper()
	one, other := w.get(t, who, there), w.get(t, who, absent)
	name := func(path string) string { return path[strings.LastIndexAny(path, "/=")+1:] }
	was, is := name(thing.absent), name(thing.there)
	if other.StatusCode != one.StatusCode || strings.ReplaceAll(other.body, was, is) != strings.ReplaceAll(one.body, was, is) {
		t.Errorf("%q asks %s: %s %s\nbut %s: %s %s", who, there, one.Status, one.body, absent, other.Status, other.body)
	}
	if one.StatusCode < 400 {
		t.Errorf("%q is shown %s: %s", who, there, one.body)
	}
}
