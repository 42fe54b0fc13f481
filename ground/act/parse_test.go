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
		"ES256":                       compact(edited(t, goodHeader, "Ed25519", "ES256"), goodPayload),
		"a slot":                      compact(goodHeader, withSlots(t, `{"source":[{"...":"`+string(home)+`"}]}`)),
		"an end and a nonce":          compact(goodHeader, edited(t, goodPayload, `"kind"`, `"exp":1494131500,"nonce":"Sheet 1, row 7","kind"`)),
		"eight registers":             compact(goodHeader, edited(t, goodPayload, `"`+string(home)+`"`, registers(8))),
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
		"another algorithm":          header("Ed25519", "RS256"),
		"algorithm none":             header("Ed25519", "none"),
		"algorithm in lower case":    header("Ed25519", "ed25519"),
		"no typ":                     header(`,"typ":"truce-act.1+sd-jwt"`, ""),
		"another typ":                header("truce-act.1+sd-jwt", "JWT"),
		"unknown header member":      header(`"typ"`, `"jku":"x","typ"`),
		"critical extensions":        header(`"typ"`, `"crit":["b64"],"b64":false,"typ"`),
		"header member twice":        header(`"typ"`, `"alg":"Ed25519","typ"`),
		"header member in capitals":  header(`"typ"`, `"TYP"`),
		"kid of another key":         header(`"typ"`, `"kid":"other","typ"`),
		"header that is a list":      compact(`[]`, goodPayload),
		"text after the header":      compact(goodHeader+" {}", goodPayload),
		"no iss":                     payload(`"iss":"k",`, ""),
		"empty iss":                  payload(`"iss":"k"`, `"iss":""`),
		"payload member twice":       payload(`"kind"`, `"iss":"k","kind"`),
		"unknown payload member":     payload(`"kind"`, `"nbf":1,"kind"`),
		"no audience":                payload(`"aud":["`+string(home)+`"],`, ""),
		"an empty audience":          payload(`"`+string(home)+`"`, ""),
		"an audience of no form":     payload(string(home), "https://example.org"),
		"a register twice":           payload(`"`+string(home)+`"`, `"`+string(home)+`","`+string(home)+`"`),
		"nine registers":             payload(`"`+string(home)+`"`, registers(9)),
		"no rev":                     payload(`"rev":1,`, ""),
		"rev 0":                      payload(`"rev":1`, `"rev":0`),
		"rev 1000":                   payload(`"rev":1`, `"rev":1000`),
		"an end after 9999":          payload(`"kind"`, `"exp":253402300800,"kind"`),
		"a nonce of two lines":       payload(`"kind"`, `"nonce":"a\nb","kind"`),
		"a nonce too long":           payload(`"kind"`, `"nonce":"`+strings.Repeat("a", 401)+`","kind"`),
		"digests in the body":        payload(`{}`, `{"_sd":[]}`),
		"digests deep in the body":   payload(`{}`, `{"a":[{"b":{"_sd":[]}}]}`),
		"digests by escapes":         payload(`{}`, `{"\u005fsd":[]}`),
		"an element in the body":     payload(`{}`, `{"a":[{"...":"x"}]}`),
		"slots without an algorithm": compact(goodHeader, edited(t, withSlots(t, `{"source":[{"...":"`+string(home)+`"}]}`), `"_sd_alg":"sha-256",`, "")),
		"an algorithm without slots": payload(`"body"`, `"_sd_alg":"sha-256","body"`),
		"digests beside the body":    payload(`"kind"`, `"_sd":[],"kind"`),
		"iat before 1970":            payload("1494131400", "-1"),
		"iat after 9999":             payload("1494131400", "253402300800"),
		"iat with a fraction":        payload("1494131400", "1.5"),
		"iat as text":                payload("1494131400", `"1494131400"`),
		"no iat":                     payload(`"iat":1494131400,`, ""),
		"iat that is null":           payload("1494131400", "null"),
		"a nonce that is null":       payload(`"kind"`, `"nonce":null,"kind"`),
		"an end that is null":        payload(`"kind"`, `"exp":null,"kind"`),
		"earlier acts that are null": payload(`"body"`, `"prev":null,"body"`),
		"an earlier act of null":     payload(`"body"`, `"prev":[null],"body"`),
		"a kid of null":              compact(edited(t, goodHeader, `"alg"`, `"kid":null,"alg"`), goodPayload),
		"a nonce of nothing":         payload(`"kind"`, `"nonce":"","kind"`),
		"an end at no time":          payload(`"kind"`, `"exp":0,"kind"`),
		"no earlier acts":            payload(`"body"`, `"prev":[],"body"`),
		"no earlier acts, in a gap":  payload(`"body"`, `"prev":[ ],"body"`),
		"no slots":                   payload(`"body"`, `"slots":{},"body"`),
		"a kid of nothing":           compact(edited(t, goodHeader, `"alg"`, `"kid":"","alg"`), goodPayload),
		"a kind of two scripts":      payload(`"observation-filed"`, `"оbservation-filed"`),
		"a kind with a gap":          payload(`"observation-filed"`, `"Post Closed"`),
		"a kind of hyphens":          payload(`"observation-filed"`, `"observation--filed"`),
		"a kind of 61 letters":       payload(`"observation-filed"`, `"`+strings.Repeat("a", 61)+`"`),
		"a kind that is a number":    payload(`"observation-filed"`, `"1-filed"`),
		"no kind":                    payload(`"kind":"observation-filed",`, ""),
		"another digest algorithm":   compact(goodHeader, edited(t, withSlots(t, `{"source":[{"...":"`+string(home)+`"}]}`), "sha-256", "sha-512")),
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
	digest, other := string(home), strings.Repeat("A", 43)
	for name, slots := range map[string]string{
		"none":                      `{}`,
		"a list":                    `[]`,
		"null":                      `null`,
		"a digest by itself":        `{"source":"` + digest + `"}`,
		"an empty slot":             `{"source":[]}`,
		"a decoy":                   `{"source":[{"...":"` + digest + `"},{"...":"` + other + `"}]}`,
		"an element in the clear":   `{"source":[{"...":"` + digest + `"},1]}`,
		"something in the clear":    `{"source":[{"sealed":"x"}]}`,
		"something beside":          `{"source":[{"...":"` + digest + `","a":1}]}`,
		"two digests in an element": `{"source":[{"...":"` + digest + `","\u002e..":"` + other + `"}]}`,
		"a digest twice":            `{"source":[{"...":"` + digest + `"}],"person":[{"...":"` + digest + `"}]}`,
		"a class twice":             `{"source":[{"...":"` + digest + `"}],"source":[{"...":"` + other + `"}]}`,
		"a class twice by escapes":  `{"source":[{"...":"` + digest + `"}],"sourc\u0065":[{"...":"` + other + `"}]}`,
		"a class of no form":        `{"Source":[{"...":"` + digest + `"}]}`,
		"a digest cut off":          `{"source":[{"...":"` + digest[1:] + `"}]}`,
		"a digest of base64":        `{"source":[{"...":"+/` + digest[2:] + `"}]}`,
		"object digests":            `{"source":[{"_sd":["` + digest + `"]}]}`,
		"seventeen":                 seventeen(),
	} {
		if a, err := act.Parse(compact(goodHeader, withSlots(t, slots))); err == nil {
			t.Errorf("slots, %s: taken as %+v", name, a.Slots)
		}
	}
}

