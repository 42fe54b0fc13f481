package register_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"truce/ground/register"
)

func TestProveInclusion(t *testing.T) {
	t.Parallel()
	random := rand.New(seeded(3))
	all := newHistory(66000)
	tiles := all.tiles()
	for _, n := range sizes[1:] {
		head := all[:n].head()
		for _, i := range []int{0, n / 2, n - 1, random.IntN(n), random.IntN(n)} {
			proof, err := register.ProveInclusion(t.Context(), tiles, int64(n), int64(i))
			if err != nil {
				t.Fatal(err)
			}
			leaf := register.LeafHash(all[i])
			if err := register.CheckInclusion(proof, head, int64(i), leaf); err != nil {
				t.Errorf("entry %d of %d: %v", i, n, err)
			}
			leaf[7] ^= 1
			if err := register.CheckInclusion(proof, head, int64(i), leaf); !errors.Is(err, register.ErrProof) {
				t.Errorf("another entry at %d of %d: %v", i, n, err)
			}
		}
	}
	for _, i := range []int64{-1, 5} {
		if _, err := register.ProveInclusion(t.Context(), tiles, 5, i); err == nil {
			t.Errorf("proved entry %d of 5", i)
		}
		if err := register.CheckInclusion(nil, all[:5].head(), i, tlog.Hash{}); !errors.Is(err, register.ErrProof) {
			t.Errorf("entry %d of 5: %v", i, err)
		}
	}
}

func TestProveConsistency(t *testing.T) {
	t.Parallel()
	all := newHistory(66000)
	tiles := all.tiles()
	heads := make(map[int]register.TreeHead)
	for _, n := range sizes {
		heads[n] = all[:n].head()
	}
	for i, older := range sizes {
		for _, newer := range sizes[i:] {
			proof, err := register.ProveConsistency(t.Context(), tiles, int64(older), int64(newer))
			if err != nil {
				t.Fatal(err)
			}
			a, b := heads[older], heads[newer]
			if err := register.CheckConsistency(proof, a, b); err != nil {
				t.Errorf("from %d to %d: %v", older, newer, err)
			}
			a.Root[0] ^= 1
			if err := register.CheckConsistency(proof, a, b); !errors.Is(err, register.ErrProof) {
				t.Errorf("another history, from %d to %d: %v", older, newer, err)
			}
			if err := register.CheckConsistency(append(proof, tlog.Hash{}), heads[older], b); !errors.Is(err, register.ErrProof) {
				t.Errorf("a proof too long, from %d to %d: %v", older, newer, err)
			}
		}
	}
	if _, err := register.ProveConsistency(t.Context(), tiles, 6, 5); err == nil {
		t.Error("proved that 5 entries extend 6")
	}
	a, b := all[:5].head(), all[:5].head()
	b.Origin = "elsewhere.example"
	if err := register.CheckConsistency(nil, a, b); !errors.Is(err, register.ErrProof) {
		t.Errorf("heads of two registers: %v", err)
	}
}

// TestProofsFromPublishedTiles makes the proofs from a folder, as a reader of a register does.
func TestProofsFromPublishedTiles(t *testing.T) {
	t.Parallel()
	h := newHistory(1000)
	published := register.ReadTiles(register.Folder(h.export(t, newKeys(t, origin, 1))))
	for i := range int64(1000) {
		want, err := register.ProveInclusion(t.Context(), h.tiles(), 1000, i)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := register.ProveInclusion(t.Context(), published, 1000, i); err != nil || !slices.Equal(got, want) {
			t.Errorf("entry %d: %v", i, err)
		}
	}
}

