package register_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"truce/ground/register"
)

func TestTreeHead(t *testing.T) {
	t.Parallel()
	h := register.TreeHead{Origin: "example.com/behind-the-sofa", Size: 20852163}
	h.Root, _ = tlog.ParseHash("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=")
	want := "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n" // of C2SP tlog-checkpoint
	if h.Body() != want {
		t.Errorf("got %q", h.Body())
	}
	if back, err := register.ParseTreeHead(want); err != nil || back != h {
		t.Errorf("got %+v, %v", back, err)
	}
}

func TestParseTreeHead(t *testing.T) {
	t.Parallel()
	const root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
	for name, bad := range map[string]string{
		"empty":                   "",
		"no newline at the end":   "o\n5\n" + root,
		"extension line":          "o\n5\n" + root + "\nextra\n",
		"no origin":               "\n5\n" + root + "\n",
		"space in the origin":     "o o\n5\n" + root + "\n",
		"plus in the origin":      "o+o\n5\n" + root + "\n",
		"leading zero":            "o\n05\n" + root + "\n",
		"sign":                    "o\n+5\n" + root + "\n",
		"negative":                "o\n-5\n" + root + "\n",
		"too large":               "o\n9223372036854775808\n" + root + "\n",
		"short root":              "o\n5\nCsUY\n",
		"unused bits of root set": "o\n5\n" + strings.Replace(root, "I=", "J=", 1) + "\n",
		"empty, yet with a root":  "o\n0\n" + root + "\n",
	} {
		if h, err := register.ParseTreeHead(bad); !errors.Is(err, register.ErrHead) {
			t.Errorf("%s: got %+v, %v", name, h, err)
		}
	}
}

func TestOpenHead(t *testing.T) {
	t.Parallel()
	k := newKeys(t, origin, 1)
	head := newHistory(5).sign(t, k)
	if got, err := register.OpenHead(head.Note, k.verifier); err != nil || got.TreeHead != head.TreeHead || !bytes.Equal(got.Note, head.Note) {
		t.Errorf("got %+v, %v", got, err)
	}
	for i := range head.Note {
		bad := bytes.Clone(head.Note)
		bad[i] ^= 1
		if _, err := register.OpenHead(bad, k.verifier); err == nil {
			t.Errorf("byte %d altered, and the head opens", i)
		}
	}
	other := register.TreeHead{Origin: "elsewhere.example", Size: 0, Root: newHistory(0).head().Root}
	if _, err := register.OpenHead(signText(t, other.Body(), k), k.verifier); !errors.Is(err, register.ErrSignature) {
		t.Errorf("opened a head that names another register: %v", err)
	}
	for name, bad := range map[string][]byte{
		"an extension line": signText(t, head.Body()+"extension\n", k),
		"no note":           []byte(head.Body()),
		"nothing":           nil,
	} {
		if _, err := register.OpenHead(bad, k.verifier); !errors.Is(err, register.ErrHead) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestKeys(t *testing.T) {
	t.Parallel()
	skey, vkey, err := register.GenerateKey(seeded(1), origin)
	if err != nil || !strings.HasPrefix(skey, "PRIVATE+KEY+"+origin+"+") || !strings.HasPrefix(vkey, origin+"+") {
		t.Fatalf("got %q, %q, %v", skey, vkey, err)
	}
	if _, again, _ := register.GenerateKey(seeded(1), origin); again != vkey {
		t.Error("the key does not depend on the given randomness alone")
	}
	if _, err := note.NewVerifier(vkey); err != nil {
		t.Errorf("package note does not read the key: %v", err)
	}
	for _, name := range []string{"", "a b", "a+b", "a\nb", "\xff"} {
		if _, _, err := register.GenerateKey(seeded(1), name); !errors.Is(err, register.ErrKey) {
			t.Errorf("a key named %q: %v", name, err)
		}
	}
	if _, _, err := register.GenerateKey(strings.NewReader("too short"), origin); err == nil {
		t.Error("made a key from 9 bytes of randomness")
	}
	cosign, cosignPublic, err := register.GenerateCosignerKey(seeded(1), "ru.example")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := register.NewSigningKey(cosign); !errors.Is(err, register.ErrKey) {
		t.Errorf("a cosigner's key signs for a register: %v", err)
	}
	if _, err := register.NewCosignatureSigner(skey, nil); !errors.Is(err, register.ErrKey) {
		t.Errorf("a register's key cosigns: %v", err)
	}
	for _, key := range []string{vkey, cosignPublic} {
		for i := range key {
			bad := []byte(key)
			bad[i] ^= 1
			if v, err := register.NewVerifier(string(bad)); err == nil && v.Name() == key[:strings.Index(key, "+")] && i > strings.Index(key, "+") {
				t.Errorf("byte %d of %q altered, and it is still a key", i, key)
			}
		}
	}
}

func FuzzParseTreeHead(f *testing.F) {
	f.Add(newHistory(3).head().Body())
	f.Add(newHistory(0).head().Body())
	f.Fuzz(func(t *testing.T, body string) {
		if h, err := register.ParseTreeHead(body); err == nil && h.Body() != body {
			t.Errorf("%q became %q", body, h.Body())
		}
	})
}
