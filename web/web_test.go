package web

import (
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/ground/taxonomy"
	"truce/tool/kinds"
)

// desk is one as Vite and build/pack.mjs leave it.
func desk(t *testing.T, files fs.FS, o Options) http.Handler {
	t.Helper()
	next := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusTeapot)
		io.WriteString(w, "next: "+r.URL.Path)
	})
	o.TimeZone = func() string { return "Asia/Damascus" }
	o.Admission = func() int { return 1 }
	d, err := newDesk(files, o, next)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func some() fstest.MapFS {
	return fstest.MapFS{
		"index.html": {Data: []byte("<page>")}, ".gitkeep": {}, "assets/a-1.js": {Data: []byte("plain")},
		"assets/a-1.js.gz": {Data: []byte("zipped")}, "assets/a-1.js.br": {Data: []byte("brotli")}, "worker.js": {Data: []byte("worker")},
	}
}

func ask(h http.Handler, method, path string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestDesk(t *testing.T) {
	t.Parallel()
	h := desk(t, some(), Options{})
	for _, c := range []struct{ method, path, body string }{
		{"GET", "/", "<page>"}, {"GET", "/register", "<page>"}, {"GET", "/assets/a-1.js", "plain"}, {"GET", "/worker.js", "worker"},
		{"GET", "/register/checkpoint", "next: /register/checkpoint"}, {"GET", "/api/me", "next: /api/me"}, {"POST", "/", "next: /"},
		{"GET", "/index.html", "next: /index.html"}, {"GET", "/assets/a-1.js.gz", "next: /assets/a-1.js.gz"}, {"GET", "/.gitkeep", "next: /.gitkeep"},
		{"GET", "/nothing", "next: /nothing"}, {"GET", "//evil", "next: //evil"}, {"GET", "/exercise.json", "next: /exercise.json"},
		{"GET", "/desk.json", `{"admission":1,"copy":null,"exercise":false,"studied":false,"timeZone":"Asia/Damascus"}`},
	} {
		if w := ask(h, c.method, c.path); w.Body.String() != c.body {
			t.Errorf("%s %s: %d %q", c.method, c.path, w.Code, w.Body)
		}
	}
}

func TestDesk_is_kept_by_browsers_as_long_as_it_is_good(t *testing.T) {
	t.Parallel()
	h := desk(t, some(), Options{})
	page, asset := ask(h, "GET", "/"), ask(h, "GET", "/assets/a-1.js")
	if page.Header().Get("Cache-Control") != "no-cache" || !strings.Contains(asset.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("page %q, asset %q", page.Header(), asset.Header())
	}
	if w := ask(h, "GET", "/", "If-None-Match", page.Header().Get("ETag")); w.Code != http.StatusNotModified {
		t.Errorf("asked again: %d", w.Code)
	}
	csp := page.Header().Get("Content-Security-Policy")
	if !strings.Contains(csp, "default-src 'self'") || strings.Contains(csp, "unsafe") || strings.Contains(csp, "http") {
		t.Error(csp)
	}
}

func TestDesk_is_sent_packed_to_those_who_unpack_it(t *testing.T) {
	t.Parallel()
	h := desk(t, some(), Options{})
	tags := map[string]bool{}
	for accepts, want := range map[string]string{
		"": "plain", "gzip": "zipped", "gzip, deflate, br": "brotli", "br;q=0, gzip": "zipped", "br;q=0.0,gzip;q=0": "plain", "GZIP;q=0.5": "zipped",
	} {
		w := ask(h, "GET", "/assets/a-1.js", "Accept-Encoding", accepts)
		if w.Body.String() != want || w.Header().Get("Vary") != "Accept-Encoding" {
			t.Errorf("%q: %q %v", accepts, w.Body, w.Header())
		}
		tags[w.Header().Get("ETag")] = true
	}
	if len(tags) != 3 {
		t.Errorf("three codings, %d tags", len(tags))
	}
}

func TestDesk_that_was_not_built_says_so(t *testing.T) {
	t.Parallel()
	w := ask(desk(t, fstest.MapFS{".gitkeep": {}}, Options{}), "GET", "/")
	if w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "make web") {
		t.Errorf("%d %q", w.Code, w.Body)
	}
}

func TestDesk_of_an_exercise_offers_its_people(t *testing.T) {
	t.Parallel()
	h := desk(t, some(), Options{Exercise: &Exercise{
		Cast: []Role{{Name: "monitor-1", Role: "monitor", File: []byte(`{"key":{}}`)}},
		Tour: []Step{{As: "monitor-1", At: "/report", Title: map[string]string{"en": "a"}, Text: map[string]string{"en": "b"}}}}})
	if w := ask(h, "GET", "/exercise.json"); w.Body.String() != `{"cast":[{"name":"monitor-1","role":"monitor","file":{"key":{}}}],"tour":[{"as":"monitor-1","at":"/report","title":{"en":"a"},"text":{"en":"b"}}]}` {
		t.Error(w.Body)
	}
	if w := ask(h, "GET", "/desk.json"); !strings.Contains(w.Body.String(), `"exercise":true`) {
		t.Error(w.Body)
	}
}