func TestReceipt(t *testing.T) {
	t.Parallel()
	k := newKeys(t, origin, 1)
	_, vkey, err := register.GenerateKey(seeded(1), origin)
	if err != nil {
		t.Fatal(err)
	}
	policy, err := register.ParsePolicy([]byte("log " + vkey + "\nquorum none\n"))
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{1, 2, 300} {
		h := newHistory(n)
		for _, extra := range [][]byte{nil, []byte("where the entry came from")} {
			i := n - 1
			proof, err := register.ProveInclusion(t.Context(), h.tiles(), int64(n), int64(i))
			if err != nil {
				t.Fatal(err)
			}
			r := register.Receipt{Extra: extra, Index: int64(i), Proof: proof, Head: h.sign(t, k).Note}
			back, err := register.ParseReceipt(r.Bytes())
			if err != nil {
				t.Fatal(err)
			}
			if head, err := back.Check(register.LeafHash(h[i]), policy); err != nil || head.TreeHead != h.head() {
				t.Errorf("entry %d of %d: %v", i, n, err)
			}
			if _, err := back.Check(register.LeafHash(encode(entry(n))), policy); !errors.Is(err, register.ErrProof) {
				t.Errorf("the receipt of %d of %d holds for another entry: %v", i, n, err)
			}
			back.Index = max(0, back.Index-1)
			if _, err := back.Check(register.LeafHash(h[i]), policy); n > 1 && !errors.Is(err, register.ErrProof) {
				t.Errorf("the receipt of %d of %d holds at another position: %v", i, n, err)
			}
		}
	}
}

// TestReceiptEveryByte: of a receipt without extra data, every byte counts.
func TestReceiptEveryByte(t *testing.T) {
	t.Parallel()
	h, k := newHistory(300), newKeys(t, origin, 1)
	_, vkey, _ := register.GenerateKey(seeded(1), origin)
	policy, err := register.ParsePolicy([]byte("log " + vkey + "\nquorum none\n"))
	if err != nil {
		t.Fatal(err)
	}
	proof, err := register.ProveInclusion(t.Context(), h.tiles(), 300, 250)
	if err != nil {
		t.Fatal(err)
	}
	good := register.Receipt{Index: 250, Proof: proof, Head: h.sign(t, k).Note}.Bytes()
	for i := range good {
		bad := slices.Clone(good)
		bad[i] ^= 1
		r, err := register.ParseReceipt(bad)
		if err == nil {
			_, err = r.Check(register.LeafHash(h[250]), policy)
		}
		if err == nil {
			t.Errorf("byte %d altered, and the receipt holds", i)
		}
	}
}

func TestParseReceipt(t *testing.T) {
	t.Parallel()
	const title, hash = "c2sp.org/tlog-proof@v1\n", "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
	for name, bad := range map[string]string{
		"empty":               "",
		"title only":          title,
		"no index":            title + "\nhead",
		"other title":         "c2sp.org/tlog-proof@v2\nindex 0\n\nhead",
		"leading zero":        title + "index 00\n\nhead",
		"negative":            title + "index -1\n\nhead",
		"malformed hash":      title + "index 0\nxyz\n\nhead",
		"short hash":          title + "index 0\n" + hash[4:] + "\nhead",
		"extra of nothing":    title + "extra \nindex 0\n\nhead",
		"extra not base64":    title + "extra ?\nindex 0\n\nhead",
		"extra alone":         title + "extra AA==\n\nhead",
		"carriage returns":    "c2sp.org/tlog-proof@v1\r\nindex 0\r\n\r\nhead",
		"far too many hashes": title + "index 0\n" + fmt.Sprint(slices.Repeat([]string{hash}, 64)) + "\nhead",
	} {
		if r, err := register.ParseReceipt([]byte(bad)); !errors.Is(err, register.ErrReceipt) {
			t.Errorf("%s: got %+v, %v", name, r, err)
		}
	}
}

func FuzzParseReceipt(f *testing.F) {
	f.Add(register.Receipt{Index: 7, Proof: tlog.RecordProof{{1}, {2}}, Head: []byte("head")}.Bytes())
	f.Add(register.Receipt{Extra: []byte("x"), Head: []byte("o\n1\n")}.Bytes())
	f.Fuzz(func(t *testing.T, b []byte) {
		if r, err := register.ParseReceipt(b); err == nil && string(r.Bytes()) != string(b) {
			t.Errorf("%q became %q", b, r.Bytes())
		}
	})
}
