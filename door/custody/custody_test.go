package custody_test

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/door/custody"
	"truce/ground/act"
	"truce/noun"
	"truce/noun/people"
	"truce/office/officetest"
)

var update = flag.Bool("update", false, "write the vectors anew")

const file = "../../testdata/vectors/custodians.json"

// vectors are what an office may show, and what every device makes of it: the browser's twin reads the same file.
type vectors struct {
	Acts  []string `json:"acts"`
	Shown []shown  `json:"shown"`
}

type shown struct {
	Name     string         `json:"name"`
	Register act.RegisterID `json:"register"`
	acts     []string
	Acts     []int    `json:"acts"` // of the list
	Refused  bool     `json:"refused,omitzero"`
	Digest   string   `json:"digest"` // of the set in force; "" for none
	Alone    bool     `json:"alone"`
	Signed   []string `json:"signed"`
}

func TestVectors(t *testing.T) {
	t.Parallel()
	if *update {
		write(t, made(t))
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var all vectors
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	for _, v := range all.Shown {
		for _, i := range v.Acts {
			v.acts = append(v.acts, all.Acts[i])
		}
		got := v
		got.Refused, got.Digest, got.Alone, got.Signed = false, "", false, nil
		found, err := custody.Look(t.TempDir(), v.Register, v.acts)
		if got.Refused = err != nil; err == nil && found.State != custody.Nobody {
			got.Digest, got.Alone, got.Signed = found.Set.Digest, found.Set.Alone, found.Signed()
		}
		if got.Refused != v.Refused || got.Digest != v.Digest || got.Alone != v.Alone || !slices.Equal(got.Signed, v.Signed) {
			t.Errorf("%s: got refused %v, set %q, alone %v, signed by %v, want %v, %q, %v, %v", v.Name,
				got.Refused, got.Digest, got.Alone, got.Signed, v.Refused, v.Digest, v.Alone, v.Signed)
		}
	}
}

func write(t *testing.T, cases []shown) {
	t.Helper()
	all := vectors{Shown: cases}
	for c, v := range cases {
		for _, text := range v.acts {
			i := slices.Index(all.Acts, text)
			if i < 0 {
				i = len(all.Acts)
				all.Acts = append(all.Acts, text)
			}
			cases[c].Acts = append(cases[c].Acts, i)
		}
	}
	text, err := json.Marshal(all, jsontext.WithIndent(" "))
	if err == nil {
		err = os.WriteFile(file, append(text, '\n'), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// made plays what may happen to the custodians of an office, step by step.
func made(t *testing.T) (all []shown) {
	t.Helper()
	w := officetest.New(t)
	office := string(people.OfficeSubject(w.Verifier().Name()))
	digest := func(names ...string) string { return people.CustodiansDigest(w.CustodiansOf(t, names...)) }
	add := func(name, set string, alone bool, signed []string, more ...string) {
		acts, err := w.Sides(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, shown{Name: name, Register: w.ID(), acts: append(acts, more...), Digest: set, Alone: alone, Signed: signed})
	}
	both := []string{"mission", "TR"}
	add("the founding names them, and one side founded it", digest("custodian-1"), true, []string{"mission"})
	w.Root(t, "TR")
	add("they lapsed when a second side came", "", false, nil)
	set := w.SetCustodians(t, "custodian-1")
	add("one side put others forward", "", false, nil)
	w.Endorses(t, "root-tr", office, set.ID)
	add("a second side endorsed them", digest("custodian-1"), false, both)
	w.Enrol(t, "custodian-2", "mission", "custodian")
	second := w.SetCustodians(t, "custodian-2")
	forged := w.Sign(t, "liaison-tr", "endorsed", office, noun.Endorsed{Act: second.ID, Answer: noun.Yes})
	add("somebody of the party endorses who vouches for nothing", digest("custodian-1"), false, both, bare(forged))
	w.Must(t, "root-tr", "registrar-named", office, people.RegistrarNamed{Party: "TR", Person: "person/liaison-tr"})
	key := string(w.KeyOf("liaison-tr"))
	told, err := w.Reading.History(t.Context(), w.As("administrator"), act.SubjectID(key))
	if err != nil {
		t.Fatal(err)
	}
	w.Endorses(t, "root-tr", key, told[0].ID)
	w.Endorses(t, "liaison-tr", office, second.ID)
	add("a registrar endorsed, whom the root named and whose key it vouched for", digest("custodian-2"), false, both)
	third := w.SetCustodians(t, "custodian-1")
	w.Endorses(t, "root-tr", office, third.ID)
	add("the first again", digest("custodian-1"), false, both)

	acts := all[len(all)-1].acts
	last := acts[len(acts)-1]
	at := strings.LastIndexByte(last, '.') + 1
	letter := map[bool]string{true: "B", false: "A"}[last[at] == 'A']
	broken := append(slices.Clone(acts[:len(acts)-1]), last[:at]+letter+last[at+1:])
	other := officetest.New(t)
	return append(all,
		shown{Name: "a signature that does not fit", Register: w.ID(), acts: broken, Refused: true},
		shown{Name: "acts of another register", Register: other.ID(), acts: acts, Refused: true},
		shown{Name: "no founding", Register: w.ID(), acts: acts[len(acts)-2:], Refused: true})
}

func bare(sdjwt string) string {
	text, _, _ := strings.Cut(sdjwt, "~")
	return text
}
