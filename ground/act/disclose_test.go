package act_test

import (
	"crypto/rand"
	"errors"
	mathrand "math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
)

// whole has members of each kind to hide, and texts that look like what SD-JWT keeps for itself.
const whole = `{"event":"mortar","source":{"sealed":"x"},"observer":{"position":{"lon":36.6,"lat":35.3},"name":"post 3"},
	"victims":[{"age":7,"name":"A"},{"age":9},{"name":"C"}],"note":"_sd","text":"he said \"_sd\" and ..."}`

// everyName are members of whole, and one that it does not have: its slot is there all the same.
var everyName = []string{"source", "observer", "victims", "note", "text", "person"}

func TestOpen_puts_back_what_was_hidden(t *testing.T) {
	t.Parallel()
	for _, key := range newKeys(t) {
		a, ds := sign(t, key, whole, everyName...)
		if got := string(a.Body); got != `{"event":"mortar"}` {
			t.Errorf("%s is for everybody", got)
		}
		opened, err := a.Open(ds)
		if err != nil || !sameJSON(t, opened.Body, jsontext.Value(whole)) || opened.Withheld != nil {
			t.Fatalf("got %s, withheld %v, %v", opened.Body, opened.Withheld, err)
		}
		if got, want := opened.Disclosed, slices.Sorted(slices.Values(everyName)); !slices.Equal(got, want) {
			t.Errorf("disclosed %s, want %s", got, want)
		}
	}
}

