package act_test

import (
	"crypto/rand"
	"errors"
	mathrand "math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
)

// whole has members to hide at each kind of place: outer, nested, in lists.
const whole = `{"event":"mortar","source":{"sealed":"x"},"observer":{"position":{"lon":36.6,"lat":35.3},"name":"post 3"},
	"victims":[{"age":7,"name":"A"},{"age":9},{"name":"C"}],"note":"_sd","text":"he said \"_sd\" and ..."}`

var everyPath = []string{"source", "observer.position", "victims.name", "note", "text"}

func TestOpen_puts_back_what_was_hidden(t *testing.T) {
	t.Parallel()
	for _, key := range newKeys(t) {
		a, ds := sign(t, key, whole, everyPath...)
		for _, secret := range []string{"sealed", "36.6", `"A"`, `"C"`, "he said"} {
			if strings.Contains(string(a.Body), secret) {
				t.Errorf("%s shows %s", a.Body, secret)
			}
		}
		opened, err := a.Open(ds)
		if err != nil || !sameJSON(t, opened.Body, jsontext.Value(whole)) {
			t.Fatalf("got %s, %v", opened.Body, err)
		}
		paths := slices.Sorted(slices.Values(opened.Disclosed))
		if got := strings.Join(paths, " "); got != "note observer.position source text victims.name victims.name" {
			t.Errorf("disclosed %s", got)
		}
	}
}

// Withholding disclosures, whichever, never breaks the signature or the opening, and
// shows exactly the members that were handed over.
func TestOpen_any_subset_of_the_disclosures(t *testing.T) {
	t.Parallel()
	for _, key := range newKeys(t) {
		a, ds := sign(t, key, whole, everyPath...)
		for subset := range 1 << len(ds) {
			var handed []act.Disclosure
			for i, d := range ds {
				if subset>>i&1 == 1 {
					handed = append(handed, d)
				}
			}
			mathrand.Shuffle(len(handed), func(i, j int) { handed[i], handed[j] = handed[j], handed[i] })
			testSubset(t, a, key.Public(), handed)
		}
	}
}

func testSubset(t *testing.T, a act.Act, key act.PublicKey, handed []act.Disclosure) {
	t.Helper()
	again, ds, err := act.ParseSDJWT(act.FormatSDJWT(a, handed))
	if err != nil || again.ID != a.ID || again.Check(key) != nil {
		t.Fatalf("with %d disclosures: %v", len(handed), err)
	}
	opened, err := again.Open(ds)
	if err != nil || len(opened.Disclosed) != len(handed) || strings.Contains(string(opened.Body), `"_sd":`) {
		t.Fatalf("with %d disclosures: %s, %v", len(handed), opened.Body, err)
	}
	var shown, all map[string]any
	if json.Unmarshal(opened.Body, &shown) != nil || json.Unmarshal([]byte(whole), &all) != nil {
		t.Fatal("not JSON")
	}
	if got, want := names(shown), names(all)-(6-len(handed)); got != want {
		t.Errorf("%s holds %d members, want %d", opened.Body, got, want)
	}
}

// names counts the hideable members of whole that are there, and the others.
func names(v any) int {
	n := 0
	switch v := v.(type) {
	case map[string]any:
		for name, member := range v {
			n++
			if name != "source" && name != "position" { // what was hidden as one piece counts once
				n += names(member)
			}
		}
	case []any:
		for _, element := range v {
			n += names(element)
		}
	}
	return n
}

func TestSign_salts(t *testing.T) {
	t.Parallel()
	key := newKeys(t)[act.EdDSA]
	a, first := sign(t, key, whole, everyPath...)
	b, second := sign(t, key, whole, everyPath...)
	if a.ID == b.ID {
		t.Error("two acts that hide the same can be told to hide the same")
	}
	for i := range first {
		if first[i].Digest() == second[i].Digest() {
			t.Errorf("%s has the digest %s twice", first[i].Name(), first[i].Digest())
		}
	}
}

