package act_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
)

var b64 = base64.RawURLEncoding

// newKeys are one key of each algorithm that acts may be signed with.
func newKeys(t testing.TB) map[string]act.PrivateKey {
	t.Helper()
	ed, err := act.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	p256, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	ec, err := act.NewPrivateKey(p256)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]act.PrivateKey{act.Ed25519: ed, act.ES256: ec}
}

// home is the register for which the tests' acts are meant.
const home act.RegisterID = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"

// hiding is a form in which each of the members has a class of its own.
func hiding(names ...string) act.Form {
	f := act.Form{Rev: 1, Hides: map[string]string{}}
	for _, name := range names {
		f.Hides[name] = name
	}
	return f
}

// sign makes an act about report/1 with the body, hiding the members.
func sign(t testing.TB, key act.PrivateKey, body string, hide ...string) (act.Act, []act.Disclosure) {
	t.Helper()
	a, ds, err := key.Sign(act.Draft{
		Issued: time.Date(2017, 5, 7, 4, 30, 0, 0, time.UTC), Audience: []act.RegisterID{home}, Kind: "observation-filed",
		Form: hiding(hide...), Subject: "report/1", Body: jsontext.Value(body),
	}, rand.Reader)
	if err != nil {
		t.Fatalf("sign: %v", err)
	}
	return a, ds
}

// compact joins a header and a payload, given as JSON, and a signature that nobody made.
func compact(header, payload string) string {
	return b64.EncodeToString([]byte(header)) + "." + b64.EncodeToString([]byte(payload)) + "." +
		b64.EncodeToString(make([]byte, 64))
}

const (
	goodHeader  = `{"alg":"Ed25519","typ":"truce-act.1+sd-jwt"}`
	goodPayload = `{"iss":"k","iat":1494131400,"aud":["` + string(home) + `"],"kind":"observation-filed","rev":1,"sub":"report/1","body":{}}`
)

// edited is text with old replaced, which must be there.
func edited(t testing.TB, text, old, replacement string) string {
	t.Helper()
	if !strings.Contains(text, old) {
		t.Fatalf("%s does not hold %s", text, old)
	}
	return strings.Replace(text, old, replacement, 1)
}

// sameJSON compares after RFC 8785, so that the order of members does not matter.
func sameJSON(t testing.TB, a, b jsontext.Value) bool {
	t.Helper()
	a, b = a.Clone(), b.Clone()
	if err := a.Canonicalize(); err != nil {
		t.Fatalf("canonicalize %s: %v", a, err)
	}
	if err := b.Canonicalize(); err != nil {
		t.Fatalf("canonicalize %s: %v", b, err)
	}
	return bytes.Equal(a, b)
}

// otherSignature is the second signature that anybody can make of an ECDSA one: (r, n-s).
func otherSignature(t testing.TB, a act.Act) string {
	t.Helper()
	parts := strings.Split(a.Compact(), ".")
	signature, err := b64.DecodeString(parts[2])
	if err != nil {
		t.Fatal(err)
	}
	s := new(big.Int).SetBytes(signature[32:])
	s.Sub(elliptic.P256().Params().N, s).FillBytes(signature[32:])
	return parts[0] + "." + parts[1] + "." + b64.EncodeToString(signature)
}
