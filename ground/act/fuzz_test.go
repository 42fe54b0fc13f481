package act_test

import (
	"crypto/rand"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
)

// Whatever parses has one spelling: its decoded parts encode to the identical letters.
func FuzzParse(f *testing.F) {
	for _, key := range newKeys(f) {
		a, _ := sign(f, key, whole, everyName...)
		f.Add(a.Compact())
		f.Add(strings.Replace(a.Compact(), ".", ".\n", 1))
	}
	f.Add(compact(goodHeader, goodPayload))
	f.Add("..")
	f.Fuzz(func(t *testing.T, text string) {
		a, err := act.Parse(text)
		if err != nil {
			return
		}
		parts := strings.Split(a.Compact(), ".")
		for i, part := range parts {
			decoded, err := b64.DecodeString(part)
			if err != nil {
				t.Fatal(err)
			}
			parts[i] = b64.EncodeToString(decoded)
		}
		if strings.Join(parts, ".") != text || a.Compact() != text {
			t.Fatalf("%q is spelled %q", text, strings.Join(parts, "."))
		}
		if opened, err := a.Open(nil); err == nil && !opened.Body.IsValid() {
			t.Fatalf("opened to %s", opened.Body)
		}
	})
}

// Whatever parses formats to the identical letters, and hides values of one spelling.
func FuzzDisclosures(f *testing.F) {
	for _, key := range newKeys(f) {
		_, ds := sign(f, key, whole, everyName...)
		f.Add(act.FormatDisclosures(ds))
	}
	f.Add("")
	f.Add("~")
	f.Add(b64.EncodeToString([]byte(`["_26bc4LT-ac6q2KI6cBW5es",{"\u005fsd":[]}]`)) + "~")
	f.Fuzz(func(t *testing.T, text string) {
		ds, err := act.ParseDisclosures(text)
		if err != nil {
			return
		}
		if again := act.FormatDisclosures(ds); again != text {
			t.Fatalf("%q is formatted %q", text, again)
		}
		for _, d := range ds {
			if !d.Value().IsValid() || len(d.Digest()) != 43 {
				t.Fatalf("%s: %s %s", d, d.Value(), d.Digest())
			}
		}
	})
}

// Hiding members and opening them again gives the same JSON, whichever member has whichever class.
func FuzzOpen(f *testing.F) {
	key := newKeys(f)[act.Ed25519]
	for _, name := range everyName {
		f.Add(whole, name, "event")
	}
	f.Add(`{"a":[[{"b":{"c":1}},{"b":null}]],"":{"":2}}`, "a", "")
	f.Add(`{"_s\u0064":1,"...":2}`, "a", "...")
	f.Fuzz(func(t *testing.T, body, one, other string) {
		if !utf8.ValidString(one+other) || len(body) > 10_000 {
			return
		}
		a, ds, err := key.Sign(act.Draft{
			Audience: []act.RegisterID{home}, Kind: "x", Subject: "report/1", Body: jsontext.Value(body),
			Form: act.Form{Rev: 1, Hides: map[string]string{one: "narrative", other: "source"}}}, rand.Reader)
		if err != nil {
			return
		}
		if err := a.Check(key.Public()); err != nil {
			t.Fatal(err)
		}
		again, ds, err := act.ParseSDJWT(act.FormatSDJWT(a, ds))
		if err != nil {
			return // the member hides a value that is kept for SD-JWT itself
		}
		opened, err := again.Open(ds)
		if err != nil || !sameJSON(t, opened.Body, jsontext.Value(body)) {
			t.Fatalf("%s hides %q and %q as %s and opens to %s, %v", body, one, other, a.Body, opened.Body, err)
		}
	})
}
