package act

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha512"
	"encoding/hex"
	mathrand "math/rand/v2"
	"strings"
	"testing"

	"filippo.io/edwards25519"
	"filippo.io/edwards25519/field"
	"github.com/go-json-experiment/json"
)

// SmallPoints spell the eight points of small order, and some of them a second time, as
// verifiers of different makes read them differently ("Taming the many EdDSAs", 2020).
func SmallPoints() []string {
	return []string{
		"0100000000000000000000000000000000000000000000000000000000000000", // order 1
		"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // order 2
		"0000000000000000000000000000000000000000000000000000000000000000", // order 4
		"0000000000000000000000000000000000000000000000000000000000000080",
		"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05", // order 8
		"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
		"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
		"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
		"0100000000000000000000000000000000000000000000000000000000000080", // -0
		"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // p+1
		"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
		"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // p
		"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
		"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
	}
}

// sameAnswer fails unless both verifiers say the same, and tells what they say.
func sameAnswer(t *testing.T, c *curve, key, message, signature []byte) bool {
	t.Helper()
	return sameWith(t, c, key, c.negated(key), message, signature)
}

func sameWith(t *testing.T, c *curve, key []byte, m *multiples, message, signature []byte) bool {
	t.Helper()
	want := ed25519.Verify(key, message, signature)
	got := m != nil && c.verify(key, m, string(message), signature)
	if got != want {
		t.Fatalf("key %x message %x signature %x: %v, crypto/ed25519 says %v", key, message, signature, got, want)
	}
	return got
}

