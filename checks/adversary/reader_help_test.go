package adversary

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"truce/door/copies"
	"truce/ground/register"
	"truce/office/officetest"
)

var built struct {
	sync.Once
	folder, fault string
}

// truce runs the program as a reader does, in a folder, and answers what it said and its exit code.
func truce(t *testing.T, dir string, args ...string) (said string, code int) {
	t.Helper()
	built.Do(func() {
		var err error
		if built.folder, err = os.MkdirTemp("", "truce-adversary-"); err != nil {
			built.fault = err.Error()
			return
		}
		if out, err := exec.Command("go", "build", "-o", built.folder, "truce/cmd/truce").CombinedOutput(); err != nil {
			built.fault = string(out)
		}
	})
	if built.fault != "" {
		t.Fatal(built.fault)
	}
	run := exec.CommandContext(t.Context(), filepath.Join(built.folder, "truce"), args...)
	run.Dir, run.Env = dir, append(os.Environ(), "LANG=C", "LC_ALL=C", "TRUCE_KEY=", "TRUCE_SERVER=", "TRUCE_OFFICE=", "TRUCE_REMEMBER=",
		"TRUCE_CACHE="+filepath.Join(built.folder, "cache"), "XDG_CONFIG_HOME="+filepath.Join(built.folder, "settings"))
	out, err := run.CombinedOutput()
	if exit := new(exec.ExitError); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return string(out), run.ProcessState.ExitCode()
}

func TestMain(m *testing.M) {
	code := m.Run()
	if built.folder != "" {
		os.RemoveAll(built.folder)
	}
	os.Exit(code)
}

// says fails unless the program ended with the code and said all the words.
func says(t *testing.T, said string, code, want int, words ...string) {
	t.Helper()
	if code != want {
		t.Errorf("exit code %d, want %d", code, want)
	}
	for _, word := range words {
		if !strings.Contains(said, word) {
			t.Errorf("%q is not said", word)
		}
	}
	if t.Failed() {
		t.Logf("it said:\n%s", said)
	}
}

// copyOf is a copy of the world's register in a new folder.
func copyOf(t *testing.T, w *officetest.World, who string) string {
	t.Helper()
	dir := t.TempDir()
	if _, err := copies.Export(t.Context(), w.Office, w.Reading, w.As(who), dir, copies.ExportOptions{Bulletins: w.Bulletins}, nil); err != nil {
		t.Fatal(err)
	}
	return dir
}

// restrictedOf is a copy with all that its reader may see, by a release that two sides signed.
func restrictedOf(t *testing.T, w *officetest.World, who string) string {
	t.Helper()
	dir := t.TempDir()
	if _, err := copies.Export(t.Context(), w.Office, w.Reading, w.As(who), dir, copies.ExportOptions{Bulletins: w.Bulletins, Release: w.Releases(t, who)}, nil); err != nil {
		t.Fatal(err)
	}
	return dir
}

// keyFile is a person's key as the program reads it.
func keyFile(t *testing.T, w *officetest.World, who string) string {
	t.Helper()
	jwk, err := w.Keys[who].MarshalPrivate()
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(struct {
		Format  string         `json:"format"`
		Person  string         `json:"person"`
		Office  string         `json:"office"`
		Key     jsontext.Value `json:"key"`
		Sealing string         `json:"sealing,omitempty"`
	}{"truce-key-1", "person/" + who, w.Verifier().Name(), jwk, w.Seals[who]})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), who+".key")
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// history is the entries of a register in the hands of its owner, who has its key, the database and our
// source, and signs what he likes.
type history [][]byte

