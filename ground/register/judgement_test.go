package register_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"truce/ground/register"
)

// cosignedHead is a head of five entries, cosigned by guarantors at times of their own.
func cosignedHead(t testing.TB, k keys, at map[string]time.Time) register.SignedHead {
	t.Helper()
	head := newHistory(5).sign(t, k)
	for _, name := range []string{"RU", "IR", "TR"} {
		moment, has := at[name]
		if !has {
			continue
		}
		skey, vkey, err := register.GenerateCosignerKey(seeded(map[string]byte{"RU": 10, "IR": 11, "TR": 12}[name]), name)
		if err != nil {
			t.Fatal(err)
		}
		signer, err := register.NewCosignatureSigner(skey, func() time.Time { return moment })
		if err != nil {
			t.Fatal(err)
		}
		verifier, err := register.NewVerifier(vkey)
		if err != nil {
			t.Fatal(err)
		}
		signed, err := note.Sign(&note.Note{Text: head.Body()}, signer)
		if err != nil {
			t.Fatal(err)
		}
		head = register.AddCosignatures(head, signed[len(head.Body())+1:], verifier)
	}
	return head
}

const twoOfThree = "log LOG\nwitness ru RU\nwitness ir IR https://ir.example/\nwitness tr TR\ngroup guarantors 2 ru ir tr\nquorum guarantors\n"

func TestJudge(t *testing.T) {
	t.Parallel()
	words, k := guarantors(t)
	policy, err := register.ParsePolicy([]byte(words.Replace(twoOfThree)))
	if err != nil {
		t.Fatal(err)
	}
	ago := func(d time.Duration) time.Time { return noon.Add(-d) }
	for name, c := range map[string]struct {
		at     map[string]time.Time
		oldest time.Duration
		want   register.HeadState
		moment time.Time
	}{
		"by nobody":                         {nil, 24 * time.Hour, register.NotCosigned, time.Time{}},
		"by one":                            {map[string]time.Time{"RU": ago(0)}, 24 * time.Hour, register.NotCosigned, time.Time{}},
		"by two":                            {map[string]time.Time{"RU": ago(time.Hour), "TR": ago(2 * time.Hour)}, 24 * time.Hour, register.Satisfied, ago(2 * time.Hour)},
		"by three, one long ago":            {map[string]time.Time{"RU": ago(time.Hour), "TR": ago(2 * time.Hour), "IR": ago(900 * time.Hour)}, 24 * time.Hour, register.Satisfied, ago(2 * time.Hour)},
		"by two, one long ago":              {map[string]time.Time{"RU": ago(time.Hour), "TR": ago(25 * time.Hour)}, 24 * time.Hour, register.Stale, ago(25 * time.Hour)},
		"exactly as old as may be":          {map[string]time.Time{"RU": ago(time.Hour), "TR": ago(24 * time.Hour)}, 24 * time.Hour, register.Satisfied, ago(24 * time.Hour)},
		"ten days old, a post's patience":   {map[string]time.Time{"RU": ago(240 * time.Hour), "TR": ago(240 * time.Hour)}, 14 * 24 * time.Hour, register.Satisfied, ago(240 * time.Hour)},
		"long ago, and age is no matter":    {map[string]time.Time{"RU": ago(9000 * time.Hour), "TR": ago(9000 * time.Hour)}, 0, register.Satisfied, ago(9000 * time.Hour)},
		"by two, one in the future":         {map[string]time.Time{"RU": ago(time.Hour), "TR": ago(-48 * time.Hour)}, 24 * time.Hour, register.Ahead, time.Time{}},
		"a few minutes ahead":               {map[string]time.Time{"RU": ago(-5 * time.Minute), "TR": ago(-time.Minute)}, 24 * time.Hour, register.Satisfied, ago(-time.Minute)},
		"a liar's future beside two others": {map[string]time.Time{"RU": ago(-48 * time.Hour), "TR": ago(25 * time.Hour), "IR": ago(26 * time.Hour)}, 24 * time.Hour, register.Stale, ago(26 * time.Hour)},
	} {
		j := policy.Judge(cosignedHead(t, k, c.at).Note, noon, c.oldest)
		if j.State != c.want || !j.At.Equal(c.moment) || len(j.Cosigned) != len(c.at) || len(j.Lacking) != 3-len(c.at) || j.Head.Size != 5 {
			t.Errorf("%s: %+v", name, j)
		}
	}
}

