package kinds

import (
	"errors"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/ground/shape"
)

func specOf(t *testing.T, k *Kinds, kind act.Kind) Spec {
	t.Helper()
	s, known := k.Spec(kind)
	if !known {
		t.Fatalf("no kind %s", kind)
	}
	return s
}

func TestRead(t *testing.T) {
	t.Parallel()
	k := open(t)
	for name, c := range map[string]struct {
		kind act.Kind
		body string
		hide []string
		want error
	}{
		"what must be hidden is in the clear": {"report-withdrawn", `{"reason":"entered twice"}`, nil, ErrInClear},
		"an outer member is in the clear":     {"post-moved", `{"from":"2018-02-05T09:00:00Z","place":{"name":"x"}}`, nil, ErrInClear},
		"what is for everybody is hidden":     {"role-granted", `{"role":"verifier"}`, []string{"role"}, ErrUndeclared},
		"a part of what must be hidden whole": {"post-moved", `{"from":"2018-02-05T09:00:00Z","place":{"name":"x"}}`, []string{"place.name"}, ErrUndeclared},
		"a place that says nothing":           {"post-moved", `{"from":"2018-02-05T09:00:00Z","place":{"precision":"exact"}}`, []string{"place"}, ErrMisfit},
		"an end before the start": {"observation-filed",
			`{"time":{"from":"2017-05-07T04:30:00Z","until":"2017-05-07T04:30:00Z","precision":"minute"}}`, nil, ErrMisfit},
		"a reason for a status without": {"incident-assessed", `{"status":"confirmed","reason":"x","why":"access"}`, []string{"reason"}, ErrMisfit},
		"the body of another kind":      {"role-granted", `{"reason":"x"}`, nil, nil},
	} {
		s := specOf(t, k, c.kind)
		a, ds := signed(t, s, jsontext.Value(c.body), c.hide)
		_, err := k.Read(a, ds)
		var fault shape.Fault
		if err == nil || c.want != nil && !errors.Is(err, c.want) || c.want == nil && !errors.As(err, &fault) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
}

func TestRead_refuses_strange_kinds_and_subjects(t *testing.T) {
	t.Parallel()
	k := open(t)
	a, ds := signed(t, Spec{Kind: "zone-conquered", Noun: "zone"}, jsontext.Value(`{}`), nil)
	if _, err := k.Read(a, ds); !errors.Is(err, ErrUnknownKind) {
		t.Errorf("a strange kind: %v", err)
	}
	s := specOf(t, k, "report-withdrawn")
	s.Noun = "incident"
	a, ds = signed(t, s, jsontext.Value(`{"reason":"x"}`), []string{"reason"})
	if _, err := k.Read(a, ds); !errors.Is(err, ErrWrongNoun) {
		t.Errorf("a strange subject: %v", err)
	}
}

// What was withheld is absent, and the rest of the act reads as before.
func TestDecode_without_disclosures(t *testing.T) {
	t.Parallel()
	k := open(t)
	for _, s := range k.All() {
		a, ds := signed(t, s, example(t, s.body), hides(s))
		whole, err := k.Decode(a, ds)
		read, readErr := k.Read(a, ds)
		if err != nil || readErr != nil || !reflect.DeepEqual(whole, read) {
			t.Errorf("%s: decoded %+v, read %+v, %v, %v", s.Kind, whole, read, err, readErr)
		}
		bare, err := k.Decode(a, nil)
		if err != nil {
			t.Errorf("%s without disclosures: %v", s.Kind, err)
			continue
		}
		for _, m := range s.hidden {
			if m.present(reflect.ValueOf(bare)) {
				t.Errorf("%s without disclosures shows %s", s.Kind, m.path)
			}
		}
	}
}

type manifest struct {
	Lines []manifestLine `json:"lines"`
}

type manifestLine struct {
	Consignee string `json:"consignee" class:"person"`
}

// In a list each member must be hidden: one that is does not speak for the others.
func TestInClear_looks_at_every_member_of_a_list(t *testing.T) {
	t.Parallel()
	typ := reflect.TypeFor[manifest]()
	form, err := shape.Of(typ, words)
	if err != nil {
		t.Fatal(err)
	}
	s := Spec{Kind: "x", Noun: "report", Nouns: []string{"report"}, Shape: form, Hides: form.Classes(), hidden: hiddenMembers(typ, form.Classes()), body: typ}
	if paths := slices.Collect(maps.Keys(s.Hides)); len(paths) != 1 || paths[0] != "lines.consignee" {
		t.Fatalf("hides %v", paths)
	}
	k := &Kinds{specs: map[act.Kind]Spec{"x": s}}
	a, ds := signed(t, s, jsontext.Value(`{"lines":[{"consignee":"A"},{"consignee":"B"}]}`), hides(s))
	if _, err := k.Read(a, ds); err != nil {
		t.Errorf("all hidden: %v", err)
	}
	// The same with the second in the clear, by the author's own hand.
	half := strings.Replace(string(a.Body), digestOf(t, a, ds[1]), `"consignee":"B"`, 1)
	b, _ := signed(t, s, jsontext.Value(`{}`), nil)
	b.Body = jsontext.Value(half)
	if _, err := k.Read(b, ds[:1]); !errors.Is(err, ErrInClear) {
		t.Errorf("one in the clear: %v in %s", err, half)
	}
}

func digestOf(t *testing.T, a act.Act, d act.Disclosure) string {
	t.Helper()
	sd := `"_sd":["` + d.Digest() + `"]`
	if !strings.Contains(string(a.Body), sd) {
		t.Fatalf("%s does not hold %s", a.Body, sd)
	}
	return sd
}