// What a later program may know is told from what nobody knows.
func TestParse_formats_of_later(t *testing.T) {
	t.Parallel()
	for name, header := range map[string]string{
		"a later format":           edited(t, goodHeader, "act.1", "act.2"),
		"EdDSA (RFC 8037)":         edited(t, goodHeader, "Ed25519", "EdDSA"),
		"ML-DSA":                   edited(t, goodHeader, "Ed25519", "ML-DSA-44"),
		"the same, of a later one": `{"alg":"ML-DSA-44","typ":"truce-act.9+sd-jwt"}`,
	} {
		if _, err := act.Parse(compact(header, goodPayload)); !errors.Is(err, act.ErrFormat) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, header := range map[string]string{
		"no signature": edited(t, goodHeader, "Ed25519", "none"), "no signature, in capitals": edited(t, goodHeader, "Ed25519", "NONE"),
		"no algorithm": edited(t, goodHeader, "Ed25519", ""), "another thing": edited(t, goodHeader, "truce-act.1", "truce-note.1"),
	} {
		if _, err := act.Parse(compact(header, goodPayload)); err == nil || errors.Is(err, act.ErrFormat) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A name tells nothing, and only its key can make it.
func TestNamed(t *testing.T) {
	t.Parallel()
	const known = "report/6zd3mbicq4qxkbs2u353m4xuog4qyk4fsmuudlwlft5oyvaejjmq" // the browser's twin makes it too (web/unit/acts.test.ts)
	if made := act.Named("report", "oCs7Jz1wahIzxmmRRwed00_Gi2mxHYSq5T__ltUHN8A", "00112233445566778899aabbccddeeff"); made != known {
		t.Error(made)
	}
	name := act.Named("report", "key-1", "Sheet 1, row 7")
	if _, err := act.ParseSubject(string(name)); err != nil || len(name.Name()) != 52 || name != act.Named("report", "key-1", "Sheet 1, row 7") {
		t.Errorf("got %s, %v", name, err)
	}
	for _, other := range []act.SubjectID{act.Named("report", "key-2", "Sheet 1, row 7"), act.Named("report", "key-1", "Sheet 1, row 8"), act.Named("report", "key-1Sheet 1,", " row 7")} {
		if other == name {
			t.Errorf("%s stands for two", name)
		}
	}
}

func withSlots(t *testing.T, slots string) string {
	return edited(t, goodPayload, `"body":{}`, `"body":{},"_sd_alg":"sha-256","slots":`+slots)
}

func seventeen() string {
	all := make([]string, 17)
	for i := range all {
		digest := fmt.Sprintf("%043d", i)
		all[i] = `"class-` + string(rune('a'+i)) + `":[{"...":"` + digest + `"}]`
	}
	return "{" + strings.Join(all, ",") + "}"
}

func registers(n int) string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf(`"%043d"`, i)
	}
	return strings.Join(all, ",")
}

func withPrev(t *testing.T, n int) string {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = fmt.Sprintf(`"%064x"`, i)
	}
	return edited(t, goodPayload, `"body"`, `"prev":[`+strings.Join(ids, ",")+`],"body"`)
}