func TestSign_orders_digests_so_that_they_tell_nothing(t *testing.T) {
	t.Parallel()
	a, _ := sign(t, newKeys(t)[act.EdDSA], `{"a":1,"b":2,"c":3,"d":4,"e":5}`, "a", "b", "c", "d", "e")
	var body struct {
		Digests []string `json:"_sd"`
	}
	if err := json.Unmarshal(a.Body, &body); err != nil || len(body.Digests) != 5 || !slices.IsSorted(body.Digests) {
		t.Errorf("got %v, %v", body.Digests, err)
	}
}

func TestSign_refuses_drafts(t *testing.T) {
	t.Parallel()
	key := newKeys(t)[act.EdDSA]
	for name, body := range map[string]string{
		"with digests of their own":        `{"_sd":["` + strings.Repeat("A", 43) + `"]}`,
		"with nested digests of their own": `{"a":[{"_sd":["` + strings.Repeat("A", 43) + `"]}]}`,
		"with a member twice":              `{"a":1,"a":2}`,
		"that are lists":                   `[]`,
		"that are not JSON":                `{`,
		"too deep":                         strings.Repeat(`{"a":`, 40) + "1" + strings.Repeat("}", 40),
	} {
		d := act.Draft{Kind: "x", Subject: "report/1", Body: jsontext.Value(body)}
		if a, _, err := key.Sign(d, rand.Reader); err == nil {
			t.Errorf("%s: signed as %s", name, a.Body)
		}
	}
}

