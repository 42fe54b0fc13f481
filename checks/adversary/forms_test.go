package adversary

import (
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/office/officetest"
)

// A monitor signs a number that readers read as two: 1e-400 is nothing in doubles and little in decimals, of 34 digits some keep
// 17, -0 is 0 to some. It is no act, whether it stands in what all are shown or in what is hidden; to who checks it is a finding.
func TestForms_a_number_reads_as_one(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	f := forge(t, w)
	w.File(t, 0, 2)
	honest, h := copyOf(t, w, "secretary"), historyOf(t, w)
	n := 0
	observed := func(count, lon string) string {
		n++
		return byHand(t, w, f, "report/number"+string(rune('a'+n)), func(body string) string {
			return strings.NewReplacer(`"number":3`, `"number":`+count, `"lon":36.57`, `"lon":`+lon).Replace(body)
		})
	}
	if _, err := w.Submit(t.Context(), observed("3", "36.57")); err != nil {
		t.Fatal(err)
	}
	for _, lon := range []string{"1e-400", "-0", "36.5700000000000000000000000000000001", "36.570", "3657e-2"} {
		if _, err := w.Submit(t.Context(), observed("3", lon)); err == nil {
			t.Errorf("%s is taken where it is hidden", lon)
		}
	}
	for _, count := range []string{"3.0", "3e0", "0.3e1"} {
		text := observed(count, "36.57")
		if _, err := w.Submit(t.Context(), text); !problem.Is(err, problem.MalformedAct) {
			t.Errorf("%s: %v", count, err)
		}
		said, code := truce(t, t.TempDir(), "check", h.with(t, text).publish(t, w, honest))
		says(t, said, code, 3, "WRONG")
	}
}

// byHand is an observation that a forger writes letter by letter, in the slots of its kind.
func byHand(t *testing.T, w *officetest.World, f forger, subject string, edited func(body string) string) string {
	t.Helper()
	text, err := json.Marshal(officetest.Observation())
	if err != nil {
		t.Fatal(err)
	}
	text = jsontext.Value(edited(string(text)))
	spec, _ := w.Kinds().Spec("observation-filed")
	form, body, hidden := spec.Form(), map[string]jsontext.Value{}, map[string]map[string]jsontext.Value{}
	var all map[string]jsontext.Value
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	for name, value := range all {
		class := form.Hides[name]
		if class == "" {
			body[name] = value
			continue
		}
		if hidden[class] == nil {
			hidden[class] = map[string]jsontext.Value{}
		}
		hidden[class][name] = value
	}
	slots, rest := map[string]any{}, "~"
	for _, class := range form.Classes() {
		value := []byte("null")
		if members := hidden[class]; members != nil {
			if value, err = json.Marshal(members, json.Deterministic(true)); err != nil {
				t.Fatal(err)
			}
		}
		d := disclosed(t, string(value))
		slots[class], rest = []any{map[string]string{"...": d.Digest()}}, rest+d.String()+"~"
	}
	return f.signs(t, map[string]any{"iat": w.Clock.Now().Unix(), "aud": w.Audience[:1], "kind": "observation-filed", "rev": form.Rev,
		"sub": subject, "body": body, "slots": slots, "_sd_alg": "sha-256"}) + rest
}

// Times that differ by less than a reader keeps, more civilians than people, and letters that readers see differently are refused.
func TestForms_what_readers_would_take_differently_is_refused(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	signed := func(edited func(body string) string) error {
		text, err := json.Marshal(officetest.Observation())
		if err != nil {
			t.Fatal(err)
		}
		other := edited(string(text))
		if other == string(text) {
			t.Fatalf("%s stays as it is", text)
		}
		draft, _ := w.Kinds().Complete(act.Draft{Issued: w.Clock.Now(), Audience: w.Audience, Kind: "observation-filed", Subject: "report/form", Body: jsontext.Value(other)}, "en")
		_, err = w.Submit(t.Context(), w.SignDraft(t, "monitor-1", draft))
		return err
	}
	in := func(old, other string) error {
		return signed(func(body string) string { return strings.Replace(body, old, other, 1) })
	}
	name := func(text string) error { return in(`"Zellaqiyat"`, `"`+text+`"`) }
	for _, text := range []string{`Zel\ufffe`, `Zel\ufdd0`, `Zel\ue000`, `Zel\udbff\udffd`, "Z" + strings.Repeat(`\u0301`, 11), "Z" + strings.Repeat(`\u0301`, 150)} {
		if err := name(text); !problem.Is(err, problem.TextHidden) {
			t.Errorf("%s: %v", text, err)
		}
	}
	if err := in(`04:30:00Z`, `04:30:00.0000001Z`); !problem.Is(err, problem.BodyWrong) {
		t.Errorf("a tenth of a microsecond: %v", err)
	}
	for _, harm := range []string{`{"killedMin":1,"civiliansKilledMin":9}`, `{"killedMax":2,"civiliansKilledMin":9}`, `{"killedMin":5,"killedMax":2}`} {
		if err := in(`"effect":`, `"harm":`+harm+`,"effect":`); !problem.Is(err, problem.BodyWrong) {
			t.Errorf("%s: %v", harm, err)
		}
	}
	if err := signed(func(body string) string {
		return strings.NewReplacer(`"Zellaqiyat"`, `"Z`+strings.Repeat(`\u0301`, 10)+`"`, `04:30:00Z`, `04:30:00.000001Z`,
			`"effect":`, `"harm":{"killedMin":9,"civiliansKilledMin":9},"effect":`).Replace(body)
	}); err != nil {
		t.Errorf("what all read alike: %v", err)
	}
}
