package cosigners_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"truce/ground/register"
	"truce/office/officetest"
)

// history is a register in the hands of its owner, who has its key: with another first entry.
type history struct {
	entries  [][]byte
	signer   note.Signer
	verifier note.Verifier
	mu       sync.Mutex
	kept     [][]byte
	keys     []note.Verifier
}

func forge(t *testing.T, w *officetest.World) *history {
	t.Helper()
	entries, err := w.Entries(t.Context(), 0, w.Size())
	if err != nil {
		t.Fatal(err)
	}
	entries[0] = entries[1]
	key, err := os.ReadFile(filepath.Join(w.Folder, "register.key"))
	if err != nil {
		t.Fatal(err)
	}
	signer, err := register.NewSigningKey(strings.TrimSpace(string(key)))
	if err != nil {
		t.Fatal(err)
	}
	return &history{entries: entries, signer: signer, verifier: w.Verifier()}
}

// LeafHashes is part of register.LeafReader.
func (h *history) LeafHashes(_ context.Context, from, to int64) ([]tlog.Hash, error) {
	var leaves []tlog.Hash
	for _, e := range h.entries[from:to] {
		leaves = append(leaves, register.LeafHash(e))
	}
	return leaves, nil
}

// The methods of cosign.Office.

func (h *history) Head(context.Context) ([]byte, error) {
	var tree register.Tree
	for _, e := range h.entries {
		tree.Append(register.LeafHash(e))
	}
	return note.Sign(&note.Note{Text: register.TreeHead{Origin: h.verifier.Name(), Size: tree.Size(), Root: tree.Root()}.Body()}, h.signer)
}

func (h *history) Verifier() note.Verifier { return h.verifier }

func (h *history) Tiles() register.TileReader {
	return register.Tiler{Leaves: h, Nodes: new(register.MemoryNodes)}
}

func (h *history) Cosign(_ context.Context, signed []byte, by note.Verifier) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.kept, h.keys = append(h.kept, signed), append(h.keys, by)
	return nil
}

// cosigned is the head with all that was signed on it.
func (h *history) cosigned(t *testing.T) []byte {
	t.Helper()
	signed, err := h.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	head, err := register.OpenHead(signed, h.verifier)
	if err != nil {
		t.Fatal(err)
	}
	for i, kept := range h.kept {
		_, lines, _ := strings.Cut(string(kept), "\n\n")
		head = register.AddCosignatures(head, []byte(lines), h.keys[i])
	}
	return head.Note
}
