package register_test

import (
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"truce/ground/register"
)

// large is a register of a million entries of 600 bytes, in memory.
var large = sync.OnceValue(func() history {
	random := rand.NewChaCha8([32]byte{6})
	h := make(history, 1_000_000)
	payload := make([]byte, 330)
	for i := range h {
		random.Read(payload)
		encoded := base64.RawURLEncoding.EncodeToString(payload)
		at := start.Add(time.Duration(i) * time.Second)
		h[i] = encode(register.Entry{Received: at, Act: encoded[:40] + "." + encoded[40:354] + "." + encoded[354:]})
	}
	return h
})

func BenchmarkCheck(b *testing.B) {
	k := newKeys(b, origin, 1)
	folder := large().export(b, k)
	for b.Loop() {
		report, err := register.Check(b.Context(), register.Folder(folder), register.Options{Verifier: k.verifier})
		if err != nil || report.Problem != nil {
			b.Fatal(report.Problem, err)
		}
	}
	b.ReportMetric(float64(b.N)*float64(len(large()))/b.Elapsed().Seconds(), "entries/s")
}

func BenchmarkCompare(b *testing.B) {
	k := newKeys(b, origin, 1)
	mine, theirs := large().export(b, k), large()[:900_000].export(b, k)
	for b.Loop() {
		c, err := register.Compare(b.Context(), register.Folder(mine), register.Folder(theirs), k.verifier)
		if err != nil || c.Verdict != register.Behind {
			b.Fatal(c.Verdict, err)
		}
	}
}

func BenchmarkProveInclusion(b *testing.B) {
	h := large()
	nodes := new(register.MemoryNodes)
	leaves, _ := h.LeafHashes(b.Context(), 0, int64(len(h)))
	tiler := register.Tiler{Leaves: hashes(leaves), Nodes: nodes}
	random := rand.New(rand.NewPCG(1, 2))
	for b.Loop() {
		if _, err := register.ProveInclusion(b.Context(), tiler, int64(len(h)), random.Int64N(int64(len(h)))); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkHashTile(b *testing.B) {
	h := large()
	leaves, _ := h.LeafHashes(b.Context(), 0, int64(len(h)))
	for level, p := range []register.TilePath{{Level: 0, N: 3, Width: 256}, {Level: 1, N: 14, Width: 256}, {Level: 2, N: 0, Width: 15}} {
		tiler := register.Tiler{Leaves: hashes(leaves), Nodes: new(register.MemoryNodes)}
		if _, err := tiler.HashTile(b.Context(), register.TilePath{Level: 2, N: 0, Width: 15}); err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprintf("level %d of a million entries", level), func(b *testing.B) {
			for b.Loop() {
				if _, err := tiler.HashTile(b.Context(), p); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
