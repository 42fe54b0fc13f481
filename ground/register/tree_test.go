package register_test

import (
	"encoding/hex"
	"fmt"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"truce/ground/register"
)

// TestTreeVectors uses the leaves and roots with which Certificate Transparency implementations are tested
// (the Merkle tree tests of google/certificate-transparency).
func TestTreeVectors(t *testing.T) {
	t.Parallel()
	leaves := []string{"", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"}
	roots := []string{
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
		"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
		"aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
		"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
		"4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
		"76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
		"ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
		"5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
	}
	var tree register.Tree
	for i := range roots {
		if root := tree.Root(); hex.EncodeToString(root[:]) != roots[i] {
			t.Errorf("%d leaves: root %x", i, root)
		}
		if i < len(leaves) {
			leaf, err := hex.DecodeString(leaves[i])
			if err != nil {
				t.Fatal(err)
			}
			tree.Append(register.LeafHash(leaf))
		}
	}
}

// TestTreeAgreesWithTlog grows a tree beside the one of golang.org/x/mod, storing it away at each step.
func TestTreeAgreesWithTlog(t *testing.T) {
	t.Parallel()
	var tree register.Tree
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		hashes := make([]tlog.Hash, len(indexes))
		for i, x := range indexes {
			hashes[i] = stored[x]
		}
		return hashes, nil
	})
	for n := range int64(1100) {
		want, err := tlog.TreeHash(n, reader)
		if err != nil {
			t.Fatal(err)
		}
		again, err := register.TreeFromEdge(tree.Size(), tree.Edge())
		if err != nil || tree.Size() != n || tree.Root() != want || again.Root() != want {
			t.Fatalf("%d leaves: root %v, restored %v, want %v: %v", n, tree.Root(), again.Root(), want, err)
		}
		leaf := fmt.Appendf(nil, "leaf %d", n)
		hashes, err := tlog.StoredHashes(n, leaf, reader)
		if err != nil {
			t.Fatal(err)
		}
		stored = append(stored, hashes...)
		tree = again
		tree.Append(register.LeafHash(leaf))
	}
}

func TestTreeCopiesAreIndependent(t *testing.T) {
	t.Parallel()
	var tree register.Tree
	tree.Append(tlog.Hash{1})
	before, other := tree.Root(), tree.Clone()
	other.Append(tlog.Hash{2})
	if tree.Size() != 1 || tree.Root() != before || other.Size() != 2 {
		t.Error("growing a copy grew the original")
	}
}

func TestTreeFromEdge(t *testing.T) {
	t.Parallel()
	for _, bad := range []struct {
		size  int64
		bytes int
	}{{0, 32}, {1, 0}, {1, 31}, {1, 33}, {2, 64}, {3, 32}, {-1, 64 * 32}, {-1, 0}} {
		if _, err := register.TreeFromEdge(bad.size, make([]byte, bad.bytes)); err == nil {
			t.Errorf("size %d with an edge of %d bytes was accepted", bad.size, bad.bytes)
		}
	}
}

func BenchmarkTreeAppend(b *testing.B) {
	var tree register.Tree
	leaf := register.LeafHash([]byte("leaf"))
	b.ReportAllocs()
	for b.Loop() {
		tree.Append(leaf)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "appends/s")
}

// BenchmarkAppendEntry is all that recording an entry of 500 bytes costs here: encode, hash, append.
func BenchmarkAppendEntry(b *testing.B) {
	var tree register.Tree
	e := entry(0)
	for len(e.Act) < 470 {
		e.Act += "x"
	}
	buf := make([]byte, 0, 1024)
	b.ReportAllocs()
	for b.Loop() {
		encoded, err := e.Append(buf)
		if err != nil {
			b.Fatal(err)
		}
		tree.Append(register.LeafHash(encoded))
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "entries/s")
}