func TestJudge_signatures(t *testing.T) {
	t.Parallel()
	words, k := guarantors(t)
	policy, err := register.ParsePolicy([]byte(words.Replace(twoOfThree)))
	if err != nil {
		t.Fatal(err)
	}
	good := cosignedHead(t, k, map[string]time.Time{"RU": noon, "IR": noon}).Note
	spoil := func(signed []byte, name string) []byte { // the signature in a name is another's
		i := bytes.Index(signed, []byte("— "+name+" ")) + len("— "+name+" ") + 60
		bad := bytes.Clone(signed)
		bad[i] ^= 3
		return bad
	}
	impostor := newKeys(t, origin, 3)
	line := func(signed []byte, name string) string {
		_, rest, _ := strings.Cut(string(signed), "— "+name+" ")
		rest, _, _ = strings.Cut(rest, "\n")
		return "— " + name + " " + rest + "\n"
	}
	bad := spoil(good, "IR")
	for name, c := range map[string]struct {
		signed []byte
		want   register.HeadState
		wrong  []string
	}{
		"good":                          {good, register.Satisfied, nil},
		"of another register":           {newHistory(5).sign(t, newKeys(t, "stranger.example", 1)).Note, register.UnknownKey, nil},
		"by another key in its name":    {newHistory(5).sign(t, impostor).Note, register.UnknownKey, nil},
		"the register's is wrong":       {spoil(good, origin), register.WrongSignature, nil},
		"a cosigner's is wrong":         {bad, register.WrongSignature, []string{"ir"}},
		"wrong, and then good":          {[]byte(string(bad) + line(good, "IR")), register.Satisfied, nil},
		"a good one is not spoilt":      {[]byte(string(good) + line(bad, "IR")), register.Satisfied, nil},
		"nothing":                       {nil, register.UnknownKey, nil},
		"an extension line":             {signText(t, newHistory(5).head().Body()+"extension\n", k), register.NoHead, nil},
		"cosigned twice by one of them": {[]byte(string(cosignedHead(t, k, map[string]time.Time{"RU": noon}).Note) + line(cosignedHead(t, k, map[string]time.Time{"RU": noon.Add(-time.Hour)}).Note, "RU")), register.NotCosigned, nil},
	} {
		if j := policy.Judge(c.signed, noon, 24*time.Hour); j.State != c.want || !slices.Equal(j.Wrong, c.wrong) {
			t.Errorf("%s: %+v", name, j)
		}
	}
}

func TestJudge_without_cosigners(t *testing.T) {
	t.Parallel()
	words, k := guarantors(t)
	policy, err := register.ParsePolicy([]byte(words.Replace("log LOG\nquorum none\n")))
	if err != nil {
		t.Fatal(err)
	}
	head := newHistory(5).sign(t, k).Note
	if j := policy.Judge(head, noon, 0); j.State != register.Satisfied {
		t.Errorf("no age asked for: %+v", j)
	}
	if j := policy.Judge(head, noon, time.Hour); j.State != register.NotCosigned {
		t.Errorf("nobody says how old it is: %+v", j)
	}
	if policy.Quorum() != "" || len(policy.Cosigners()) != 0 {
		t.Errorf("it asks for %q", policy.Quorum())
	}
}

func TestPolicySays(t *testing.T) {
	t.Parallel()
	words, _ := guarantors(t)
	text := "log LOG https://office.example/register\nwitness ru RU\nwitness ir IR https://ir.example/\nwitness tr TR\ngroup g 1 ru ir\ngroup h all g tr\nquorum h\n"
	policy, err := register.ParsePolicy([]byte(words.Replace(text)))
	if err != nil {
		t.Fatal(err)
	}
	if got := policy.Quorum(); got != "2 of (1 of ru, ir), tr" {
		t.Errorf("quorum %q", got)
	}
	cosigners := policy.Cosigners()
	if len(cosigners) != 3 || cosigners[1].Name != "ir" || cosigners[1].URL != "https://ir.example/" || cosigners[2].URL != "" {
		t.Errorf("cosigners %+v", cosigners)
	}
	if logs := policy.Registers(); len(logs) != 1 || logs[0].Name != origin || logs[0].URL != "https://office.example/register" || logs[0].Key != words.Replace("LOG") {
		t.Errorf("registers %+v", logs)
	}
}

// TestAddCosignatures_keeps_the_latest: whoever brings an old cosignature doesn't make a head older.
func TestAddCosignatures_keeps_the_latest(t *testing.T) {
	t.Parallel()
	words, k := guarantors(t)
	ru, err := register.NewVerifier(words.Replace("RU"))
	if err != nil {
		t.Fatal(err)
	}
	old := cosignedHead(t, k, map[string]time.Time{"RU": noon.Add(-time.Hour)})
	fresh := cosignedHead(t, k, map[string]time.Time{"RU": noon})
	for _, c := range [][2]register.SignedHead{{old, fresh}, {fresh, old}} {
		_, lines, _ := bytes.Cut(c[1].Note, []byte("\n\n"))
		joined := register.AddCosignatures(c[0], lines, ru)
		if got := register.Cosignatures(joined.Note, ru); len(got) != 1 || !got[0].At.Equal(noon) || bytes.Count(joined.Note, []byte("— RU")) != 1 {
			t.Errorf("kept %v in\n%s", got, joined.Note)
		}
	}
}
