package register_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/fstest"

	"truce/ground/register"
)

func compare(t *testing.T, k keys, a, b fstest.MapFS) register.Comparison {
	t.Helper()
	c, err := register.Compare(t.Context(), register.Folder(a), register.Folder(b), k.verifier)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCompareDelay(t *testing.T) {
	t.Parallel()
	k, all := newKeys(t, origin, 1), newHistory(66000)
	copies := make(map[int]fstest.MapFS)
	for _, n := range sizes {
		copies[n] = all[:n].export(t, k)
	}
	for _, n := range sizes {
		for _, m := range sizes {
			want := register.Behind
			if m == n {
				want = register.Same
			}
			c := compare(t, k, copies[n], copies[m])
			if c.Verdict != want || c.BehindBy != int64(max(n-m, m-n)) || c.Fork != nil || c.A.Size != int64(n) || c.B.Size != int64(m) {
				t.Errorf("%d and %d entries: %v by %d", n, m, c.Verdict, c.BehindBy)
			}
		}
	}
}

func TestCompareFork(t *testing.T) {
	t.Parallel()
	k, honest := newKeys(t, origin, 1), newHistory(66000)
	other := newKeys(t, origin, 2)
	for _, at := range []int{0, 1, 255, 256, 257, 65536} {
		forged := slices.Clone(honest)
		forged[at] = encode(entry(7_000_000))
		for _, sizes := range [][2]int{{at + 1, at + 1}, {at + 1, at + 2}, {at + 300, at + 1}, {66000, at + 1}} {
			n, m := min(sizes[0], 66000), min(sizes[1], 66000)
			t.Run(fmt.Sprintf("at %d, with %d and %d entries", at, n, m), func(t *testing.T) {
				t.Parallel()
				c := compare(t, k, honest[:n].export(t, k), forged[:m].export(t, k))
				if c.Verdict != register.Forked || c.Fork == nil || c.Fork.Index != int64(at) {
					t.Fatalf("got %v, %+v", c.Verdict, c.Fork)
				}
				if c.A.TreeHead != honest[:n].head() || c.B.TreeHead != forged[:m].head() {
					t.Error("the heads are not those of the copies")
				}
				if c.Fork.A != register.LeafHash(honest[at]) || c.Fork.B != register.LeafHash(forged[at]) {
					t.Error("the leaves are not those at which they differ")
				}
				if err := c.Fork.Check(k.verifier); err != nil {
					t.Errorf("the proof of the fork: %v", err)
				}
				if err := c.Fork.Check(other.verifier); !errors.Is(err, register.ErrSignature) {
					t.Errorf("the proof of the fork, with another key: %v", err)
				}
			})
		}
		before := compare(t, k, honest[:at].export(t, k), forged[:at+1].export(t, k))
		if before.Verdict != register.Behind {
			t.Errorf("a copy from before they part at %d: %v", at, before.Verdict)
		}
	}
}

func TestForkNeedsTwoLeaves(t *testing.T) {
	t.Parallel()
	k, honest := newKeys(t, origin, 1), newHistory(300)
	forged := slices.Clone(honest)
	forged[7] = encode(entry(9000))
	good := *compare(t, k, honest.export(t, k), forged.export(t, k)).Fork
	for name, spoil := range map[string]func(*register.Fork){
		"the same leaf twice":     func(f *register.Fork) { f.B, f.ReceiptB = f.A, f.ReceiptA },
		"a leaf nobody signed":    func(f *register.Fork) { f.B[0] ^= 1 },
		"another position":        func(f *register.Fork) { f.Index++ },
		"a receipt for elsewhere": func(f *register.Fork) { f.ReceiptB.Index++ },
	} {
		f := good
		if spoil(&f); f.Check(k.verifier) == nil {
			t.Errorf("%s proves a fork", name)
		}
	}
}

// TestCompareDamaged: a copy whose tiles are not those of its own head proves nothing about the register.
func TestCompareDamaged(t *testing.T) {
	t.Parallel()
	k, honest := newKeys(t, origin, 1), newHistory(66000)
	forged := slices.Clone(honest)
	forged[300] = encode(entry(7_000_000))
	whole, fork := honest.export(t, k), forged.export(t, k)
	for _, path := range []string{"tile/0/001", "tile/1/000", "tile/2/000.p/1", "tile/0/257.p/208"} {
		bad := altered(whole, path, func(b []byte) []byte { b[5] ^= 1; return b })
		for want, good := range map[register.Verdict]fstest.MapFS{register.Same: whole, register.Forked: fork} {
			c, err := register.Compare(t.Context(), register.Folder(good), register.Folder(bad), k.verifier)
			if err == nil && c.Verdict != want || err != nil && !errors.Is(err, register.ErrTile) {
				t.Errorf("%s altered: %v instead of %v, %v", path, c.Verdict, want, err)
			}
		}
	}
}
