package act_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"truce/ground/act"
)

func TestParse_takes(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"the least that an act holds": compact(goodHeader, goodPayload),
		"kid that repeats iss":        compact(edited(t, goodHeader, `"typ"`, `"kid":"k","typ"`), goodPayload),
		"ES256":                       compact(edited(t, goodHeader, "EdDSA", "ES256"), goodPayload),
		"_sd_alg sha-256":             compact(goodHeader, edited(t, goodPayload, `"body"`, `"_sd_alg":"sha-256","body"`)),
		"64 earlier acts":             compact(goodHeader, withPrev(t, act.MaxPrev)),
		"a body as deep as allowed":   compact(goodHeader, withDepth(t, act.MaxDepth)),
		"brackets within text":        compact(goodHeader, edited(t, goodPayload, `{}`, `{"a":"`+strings.Repeat(`\"[{`, 40)+`"}`)),
		"the last second of 9999":     compact(goodHeader, edited(t, goodPayload, "1494131400", "253402300799")),
	} {
		if _, err := act.Parse(text); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestParse_refuses(t *testing.T) {
	t.Parallel()
	header := func(old, replacement string) string {
		return compact(edited(t, goodHeader, old, replacement), goodPayload)
	}
	payload := func(old, replacement string) string {
		return compact(goodHeader, edited(t, goodPayload, old, replacement))
	}
	for name, text := range map[string]string{
		"nothing":                    "",
		"two parts":                  "a.b",
		"four parts":                 compact(goodHeader, goodPayload) + ".AA",
		"no signature":               strings.TrimRight(compact(goodHeader, goodPayload), "A"),
		"another algorithm":          header("EdDSA", "RS256"),
		"algorithm none":             header("EdDSA", "none"),
		"algorithm in lower case":    header("EdDSA", "eddsa"),
		"no typ":                     header(`,"typ":"truce-act+sd-jwt"`, ""),
		"another typ":                header("truce-act+sd-jwt", "JWT"),
		"unknown header member":      header(`"typ"`, `"jku":"x","typ"`),
		"critical extensions":        header(`"typ"`, `"crit":["b64"],"b64":false,"typ"`),
		"header member twice":        header(`"typ"`, `"alg":"EdDSA","typ"`),
		"header member in capitals":  header(`"typ"`, `"TYP"`),
		"kid of another key":         header(`"typ"`, `"kid":"other","typ"`),
		"header that is a list":      compact(`[]`, goodPayload),
		"text after the header":      compact(goodHeader+" {}", goodPayload),
		"no iss":                     payload(`"iss":"k",`, ""),
		"empty iss":                  payload(`"iss":"k"`, `"iss":""`),
		"payload member twice":       payload(`"kind"`, `"iss":"k","kind"`),
		"unknown payload member":     payload(`"kind"`, `"exp":1,"kind"`),
		"digests beside the body":    payload(`"kind"`, `"_sd":[],"kind"`),
		"iat before 1970":            payload("1494131400", "-1"),
		"iat after 9999":             payload("1494131400", "253402300800"),
		"iat with a fraction":        payload("1494131400", "1.5"),
		"iat as text":                payload("1494131400", `"1494131400"`),
		"no kind":                    payload(`"kind":"observation-filed",`, ""),
		"another digest algorithm":   payload(`"body"`, `"_sd_alg":"sha-512","body"`),
		"body that is a list":        payload(`{}`, `[]`),
		"body that is null":          payload(`"body":{}`, `"body":null`),
		"no body":                    payload(`,"body":{}`, ""),
		"body member twice":          payload(`{}`, `{"a":1,"a":2}`),
		"nested body member twice":   payload(`{}`, `{"a":[{"b":1,"b":1}]}`),
		"same member by escapes":     payload(`{}`, `{"a":1,"\u0061":2}`),
		"text that is not UTF-8":     payload(`{}`, "{\"a\":\"\xff\"}"),
		"half a surrogate pair":      payload(`{}`, `{"a":"\ud800"}`),
		"65 earlier acts":            compact(goodHeader, withPrev(t, act.MaxPrev+1)),
		"an earlier act twice":       payload(`"body"`, fmt.Sprintf(`"prev":["%064x","%064x"],"body"`, 1, 1)),
		"an earlier act in capitals": payload(`"body"`, fmt.Sprintf(`"prev":["%064X"],"body"`, 10)),
		"a body too deep":            compact(goodHeader, withDepth(t, act.MaxDepth+1)),
		"a body far too deep":        compact(goodHeader, withDepth(t, 7500)),
	} {
		if a, err := act.Parse(text); err == nil {
			t.Errorf("%s: taken as %+v", name, a)
		}
	}
}

func withPrev(t *testing.T, n int) string {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = fmt.Sprintf(`"%064x"`, i)
	}
	return edited(t, goodPayload, `"body"`, `"prev":[`+strings.Join(ids, ",")+`],"body"`)
}

