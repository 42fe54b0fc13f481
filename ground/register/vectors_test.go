package register_test

import (
	"encoding/base64"
	"encoding/json"
	"flag"
	"os"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"truce/ground/register"
)

var update = flag.Bool("update", false, "make new vectors; the desk's tests read the same files")

const vectorsFile = "../../testdata/vectors/register.json"

// vectors are a register's hashes, proofs, paths and heads, which this package and the desk
// (web/src/trust) must make and check alike. Hashes are base64, as in a tree head.
type vectors struct {
	Leaves      []string    `json:"leaves"` // of the longest tree, in order
	Roots       []string    `json:"roots"`  // by size, from 0
	Inclusion   []inclusion `json:"inclusion"`
	Consistency []extension `json:"consistency"`
	Paths       []tilePath  `json:"paths"`
	Key         string      `json:"key"`  // of the register
	Head        string      `json:"head"` // signed by it
}

type inclusion struct {
	Size  int64    `json:"size"`
	Index int64    `json:"index"`
	Proof []string `json:"proof"`
}

type extension struct {
	Older int64    `json:"older"`
	Newer int64    `json:"newer"`
	Proof []string `json:"proof"`
}

type tilePath struct {
	Size  int64  `json:"size"`
	Level int    `json:"level"` // -1: entries
	N     int64  `json:"n"`
	Path  string `json:"path"`
}

// TestVectors makes the shared vectors again, which must be as they are in the file;
// unit/register.test.ts holds them to the desk.
func TestVectors(t *testing.T) {
	t.Parallel()
	text, err := json.MarshalIndent(makeVectors(t), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	text = append(text, '\n')
	if *update {
		if err := os.WriteFile(vectorsFile, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(vectorsFile)
	if err != nil {
		t.Fatal(err)
	}
	if string(kept) != string(text) {
		t.Errorf("%s holds other vectors than this package makes: go test ./ground/register -run TestVectors -update, and read the difference", vectorsFile)
	}
}

func makeVectors(t *testing.T) vectors {
	t.Helper()
	const longest = 13
	h := newHistory(longest)
	var all vectors
	for size := range int64(longest) + 1 {
		tree := h[:size].tree()
		all.Roots = append(all.Roots, tree.Root().String())
		if size > 0 {
			all.Leaves = append(all.Leaves, register.LeafHash(h[size-1]).String())
		}
	}
	for _, size := range []int64{1, 2, 7, 8, longest} {
		for index := range size {
			proof, err := register.ProveInclusion(t.Context(), h[:size].tiles(), size, index)
			if err != nil {
				t.Fatal(err)
			}
			all.Inclusion = append(all.Inclusion, inclusion{size, index, texts(proof)})
		}
		for older := range size {
			proof, err := register.ProveConsistency(t.Context(), h[:size].tiles(), older, size)
			if err != nil {
				t.Fatal(err)
			}
			all.Consistency = append(all.Consistency, extension{older, size, texts(proof)})
		}
	}
	for _, at := range []tilePath{{1, 0, 0, ""}, {256, 0, 0, ""}, {300, 0, 1, ""}, {70_000, 1, 1, ""}, {70_000, 2, 0, ""}, {300_000_000, 0, 1_171_874, ""}, {300, -1, 1, ""}} {
		path, ok := register.TileAt(at.Size, at.Level, at.N)
		if !ok {
			t.Fatalf("no tile %+v", at)
		}
		at.Path = path.String()
		all.Paths = append(all.Paths, at)
	}
	k := newKeys(t, origin, 1)
	all.Head = string(h.sign(t, k).Note)
	_, all.Key, _ = register.GenerateKey(seeded(1), origin)
	return all
}

func texts[P ~[]tlog.Hash](proof P) []string {
	all := []string{}
	for _, h := range proof {
		all = append(all, base64.StdEncoding.EncodeToString(h[:]))
	}
	return all
}
