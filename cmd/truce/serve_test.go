package main

import (
	"crypto/rand"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"truce/door/api"
	"truce/door/tiles"
	"truce/door/wire"
	"truce/office/officetest"
	"truce/web"
)

func TestServe_refuses_a_query_that_it_cannot_read_on_every_route(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	e := &env{rand: rand.Reader, now: w.Clock.Now, log: slog.New(slog.DiscardHandler)}
	server, _, err := e.doors(w.House, web.Options{Admission: w.Number}, api.Options{})
	if err != nil {
		t.Fatal(err)
	}
	routes := []string{"GET " + tiles.Path, "GET " + tiles.Path + "/3/3/4.mvt", "GET /", "GET /incidents", "GET /desk.json", "PUT /desk/meetings/0", "GET /nothing"}
	routes = append(routes, api.New(w.House, api.Options{Rand: rand.Reader}).Routes()...)
	names := regexp.MustCompile(`\{[^}]*\}`)
	for _, route := range routes {
		method, path, _ := strings.Cut(names.ReplaceAllString(route, "1"), " ")
		for query, name := range map[string]string{
			"within=a;b": "within", "known=2017-05-09%zz": "known", "near=post/1;": "near", "noun=report&subject=report/x%zz": "subject",
			"status=confirmed;x=1": "status", "%zz": "%zz", "a=1&;": ";", "to=%": "to",
		} {
			answer := httptest.NewRecorder()
			server.Handler.ServeHTTP(answer, httptest.NewRequest(method, path+"?"+query, io.NopCloser(strings.NewReader(""))))
			var p wire.Problem
			if err := json.Unmarshal(answer.Body.Bytes(), &p); err != nil || answer.Code != http.StatusBadRequest || p.Key != "filter-wrong" || p.Where != name {
				t.Errorf("%s ?%s: %d %s", route, query, answer.Code, answer.Body)
			}
		}
	}
}
