package adversary

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"truce/door/api"
	"truce/ground/problem"
	"truce/office/officetest"
	"truce/tool/blob"
)

const swapContent, swapFalse = "EXERCISE. Seen from the roof.", "EXERCISE. Seen by nobody, it"

// formFile is where an office keeps a form of a file.
func formFile(w *officetest.World, id blob.ID, form blob.Form) string {
	return filepath.Join(w.Folder, blob.Folder, filepath.FromSlash(id.Path(form)))
}

// Broken: the owner of an office put other bytes in the place of a file, and the office handed them out as the file, also
// where the description beside it named these. Nothing of it is handed out, in no range either.
func TestOwner_who_swaps_evidence_hands_out_nothing(t *testing.T) {
	t.Parallel()
	for name, form := range map[string]struct {
		blob.Form
		route, reader string
	}{"working": {blob.Working, "/working", "verifier-1"}, "sealed": {blob.Sealed, "/sealed", "custodian-1"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := officetest.New(t)
			stored := w.Deposit(t, "note.txt", "text/plain", []byte(swapContent))
			ask := asking(t, w)
			path := "/api/evidence/" + stored.ID.String() + form.route
			if said := ask(form.reader, path); !strings.HasPrefix(said, "200") {
				t.Fatalf("before: %s", said)
			}
			file := formFile(w, stored.ID, form.Form)
			kept, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			swapped := bytes.Clone(kept)
			swapped[len(swapped)-1] ^= 1
			overwrite(t, file, swapped)
			refused := func(when string) {
				if said := ask(form.reader, path); !strings.HasPrefix(said, "409") || !strings.Contains(said, problem.EvidenceAltered.String()) {
					t.Errorf("%s: %s", when, said)
				}
			}
			refused("other bytes")
			description := formFile(w, stored.ID, blob.Description)
			text, err := os.ReadFile(description)
			if err != nil {
				t.Fatal(err)
			}
			overwrite(t, description, bytes.ReplaceAll(text, hexOf(kept), hexOf(swapped)))
			refused("other bytes, and the description says so")
			overwrite(t, file, kept)
			if said := ask(form.reader, path); !strings.HasPrefix(said, "200") {
				t.Errorf("as it was: %s", said)
			}
		})
	}
}

func hexOf(content []byte) []byte {
	sum := sha256.Sum256(content)
	return []byte(hex.EncodeToString(sum[:]))
}

func overwrite(t *testing.T, file string, content []byte) {
	t.Helper()
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// Broken: whoever fetched a file kept what an office, or somebody on the way, handed out in its place. The program that fetches
// compares it with the deposit: other bytes are written nowhere, and that is what the command found.
func TestOwner_whose_office_hands_out_other_bytes_is_found_where_they_arrive(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	stored := w.Deposit(t, "note.txt", "text/plain", []byte(swapContent))
	w.Clock.Set(time.Now().UTC().Truncate(time.Second))
	dir := t.TempDir()
	fetch := func(key, out string, swap func([]byte) []byte, args ...string) (string, int) {
		server := swapping(t, w, swap)
		return truce(t, dir, append([]string{"evidence", "get", stored.ID.String(), "--server", server, "--key", keyFile(t, w, key), "-o", out}, args...)...)
	}
	same := func(b []byte) []byte { return b }
	other := func(b []byte) []byte { return append([]byte(swapFalse), b[len(swapFalse):]...) }
	for out, who := range map[string]struct {
		key  string
		args []string
	}{"working": {key: "verifier-1"}, "original": {"custodian-1", []string{"--original"}}} {
		if said, code := fetch(who.key, out, same, who.args...); code != 0 {
			t.Fatalf("%s, as it is: %d %s", out, code, said)
		}
		if got, err := os.ReadFile(filepath.Join(dir, out)); err != nil || string(got) != swapContent {
			t.Errorf("%s: %q %v", out, got, err)
		}
		said, code := fetch(who.key, "false-"+out, other, who.args...)
		says(t, said, code, 3, "The evidence evidence/"+stored.ID.String()+" is not the file that was taken in.", "Do not use this copy.")
		if _, err := os.Stat(filepath.Join(dir, "false-"+out)); !os.IsNotExist(err) {
			t.Errorf("%s: other bytes were written: %v", out, err)
		}
	}
}

// swapping is a server that answers as the office does, and hands out other bytes for files.
func swapping(t *testing.T, w *officetest.World, swap func([]byte) []byte) string {
	t.Helper()
	office := httptest.NewServer(api.New(w.House, api.Options{Now: w.Clock.Now, Rand: w.Rand}))
	t.Cleanup(office.Close)
	target, err := url.Parse(office.URL)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(&httputil.ReverseProxy{
		Rewrite: func(p *httputil.ProxyRequest) { p.SetURL(target) },
		ModifyResponse: func(r *http.Response) error {
			if !strings.HasSuffix(r.Request.URL.Path, "/working") && !strings.HasSuffix(r.Request.URL.Path, "/sealed") {
				return nil
			}
			content, err := io.ReadAll(r.Body)
			if err != nil {
				return err
			}
			r.Body = io.NopCloser(bytes.NewReader(swap(content)))
			return r.Body.Close()
		},
	})
	t.Cleanup(server.Close)
	return server.URL
}