func historyOf(t *testing.T, w *officetest.World) history {
	t.Helper()
	h, err := w.Entries(t.Context(), 0, w.Size())
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// Entries is part of register.EntryReader.
func (h history) Entries(_ context.Context, from, to int64) ([][]byte, error) { return h[from:to], nil }

// LeafHashes is part of register.LeafReader.
func (h history) LeafHashes(_ context.Context, from, to int64) ([]tlog.Hash, error) {
	var leaves []tlog.Hash
	for _, e := range h[from:to] {
		leaves = append(leaves, register.LeafHash(e))
	}
	return leaves, nil
}

// signer is the register's own key.
func signer(t *testing.T, w *officetest.World) note.Signer {
	t.Helper()
	key, err := os.ReadFile(filepath.Join(w.Folder, "register.key"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := register.NewSigningKey(strings.TrimSpace(string(key)))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// publish writes the history into a folder, signed as if there had never been another, with what lies beside it in
// an honest copy ("" for nothing).
func (h history) publish(t *testing.T, w *officetest.World, beside string) string {
	t.Helper()
	dir := t.TempDir()
	if beside != "" {
		if err := os.CopyFS(dir, os.DirFS(beside)); err != nil {
			t.Fatal(err)
		}
		for _, gone := range []string{"tile", "heads", register.HeadPath} {
			if err := os.RemoveAll(filepath.Join(dir, gone)); err != nil {
				t.Fatal(err)
			}
		}
		if err := replaced(dir, `"whole": true`, `"whole": false`); err != nil { // which the forger does not say
			t.Fatal(err)
		}
	}
	var tree register.Tree
	for _, e := range h {
		tree.Append(register.LeafHash(e))
	}
	tiles := register.Tiler{Leaves: h, Nodes: &register.MemoryNodes{}}
	forger, err := register.NewSigner(t.Context(), signer(t, w), tree, tiles) // who forges remembers nothing
	if err != nil {
		t.Fatal(err)
	}
	extension, err := forger.Extend()
	if err != nil {
		t.Fatal(err)
	}
	err = register.Export(t.Context(), 0, extension.Head, h, tiles, func(path string, content []byte) error {
		put(t, dir, path, content)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	put(t, dir, "register.pub", []byte(w.Key()+"\n"))
	return dir
}

// rewritten is the history with two acts in each other's place; the times of receipt stay, so that they are right.
func (h history) rewritten(at int) history {
	other := append(history(nil), h...)
	a, err1 := register.ParseEntry(h[at])
	b, err2 := register.ParseEntry(h[at+1])
	a.Act, b.Act = b.Act, a.Act
	first, err3 := a.Append(nil)
	second, err4 := b.Append(nil)
	if err := errors.Join(err1, err2, err3, err4); err != nil {
		panic(err)
	}
	other[at], other[at+1] = first, second
	return other
}

// with is the history with an act that the office's own program would have refused.
func (h history) with(t *testing.T, sdjwt string) history {
	t.Helper()
	last, err := register.ParseEntry(h[len(h)-1])
	if err != nil {
		t.Fatal(err)
	}
	compact, _, _ := strings.Cut(sdjwt, "~")
	e, err := register.Entry{Received: last.Received.Add(time.Second), Act: compact}.Append(nil)
	if err != nil {
		t.Fatal(err)
	}
	return append(append(history(nil), h...), e)
}

func put(t *testing.T, dir, name string, content []byte) {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, dir, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// unchanged fails unless every file of a folder is as it was, but for heads that were offered and a proof.
func unchanged(t *testing.T, before, after string) {
	t.Helper()
	err := filepath.WalkDir(before, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(before, path)
		if err == nil && !bytes.Equal(read(t, after, name), read(t, before, name)) {
			t.Errorf("%s was changed", name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// published serves a folder as an office serves its register, and nothing else.
func published(t *testing.T, w *officetest.World, folder string) *httptest.Server {
	t.Helper()
	files := http.FileServer(http.Dir(folder))
	mux := http.NewServeMux()
	mux.HandleFunc("/register/key", func(out http.ResponseWriter, _ *http.Request) { out.Write([]byte(w.Key() + "\n")) })
	mux.Handle("/register/", http.StripPrefix("/register", files))
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server
}

// signedText signs any text as a head, with the register's key.
func signedText(t *testing.T, w *officetest.World, text string) []byte {
	t.Helper()
	signed, err := note.Sign(&note.Note{Text: text}, signer(t, w))
	if err != nil {
		t.Fatal(err)
	}
	return signed
}
