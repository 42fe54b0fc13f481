package copies_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/go-json-experiment/json"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"truce/door/copies"
	"truce/ground/act"
	"truce/ground/register"
	"truce/noun/people"
	"truce/office/officetest"
	"truce/tool/blob"
)

// world is an office with some reports, an assessed incident and two pieces of evidence.
type world struct {
	*officetest.World
	photo, paper blob.Stored
}

func newWorld(t testing.TB, reports int) *world {
	t.Helper()
	w := &world{World: officetest.New(t)}
	w.Releases(t, "secretary")
	w.File(t, 0, reports)
	w.Assess(t)
	w.photo = w.Deposit(t, "photo.txt", "text/plain", []byte("EXERCISE. A note of a crater."))
	w.paper = w.Deposit(t, "paper.bin", "application/octet-stream", []byte("\x00EXERCISE. Bytes of no known type."))
	return w
}

func (w *world) export(t testing.TB, who, dir string) copies.Exported {
	t.Helper()
	var o copies.ExportOptions
	if who != "auditor-1" { // who may see nothing restricted needs no release
		o.Release = w.Releases(t, who)
	}
	x, err := copies.Export(t.Context(), w.Office, w.Reading, w.As(who), dir, o, nil)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// copied is an exported folder in memory, to be spoilt.
func (w *world) copied(t testing.TB, who string) fstest.MapFS {
	t.Helper()
	dir := t.TempDir()
	w.export(t, who, dir)
	return load(t, dir)
}

func load(t testing.TB, dir string) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(filepath.Join(dir, name))
		files[name] = &fstest.MapFile{Data: content}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// check checks and fails on an error.
func check(t testing.TB, files fs.FS, o copies.CheckOptions) copies.Report {
	t.Helper()
	o.Files = files
	r, err := copies.Check(context.Background(), register.Folder(files), o, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// found fails unless the first finding is about the entry and says the words.
func found(t testing.TB, r copies.Report, index int64, words string) copies.Finding {
	t.Helper()
	if len(r.Findings) == 0 {
		t.Fatalf("nothing was found at entry %d", index)
	}
	f := r.Findings[0]
	if f.First != index || f.Last != index || !strings.Contains(f.What, words) {
		t.Errorf("found %v; want entry %d and %q", f, index, words)
	}
	return f
}

// history is the entries of a register, to be changed and signed again by whoever holds
// the register's key.
type history [][]byte

func (w *world) history(t testing.TB) history {
	t.Helper()
	h, err := w.Entries(t.Context(), 0, w.Size())
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func (h history) Entries(_ context.Context, from, to int64) ([][]byte, error) { return h[from:to], nil }

func (h history) LeafHashes(_ context.Context, from, to int64) ([]tlog.Hash, error) {
	var leaves []tlog.Hash
	for _, e := range h[from:to] {
		leaves = append(leaves, register.LeafHash(e))
	}
	return leaves, nil
}

// signer is the register's own key: the owner of the server.
func (w *world) signer(t testing.TB) note.Signer {
	t.Helper()
	key, err := os.ReadFile(filepath.Join(w.Folder, "register.key"))
	if err != nil {
		t.Fatal(err)
	}
	signer, err := register.NewSigningKey(strings.TrimSpace(string(key)))
	if err != nil {
		t.Fatal(err)
	}
	return signer
}

// signed puts the history into the place of the one in a copy, signed again.
func (h history) signed(t testing.TB, w *world, files fstest.MapFS) fstest.MapFS {
	t.Helper()
	signer := w.signer(t)
	var tree register.Tree
	for _, e := range h {
		tree.Append(register.LeafHash(e))
	}
	tiles := register.Tiler{Leaves: h, Nodes: &register.MemoryNodes{}}
	forger, err := register.NewSigner(t.Context(), signer, tree, tiles) // who forges remembers nothing
	if err != nil {
		t.Fatal(err)
	}
	extension, err := forger.Extend()
	if err != nil {
		t.Fatal(err)
	}
	head := extension.Head
	forged := fstest.MapFS{}
	for name, file := range files {
		if !strings.HasPrefix(name, "tile/") {
			forged[name] = file
		}
	}
	notWhole(forged) // who forges does not say that it is whole
	err = register.Export(t.Context(), 0, head, h, tiles, func(path string, content []byte) error {
		forged[path] = &fstest.MapFile{Data: content}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return forged
}

// entry is an act as the office would record it a millisecond after the last one.
func (h history) entry(t testing.TB, sdjwt string) []byte {
	t.Helper()
	last := parse(t, h[len(h)-1])
	return encode(t, last.Received.Add(time.Millisecond), sdjwt)
}

func parse(t testing.TB, encoded []byte) register.Entry {
	t.Helper()
	e, err := register.ParseEntry(encoded)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func encode(t testing.TB, received time.Time, sdjwt string) []byte {
	t.Helper()
	compact, _, _ := strings.Cut(sdjwt, "~")
	encoded, err := register.Entry{Received: received, Act: compact}.Append(nil)
	if err != nil {
		t.Fatal(err)
	}
	return encoded
}

func enrolment(t testing.TB, person string, key act.PrivateKey) (string, people.KeyEnrolled) {
	t.Helper()
	jwk, err := key.Public().MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	return string(people.KeySubject(key.Public().ID())), people.KeyEnrolled{Person: act.SubjectID("person/" + person), Roles: []string{"monitor"}, Key: jwk}
}

func hexOf(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

func parsed(t testing.TB, encoded []byte) act.Act {
	t.Helper()
	a, err := act.Parse(parse(t, encoded).Act)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// seeded is a reader of bytes that are the same each time.
func seeded(seed byte) *rand.ChaCha8 { return rand.NewChaCha8([32]byte{seed}) }

// flipped is a copy with one character changed to another of the same sort.
func flipped(content []byte, at int) []byte {
	spoilt := bytes.Clone(content)
	for spoilt[at] == '.' {
		at++
	}
	if spoilt[at] == 'A' || spoilt[at] == '1' {
		spoilt[at]++
	} else if spoilt[at] >= '0' && spoilt[at] <= '9' {
		spoilt[at] = '1'
	} else {
		spoilt[at] = 'A'
	}
	return spoilt
}

// flippedSignature changes the signature of an act and nothing else.
func flippedSignature(sdjwt string) string {
	compact, rest, _ := strings.Cut(sdjwt, "~")
	return string(flipped([]byte(compact), len(compact)-20)) + "~" + rest
}

// bundles puts the entries into a copy and leaves hashes and head as they are: what
// somebody can do who has no key.
func (h history) bundles(files fstest.MapFS) fstest.MapFS {
	spoilt := maps.Clone(files)
	for path := range register.TilePaths(0, int64(len(h))) {
		if path.Level != register.BundleLevel {
			continue
		}
		var content []byte
		for _, e := range h[path.N*register.TileWidth:][:path.Width] {
			content, _ = register.AppendToBundle(content, e) // no entry is that long
		}
		spoilt[path.String()] = &fstest.MapFile{Data: content}
	}
	return spoilt
}

// disclosures are all in a file of hidden/.
func disclosures(t testing.TB, hidden string) (all []act.Disclosure) {
	t.Helper()
	for line := range strings.Lines(hidden) {
		var l struct {
			Disclosures []string `json:"disclosures"`
		}
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatal(err)
		}
		for _, text := range l.Disclosures {
			d, err := act.ParseDisclosure(text)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, d)
		}
	}
	return all
}

func put(t testing.TB, dir, name string, content []byte) {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// notWhole has a copy not say that it tells of every slot.
func notWhole(files fstest.MapFS) {
	of, is := files["export.json"]
	if !is {
		return
	}
	text := of.Data
	files["export.json"] = &fstest.MapFile{Data: bytes.Replace(text, []byte(`"whole": true`), []byte(`"whole": false`), 1)}
}
