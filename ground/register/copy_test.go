package register_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"truce/ground/register"
)

const origin = "post.example/register"

// start is when the registers of these tests receive their first entry; one more comes each second.
var start = time.Date(2017, 5, 7, 14, 3, 22, 120_000_000, time.UTC)

// seeded is a reader of bytes that are the same each time.
func seeded(seed byte) *rand.ChaCha8 { return rand.NewChaCha8([32]byte{seed}) }

type keys struct {
	signer   note.Signer
	verifier note.Verifier
}

func newKeys(t testing.TB, name string, seed byte) keys {
	t.Helper()
	skey, vkey, err := register.GenerateKey(seeded(seed), name)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := register.NewSigningKey(skey)
	if err != nil {
		t.Fatal(err)
	}
	verifier, err := register.NewVerifier(vkey)
	if err != nil {
		t.Fatal(err)
	}
	return keys{signer, verifier}
}

// act is a compact JWS in form; what it says is no business of a register.
func act(i int) string {
	part := base64.RawURLEncoding.EncodeToString
	return part([]byte(`{"alg":"Ed25519"}`)) + "." + part(fmt.Appendf(nil, `{"kind":"observation-filed","n":%d}`, i)) + "." + part([]byte("signature"))
}

func entry(i int) register.Entry {
	return register.Entry{Received: start.Add(time.Duration(i) * time.Second), Act: act(i)}
}

// history is the encoded entries of a register: what an office stores.
type history [][]byte

// newHistory is the first n of 66,000 entries, the same each time.
func newHistory(n int) history { return slices.Clone(longest()[:n]) }

var longest = sync.OnceValue(func() history {
	h := make(history, 66_000)
	for i := range h {
		h[i] = encode(entry(i))
	}
	return h
})

func encode(e register.Entry) []byte {
	b, err := e.Append(nil)
	if err != nil {
		panic(err)
	}
	return b
}

func (h history) Entries(_ context.Context, from, to int64) ([][]byte, error) { return h[from:to], nil }

func (h history) LeafHashes(_ context.Context, from, to int64) ([]tlog.Hash, error) {
	leaves := make([]tlog.Hash, 0, to-from)
	for _, e := range h[from:to] {
		leaves = append(leaves, register.LeafHash(e))
	}
	return leaves, nil
}

func (h history) tiles() register.Tiler {
	return register.Tiler{Leaves: h, Nodes: new(register.MemoryNodes)}
}

func (h history) tree() register.Tree {
	var tree register.Tree
	for _, e := range h {
		tree.Append(register.LeafHash(e))
	}
	return tree
}

func (h history) head() register.TreeHead {
	tree := h.tree()
	return register.TreeHead{Origin: origin, Size: tree.Size(), Root: tree.Root()}
}

func (h history) sign(t testing.TB, k keys) register.SignedHead {
	t.Helper()
	signer, err := register.NewSigner(t.Context(), k.signer, h.tree(), h.tiles())
	if err != nil {
		t.Fatal(err)
	}
	present, err := signer.Extend()
	if err != nil {
		t.Fatal(err)
	}
	return present.Head
}

// signText signs any text at all, as a dishonest office can.
func signText(t testing.TB, text string, k keys) []byte {
	t.Helper()
	signed, err := note.Sign(&note.Note{Text: text}, k.signer)
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

// export is the history as a folder.
func (h history) export(t testing.TB, k keys) fstest.MapFS {
	t.Helper()
	folder := make(fstest.MapFS)
	write := func(path string, content []byte) error {
		folder[path] = &fstest.MapFile{Data: content}
		return nil
	}
	if err := register.Export(t.Context(), 0, h.sign(t, k), h, h.tiles(), write); err != nil {
		t.Fatal(err)
	}
	return folder
}

// bundles replaces the entries of a folder, and nothing else.
func (h history) bundles(t testing.TB, folder fstest.MapFS) {
	t.Helper()
	for path := range register.TilePaths(0, int64(len(h))) {
		if path.Level != register.BundleLevel {
			continue
		}
		var bundle []byte
		for _, e := range h[path.N*register.TileWidth:][:path.Width] {
			bundle, _ = register.AppendToBundle(bundle, e)
		}
		folder[path.String()] = &fstest.MapFile{Data: bundle}
	}
}

// altered is a copy of the folder with one file changed.
func altered(folder fstest.MapFS, path string, change func([]byte) []byte) fstest.MapFS {
	folder = maps.Clone(folder)
	content := change(append([]byte(nil), folder[path].Data...))
	if folder[path] = (&fstest.MapFile{Data: content}); content == nil {
		delete(folder, path)
	}
	return folder
}

// hashes is a LeafReader of leaf hashes that are stored.
type hashes []tlog.Hash

func (h hashes) LeafHashes(_ context.Context, from, to int64) ([]tlog.Hash, error) {
	return h[from:to], nil
}
