package act_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"strings"
	"testing"

	"truce/ground/act"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	for algorithm, key := range newKeys(t) {
		a, _ := sign(t, key, `{"event":"mortar","count":3}`, "count")
		t.Run(algorithm+"/the author's key made it", func(t *testing.T) {
			t.Parallel()
			if err := a.Check(key.Public()); err != nil || a.Algorithm() != algorithm || a.Issuer != key.Public().ID() {
				t.Fatalf("%s by %s: %v", a.Algorithm(), a.Issuer, err)
			}
		})
		t.Run(algorithm+"/another key did not", func(t *testing.T) {
			t.Parallel()
			for name, other := range newKeys(t) {
				wantUnsigned(t, "key of "+name, a.Check(other.Public()))
			}
			wantUnsigned(t, "no key", a.Check(act.PublicKey{}))
		})
		t.Run(algorithm+"/no bit can be changed", func(t *testing.T) {
			t.Parallel()
			testBits(t, a, key.Public())
		})
	}
}

func wantUnsigned(t *testing.T, what string, err error) {
	t.Helper()
	if !errors.Is(err, act.ErrSignature) {
		t.Errorf("%s: got %v, want ErrSignature", what, err)
	}
}

// testBits flips each bit of each letter: what still parses must not check, or be the
// same act with a signature of other bits.
func testBits(t *testing.T, a act.Act, key act.PublicKey) {
	text := []byte(a.Compact())
	for i := range text {
		for bit := range 7 {
			text[i] ^= 1 << bit
			changed, err := act.Parse(string(text))
			if err == nil && changed.Check(key) == nil {
				t.Errorf("letter %d, bit %d: taken", i, bit)
			}
			text[i] ^= 1 << bit
		}
	}
}

// Anybody can turn an ECDSA signature (r, s) into (r, n-s), which is as good. It must not
// make a second act.
func TestCheck_an_ECDSA_signature_written_anew_is_the_same_act(t *testing.T) {
	t.Parallel()
	key := newKeys(t)[act.ES256]
	a, _ := sign(t, key, `{"event":"mortar"}`)
	again, err := act.Parse(otherSignature(t, a))
	if err != nil || again.Check(key.Public()) != nil {
		t.Fatalf("the other signature is not as good: %v", err)
	}
	if again.Compact() == a.Compact() || again.ID != a.ID {
		t.Errorf("ids %s and %s of one statement", a.ID, again.ID)
	}
	second, _ := sign(t, key, `{"event":"mortar"}`)
	if second.ID != a.ID {
		t.Errorf("the same statement signed twice has ids %s and %s", a.ID, second.ID)
	}
}

func TestCheck_refuses_signatures_of_other_lengths(t *testing.T) {
	t.Parallel()
	for algorithm, key := range newKeys(t) {
		a, _ := sign(t, key, `{}`)
		input, signature, _ := cutLast(a.Compact())
		for name, other := range map[string]string{
			"shorter": signature[:84], "longer": signature + "AAAA", "zeros": strings.Repeat("A", 86), "one byte": "AA",
		} {
			changed, err := act.Parse(input + "." + other)
			if err != nil {
				t.Fatal(err)
			}
			wantUnsigned(t, algorithm+" "+name, changed.Check(key.Public()))
		}
	}
}

func cutLast(compact string) (input, signature string, found bool) {
	i := strings.LastIndex(compact, ".")
	return compact[:i], compact[i+1:], i >= 0
}

func TestKeys(t *testing.T) {
	t.Parallel()
	for algorithm, key := range newKeys(t) {
		t.Run(algorithm+"/survives its file", func(t *testing.T) {
			t.Parallel()
			file, err := key.MarshalPrivate()
			if err != nil {
				t.Fatal(err)
			}
			again, err := act.ParsePrivateKey(file)
			if err != nil || again.Public().ID() != key.Public().ID() {
				t.Fatalf("%s became %s, %v", key.Public().ID(), again.Public().ID(), err)
			}
			a, _ := sign(t, again, `{}`)
			if err := a.Check(key.Public()); err != nil {
				t.Error(err)
			}
		})
		t.Run(algorithm+"/a private key is not taken for a public one", func(t *testing.T) {
			t.Parallel()
			file, _ := key.MarshalPrivate()
			if _, err := act.ParsePublicKey(file); err == nil {
				t.Error("taken")
			}
			public, _ := key.Public().MarshalJSON()
			if _, err := act.ParsePrivateKey(public); err == nil {
				t.Error("a public key is taken for a private one")
			}
		})
	}
}

func TestKeys_of_other_kinds_are_refused(t *testing.T) {
	t.Parallel()
	p384, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	for name, key := range map[string]any{"P-384": p384.Public(), "RSA": rsaKey.Public(), "nothing": nil} {
		if _, err := act.NewPublicKey(key); !errors.Is(err, act.ErrKeyType) {
			t.Errorf("%s: got %v, want ErrKeyType", name, err)
		}
	}
	for name, jwk := range map[string]string{
		"a secret":            `{"kty":"oct","k":"AAAA"}`,
		"a short Ed25519 key": `{"kty":"OKP","crv":"Ed25519","x":"AAAA"}`,
		"a key that every signature fits": `{"kty":"OKP","crv":"Ed25519","x":"` +
			"AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" + `"}`,
		"a point off the curve": `{"kty":"EC","crv":"P-256","x":"` + strings.Repeat("A", 42) + `Q","y":"` + strings.Repeat("A", 42) + `Q"}`,
		"not JSON":              `kty`,
	} {
		if _, err := act.ParsePublicKey([]byte(jwk)); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}