// decoyed makes an act whose body is as given, digests and all.
func decoyed(t *testing.T, body string) act.Act {
	t.Helper()
	a, err := act.Parse(compact(goodHeader, edited(t, goodPayload, "{}", body)))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func disclosure(t *testing.T, name, value string) act.Disclosure {
	t.Helper()
	d, err := act.NewDisclosure(name, jsontext.Value(value), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestOpen_decoys_leave_no_trace(t *testing.T) {
	t.Parallel()
	d := disclosure(t, "name", `"x"`)
	decoy := disclosure(t, "decoy", `1`).Digest()
	a := decoyed(t, `{"event":"mortar","_sd":["`+decoy+`","`+d.Digest()+`"],"list":[{"_sd":["`+decoy[1:]+`"]}]}`)
	opened, err := a.Open([]act.Disclosure{d})
	if err != nil || !sameJSON(t, opened.Body, jsontext.Value(`{"event":"mortar","list":[{}],"name":"x"}`)) {
		t.Errorf("got %s, %v", opened.Body, err)
	}
}

func TestOpen_refuses(t *testing.T) {
	t.Parallel()
	d, other := disclosure(t, "name", `"x"`), disclosure(t, "name", `"y"`)
	sd := func(digests ...string) string { return `"_sd":["` + strings.Join(digests, `","`) + `"]` }
	for name, c := range map[string]struct {
		body string
		ds   []act.Disclosure
		want error
	}{
		"a disclosure that nothing asks for":    {`{}`, []act.Disclosure{d}, act.ErrDisclosureUnused},
		"a disclosure of another act":           {`{` + sd(other.Digest()) + `}`, []act.Disclosure{d}, act.ErrDisclosureUnused},
		"a disclosure handed over twice":        {`{` + sd(d.Digest()) + `}`, []act.Disclosure{d, d}, act.ErrDisclosureRepeated},
		"a digest twice in one object":          {`{` + sd(d.Digest(), d.Digest()) + `}`, []act.Disclosure{d}, act.ErrDisclosureRepeated},
		"a withheld digest twice":               {`{` + sd(d.Digest(), d.Digest()) + `}`, nil, act.ErrDisclosureRepeated},
		"a digest in two objects":               {`{"a":{` + sd(d.Digest()) + `},` + sd(d.Digest()) + `}`, []act.Disclosure{d}, act.ErrDisclosureRepeated},
		"a digest twice by escapes":             {`{"a":{"\u005fsd":["` + d.Digest() + `"]},` + sd(d.Digest()) + `}`, nil, act.ErrDisclosureRepeated},
		"a hidden member that is there":         {`{"name":"z",` + sd(d.Digest()) + `}`, []act.Disclosure{d}, act.ErrDisclosureRepeated},
		"two hidden members of one name":        {`{` + sd(d.Digest(), other.Digest()) + `}`, []act.Disclosure{d, other}, act.ErrDisclosureRepeated},
		"digests that are not a list":           {`{"_sd":"x"}`, nil, nil},
		"digests that are null":                 {`{"_sd":null}`, nil, nil},
		"digests that are not text":             {`{"_sd":[1]}`, nil, nil},
		"nested digests that are not a list":    {`{"a":[[{"_sd":{}}]]}`, nil, nil},
		"digests that are not text, by escapes": {`{"_\u0073d":[1]}`, nil, nil},
	} {
		opened, err := decoyed(t, c.body).Open(c.ds)
		if err == nil || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: got %s, %v; want %v", name, opened.Body, err, c.want)
		}
	}
}

func TestParseDisclosure_refuses(t *testing.T) {
	t.Parallel()
	const salt = "_26bc4LT-ac6q2KI6cBW5es"
	good := b64.EncodeToString([]byte(`["` + salt + `","name",1]`))
	if d, err := act.ParseDisclosure(good); err != nil || d.Name() != "name" || string(d.Value()) != "1" || d.String() != good {
		t.Fatalf("%s is refused: %v", good, err)
	}
	texts := map[string]string{
		"an element of a list": `["` + salt + `",1]`, "four parts": `["` + salt + `","name",1,1]`, "no list": `{}`,
		"a salt that is a number": `[1,"name",1]`, "a name that is a number": `["` + salt + `",1,1]`,
		"a short salt": `["` + salt[:21] + `","name",1]`, "a name kept for digests": `["` + salt + `","_sd",[]]`,
		"a name kept for elements": `["` + salt + `","...","x"]`, "digests within": `["` + salt + `","name",{"a":[{"_sd":[]}]}]`,
		"digests within, by escapes": `["` + salt + `","name",{"\u005fsd":[]}]`, "elements within": `["` + salt + `","name",[{"...":"x"}]]`,
		"a member twice": `["` + salt + `","name",{"a":1,"a":1}]`, "text behind": `["` + salt + `","name",1] 1`, "not UTF-8": "[\"" + salt + "\",\"name\",\"\xff\"]",
		"too deep": `["` + salt + `","name",` + strings.Repeat("[", 33) + strings.Repeat("]", 33) + `]`,
	}
	bad := map[string]string{"padding": good + "==", "a line break": good[:8] + "\n" + good[8:], "nothing": ""}
	for name, text := range texts {
		bad[name] = b64.EncodeToString([]byte(text))
	}
	for name, text := range bad {
		if d, err := act.ParseDisclosure(text); err == nil {
			t.Errorf("%s: taken as %s %s", name, d.Name(), d.Value())
		}
	}
}

func TestParseSDJWT_refuses(t *testing.T) {
	t.Parallel()
	a, ds := sign(t, newKeys(t)[act.EdDSA], whole, everyPath...)
	good := act.FormatSDJWT(a, ds)
	for name, text := range map[string]string{
		"a key binding":           good + a.Compact(),
		"no tilde at the end":     strings.TrimSuffix(good, "~"),
		"an empty disclosure":     good + "~",
		"over 128,000 bytes":      good + strings.Repeat("A", 2*act.MaxBytes) + "~",
		"disclosures without":     "~" + act.FormatDisclosures(ds),
		"a line break between":    strings.Replace(good, "~", "~\n", 1),
		"a line break at the end": good + "\n",
	} {
		if _, _, err := act.ParseSDJWT(text); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
	if _, ds, err := act.ParseSDJWT(a.Compact()); err != nil || ds != nil {
		t.Errorf("an act by itself: %v, %v", ds, err)
	}
}
