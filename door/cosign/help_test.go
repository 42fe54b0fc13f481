package cosign_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http/httptest"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"truce/door/cosign"
	"truce/ground/register"
)

const origin = "office.example/register"

var noon = time.Date(2017, 5, 18, 12, 0, 0, 0, time.UTC)

func seeded(seed byte) *rand.ChaCha8 { return rand.NewChaCha8([32]byte{seed}) }

// log is a register in memory that can be made to tell anything.
type log struct {
	signer   note.Signer
	verifier note.Verifier
	vkey     string
	entries  [][]byte
	kept     chan []byte // heads with cosignatures that an asker brought back
	mu       sync.Mutex
	shown    int // so many of the entries are committed
}

func newLog(t testing.TB, name string, seed byte, n int) *log {
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
	l := &log{signer: signer, verifier: verifier, vkey: vkey, kept: make(chan []byte, 100), shown: n}
	for i := range n {
		act := base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "act %d", i))
		encoded, err := register.Entry{Received: noon.Add(time.Duration(i) * time.Second), Act: act + "." + act + "." + act}.Append(nil)
		if err != nil {
			t.Fatal(err)
		}
		l.entries = append(l.entries, encoded)
	}
	return l
}

// other is the same register with another entry at a position: its second history.
func (l *log) other(t testing.TB, at int) *log {
	t.Helper()
	forged := &log{signer: l.signer, verifier: l.verifier, vkey: l.vkey, kept: make(chan []byte, 100), shown: l.shown}
	forged.entries = append(forged.entries, l.entries...)
	encoded, err := register.Entry{Received: noon.Add(time.Duration(at) * time.Second), Act: "Zm9yZ2Vk.Zm9yZ2Vk.Zm9yZ2Vk"}.Append(nil)
	if err != nil {
		t.Fatal(err)
	}
	forged.entries[at] = encoded
	return forged
}

func (l *log) LeafHashes(_ context.Context, from, to int64) ([]tlog.Hash, error) {
	var leaves []tlog.Hash
	for _, e := range l.entries[from:to] {
		leaves = append(leaves, register.LeafHash(e))
	}
	return leaves, nil
}

func (l *log) head(t testing.TB, n int) []byte {
	t.Helper()
	var tree register.Tree
	for _, e := range l.entries[:n] {
		tree.Append(register.LeafHash(e))
	}
	return l.sign(t, register.TreeHead{Origin: l.verifier.Name(), Size: int64(n), Root: tree.Root()}.Body())
}

func (l *log) sign(t testing.TB, text string) []byte {
	t.Helper()
	signed, err := note.Sign(&note.Note{Text: text}, l.signer)
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

// request asks for a cosignature on the first n entries, from a size that the cosigner is believed to know.
func (l *log) request(t testing.TB, known, n int) register.CosignRequest {
	t.Helper()
	proof, err := register.ProveConsistency(t.Context(), l.Tiles(), int64(known), int64(n))
	if err != nil {
		t.Fatal(err)
	}
	return register.CosignRequest{Known: int64(known), Proof: proof, Head: l.head(t, n)}
}

// The methods of cosign.Office.

func (l *log) Head(context.Context) ([]byte, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var tree register.Tree
	for _, e := range l.entries[:l.shown] {
		tree.Append(register.LeafHash(e))
	}
	return note.Sign(&note.Note{Text: register.TreeHead{Origin: l.verifier.Name(), Size: int64(l.shown), Root: tree.Root()}.Body()}, l.signer)
}

func (l *log) Verifier() note.Verifier { return l.verifier }

func (l *log) Tiles() register.TileReader {
	return register.Tiler{Leaves: l, Nodes: new(register.MemoryNodes)}
}

func (l *log) Cosign(_ context.Context, signed []byte, _ note.Verifier) error {
	l.kept <- signed
	return nil
}

func (l *log) show(n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.shown = n
}

// cosigner is a folder behind its door.
type cosigner struct {
	path   string
	folder *cosign.Folder
	door   *cosign.Door
	server *httptest.Server
	forks  chan *register.ForkError
	key    string
}

func newCosigner(t testing.TB, name string, seed byte, follows ...*log) *cosigner {
	t.Helper()
	c := &cosigner{path: filepath.Join(t.TempDir(), "cosigner"), forks: make(chan *register.ForkError, 10)}
	var err error
	if c.key, err = cosign.Create(c.path, name, seeded(seed)); err != nil {
		t.Fatal(err)
	}
	c.open(t)
	for _, l := range follows {
		if _, err := c.folder.Follow(l.vkey, noon); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { c.close(t) })
	return c
}

func (c *cosigner) open(t testing.TB) {
	t.Helper()
	var err error
	if c.folder, err = cosign.Open(c.path); err != nil {
		t.Fatal(err)
	}
	c.door, err = cosign.NewDoor(c.folder, cosign.DoorOptions{Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return noon },
		Forked: func(f *register.ForkError) { c.forks <- f }})
	if err != nil {
		t.Fatal(err)
	}
	c.server = httptest.NewServer(c.door)
}

func (c *cosigner) close(t testing.TB) {
	t.Helper()
	c.server.Close()
	if err := c.folder.Close(); err != nil {
		t.Error(err)
	}
}

func (c *cosigner) verifier(t testing.TB) note.Verifier {
	t.Helper()
	v, err := register.NewVerifier(c.key)
	if err != nil {
		t.Fatal(err)
	}
	return v
}
