package outside_test

import (
	"bytes"
	"context"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	flog "github.com/transparency-dev/formats/log"
	fnote "github.com/transparency-dev/formats/note"
	fproof "github.com/transparency-dev/formats/proof"
	"github.com/transparency-dev/formats/witness"
	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"golang.org/x/mod/sumdb/note"

	"truce/ground/register"
)

var noon = time.Date(2017, 5, 18, 12, 0, 0, 0, time.UTC)

// opens reports whether formats accepts a signed head.
func opens(signed []byte, vkey string) bool {
	v, err := fnote.NewVerifier(vkey)
	if err != nil {
		return false
	}
	_, _, _, err = flog.ParseCheckpoint(signed, origin, v)
	return err == nil
}

func TestHeads(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 300)
	for _, n := range []int{0, 1, 300} {
		head := o.head(t, n)
		v, err := fnote.NewVerifier(o.vkey)
		if err != nil {
			t.Fatal(err)
		}
		got, rest, _, err := flog.ParseCheckpoint(head.Note, origin, v)
		if err != nil || len(rest) != 0 || got.Size != uint64(n) || !bytes.Equal(got.Hash, head.Root[:]) {
			t.Errorf("%d entries: %+v, %q, %v", n, got, rest, err)
		}
		if string(got.Marshal()) != head.Body() {
			t.Errorf("%d entries: formats writes %q", n, got.Marshal())
		}
		for i := range len(head.Note) - 4 { // the last characters of base64 have unused bits, which formats ignores
			bad := bytes.Clone(head.Note)
			if bad[i] ^= 1; opens(bad, o.vkey) {
				t.Errorf("byte %d of the head altered, and formats opens it", i)
			}
		}
	}
}

func TestProofs(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 66000)
	tiles := o.tiles()
	for i, n := range sizes {
		head := o.head(t, n)
		for _, index := range []int{0, n / 3, n - 1} {
			p, err := register.ProveInclusion(t.Context(), tiles, int64(n), int64(index))
			if err != nil {
				t.Fatal(err)
			}
			leaf := rfc6962.DefaultHasher.HashLeaf(o.entries[index])
			check := func() error {
				return proof.VerifyInclusion(rfc6962.DefaultHasher, uint64(index), uint64(n), leaf, hashesOf(p), head.Root[:])
			}
			if err := check(); err != nil {
				t.Errorf("entry %d of %d: %v", index, n, err)
			}
			if leaf[0] ^= 1; check() == nil {
				t.Errorf("entry %d of %d altered, and the proof holds", index, n)
			}
		}
		for _, m := range sizes[:i+1] {
			p, err := register.ProveConsistency(t.Context(), tiles, int64(m), int64(n))
			if err != nil {
				t.Fatal(err)
			}
			older := o.head(t, m)
			check := func() error {
				return proof.VerifyConsistency(rfc6962.DefaultHasher, uint64(m), uint64(n), hashesOf(p), older.Root[:], head.Root[:])
			}
			if err := check(); err != nil {
				t.Errorf("from %d to %d: %v", m, n, err)
			}
			if older.Root[0] ^= 1; check() == nil {
				t.Errorf("the root at %d altered, and the proof to %d holds", m, n)
			}
		}
	}
}

func TestReceipts(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 300)
	p, err := register.ProveInclusion(t.Context(), o.tiles(), 300, 250)
	if err != nil {
		t.Fatal(err)
	}
	ours := register.Receipt{Index: 250, Proof: p, Head: o.head(t, 300).Note}
	holds := func(b []byte) bool {
		var theirs fproof.TLogProof
		if theirs.Unmarshal(b) != nil || !opens(theirs.Checkpoint, o.vkey) {
			return false
		}
		var head flog.Checkpoint
		if _, err := head.Unmarshal(theirs.Checkpoint); err != nil {
			return false
		}
		leaf := rfc6962.DefaultHasher.HashLeaf(o.entries[250])
		return proof.VerifyInclusion(rfc6962.DefaultHasher, theirs.Index, head.Size, leaf, hashesOf(theirs.Hashes), head.Hash) == nil
	}
	if !holds(ours.Bytes()) {
		t.Error("formats does not accept a receipt of ours")
	}
	for _, extra := range [][]byte{nil, []byte("extra")} {
		theirs := fproof.TLogProof{Index: 250, Checkpoint: ours.Head, ExtraData: extra}
		for _, h := range p {
			theirs.Hashes = append(theirs.Hashes, h)
		}
		back, err := register.ParseReceipt(theirs.Marshal())
		if err != nil || back.Index != 250 || !slices.Equal(back.Proof, p) || !bytes.Equal(back.Extra, extra) {
			t.Errorf("a receipt of theirs: %+v, %v", back, err)
		}
	}
	b := ours.Bytes()
	for _, i := range []int{0, 31, 100, len(b) - 200, len(b) - 100, len(b) - 10} {
		bad := bytes.Clone(b)
		if bad[i] ^= 1; holds(bad) {
			t.Errorf("byte %d of the receipt altered, and formats accepts it", i)
		}
	}
}

