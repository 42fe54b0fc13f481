package api_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"truce/door/wire"
)

// Whatever stands in a question, the answer is rows or a refusal that says why: never a fault of the office's own, and never more to a stranger
// than to who asks the same with a right to it.
func FuzzQuestions(f *testing.F) {
	w := newWorld(f)
	exercise(f, w)
	w.nextDay()
	for _, path := range []string{"/api/reports", "/api/counts", "/api/incidents", "/api/zones"} {
		for _, q := range []string{
			"", "box=36,35,37,36", "box=NaN,1,2,3", "near=post/op-1", "from=2017-05-01&until=2017-05-08", "known=2017-05-07T12:00:00Z", "text=shout+ridge", "text=%22*%22+OR+1",
			"by=status,zone&noun=report", "noun=report,incident&by=day", "limit=5&cursor=x", "cursor=eyJhIjoxfQ", "inForce=9999-12-31", "zone=z&zone=y,x", "counted=maybe", "by=within&noun=report",
		} {
			f.Add(path, q)
		}
	}
	f.Fuzz(func(t *testing.T, path, question string) {
		if !strings.HasPrefix(path, "/api/") || strings.ContainsAny(path+question, "#\x00 \r\n\t") || strings.HasPrefix(path, "/api/events") /* which ends when nobody listens */ {
			return
		}
		var told [2]int
		for i, who := range []string{"", "secretary"} {
			r, err := http.NewRequest(http.MethodGet, w.server.URL+path+"?"+question, nil)
			if err != nil {
				return
			}
			if r.Header.Set("Accept", "application/json"); who != "" {
				r.Header.Set("Authorization", "Bearer "+w.token(t, who))
			}
			got := w.asks(t, r)
			if told[i] = got.StatusCode; got.StatusCode >= 500 {
				t.Fatalf("%s?%s: %d %s", path, question, got.StatusCode, got.body)
			}
			var p wire.Problem
			if got.StatusCode >= 400 && (json.Unmarshal([]byte(got.body), &p) != nil || p.Detail == "") {
				t.Fatalf("%s?%s: %d without a sentence: %s", path, question, got.StatusCode, got.body)
			}
		}
		if told[0] == http.StatusOK && told[1] != http.StatusOK {
			t.Errorf("%s?%s: a stranger is answered, the secretary is told %d", path, question, told[1])
		}
	})
}

// Whatever a sender says of a file, it is taken or refused with a sentence; what is taken is of the length that was said.
func FuzzUploads(f *testing.F) {
	w := newWorld(f)
	for _, s := range []string{"", "mediaType aW1hZ2UvcG5n", "sha256 YWI=,nothingPersonal dHJ1ZQ==", "filetype  aW1hZ2U= , x", "a b c,,", "sha256 \x7f", "mediaType"} {
		f.Add(s, "12", "0")
		f.Add(s, "-1", "3")
		f.Add(s, "9223372036854775807", "x")
	}
	f.Fuzz(func(t *testing.T, metadata, length, offset string) {
		r, err := http.NewRequest(http.MethodPost, w.server.URL+"/api/uploads", nil)
		if err != nil {
			t.Fatal(err)
		}
		for name, value := range map[string]string{
			"Authorization": "Bearer " + w.token(t, "monitor-1"), "Tus-Resumable": "1.0.0", "Upload-Length": length, "Upload-Metadata": metadata} {
			r.Header[name] = []string{value}
		}
		made, err := w.takes(t, r)
		if err != nil {
			return // no client can send it
		}
		if made.StatusCode >= 500 && made.StatusCode != http.StatusInsufficientStorage {
			t.Fatalf("%q, %q: %d %s", metadata, length, made.StatusCode, made.body)
		}
		at := made.Header.Get("Location")
		if made.StatusCode != http.StatusCreated || at == "" {
			return
		}
		if strings.HasPrefix(at, "/") {
			at = w.server.URL + at
		}
		r, err = http.NewRequest(http.MethodPatch, at, strings.NewReader("EXERCISE."))
		if err != nil {
			t.Fatal(err)
		}
		for name, value := range map[string]string{
			"Authorization": "Bearer " + w.token(t, "monitor-1"), "Tus-Resumable": "1.0.0", "Upload-Offset": offset, "Content-Type": "application/offset+octet-stream"} {
			r.Header[name] = []string{value}
		}
		if got, err := w.takes(t, r); err == nil && got.StatusCode >= 500 {
			t.Fatalf("%q at %q: %d %s", length, offset, got.StatusCode, got.body)
		}
	})
}
