package register_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"truce/ground/register"
)

// guarantors is a register and three cosigners of it, as words of a policy: LOG, RU, IR, TR.
func guarantors(t testing.TB) (words *strings.Replacer, k keys) {
	t.Helper()
	k = newKeys(t, origin, 1)
	_, log, _ := register.GenerateKey(seeded(1), origin)
	pairs := []string{"LOG", log}
	for i, name := range []string{"RU", "IR", "TR"} {
		_, vkey, _ := register.GenerateCosignerKey(seeded(byte(10+i)), name)
		pairs = append(pairs, name, vkey)
	}
	return strings.NewReplacer(pairs...), k
}

func TestPolicy(t *testing.T) {
	t.Parallel()
	words, k := guarantors(t)
	h := newHistory(5)
	signedBy := func(names ...string) register.SignedHead {
		head := h.sign(t, k)
		for _, name := range names {
			cosigner, verifier, _ := newCosigner(t, name, map[string]byte{"RU": 10, "IR": 11, "TR": 12}[name], k.verifier)
			line, err := cosigner.Cosign(t.Context(), h.request(t, k, 0, 5))
			if err != nil {
				t.Fatal(err)
			}
			head = register.AddCosignatures(head, line, verifier)
		}
		return head
	}
	const three = "log LOG\nwitness ru RU\nwitness ir IR https://ir.example/\nwitness tr TR\n"
	for _, c := range []struct {
		quorum   string
		yes, not []string
	}{
		{"quorum none", []string{"", "RU", "RU IR TR"}, nil},
		{"quorum ir", []string{"IR", "RU IR TR"}, []string{"", "RU", "RU TR"}},
		{"group guarantors 2 ru ir tr\nquorum guarantors", []string{"RU IR", "IR TR", "RU IR TR"}, []string{"", "RU", "TR"}},
		{"group g all ru ir tr\nquorum g", []string{"RU IR TR"}, []string{"RU IR", ""}},
		{"group g any ru ir tr\nquorum g", []string{"RU", "IR", "TR IR"}, []string{""}},
		{"group a any ru ir\ngroup b all a tr\nquorum b", []string{"RU TR", "IR TR"}, []string{"RU IR", "TR"}},
		{" \t# a comment\n\n\tgroup  g\t1 ru  \n quorum g ", []string{"RU"}, []string{"IR TR"}},
	} {
		policy, err := register.ParsePolicy([]byte(words.Replace(three + c.quorum + "\n")))
		if err != nil {
			t.Errorf("%q: %v", c.quorum, err)
			continue
		}
		for _, names := range c.yes {
			head, found, err := policy.Check(signedBy(strings.Fields(names)...).Note)
			if err != nil || len(found) != len(strings.Fields(names)) || head.TreeHead != h.head() {
				t.Errorf("%q with %q: %v, %v", c.quorum, names, found, err)
			}
		}
		for _, names := range c.not {
			if _, _, err := policy.Check(signedBy(strings.Fields(names)...).Note); !errors.Is(err, register.ErrQuorum) {
				t.Errorf("%q with %q: %v", c.quorum, names, err)
			}
		}
	}
}

func TestPolicyOfRegisters(t *testing.T) {
	t.Parallel()
	words, k := guarantors(t)
	policy, err := register.ParsePolicy([]byte(words.Replace("log LOG\nquorum none\n")))
	if err != nil {
		t.Fatal(err)
	}
	impostor, stranger := newKeys(t, origin, 3), newKeys(t, "stranger.example", 1)
	if _, _, err := policy.Check(newHistory(5).sign(t, impostor).Note); !errors.Is(err, register.ErrSignature) {
		t.Errorf("signed by another key: %v", err)
	}
	strange := register.TreeHead{Origin: "stranger.example", Root: newHistory(0).head().Root}
	if _, _, err := policy.Check(signText(t, strange.Body(), stranger)); !errors.Is(err, register.ErrUnknownOrigin) {
		t.Errorf("another register: %v", err)
	}
	if _, _, err := policy.Check(signText(t, newHistory(5).head().Body()+"extension\n", k)); !errors.Is(err, register.ErrHead) {
		t.Errorf("an extension line: %v", err)
	}
}

func TestParsePolicy(t *testing.T) {
	t.Parallel()
	words, _ := guarantors(t)
	const ok = "witness ru RU\nwitness ir IR\n"
	for name, bad := range map[string]string{
		"empty":                         "",
		"no quorum":                     ok,
		"two quorums":                   ok + "quorum ru\nquorum none\n",
		"quorum of nobody":              ok + "quorum tr\n",
		"quorum before its witness":     "quorum ru\n" + ok,
		"witness with a register's key": "witness ru LOG\nquorum none\n",
		"register with a witness key":   "log RU\nquorum none\n",
		"key that is none":              "log nonsense\nquorum none\n",
		"key altered":                   "log " + "LOG" + "A\nquorum none\n",
		"register twice":                "log LOG\nlog LOG\nquorum none\n",
		"witness twice":                 "witness a RU\nwitness b RU\nquorum none\n",
		"name twice":                    "witness ru RU\nwitness ru IR\nquorum none\n",
		"name none":                     "witness none RU\nquorum none\n",
		"group named like a witness":    ok + "group ru any ir\nquorum none\n",
		"group of nobody":               ok + "group g any\nquorum none\n",
		"group of a stranger":           ok + "group g any ru tr\nquorum none\n",
		"group of none":                 ok + "group g any none\nquorum none\n",
		"group of itself":               ok + "group g any g\nquorum none\n",
		"member twice in a group":       ok + "group g any ru ru\nquorum none\n",
		"member of two groups":          ok + "group g any ru ir\ngroup h any ru\nquorum none\n",
		"zero of a group":               ok + "group g 0 ru ir\nquorum none\n",
		"three of two":                  ok + "group g 3 ru ir\nquorum none\n",
		"some of a group":               ok + "group g some ru ir\nquorum none\n",
		"word that means nothing":       ok + "cosigner ru RU\nquorum none\n",
		"too many words":                ok + "quorum ru now\n",
		"carriage return":               ok + "quorum ru\r\n",
		"another character set's space": ok + "quorum\u00a0ru\n",
	} {
		if _, err := register.ParsePolicy([]byte(words.Replace(bad))); !errors.Is(err, register.ErrPolicy) {
			t.Errorf("%s: %v", name, err)
		}
	}
	many := words.Replace("log LOG\n")
	for i := range 40 {
		_, vkey, _ := register.GenerateCosignerKey(seeded(byte(100+i)), "w")
		many += fmt.Sprintf("witness w%d %s\n", i, vkey)
	}
	if _, err := register.ParsePolicy([]byte(many + "quorum w39\n")); err != nil {
		t.Errorf("40 witnesses: %v", err)
	}
}

func FuzzParsePolicy(f *testing.F) {
	words, k := guarantors(f)
	f.Add([]byte(words.Replace("log LOG\nwitness ru RU\nwitness ir IR\ngroup g 1 ru ir\nquorum g\n")))
	head := newHistory(5).sign(f, k).Note
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := register.ParsePolicy(b)
		if err != nil {
			return
		}
		if _, found, err := p.Check(head); err == nil && len(found) == 0 && !strings.Contains(string(b), "none") {
			t.Errorf("%q is satisfied by no cosignature", b)
		}
	})
}