func withDepth(t *testing.T, n int) string {
	return edited(t, goodPayload, `{}`, strings.Repeat(`{"a":`, n-1)+`{"_sd":"x"}`+strings.Repeat("}", n-1))
}

// An act has one spelling: each of these decodes to the same bytes for a loose reader.
func TestParse_refuses_loose_base64(t *testing.T) {
	t.Parallel()
	parts := strings.Split(compact(goodHeader, goodPayload), ".")
	for i, part := range parts {
		for name, loose := range map[string]string{
			"padding":           part + "=",
			"line feed":         part[:4] + "\n" + part[4:],
			"carriage return":   part[:4] + "\r" + part[4:],
			"line feed at end":  part + "\n",
			"space":             part[:4] + " " + part[4:],
			"letters of base64": "+/" + part[2:],
			"a lone letter":     part + strings.Repeat("A", 4-(len(part)+3)%4),
		} {
			changed := append([]string(nil), parts...)
			changed[i] = loose
			if _, err := act.Parse(strings.Join(changed, ".")); err == nil {
				t.Errorf("part %d with %s is taken", i, name)
			}
		}
	}
	// Two of the last signature byte's bits are not used: they must be zero.
	trailing := strings.TrimSuffix(strings.Join(parts, "."), "A") + "B"
	if _, err := act.Parse(trailing); err == nil {
		t.Error("trailing bits are taken")
	}
}

func TestParse_holds_64000_bytes(t *testing.T) {
	t.Parallel()
	least := len(compact(goodHeader, goodPayload))
	padded := func(bytes int) string {
		return compact(goodHeader, edited(t, goodPayload, `{}`, `{"a":"`+strings.Repeat("x", (bytes-least)*3/4-8)+`"}`))
	}
	if _, err := act.Parse(padded(act.MaxBytes)); err != nil {
		t.Errorf("%d bytes: %v", len(padded(act.MaxBytes)), err)
	}
	if _, err := act.Parse(padded(act.MaxBytes + 40)); !errors.Is(err, act.ErrTooLarge) {
		t.Errorf("%d bytes: got %v, want ErrTooLarge", len(padded(act.MaxBytes+40)), err)
	}
}

func TestParseSubject(t *testing.T) {
	t.Parallel()
	for _, good := range []string{"report/1", "report/2017-05-07-zellaqiyat", "key/jkt:-_x", "zone/a.b_c:D-9", "post/" + strings.Repeat("a", 80)} {
		s, err := act.ParseSubject(good)
		if err != nil || s.Noun()+"/"+s.Name() != good {
			t.Errorf("%s: got %s and %s, %v", good, s.Noun(), s.Name(), err)
		}
	}
	for _, bad := range []string{
		"", "report", "report/", "/1", "r/1", "Report/1", "report/-1", "report/.", "report/a b", "report/a/b", "report/1\n",
		"report/\u0661", "report/" + strings.Repeat("a", 81), strings.Repeat("r", 25) + "/1", "report/a\x00",
	} {
		if _, err := act.ParseSubject(bad); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}

func TestParseID_has_one_spelling(t *testing.T) {
	t.Parallel()
	good := strings.Repeat("0f", 32)
	id, err := act.ParseID(good)
	if err != nil || id.String() != good {
		t.Errorf("got %s, %v", id, err)
	}
	for _, bad := range []string{"", good[1:], good + "0", strings.ToUpper(good), "g" + good[1:], " " + good[1:], good + "\n"} {
		if _, err := act.ParseID(bad); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}
