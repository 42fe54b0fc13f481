package api_test

import (
	"net/http"
	"strings"
	"testing"
)

// TestPublicEdition walks everything that a stranger can read.
func TestPublicEdition(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	exercise(t, w)
	w.Must(t, "monitor-1", "evidence-deposited", "evidence/picture", w.Deposited(upload(t, w, file("picture by Zellaqiyat"))))
	walked := 0
	for _, route := range w.api.Routes() {
		method, path, _ := strings.Cut(route, " ")
		if method != http.MethodGet {
			continue
		}
		for _, path := range filled(path, w.Must(t, "monitor-1", "observation-filed", "report/3", observation(t, w)).ID.String()) {
			for _, query := range []string{"", "?limit=1", "?inForce=2017-05-07", "?known=2030-01-01", "?box=36.5,35.3,36.6,35.4", "?noun=incident&by=day,status,zone", "?from=0&to=99"} {
				if strings.HasPrefix(path, "/api/events") && query != "" {
					continue
				}
				r := w.get(t, "", path+query)
				walked++
				if r.StatusCode >= 500 {
					t.Errorf("%s%s: %s", path, query, r.Status)
				}
				body := strings.ReplaceAll(r.body, strings.TrimSuffix(strings.TrimSuffix(strings.TrimPrefix(path, "/api/subjects/"), "/history"), "/explanation"), "") // what was asked for may be repeated
				for _, secret := range secrets() {
					if strings.Contains(body, secret) {
						t.Errorf("%s%s tells %q", path, query, secret)
					}
				}
			}
		}
	}
	if walked < 200 {
		t.Errorf("only %d answers were looked at", walked)
	}
	// The same walk finds them where they are told: the list of secrets is not a list of misspellings.
	all := w.get(t, "verifier-1", "/api/reports").body + w.get(t, "verifier-1", "/api/incidents").body +
		w.get(t, "verifier-1", "/api/posts").body + w.get(t, "verifier-1", "/api/persons").body +
		w.get(t, "custodian-1", "/api/reports").body + w.get(t, "verifier-1", "/api/keys").body
	for _, secret := range secrets() {
		if secret != "sealed source" && !strings.Contains(all, secret) {
			t.Errorf("%q is nowhere to be found", secret)
		}
	}
	if strings.Contains(all, "sealed source") {
		t.Error("the office reads sealed sources")
	}
}

// filled puts names that exist into the path of a route.
func filled(path, act string) []string {
	path = strings.NewReplacer("{id}", act, "{file}", "observation-filed.json", "{level}", "0", "{index}", "000.p/5",
		"evidence/{name}", "evidence/picture", "{upload}", strings.Repeat("0", 32)).Replace(path)
	paths := []string{path}
	for placeholder, values := range map[string][]string{
		"{noun}/{name}": {"incident/1", "post/op-1", "report/1", "person/monitor-1", "office/test.exercise.truce", "organisation/mission"},
		"{form}":        {"working", "sealed"},
	} {
		var more []string
		for _, p := range paths {
			if !strings.Contains(p, placeholder) {
				more = append(more, p)
				continue
			}
			for _, v := range values {
				more = append(more, strings.Replace(p, placeholder, v, 1))
			}
		}
		paths = more
	}
	return paths
}

// TestStrangersLearnDaysOnly asks again and again, as somebody would who wants the minute.
func TestStrangersLearnDaysOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	exercise(t, w)
	w.nextDay()
	for _, path := range []string{"/api/subjects/incident/1", "/api/incidents"} {
		for _, clock := range []string{"inForce", "known"} {
			first := ""
			for _, time := range []string{"00:00:01Z", "04:30:16Z", "04:30:18Z", "05:00:00Z", "12:00:01Z", "23:59:59Z"} {
				r := w.get(t, "", path+"?"+clock+"=2017-05-07T"+time)
				if first == "" {
					first = r.Status + r.body
				}
				if clock == "known" && !strings.Contains(r.body, "probable") {
					t.Errorf("%s: what was known on the day is not shown: %s", path, r.body)
				}
				if got := r.Status + r.body; strings.SplitN(got, `"next"`, 2)[0] != strings.SplitN(first, `"next"`, 2)[0] {
					t.Errorf("%s?%s: %s differs from another time of the same day", path, clock, time)
				}
			}
		}
	}
}
