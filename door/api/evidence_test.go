package api_test

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"truce/door/client"
	"truce/door/wire"
	"truce/ground/act"
	"truce/noun/evidence"
	"truce/noun/people"
	"truce/tool/blob"
	"truce/tool/seal"
)

func file(content string) client.File {
	return client.File{Content: strings.NewReader(content), Size: int64(len(content)), MediaType: "text/csv",
		SHA256: sha256.Sum256([]byte(content)), NothingPersonal: true}
}

// upload hands a file in.
func upload(t testing.TB, w *world, f client.File) blob.Stored {
	t.Helper()
	stored, err := w.client(t, "monitor-1").Upload(t.Context(), f, nil)
	if err != nil {
		t.Fatal(err)
	}
	return stored
}

func TestEvidence(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const content = "date,count\n2017-05-07,3\n"
	stored := upload(t, w, file(content))
	const path = "/api/evidence/table"
	t.Run("is described to its sender", func(t *testing.T) {
		if stored.Original != sha256.Sum256([]byte(content)) || stored.Size != int64(len(content)) || stored.Working == nil || stored.MediaType != "text/csv" {
			t.Errorf("got %+v", stored)
		}
	})
	t.Run("is found by what it belongs to", func(t *testing.T) {
		exercise(t, w)
		w.Must(t, "monitor-1", "evidence-deposited", "evidence/table", evidence.EvidenceDeposited{
			Kind: "document", MediaType: stored.MediaType, Original: stored.Original.String(), Size: stored.Size, Sealed: stored.ID.String(), SealedTo: w.Custodians().Digest, Working: stored.Working.SHA256.String(), About: []act.SubjectID{"report/1", "report/2"}})
		for about, want := range map[string]int{"report/1": 1, "report/3,report/2": 1, "report/3": 0, "": 1} {
			if got := read[wire.Page](t, w.get(t, "verifier-1", "/api/evidence?about="+about)).Items; len(got) != want {
				t.Errorf("about %q: %d pieces, want %d", about, len(got), want)
			}
		}
	})
	t.Run("the working copy is handed out, whole or in ranges, to be kept and not shown", func(t *testing.T) {
		r := w.get(t, "verifier-1", path+"/working").wants(t, ok)
		if r.body != content || r.Header.Get("Content-Disposition") != `attachment; filename="table.csv"` ||
			r.Header.Get("X-Content-Type-Options") != "nosniff" || r.Header.Get("Cache-Control") != "no-store" || r.Header.Get("Accept-Ranges") != "bytes" {
			t.Errorf("got %q %v", r.body, r.Header)
		}
		part := w.get(t, "verifier-1", path+"/working", "Range", "bytes=5-9").wants(t, http.StatusPartialContent)
		if part.body != content[5:10] || part.Header.Get("Content-Range") != fmt.Sprintf("bytes 5-9/%d", len(content)) {
			t.Errorf("got %q %v", part.body, part.Header)
		}
		w.get(t, "verifier-1", path+"/working", "Range", "bytes=999-").wants(t, http.StatusRequestedRangeNotSatisfiable)
		w.get(t, "verifier-1", path+"/working", "If-None-Match", r.Header.Get("ETag")).wants(t, http.StatusNotModified)
	})
	t.Run("the sealed original opens with a custodian's key", func(t *testing.T) {
		r := w.get(t, "custodian-1", path+"/sealed").wants(t, ok)
		identity, err := seal.ParseIdentity(w.Seals["custodian-1"])
		if err != nil {
			t.Fatal(err)
		}
		opened, err := seal.Decrypt(strings.NewReader(r.body), identity)
		if err != nil {
			t.Fatal(err)
		}
		if plain, err := io.ReadAll(opened); err != nil || string(plain) != content || strings.Contains(r.body, "2017-05-07") {
			t.Errorf("got %q, %v", plain, err)
		}
	})
	t.Run("only to those who may", func(t *testing.T) {
		for who, want := range map[string][2]int{"": {401, 401}, "auditor-1": {403, 403}, "monitor-1": {200, 403}, "custodian-1": {200, 200}} {
			for i, form := range []string{"/working", "/sealed"} {
				w.get(t, who, path+form).wants(t, want[i])
			}
		}
		w.get(t, "auditor-1", path+"/sealed").refuses(t, 403, "not-permitted")
	})
	t.Run("what is not here is not found", func(t *testing.T) {
		none := "/api/evidence/" + strings.Repeat("0", 64)
		w.get(t, "custodian-1", none+"/working").refuses(t, 404, "subject-unknown")
		w.get(t, "custodian-1", none+"/sealed").refuses(t, 404, "subject-unknown")
		w.get(t, "custodian-1", "/api/evidence/"+stored.ID.String()+"/sealed").refuses(t, 404, "subject-unknown")
		w.get(t, "custodian-1", "/api/evidence/"+stored.Original.String()+"/sealed").refuses(t, 404, "subject-unknown")
		w.get(t, "custodian-1", path+"/original").refuses(t, 404, "not-found")
		unclean := upload(t, w, client.File{Content: strings.NewReader("%PDF-1.7 x"), Size: 10, MediaType: "application/pdf"})
		if unclean.Working != nil {
			t.Fatalf("got %+v", unclean)
		}
		w.Must(t, "monitor-1", "evidence-deposited", "evidence/pages", w.Deposited(unclean))
		w.get(t, "monitor-1", "/api/evidence/pages/working").refuses(t, 404, "not-found")
		if err := os.Remove(filepath.Join(w.Folder, blob.Folder, filepath.FromSlash(unclean.ID.Path(blob.Sealed)))); err != nil {
			t.Fatal(err)
		}
		w.get(t, "custodian-1", "/api/evidence/pages/sealed").refuses(t, 404, "evidence-missing")
	})
}

