package api_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"truce/door/wire"
	"truce/tool/answer"
)

func TestSubmit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	post := func(t *testing.T, mediaType, body string, headers ...string) reply {
		t.Helper()
		return w.ask(t, "", http.MethodPost, "/api/acts", body, append(headers, "Content-Type", mediaType)...)
	}
	t.Run("one act gets its receipt, and the same one again", func(t *testing.T) {
		text := one(t, w, "a")
		first := post(t, wire.MediaAct, text).wants(t, http.StatusCreated)
		again := post(t, wire.MediaAct+"; charset=utf-8", text+"\n").wants(t, http.StatusOK)
		var a, b answer.Receipt
		if json.Unmarshal([]byte(first.body), &a) != nil || json.Unmarshal([]byte(again.body), &b) != nil {
			t.Fatal(first.body, again.body)
		}
		if a.Again || !b.Again || a.ID != b.ID || a.Index != b.Index {
			t.Fatalf("got %+v, then %+v", a, b)
		}
	})
	t.Run("several acts are taken or refused each by itself", func(t *testing.T) {
		acts := []string{one(t, w, "b"), "rubbish", one(t, w, "c")}
		asJSON, err := json.Marshal(wire.Acts{Acts: acts})
		if err != nil {
			t.Fatal(err)
		}
		for mediaType, body := range map[string]string{
			wire.MediaActs: strings.Join(acts, "\n\n") + "\n", "application/json": string(asJSON)} {
			got := read[wire.Outcomes](t, post(t, mediaType, body)).Outcomes
			if len(got) != 3 || got[0].Receipt == nil || got[2].Receipt == nil || got[1].Problem == nil || got[1].Problem.Key != "malformed-act" {
				t.Fatalf("%s: got %+v", mediaType, got)
			}
		}
	})
	t.Run("what an author did wrong is told, and where", func(t *testing.T) {
		o := observation(t, w)
		o.Weapon = "catapult"
		p := post(t, wire.MediaAct, w.Sign(t, "monitor-1", "observation-filed", "report/d", o)).refuses(t, 400, "body-code-unknown")
		if p.Where != "/weapon" || !strings.Contains(p.Detail, "/weapon") || p.Remedy == "" {
			t.Fatalf("got %+v", p)
		}
	})
	t.Run("a sign-in, good or bad, does not matter", func(t *testing.T) {
		post(t, wire.MediaAct, one(t, w, "e"), "Authorization", "Bearer nonsense").wants(t, http.StatusCreated)
	})
	t.Run("other media types are refused", func(t *testing.T) {
		post(t, "text/plain", one(t, w, "f")).refuses(t, 400, "media-type-wrong")
		post(t, "", one(t, w, "f")).refuses(t, 400, "media-type-wrong")
		post(t, "application/json", `{"acts": [], "more": 1}`).refuses(t, 400, "request-malformed")
		post(t, "application/json", ``).refuses(t, 400, "request-malformed")
	})
	t.Run("too much is refused", func(t *testing.T) {
		post(t, wire.MediaAct, strings.Repeat("a", wire.MaxActBytes+1)).refuses(t, 413, "act-too-large")
		post(t, wire.MediaActs, strings.Repeat("a\n", wire.MaxActs+1)).refuses(t, 413, "batch-too-large")
		post(t, wire.MediaActs, strings.Repeat("a", wire.MaxActsBytes+1)).refuses(t, 413, "batch-too-large")
		// Without a length announced, it shows only while reading.
		r, err := http.NewRequest(http.MethodPost, w.server.URL+"/api/acts", struct{ *strings.Reader }{strings.NewReader(strings.Repeat("a", wire.MaxActBytes+1))})
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", wire.MediaAct)
		answer, err := w.server.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != http.StatusRequestEntityTooLarge {
			t.Fatalf("got %s", answer.Status)
		}
	})
}

func TestAct(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	filed := w.Must(t, "monitor-1", "observation-filed", "report/1", observation(t, w))
	path := "/api/acts/" + filed.ID.String()
	t.Run("readers get what they may see of it", func(t *testing.T) {
		for who, narrative := range map[string]bool{"verifier-1": true, "custodian-1": false} {
			told := read[answer.Told](t, w.get(t, who, path))
			if got := strings.Contains(string(told.Body), "ridge"); got != narrative || told.ID != filed.ID {
				t.Errorf("%s: %s", who, told.Body)
			}
		}
		history := read[wire.History](t, w.get(t, "verifier-1", "/api/subjects/report/1/history"))
		if len(history.Acts) != 1 || history.Acts[0].ID != filed.ID {
			t.Errorf("got %+v", history)
		}
	})
	t.Run("strangers do not", func(t *testing.T) {
		w.get(t, "", path).refuses(t, 401, "unauthenticated")
		w.get(t, "", path+"/receipt").refuses(t, 401, "unauthenticated")
		w.get(t, "", "/api/subjects/report/1/history").refuses(t, 404, "not-found")
		exercise(t, w)
		w.get(t, "", "/api/subjects/incident/1/history").refuses(t, 404, "not-found") // not published yet
		w.nextDay()
		w.get(t, "", "/api/subjects/incident/1/history").refuses(t, 401, "unauthenticated")
	})
	t.Run("what is not an act is not found", func(t *testing.T) {
		w.get(t, "verifier-1", "/api/acts/abc").refuses(t, 404, "not-found")
		w.get(t, "verifier-1", "/api/acts/"+strings.Repeat("0", 64)).refuses(t, 404, "not-found")
	})
}