// TestEdwards_ordinary signs with ordinary keys and then changes single bits.
func TestEdwards_ordinary(t *testing.T) {
	t.Parallel()
	c := newCurve()
	for range 20 {
		public, private, err := ed25519.GenerateKey(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		m := c.negated(public)
		for n := range 200 {
			message := make([]byte, n)
			rand.Read(message)
			signature := ed25519.Sign(private, message)
			if !c.verify(public, m, string(message), signature) {
				t.Fatalf("key %x message %x: refused", public, message)
			}
			signature[mathrand.IntN(64)] ^= 1 << mathrand.IntN(8)
			if c.verify(public, m, string(message), signature) != ed25519.Verify(public, message, signature) {
				t.Fatalf("key %x message %x signature %x", public, message, signature)
			}
		}
	}
}

// TestEdwards_torsion makes keys and signatures off by points of small order. Whether they
// pass without the cofactor depends on the message.
func TestEdwards_torsion(t *testing.T) {
	t.Parallel()
	c := newCurve()
	accepted, refused := 0, 0
	for _, keyPart := range SmallPoints()[:8] {
		for _, rPart := range SmallPoints()[:8] {
			for n := range 6 {
				key, message, signature := offBy(t, keyPart, rPart, byte(n))
				if sameAnswer(t, c, key, message, signature) {
					accepted++
				} else {
					refused++
				}
			}
		}
	}
	if accepted == 0 || refused == 0 {
		t.Fatalf("%d accepted, %d refused: both must occur", accepted, refused)
	}
}

// offBy signs with a key and a commitment to each of which a small point was added.
func offBy(t *testing.T, keyPart, rPart string, n byte) (key, message, signature []byte) {
	t.Helper()
	a, r := scalar("key"+string(n)), scalar("commitment"+string(n))
	bigA := new(edwards25519.Point).ScalarBaseMult(a)
	bigR := new(edwards25519.Point).ScalarBaseMult(r)
	key = bigA.Add(bigA, point(t, keyPart)).Bytes()
	commitment := bigR.Add(bigR, point(t, rPart)).Bytes()
	message = []byte{n}
	h := sha512.Sum512(append(append(bytes.Clone(commitment), key...), message...))
	k, err := new(edwards25519.Scalar).SetUniformBytes(h[:])
	if err != nil {
		t.Fatal(err)
	}
	s := new(edwards25519.Scalar).MultiplyAdd(k, a, r)
	return key, message, append(commitment, s.Bytes()...)
}

func scalar(from string) *edwards25519.Scalar {
	sum := sha512.Sum512([]byte(from))
	s, _ := new(edwards25519.Scalar).SetUniformBytes(sum[:])
	return s
}

func point(t *testing.T, text string) *edwards25519.Point {
	t.Helper()
	p, err := new(edwards25519.Point).SetBytes(unhex(t, text))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func unhex(t testing.TB, text string) []byte {
	t.Helper()
	b, err := hex.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// order is the order of the base point, least byte first.
const order = "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010"

// TestEdwards_small tries every small point as key and as commitment, with S zero, the
// order, and the order more than a good one.
func TestEdwards_small(t *testing.T) {
	t.Parallel()
	c := newCurve()
	accepted := 0
	zero := make([]byte, 32)
	for _, key := range SmallPoints() {
		m := c.negated(unhex(t, key))
		for _, r := range SmallPoints() {
			for _, s := range [][]byte{zero, unhex(t, order), bytes.Repeat([]byte{255}, 32), append([]byte{1}, zero[1:]...)} {
				for n := range 8 {
					if sameWith(t, c, unhex(t, key), m, []byte{byte(n)}, append(unhex(t, r), s...)) {
						accepted++
					}
				}
			}
		}
	}
	if accepted == 0 {
		t.Fatal("none of the small points passed: the test does not reach what it is for")
	}
}

// The owner of an ordinary key signs with a commitment of small order: crypto/ed25519 takes it, other verifiers do not. Nobody here does, whichever way
// the signature is checked; nor is such a point anybody's key.
func TestAct_small_commitments_are_no_signatures(t *testing.T) {
	t.Parallel()
	a := scalar("somebody's secret")
	raw := new(edwards25519.Point).ScalarBaseMult(a).Bytes()
	key, err := NewPublicKey(ed25519.PublicKey(raw))
	if err != nil {
		t.Fatal(err)
	}
	payload := strings.ReplaceAll(`{"iss":"KEY","iat":1494131400,"aud":["`+strings.Repeat("A", 43)+`"],"kind":"observation-filed","rev":1,"sub":"report/1","body":{}}`, "KEY", string(key.ID()))
	input := strict.EncodeToString([]byte(`{"alg":"Ed25519","kid":"`+string(key.ID())+`","typ":"`+Type+`"}`)) + "." + strict.EncodeToString([]byte(payload))
	taken := 0
	for _, text := range SmallPoints() {
		r := unhex(t, text)
		if jwk, err := json.Marshal(map[string]string{"kty": "OKP", "crv": "Ed25519", "x": strict.EncodeToString(r)}); err != nil {
			t.Fatal(err)
		} else if _, err := ParsePublicKey(jwk); err == nil {
			t.Errorf("%s is a key", text)
		}
		h := sha512.Sum512(append(append(bytes.Clone(r), raw...), input...))
		k, err := new(edwards25519.Scalar).SetUniformBytes(h[:])
		if err != nil {
			t.Fatal(err)
		}
		signature := append(bytes.Clone(r), new(edwards25519.Scalar).Multiply(k, a).Bytes()...)
		if ed25519.Verify(raw, []byte(input), signature) {
			taken++
		}
		one, err := Parse(input + "." + strict.EncodeToString(signature))
		if err != nil {
			t.Fatal(err)
		}
		if one.Check(key) == nil {
			t.Errorf("%s begins a good signature", text)
		}
		c := NewChecker()
		for range 200 { // by the multiples of a key that comes often, too
			if c.Check(one, key) == nil {
				t.Fatalf("%s begins a good signature, to who checks many", text)
			}
		}
	}
	if taken == 0 {
		t.Error("crypto/ed25519 takes none of them: the test does not reach what it is for")
	}
}

// TestEdwards_order refuses a good signature whose S is raised by the order.
func TestEdwards_order(t *testing.T) {
	t.Parallel()
	c := newCurve()
	public, private, _ := ed25519.GenerateKey(rand.Reader)
	signature := ed25519.Sign(private, []byte("m"))
	carry := 0
	for i, b := range unhex(t, order) {
		sum := int(signature[32+i]) + int(b) + carry
		signature[32+i], carry = byte(sum), sum>>8
	}
	if sameAnswer(t, c, public, []byte("m"), signature) {
		t.Fatal("taken")
	}
	for _, length := range []int{0, 63, 65} {
		if c.verify(public, c.negated(public), "m", make([]byte, length)) {
			t.Fatalf("a signature of %d bytes was taken", length)
		}
	}
}

// FuzzEdwards compares with crypto/ed25519 on whatever bytes.
func FuzzEdwards(f *testing.F) {
	public, private, _ := ed25519.GenerateKey(rand.Reader)
	f.Add([]byte(public), []byte("m"), ed25519.Sign(private, []byte("m")))
	for _, p := range SmallPoints() {
		f.Add(unhex(f, p), []byte{}, append(unhex(f, p), make([]byte, 32)...))
	}
	c := newCurve()
	f.Fuzz(func(t *testing.T, key, message, signature []byte) {
		if len(key) != ed25519.PublicKeySize { // crypto/ed25519 panics; NewPublicKey lets none by
			return
		}
		sameAnswer(t, c, key, message, signature)
	})
}

func BenchmarkEdwards(b *testing.B) {
	c := newCurve()
	public, private, _ := ed25519.GenerateKey(rand.Reader)
	message := bytes.Repeat([]byte("m"), 1300)
	signature := ed25519.Sign(private, message)
	m := c.negated(public)
	b.Run("multiples", func(b *testing.B) {
		for b.Loop() {
			if !c.verify(public, m, string(message), signature) {
				b.Fatal("refused")
			}
		}
	})
	b.Run("but for the inversion", func(b *testing.B) {
		for b.Loop() {
			if _, ok := c.commitment(public, m, string(message), signature); !ok {
				b.Fatal("refused")
			}
		}
	})
	b.Run("crypto", func(b *testing.B) {
		for b.Loop() {
			if !ed25519.Verify(public, message, signature) {
				b.Fatal("refused")
			}
		}
	})
	b.Run("write down", func(b *testing.B) {
		for b.Loop() {
			c.negated(public)
		}
	})
}

// verify is ed25519.Verify.
func (c *curve) verify(key []byte, negated *multiples, message string, signature []byte) bool {
	r, ok := c.commitment(key, negated, message, signature)
	if !ok {
		return false
	}
	inverse := []field.Element{r.z}
	invert(inverse)
	return bytes.Equal(signature[:32], r.encode(&inverse[0]))
}
