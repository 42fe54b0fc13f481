package register_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"truce/ground/register"
)

// memoryState is a CosignerState for tests. before, if set, runs ahead of each swap.
type memoryState struct {
	mu     sync.Mutex
	heads  map[string]register.SignedHead
	before func()
}

func (m *memoryState) LastHead(_ context.Context, origin string) (register.SignedHead, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.heads[origin], nil
}

func (m *memoryState) SwapHead(_ context.Context, last, next register.SignedHead) (bool, error) {
	if m.before != nil {
		m.before()
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if now, ok := m.heads[next.Origin]; ok && now.TreeHead != last.TreeHead || !ok && last.Size != 0 {
		return false, nil
	}
	m.heads[next.Origin] = next
	return true, nil
}

var noon = time.Date(2017, 5, 18, 12, 0, 0, 0, time.UTC)

func newCosigner(t testing.TB, name string, seed byte, follows ...note.Verifier) (*register.Cosigner, note.Verifier, *memoryState) {
	t.Helper()
	skey, vkey, err := register.GenerateCosignerKey(seeded(seed), name)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := register.NewCosignatureSigner(skey, func() time.Time { return noon })
	if err != nil {
		t.Fatal(err)
	}
	verifier, err := register.NewVerifier(vkey)
	if err != nil {
		t.Fatal(err)
	}
	state := &memoryState{heads: make(map[string]register.SignedHead)}
	find := func(name string) (note.Verifier, bool) {
		i := slices.IndexFunc(follows, func(v note.Verifier) bool { return v.Name() == name })
		if i < 0 {
			return nil, false
		}
		return follows[i], true
	}
	return &register.Cosigner{Key: signer, Origin: find, State: state}, verifier, state
}

// request asks for a cosignature on the first newer entries, from the first older.
func (h history) request(t testing.TB, k keys, older, newer int) register.CosignRequest {
	t.Helper()
	proof, err := register.ProveConsistency(t.Context(), h.tiles(), int64(older), int64(newer))
	if err != nil {
		t.Fatal(err)
	}
	return register.CosignRequest{Known: int64(older), Proof: proof, Head: h[:newer].sign(t, k).Note}
}

func TestCosigner(t *testing.T) {
	t.Parallel()
	k, h := newKeys(t, origin, 1), newHistory(700)
	cosigner, verifier, state := newCosigner(t, "ir.example/cosigner", 9, k.verifier)
	for _, step := range [][2]int{{0, 0}, {0, 1}, {1, 1}, {1, 255}, {255, 257}, {257, 700}} {
		line, err := cosigner.Cosign(t.Context(), h.request(t, k, step[0], step[1]))
		if err != nil {
			t.Fatalf("from %d to %d: %v", step[0], step[1], err)
		}
		head := h[:step[1]].sign(t, k)
		signed := register.AddCosignatures(head, line, verifier)
		got := register.Cosignatures(signed.Note, verifier)
		if len(got) != 1 || got[0].Cosigner != "ir.example/cosigner" || !got[0].At.Equal(noon) {
			t.Errorf("from %d to %d: cosignatures %v", step[0], step[1], got)
		}
		if again := register.AddCosignatures(signed, line, verifier); !bytes.Equal(again.Note, signed.Note) {
			t.Errorf("the same cosignature was added twice")
		}
		if _, err := register.OpenHead(signed.Note, k.verifier); err != nil {
			t.Errorf("a cosigned head no longer opens: %v", err)
		}
		if kept := state.heads[origin]; kept.TreeHead != head.TreeHead || !bytes.Equal(kept.Note, signed.Note) {
			t.Errorf("kept %+v", kept)
		}
	}
}

func TestCosignerRefuses(t *testing.T) {
	t.Parallel()
	k, stranger, h := newKeys(t, origin, 1), newKeys(t, "stranger.example", 2), newHistory(700)
	impostor := newKeys(t, origin, 3)
	forged := newHistory(700)
	forged[10] = encode(entry(9000))
	cosigner, _, state := newCosigner(t, "ir.example/cosigner", 9, k.verifier)
	if _, err := cosigner.Cosign(t.Context(), h.request(t, k, 0, 300)); err != nil {
		t.Fatal(err)
	}
	kept := state.heads[origin]
	badProof := h.request(t, k, 300, 700)
	badProof.Proof[0][3] ^= 1
	tooOld := h.request(t, k, 300, 400)
	tooOld.Known = 401
	other := register.TreeHead{Origin: "stranger.example", Size: 700, Root: h.head().Root}
	for name, c := range map[string]struct {
		request register.CosignRequest
		want    error
	}{
		"a register it does not follow":      {register.CosignRequest{Known: 300, Head: signText(t, other.Body(), stranger)}, register.ErrUnknownOrigin},
		"a head signed by another":           {h.request(t, impostor, 300, 700), register.ErrSignature},
		"no head":                            {register.CosignRequest{}, register.ErrUnknownOrigin},
		"a head with an extension line":      {register.CosignRequest{Known: 300, Head: signText(t, h.head().Body()+"extension\n", k)}, register.ErrHead},
		"a head smaller than the size known": {tooOld, register.ErrCosignRequest},
		"a proof that does not hold":         {badProof, register.ErrProof},
		"a proof from another history":       {forged.request(t, k, 300, 700), register.ErrProof},
		"a proof where none is needed":       {register.CosignRequest{Known: 300, Head: h[:300].sign(t, k).Note, Proof: badProof.Proof}, register.ErrProof},
		"no proof":                           {register.CosignRequest{Known: 300, Head: h.sign(t, k).Note}, register.ErrProof},
	} {
		if line, err := cosigner.Cosign(t.Context(), c.request); !errors.Is(err, c.want) || line != nil {
			t.Errorf("%s: %q, %v", name, line, err)
		}
	}
	var stale *register.StaleError
	for _, r := range []register.CosignRequest{h.request(t, k, 0, 700), h.request(t, k, 299, 700), h.request(t, k, 301, 700), h.request(t, k, 0, 200)} {
		if _, err := cosigner.Cosign(t.Context(), r); !errors.As(err, &stale) || stale.Known != 300 {
			t.Errorf("from %d: %v", r.Known, err)
		}
	}
	var fork *register.ForkError
	if _, err := cosigner.Cosign(t.Context(), forged.request(t, k, 300, 300)); !errors.As(err, &fork) ||
		fork.Cosigned.Root != h[:300].head().Root || fork.Offered.Root != forged[:300].head().Root {
		t.Errorf("another head of the same size: %v", err)
	}
	if !bytes.Equal(state.heads[origin].Note, kept.Note) {
		t.Error("a refusal changed what is kept")
	}
}

// TestCosignerRace is the race that C2SP tlog-witness warns of: a larger head comes in between.
func TestCosignerRace(t *testing.T) {
	t.Parallel()
	k, h := newKeys(t, origin, 1), newHistory(20)
	cosigner, _, state := newCosigner(t, "ir.example/cosigner", 9, k.verifier)
	state.before = func() {
		state.before = nil
		if _, err := cosigner.Cosign(t.Context(), h.request(t, k, 0, 20)); err != nil {
			t.Error(err)
		}
	}
	var stale *register.StaleError
	if line, err := cosigner.Cosign(t.Context(), h.request(t, k, 0, 10)); !errors.As(err, &stale) || stale.Known != 20 || line != nil {
		t.Errorf("got %q, %v", line, err)
	}
	if state.heads[origin].Size != 20 {
		t.Error("the cosigner rolled back")
	}
}

type brokenState struct{ memoryState }

func (*brokenState) SwapHead(context.Context, register.SignedHead, register.SignedHead) (bool, error) {
	return false, errors.New("disk full")
}

func TestCosignerPersistsBeforeAnswering(t *testing.T) {
	t.Parallel()
	k, h := newKeys(t, origin, 1), newHistory(20)
	cosigner, _, _ := newCosigner(t, "ir.example/cosigner", 9, k.verifier)
	cosigner.State = &brokenState{}
	if line, err := cosigner.Cosign(t.Context(), h.request(t, k, 0, 10)); err == nil || line != nil {
		t.Errorf("answered %q, %v", line, err)
	}
}

func TestAddCosignaturesDropsRubbish(t *testing.T) {
	t.Parallel()
	k, h := newKeys(t, origin, 1), newHistory(20)
	head := h.sign(t, k)
	cosigner, verifier, _ := newCosigner(t, "ir.example/cosigner", 9, k.verifier)
	line, err := cosigner.Cosign(t.Context(), h.request(t, k, 0, 10)) // for another head
	if err != nil {
		t.Fatal(err)
	}
	for _, answer := range [][]byte{line, nil, []byte("rubbish"), []byte("\u2014 ir.example/cosigner AAAA\n")} {
		if got := register.AddCosignatures(head, answer, verifier); !bytes.Equal(got.Note, head.Note) {
			t.Errorf("%q was added", answer)
		}
	}
}

// TestCosignatureExample checks the cosigned text against the example of C2SP tlog-cosignature.
func TestCosignatureExample(t *testing.T) {
	t.Parallel()
	const want = "cosignature/v1\ntime 1679315147\nexample.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
	body := want[len("cosignature/v1\ntime 1679315147\n"):]
	skey, _, err := register.GenerateCosignerKey(seeded(4), "witness.example.com/w1")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := register.NewCosignatureSigner(skey, func() time.Time { return time.Unix(1679315147, 999) })
	if err != nil {
		t.Fatal(err)
	}
	sig, err := signer.Sign([]byte(body))
	if err != nil {
		t.Fatal(err)
	}
	plain, _, _ := register.GenerateKey(seeded(4), "witness.example.com/w1") // the same key as a plain one
	over, err := note.NewSigner(plain)
	if err != nil {
		t.Fatal(err)
	}
	if expected, _ := over.Sign([]byte(want)); !bytes.Equal(sig[8:], expected) || fmt.Sprintf("%x", sig[:8]) != "00000000641850cb" {
		t.Errorf("got %x", sig)
	}
}

func TestCosignRequest(t *testing.T) {
	t.Parallel()
	k, h := newKeys(t, origin, 1), newHistory(700)
	for _, r := range []register.CosignRequest{h.request(t, k, 0, 5), h.request(t, k, 5, 700)} {
		back, err := register.ParseCosignRequest(r.Bytes())
		if err != nil || back.Known != r.Known || !slices.Equal(back.Proof, r.Proof) || !bytes.Equal(back.Head, r.Head) {
			t.Errorf("got %+v, %v", back, err)
		}
	}
	for _, bad := range []string{"", "old 5", "old 5\n", "old 05\n\nh", "old -5\n\nh", "new 5\n\nh", "old 5\nxyz\n\nh", "old 5\r\n\r\nh", "\n\nold 5"} {
		if r, err := register.ParseCosignRequest([]byte(bad)); !errors.Is(err, register.ErrCosignRequest) {
			t.Errorf("%q: got %+v, %v", bad, r, err)
		}
	}
	long := register.CosignRequest{Known: 5, Proof: make(tlog.TreeProof, 64), Head: []byte("h")}
	if _, err := register.ParseCosignRequest(long.Bytes()); !errors.Is(err, register.ErrCosignRequest) {
		t.Errorf("64 proof lines: %v", err)
	}
}

func FuzzParseCosignRequest(f *testing.F) {
	f.Add(register.CosignRequest{Known: 7, Proof: tlog.TreeProof{{1}, {2}}, Head: []byte("head")}.Bytes())
	f.Add([]byte("old 0\n\no\n0\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if r, err := register.ParseCosignRequest(b); err == nil && !bytes.Equal(r.Bytes(), b) {
			t.Errorf("%q became %q", b, r.Bytes())
		}
	})
}