// tus sends a request of the tus protocol.
func (w *world) tus(t testing.TB, who, method, path, body string, headers ...string) reply {
	t.Helper()
	return w.ask(t, who, method, path, body, append([]string{"Tus-Resumable", "1.0.0"}, headers...)...)
}

// begun announces a file of a length and answers the path of the upload.
func begun(t testing.TB, w *world, length int, metadata string) string {
	t.Helper()
	r := w.tus(t, "monitor-1", http.MethodPost, "/api/evidence/uploads", "", "Upload-Length", strconv.Itoa(length), "Upload-Metadata", metadata)
	r.wants(t, created)
	if r.Header.Get("Tus-Resumable") != "1.0.0" || r.Header.Get("Upload-Expires") == "" {
		t.Fatalf("got %v", r.Header)
	}
	return r.Header.Get("Location")
}

const patch = "application/offset+octet-stream"

func TestUpload(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	t.Run("goes in pieces and tells what it became", func(t *testing.T) {
		path := begun(t, w, 10, "mediaType dGV4dC9wbGFpbg==,nothingPersonal dHJ1ZQ==,filename c2VjcmV0")
		r := w.tus(t, "monitor-1", http.MethodPatch, path, "01234", "Upload-Offset", "0", "Content-Type", patch).wants(t, 204)
		if r.Header.Get("Upload-Offset") != "5" || r.Header.Get("Evidence-Sha256") != "" {
			t.Errorf("got %v", r.Header)
		}
		if r := w.tus(t, "monitor-1", http.MethodHead, path, "").wants(t, ok); r.Header.Get("Upload-Offset") != "5" || r.Header.Get("Upload-Length") != "10" || r.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("got %v", r.Header)
		}
		r = w.tus(t, "monitor-1", http.MethodPatch, path, "56789", "Upload-Offset", "5", "Content-Type", patch).wants(t, 204)
		want := fmt.Sprintf("%x", sha256.Sum256([]byte("0123456789")))
		if r.Header.Get("Evidence-Sha256") != want || r.Header.Get("Evidence-Sealed-Sha256") == "" || r.Header.Get("Evidence-Working-Sha256") == "" {
			t.Errorf("got %v", r.Header)
		}
		u := read[wire.Upload](t, w.get(t, "monitor-1", path))
		if u.Evidence == nil || u.Evidence.Original.String() != want || u.Offset != 10 || u.MediaType != "text/plain" {
			t.Errorf("got %+v", u)
		}
		w.tus(t, "monitor-1", http.MethodPatch, path, "", "Upload-Offset", "10", "Content-Type", patch).wants(t, 204)
	})
	t.Run("goes on after the connection was cut", func(t *testing.T) {
		content := strings.Repeat("cut ", 1<<20)
		path := begun(t, w, len(content), "")
		cut(t, w, path, content)
		taken := &takenUp{}
		c, err := client.New(w.server.URL, client.Options{Key: w.Keys["monitor-1"], Origin: origin, Now: w.Clock.Now,
			Pause: 20 * time.Millisecond, HTTP: &http.Client{Transport: taken}})
		if err != nil {
			t.Fatal(err)
		}
		stored, err := c.Resume(t.Context(), strings.TrimPrefix(path, "/api/evidence/uploads/"), client.File{Content: strings.NewReader(content), Size: int64(len(content))})
		if err != nil || stored.Original != sha256.Sum256([]byte(content)) {
			t.Fatalf("got %+v, %v", stored, err)
		}
		if taken.at == "0" || taken.at == "" {
			t.Errorf("it began again at %q", taken.at)
		}
	})
	t.Run("goes on by itself when the way breaks in between", func(t *testing.T) {
		content := strings.Repeat("broken ", 2<<20)
		o := client.Options{Key: w.Keys["monitor-1"], Origin: origin, Now: w.Clock.Now, Pause: 50 * time.Millisecond, HTTP: &http.Client{Transport: &breaking{t: t, every: 2}}}
		c, err := client.New(w.server.URL, o)
		if err != nil {
			t.Fatal(err)
		}
		stored, err := c.Upload(t.Context(), file(content), nil)
		if err != nil || stored.Original != sha256.Sum256([]byte(content)) {
			t.Fatalf("got %+v, %v", stored, err)
		}
	})
	t.Run("of another file than the announced one is refused and forgotten", func(t *testing.T) {
		f := file("one thing")
		f.Content = strings.NewReader("other one")
		name := ""
		_, err := w.client(t, "monitor-1").Upload(t.Context(), f, func(n string) { name = n })
		if p, is := errors.AsType[*wire.Problem](err); !is || p.Key != "evidence-hash-mismatch" || p.Status != 400 {
			t.Fatalf("got %v", err)
		}
		w.get(t, "monitor-1", "/api/evidence/uploads/"+name).refuses(t, 404, "upload-unknown")
	})
	t.Run("can be given up", func(t *testing.T) {
		path := begun(t, w, 10, "")
		w.tus(t, "monitor-1", http.MethodDelete, path, "").wants(t, 204)
		w.tus(t, "monitor-1", http.MethodHead, path, "").wants(t, 404)
		w.tus(t, "monitor-1", http.MethodDelete, path, "").refuses(t, 404, "upload-unknown")
	})
	t.Run("is refused where it is wrong", func(t *testing.T) {
		path := begun(t, w, 10, "")
		patched := func(body string, headers ...string) reply {
			return w.tus(t, "monitor-1", http.MethodPatch, path, body, headers...)
		}
		patched("01", "Upload-Offset", "3", "Content-Type", patch).refuses(t, 409, "evidence-offset-wrong")
		patched("01", "Upload-Offset", "-3", "Content-Type", patch).refuses(t, 400, "request-malformed")
		patched("01", "Content-Type", patch).refuses(t, 400, "request-malformed")
		patched("01", "Upload-Offset", "0", "Content-Type", "text/plain").refuses(t, 400, "media-type-wrong")
		patched("0123456789a", "Upload-Offset", "0", "Content-Type", patch).refuses(t, 400, "request-malformed")
		w.ask(t, "monitor-1", http.MethodPatch, path, "0", "Upload-Offset", "0", "Content-Type", patch).refuses(t, 412, "request-malformed")
		for key, headers := range map[string][]string{
			"request-malformed":  {"Upload-Length", "many"},
			"evidence-too-large": {"Upload-Length", "99999999999"},
		} {
			r := w.tus(t, "monitor-1", http.MethodPost, "/api/evidence/uploads", "", headers...)
			if r.StatusCode/100 != 4 || !strings.Contains(r.body, key) {
				t.Errorf("%v: got %s %s", headers, r.Status, r.body)
			}
		}
		for _, headers := range [][]string{{}, {"Upload-Length", "0"}, {"Upload-Length", "5", "Upload-Metadata", "mediaType !"},
			{"Upload-Length", "5", "Upload-Metadata", "sha256 eHl6"},
			{"Upload-Length", "5", "Upload-Metadata", "sha256 " + base64.StdEncoding.EncodeToString([]byte(strings.Repeat("0", 64)))}, {"Upload-Length", "5", "Upload-Metadata", "mediaType eHl6"}} {
			w.tus(t, "monitor-1", http.MethodPost, "/api/evidence/uploads", "", headers...).refuses(t, 400, "request-malformed")
		}
		w.tus(t, "monitor-1", http.MethodHead, "/api/evidence/uploads/nonsense", "").wants(t, 404)
	})
	t.Run("is not for everybody", func(t *testing.T) {
		path := begun(t, w, 10, "")
		w.tus(t, "", http.MethodPost, "/api/evidence/uploads", "", "Upload-Length", "5").refuses(t, 401, "unauthenticated")
		w.tus(t, "auditor-1", http.MethodPost, "/api/evidence/uploads", "", "Upload-Length", "5").refuses(t, 403, "not-permitted")
		w.tus(t, "auditor-1", http.MethodPatch, path, "01", "Upload-Offset", "0", "Content-Type", patch).refuses(t, 403, "not-permitted")
		w.tus(t, "auditor-1", http.MethodDelete, path, "").refuses(t, 403, "not-permitted")
		w.get(t, "", path).refuses(t, 401, "unauthenticated")
	})
	t.Run("is for who began it alone", func(t *testing.T) {
		path := begun(t, w, 10, "")
		absent := "/api/evidence/uploads/" + strings.Repeat("0f", 16)
		for _, method := range []string{http.MethodGet, http.MethodPatch, http.MethodDelete} {
			headers := []string{"Upload-Offset", "0", "Content-Type", patch}
			is, not := w.tus(t, "monitor-2", method, path, "01", headers...), w.tus(t, "monitor-2", method, absent, "01", headers...)
			if is.refuses(t, 404, "upload-unknown"); is.body != strings.ReplaceAll(not.body, strings.TrimPrefix(absent, "/api/evidence/uploads/"), strings.TrimPrefix(path, "/api/evidence/uploads/")) {
				t.Errorf("%s: %s, and of one that is not there %s", method, is.body, not.body)
			}
		}
		w.tus(t, "monitor-2", http.MethodHead, path, "").wants(t, 404)
		if r := w.tus(t, "monitor-1", http.MethodHead, path, "").wants(t, ok); r.Header.Get("Upload-Offset") != "0" {
			t.Errorf("others changed it: %v", r.Header)
		}
	})
	t.Run("says what it speaks", func(t *testing.T) {
		r := w.ask(t, "", http.MethodOptions, "/api/evidence/uploads", "").wants(t, 204)
		if r.Header.Get("Tus-Version") != "1.0.0" || r.Header.Get("Tus-Extension") != "creation,expiration,termination" || r.Header.Get("Tus-Max-Size") == "" {
			t.Errorf("got %v", r.Header)
		}
	})
}