// The router's own list of screens is the one that the door knows.
func TestScreens(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile("src/screens.ts")
	if err != nil {
		t.Fatal(err)
	}
	var router []string
	for _, found := range regexp.MustCompile(`path: '/(\w+)'`).FindAllStringSubmatch(string(source), -1) {
		router = append(router, found[1])
	}
	router = slices.Compact(router) // a list and its pages share their first part
	if !slices.Equal(router, Screens()) {
		t.Errorf("the router has %q, the door %q", router, Screens())
	}
}

func TestNew(t *testing.T) {
	t.Parallel()
	if _, err := New(Options{}, http.NotFoundHandler()); err != nil {
		t.Fatal(err)
	}
}

func put(h http.Handler, path, body string) int {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("PUT", path, strings.NewReader(body)))
	return w.Code
}

func TestMeetings(t *testing.T) {
	t.Parallel()
	now := time.Date(2017, 5, 7, 12, 0, 0, 0, time.UTC)
	h := desk(t, some(), Options{Now: func() time.Time { return now }})
	here := meetingPath + strings.Repeat("0a", 16)
	if w := ask(h, "GET", here); w.Code != http.StatusNoContent {
		t.Errorf("before anybody came: %d", w.Code)
	}
	for range 2 { // a device that did not hear the answer asks again
		if code := put(h, here, "mine"); code != http.StatusNoContent {
			t.Errorf("an answer: %d", code)
		}
	}
	if code := put(h, here, "another's"); code != http.StatusConflict {
		t.Errorf("a second answer: %d", code)
	}
	if w := ask(h, "GET", here); w.Body.String() != "mine" {
		t.Errorf("%d %q", w.Code, w.Body)
	}
	if put(h, meetingPath+"x", "") != 404 || put(h, here[:len(here)-1]+"f", strings.Repeat("a", maxMeetingBytes+1)) != 413 || ask(h, "DELETE", here).Code != 405 {
		t.Error("a wrong name, a long answer or another method was taken")
	}
	now = now.Add(meetingLife)
	if w := ask(h, "GET", here); w.Code != http.StatusNoContent {
		t.Errorf("past its time: %d", w.Code)
	}
}

func TestMeetings_are_bounded(t *testing.T) {
	t.Parallel()
	h := desk(t, some(), Options{Now: func() time.Time { return time.Time{} }})
	from := func(host, n int) int {
		r := httptest.NewRequest("PUT", fmt.Sprintf("%s%016x%016x", meetingPath, host, n), strings.NewReader("a"))
		r.RemoteAddr = fmt.Sprintf("10.0.0.%d:%d", host, 1000+n)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Code
	}
	for n := range maxFromOne {
		if code := from(0, n); code != http.StatusNoContent {
			t.Fatal(code)
		}
	}
	if code := from(0, maxFromOne); code != http.StatusServiceUnavailable {
		t.Errorf("one address has taken more than its part: %d", code)
	}
	for n := maxFromOne; n < maxMeetings; n++ {
		if code := from(1+n/maxFromOne, n); code != http.StatusNoContent {
			t.Fatalf("others are kept out: %d", code)
		}
	}
	if code := from(99, maxMeetings); code != http.StatusServiceUnavailable {
		t.Error(code)
	}
	if code := from(0, 0); code != http.StatusNoContent {
		t.Errorf("the same once more: %d", code)
	}
}

// A noun's own screen is one that the desk has.
// Whatever states and acts say is told by the desk under a name in the reader's language.
func TestMembers_have_a_name_in_the_desk(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("src/words/member.json")
	if err != nil {
		t.Fatal(err)
	}
	var words map[string][]string
	if err := json.Unmarshal(text, &words); err != nil {
		t.Fatal(err)
	}
	k, err := kinds.New(taxonomy.Words)
	if err != nil {
		t.Fatal(err)
	}
	lacks := map[string]string{}
	var look func(where string, value any)
	look = func(where string, value any) {
		object, is := value.(map[string]any)
		if !is {
			return
		}
		for name, member := range object {
			if properties, is := member.(map[string]any); is && name == "properties" {
				for p := range properties {
					if words[p] == nil {
						lacks[p] = where
					}
				}
				for _, below := range properties {
					look(where, below)
				}
				continue
			}
			look(where, member)
		}
	}
	schemas := map[string]jsontext.Value{}
	for _, n := range k.Nouns() {
		schemas[n.Name], _ = k.StateSchema(n.Name)
		for _, kind := range n.Kinds {
			spec, _ := k.Spec(kind.Name)
			schemas[string(kind.Name)], _ = spec.Shape.Schema(string(kind.Name), spec.About, act.MaxBodyBytes, 1)
		}
	}
	for where, schema := range schemas {
		var value any
		if err := json.Unmarshal(schema, &value); err != nil {
			t.Fatalf("%s: %v", where, err)
		}
		look(where, value)
	}
	for name, where := range lacks {
		t.Errorf("web/src/words/member.json has no word for %q, which is in %s: five languages there, Spanish in web/src/tongues/es.json", name, where)
	}
}

func TestScreens_of_nouns(t *testing.T) {
	t.Parallel()
	for _, n := range kinds.Nouns() {
		screen, _, _ := strings.Cut(strings.TrimPrefix(n.Screen, "/"), "/")
		if screen != "" && !slices.Contains(Screens(), screen) {
			t.Errorf("%s is to be shown at %s, and the desk has no such screen", n.Name, n.Screen)
		}
	}
}