// TestCosignerKeepsEvidence: two heads of one size are handed on as evidence, also when the caller starts from a wrong size.
func TestCosignerKeepsEvidence(t *testing.T) {
	t.Parallel()
	k, h := newKeys(t, origin, 1), newHistory(700)
	forged := newHistory(700)
	forged[10] = encode(entry(9000))
	cosigner, _, _ := newCosigner(t, "ir.example/cosigner", 9, k.verifier)
	var evidence []*register.ForkError
	cosigner.Forked = func(f *register.ForkError) { evidence = append(evidence, f) }
	if _, err := cosigner.Cosign(t.Context(), h.request(t, k, 0, 300)); err != nil {
		t.Fatal(err)
	}
	for _, known := range []int{300, 0} {
		if line, err := cosigner.Cosign(t.Context(), forged.request(t, k, known, 300)); err == nil || line != nil {
			t.Errorf("from %d: cosigned a fork", known)
		}
	}
	if len(evidence) != 2 || evidence[0].Offered.Root != forged[:300].head().Root || evidence[0].Cosigned.Root != h[:300].head().Root {
		t.Errorf("evidence %v", evidence)
	}
	empty := register.TreeHead{Origin: origin, Root: h.head().Root}
	if _, err := cosigner.Cosign(t.Context(), register.CosignRequest{Head: signText(t, empty.Body(), k)}); !errors.Is(err, register.ErrEmptyRoot) {
		t.Errorf("no entries with the root of some: %v", err)
	}
}