// Withholding disclosures, whichever, never breaks the signature or the opening, shows
// exactly the members that were handed over, and tells which slots were not.
func TestOpen_any_subset_of_the_disclosures(t *testing.T) {
	t.Parallel()
	for _, key := range newKeys(t) {
		a, ds := sign(t, key, whole, everyName...)
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
	if err != nil || len(opened.Disclosed) != len(handed) || len(opened.Withheld) != len(everyName)-len(handed) {
		t.Fatalf("with %d disclosures: %s, withheld %v, %v", len(handed), opened.Body, opened.Withheld, err)
	}
	var shown, all map[string]jsontext.Value
	if json.Unmarshal(opened.Body, &shown) != nil || json.Unmarshal([]byte(whole), &all) != nil {
		t.Fatal("not JSON")
	}
	for name := range all {
		_, shows := shown[name]
		if want := name == "event" || slices.Contains(opened.Disclosed, name); shows != want {
			t.Errorf("with %v: %s is shown: %v", opened.Disclosed, name, shows)
		}
	}
}

// Who is not handed a slot cannot tell one with nothing in it from any other.
func TestSign_has_every_slot(t *testing.T) {
	t.Parallel()
	key := newKeys(t)[act.Ed25519]
	full, _ := sign(t, key, whole, everyName...)
	bare, ds := sign(t, key, `{"event":"mortar"}`, everyName...)
	if len(full.Slots) != len(everyName) || len(bare.Slots) != len(full.Slots) || len(full.Compact()) != len(bare.Compact()) {
		t.Errorf("%d and %d slots, %d and %d bytes", len(full.Slots), len(bare.Slots), len(full.Compact()), len(bare.Compact()))
	}
	for i, d := range ds {
		if bare.Slots[i].Class != full.Slots[i].Class || string(d.Value()) != "null" || d.Members() != nil {
			t.Errorf("slot %d: %s, %s, %s", i, bare.Slots[i].Class, full.Slots[i].Class, d.Value())
		}
	}
}

func TestSign_salts(t *testing.T) {
	t.Parallel()
	key := newKeys(t)[act.Ed25519]
	a, first := sign(t, key, whole, everyName...)
	b, second := sign(t, key, whole, everyName...)
	if a.ID == b.ID {
		t.Error("two acts that hide the same can be told to hide the same")
	}
	for i := range first {
		if first[i].Digest() == second[i].Digest() {
			t.Errorf("%s has the digest %s twice", first[i].Value(), first[i].Digest())
		}
	}
}

func TestSign_refuses_drafts(t *testing.T) {
	t.Parallel()
	key := newKeys(t)[act.Ed25519]
	good := act.Draft{Issued: time.Unix(1494131400, 0), Audience: []act.RegisterID{home}, Kind: "x", Form: hiding(), Subject: "report/1", Body: jsontext.Value("{}")}
	if _, _, err := key.Sign(good, rand.Reader); err != nil {
		t.Fatal(err)
	}
	for name, body := range map[string]string{
		"with digests of their own":        `{"_sd":["` + strings.Repeat("A", 43) + `"]}`,
		"with nested digests of their own": `{"a":[{"_sd":["` + strings.Repeat("A", 43) + `"]}]}`,
		"with a member twice":              `{"a":1,"a":2}`,
		"that are lists":                   `[]`,
		"that are not JSON":                `{`,
		"too deep":                         strings.Repeat(`{"a":`, 40) + "1" + strings.Repeat("}", 40),
	} {
		d := good
		d.Body = jsontext.Value(body)
		if a, _, err := key.Sign(d, rand.Reader); err == nil {
			t.Errorf("%s: signed as %s", name, a.Body)
		}
	}
	d := good
	d.Audience = nil
	if _, _, err := key.Sign(d, rand.Reader); err == nil {
		t.Error("signed for nobody")
	}
}

// slotted makes an act with the body and a slot for each digest: classes a, b and so on.
func slotted(t *testing.T, body string, digests ...string) act.Act {
	t.Helper()
	payload := edited(t, goodPayload, "{}", body)
	if len(digests) > 0 {
		slots := make([]string, len(digests))
		for i, digest := range digests {
			slots[i] = `"` + string(rune('a'+i)) + `":[{"...":"` + digest + `"}]`
		}
		payload = edited(t, payload, `"body"`, `"_sd_alg":"sha-256","slots":{`+strings.Join(slots, ",")+`},"body"`)
	}
	a, err := act.Parse(compact(goodHeader, payload))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func disclosure(t *testing.T, value string) act.Disclosure {
	t.Helper()
	d, err := act.NewDisclosure(jsontext.Value(value), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestOpen_refuses(t *testing.T) {
	t.Parallel()
	d, other := disclosure(t, `{"name":"x"}`), disclosure(t, `{"name":"y"}`)
	for name, c := range map[string]struct {
		a    act.Act
		ds   []act.Disclosure
		want error
	}{
		"a disclosure that nothing asks for": {slotted(t, `{}`), []act.Disclosure{d}, act.ErrDisclosureUnused},
		"a disclosure of another act":        {slotted(t, `{}`, other.Digest()), []act.Disclosure{d}, act.ErrDisclosureUnused},
		"a disclosure handed over twice":     {slotted(t, `{}`, d.Digest()), []act.Disclosure{d, d}, act.ErrDisclosureRepeated},
		"a hidden member that is there":      {slotted(t, `{"name":"z"}`, d.Digest()), []act.Disclosure{d}, act.ErrDisclosureRepeated},
		"a member in two slots":              {slotted(t, `{}`, d.Digest(), other.Digest()), []act.Disclosure{d, other}, act.ErrDisclosureRepeated},
	} {
		opened, err := c.a.Open(c.ds)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: got %s, %v; want %v", name, opened.Body, err, c.want)
		}
	}
}

func TestParseDisclosure_refuses(t *testing.T) {
	t.Parallel()
	const salt = "_26bc4LT-ac6q2KI6cBW5es"
	good := b64.EncodeToString([]byte(`["` + salt + `",{"name":1}]`))
	if d, err := act.ParseDisclosure(good); err != nil || !slices.Equal(d.Members(), []string{"name"}) || string(d.Value()) != `{"name":1}` || d.String() != good {
		t.Fatalf("%s is refused: %v", good, err)
	}
	texts := map[string]string{
		"a member with its name": `["` + salt + `","name",1]`, "four parts": `["` + salt + `",null,1,1]`, "no list": `{}`, "a salt alone": `["` + salt + `"]`, "an empty object": `["` + salt + `",{}]`,
		"a salt that is a number": `[1,null]`, "a value that is text": `["` + salt + `","x"]`, "a value that is a list": `["` + salt + `",[]]`,
		"a short salt": `["` + salt[:21] + `",null]`, "a name kept for digests": `["` + salt + `",{"_sd":[]}]`,
		"a name kept for elements": `["` + salt + `",{"...":"x"}]`, "digests within": `["` + salt + `",{"name":{"a":[{"_sd":[]}]}}]`,
		"digests within, by escapes": `["` + salt + `",{"\u005fsd":[]}]`, "elements within": `["` + salt + `",{"a":[{"...":"x"}]}]`,
		"a member twice": `["` + salt + `",{"a":1,"a":1}]`, "text behind": `["` + salt + `",null] 1`, "not UTF-8": "[\"" + salt + "\",{\"a\":\"\xff\"}]",
		"too deep": `["` + salt + `",` + strings.Repeat(`{"a":`, 33) + "1" + strings.Repeat("}", 33) + `]`,
	}
	bad := map[string]string{"padding": good + "==", "a line break": good[:8] + "\n" + good[8:], "nothing": ""}
	for name, text := range texts {
		bad[name] = b64.EncodeToString([]byte(text))
	}
	for name, text := range bad {
		if d, err := act.ParseDisclosure(text); err == nil {
			t.Errorf("%s: taken as %s", name, d.Value())
		}
	}
}

func TestParseSDJWT_refuses(t *testing.T) {
	t.Parallel()
	a, ds := sign(t, newKeys(t)[act.Ed25519], whole, everyName...)
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