// lastHeads is a register.CosignerState in memory.
type lastHeads struct{ sync.Map }

func (l *lastHeads) LastHead(_ context.Context, origin string) (register.SignedHead, error) {
	head, _ := l.Load(origin)
	last, _ := head.(register.SignedHead)
	return last, nil
}

func (l *lastHeads) SwapHead(_ context.Context, _, next register.SignedHead) (bool, error) {
	l.Store(next.Origin, next)
	return true, nil
}

// cosign has a new cosigner sign the first n entries, and gives its public key.
func (o office) cosign(t *testing.T, n int, name string, seed byte) (line []byte, vkey string) {
	t.Helper()
	skey, vkey, err := register.GenerateCosignerKey(rand.NewChaCha8([32]byte{seed}), name)
	if err != nil {
		t.Fatal(err)
	}
	key, err := register.NewCosignatureSigner(skey, func() time.Time { return noon })
	if err != nil {
		t.Fatal(err)
	}
	ours := verifier(t, o.vkey)
	c := register.Cosigner{Key: key, State: new(lastHeads), Origin: func(name string) (note.Verifier, bool) { return ours, name == origin }}
	if line, err = c.Cosign(t.Context(), register.CosignRequest{Head: o.head(t, n).Note}); err != nil {
		t.Fatal(err)
	}
	return line, vkey
}

func TestCosignatures(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 300)
	line, vkey := o.cosign(t, 300, "ir.example/cosigner", 7)
	head := register.AddCosignatures(o.head(t, 300), line, verifier(t, vkey))
	theirs, err := fnote.NewVerifierForCosignatureV1(vkey)
	if err != nil {
		t.Fatal(err)
	}
	n, err := note.Open(head.Note, note.VerifierList(theirs))
	if err != nil {
		t.Fatalf("formats does not accept a cosignature of ours: %v", err)
	}
	if at, err := fnote.CoSigV1Timestamp(n.Sigs[0]); err != nil || !at.Equal(noon) {
		t.Errorf("formats reads the time %v, %v", at, err)
	}
	for i := range len(head.Note) - 4 {
		bad := bytes.Clone(head.Note)
		bad[i] ^= 1
		if _, err := note.Open(bad, note.VerifierList(theirs)); err == nil && opens(bad, o.vkey) {
			t.Errorf("byte %d of the head altered, and formats accepts both signatures", i)
		}
	}
}

// TestTheirCosignatures reads cosignatures that formats made, with a key string of ours.
func TestTheirCosignatures(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 300)
	skey, vkey, err := register.GenerateCosignerKey(rand.NewChaCha8([32]byte{8}), "tr.example/cosigner")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := fnote.NewSignerForCosignatureV1(skey)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := note.Sign(&note.Note{Text: o.head(t, 300).Body()}, o.signer, signer)
	if err != nil {
		t.Fatal(err)
	}
	got := register.Cosignatures(signed, verifier(t, vkey))
	if len(got) != 1 || got[0].Cosigner != "tr.example/cosigner" || time.Since(got[0].At).Abs() > time.Hour {
		t.Errorf("got %v", got)
	}
	signed[3] ^= 1
	if got := register.Cosignatures(signed, verifier(t, vkey)); got != nil {
		t.Errorf("of another head: %v", got)
	}
}

// TestPolicies asks both implementations whether the same cosignatures satisfy the same policies.
func TestPolicies(t *testing.T) {
	t.Parallel()
	o := newOffice(t, 300)
	cosigners := []string{"ru", "ir", "tr"}
	lines, text := make([][]byte, 3), "log "+o.vkey+"\n"
	var keys []note.Verifier
	for i, name := range cosigners {
		var vkey string
		lines[i], vkey = o.cosign(t, 300, name+".example", byte(20+i))
		keys = append(keys, verifier(t, vkey))
		text += "witness " + name + " " + vkey + " https://" + name + ".example/\n"
	}
	answers := make(map[bool]int)
	for _, quorum := range []string{
		"quorum none\n", "quorum ir\n", "group g 2 ru ir tr\nquorum g\n", "group g all ru ir tr\nquorum g\n", "group g any ru tr\nquorum g\n",
		"group a any ru ir\ngroup b all a tr\nquorum b\n",
	} {
		ours, err := register.ParsePolicy([]byte(text + quorum))
		if err != nil {
			t.Fatal(err)
		}
		theirs, err := witness.ParsePolicy([]byte(text + quorum))
		if err != nil {
			t.Fatal(err)
		}
		for set := range 8 {
			head := o.head(t, 300)
			for i := range cosigners {
				if set>>i&1 == 1 {
					head = register.AddCosignatures(head, lines[i], keys[i])
				}
			}
			_, _, err := ours.Check(head.Note)
			if answers[err == nil]++; (err == nil) != theirs.Satisfied(head.Note) {
				t.Errorf("%q with cosigners %03b: we say %v, they say %v", quorum, set, err == nil, theirs.Satisfied(head.Note))
			}
		}
	}
	if answers[true] == 0 || answers[false] == 0 {
		t.Error("the policies do not tell cosigners apart")
	}
}
