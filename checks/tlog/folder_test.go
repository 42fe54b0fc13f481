package outside_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"truce/ground/register"
)

const origin = "post.example/register"

// sizes are those at which tiles begin, fill and gain a level.
var sizes = []int{1, 2, 255, 256, 257, 512, 700, 65536, 65537, 66000}

// office is a register in memory, with its keys.
type office struct {
	entries [][]byte
	signer  note.Signer
	vkey    string
}

func newOffice(t testing.TB, n int) office {
	t.Helper()
	skey, vkey, err := register.GenerateKey(rand.NewChaCha8([32]byte{1}), origin)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := register.NewSigningKey(skey)
	if err != nil {
		t.Fatal(err)
	}
	return office{entries: newEntries(t, n, 500), signer: signer, vkey: vkey}
}

// newEntries makes n encoded entries with an act of about so many bytes each.
func newEntries(t testing.TB, n, bytes int) [][]byte {
	t.Helper()
	random := rand.NewChaCha8([32]byte{2})
	payload := make([]byte, bytes*3/4)
	entries := make([][]byte, n)
	for i := range entries {
		random.Read(payload)
		text := base64.RawURLEncoding.EncodeToString(payload)
		e := register.Entry{
			Received: time.Date(2017, 5, 7, 0, 0, i, 0, time.UTC),
			Act:      text[:20] + "." + text[20:len(text)-86] + "." + text[len(text)-86:],
		}
		var err error
		if entries[i], err = e.Append(nil); err != nil {
			t.Fatal(err)
		}
	}
	return entries
}

func (o office) Entries(_ context.Context, from, to int64) ([][]byte, error) {
	return o.entries[from:to], nil
}

func (o office) LeafHashes(_ context.Context, from, to int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, 0, to-from)
	for _, e := range o.entries[from:to] {
		hashes = append(hashes, register.LeafHash(e))
	}
	return hashes, nil
}

func (o office) tiles() register.Tiler {
	return register.Tiler{Leaves: o, Nodes: new(register.MemoryNodes)}
}

// head signs the first n entries.
func (o office) head(t testing.TB, n int) register.SignedHead {
	t.Helper()
	signer, err := register.NewSigner(t.Context(), o.signer, register.Tree{}, o.tiles())
	if err != nil {
		t.Fatal(err)
	}
	leaves, _ := o.LeafHashes(t.Context(), 0, int64(n))
	x, err := signer.Extend(leaves...)
	if err != nil {
		t.Fatal(err)
	}
	return x.Head
}

// export writes the register as a folder.
func (o office) export(t testing.TB) string {
	t.Helper()
	folder := t.TempDir()
	write := func(path string, content []byte) error {
		path = filepath.Join(folder, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		return os.WriteFile(path, content, 0o644)
	}
	if err := register.Export(t.Context(), 0, o.head(t, len(o.entries)), o, o.tiles(), write); err != nil {
		t.Fatal(err)
	}
	return folder
}

// flip changes one bit of a file, and gives a function that changes it back.
func flip(t testing.TB, folder, path string, at int) (back func()) {
	t.Helper()
	path = filepath.Join(folder, filepath.FromSlash(path))
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	write := func() {
		content[at] ^= 1
		if err := os.WriteFile(path, content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write()
	return write
}

func hashesOf[H ~[32]byte](hashes []H) [][]byte {
	list := make([][]byte, len(hashes))
	for i, h := range hashes {
		list[i] = append(list[i], h[:]...)
	}
	return list
}

func perSize(t *testing.T, test func(t *testing.T, n int)) {
	for _, n := range sizes {
		t.Run(fmt.Sprintf("%d entries", n), func(t *testing.T) {
			t.Parallel()
			test(t, n)
		})
	}
}