// cut sends the head and half of a body and closes the connection.
func cut(t testing.TB, w *world, path, content string) {
	t.Helper()
	address, err := url.Parse(w.server.URL)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := net.Dial("tcp", address.Host)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(conn, "PATCH %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"+
		"Content-Type: %s\r\nContent-Length: %d\r\n\r\n%s", path, address.Host, w.token(t, "monitor-1"), patch, len(content), content[:len(content)/2])
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
}

// takenUp notes where the first bytes that were taken began.
type takenUp struct{ at string }

func (u *takenUp) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err == nil && answer.StatusCode == http.StatusNoContent && u.at == "" {
		u.at = r.Header.Get("Upload-Offset")
	}
	return answer, err
}

// breaking breaks the connection in the middle of every so many uploads' bodies.
type breaking struct {
	t     testing.TB
	every int
	sent  int
}

func (b *breaking) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method == http.MethodPatch {
		if b.sent++; b.sent%b.every == 1 {
			r = r.Clone(r.Context())
			r.Body = io.NopCloser(io.MultiReader(io.LimitReader(r.Body, 1<<20), broken{}))
		}
	}
	return http.DefaultTransport.RoundTrip(r)
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("the cable was pulled") }

// TestUploadWithoutCustodian: what cannot be sealed is not kept, and goes on once it can.
func TestUploadWithoutCustodian(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Root(t, "TR") // what one side had set lapses when a second counts
	path := begun(t, w, 4, "")
	w.tus(t, "monitor-1", http.MethodPatch, path, "0123", "Upload-Offset", "0", "Content-Type", patch).refuses(t, 409, "evidence-no-custodian")
	w.get(t, "monitor-1", path).refuses(t, 409, "evidence-no-custodian")
	w.Endorses(t, "root-tr", string(people.OfficeSubject(w.Verifier().Name())), w.SetCustodians(t, "custodian-1").ID)
	r := w.tus(t, "monitor-1", http.MethodHead, path, "").wants(t, ok)
	if r.Header.Get("Evidence-Sha256") != fmt.Sprintf("%x", sha256.Sum256([]byte("0123"))) {
		t.Fatalf("got %v", r.Header)
	}
	var u wire.Upload
	if err := json.Unmarshal([]byte(w.get(t, "monitor-1", path).body), &u); err != nil || u.Evidence == nil {
		t.Fatalf("got %+v, %v", u, err)
	}
}