func withDepth(t *testing.T, n int) string {
	return edited(t, goodPayload, `{}`, strings.Repeat(`{"a":`, n-1)+`{"x":"_sd"}`+strings.Repeat("}", n-1))
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

func TestParse_bounds_acts_and_bodies(t *testing.T) {
	t.Parallel()
	padded := func(bytes int) string {
		return compact(goodHeader, edited(t, goodPayload, `{}`, `{"a":"`+strings.Repeat("x", bytes-len(`{"a":""}`))+`"}`))
	}
	if _, err := act.Parse(padded(act.MaxBodyBytes)); err != nil {
		t.Errorf("a body of %d bytes: %v", act.MaxBodyBytes, err)
	}
	if _, err := act.Parse(padded(act.MaxBodyBytes + 1)); !errors.Is(err, act.SizeError{Size: act.MaxBodyBytes + 1, Limit: act.MaxBodyBytes}) {
		t.Errorf("a body of one byte more: got %v", err)
	}
	large := padded(act.MaxBytes)
	if _, err := act.Parse(large); !errors.Is(err, act.SizeError{Size: len(large), Limit: act.MaxBytes}) {
		t.Errorf("an act of %d bytes: got %v", len(large), err)
	}
}

func TestParseSubject(t *testing.T) {
	t.Parallel()
	for _, good := range []string{"report/1", "report/2017-05-07-zellaqiyat", "key/jkt:-_x", "zone/a.b_c:D-9", "post/" + strings.Repeat("a", 120)} {
		s, err := act.ParseSubject(good)
		if err != nil || s.Noun()+"/"+s.Name() != good {
			t.Errorf("%s: got %s and %s, %v", good, s.Noun(), s.Name(), err)
		}
	}
	for _, bad := range []string{
		"", "report", "report/", "/1", "r/1", "Report/1", "report/-1", "report/.", "report/a b", "report/a/b", "report/1\n",
		"report/\u0661", "report/" + strings.Repeat("a", 121), strings.Repeat("r", 25) + "/1", "report/a\x00",
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
