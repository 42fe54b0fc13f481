package act_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"filippo.io/edwards25519"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
)

var update = flag.Bool("update", false, "make new vectors; the desk's tests read the same files")

const vectorsFile = "../../testdata/vectors/acts.json"

// vectors are acts that this package and the desk (web/src/trust) must read alike.
type vectors struct {
	Good    []goodAct    `json:"good"`
	Refused []refusedAct `json:"refused"`
	Keys    []refusedKey `json:"keys"`
	Unmade  []unmadeAct  `json:"unmade"`
}

// unmadeAct is an act whose signature is good to some programs and not to others: to nobody here.
type unmadeAct struct {
	Why     string          `json:"why"`
	Key     json.RawMessage `json:"key"`
	Compact string          `json:"compact"`
}

// refusedKey is a public key that is spelt so that its readers would make two ids of it.
type refusedKey struct {
	Why string `json:"why"`
	Key string `json:"key"` // as text: a line break in it stays
}

// goodAct is an act, the key that made it, and what it says with all that it hides.
type goodAct struct {
	Name        string          `json:"name"`
	Key         json.RawMessage `json:"key"`
	Compact     string          `json:"compact"`
	Disclosures []string        `json:"disclosures"`
	ID          string          `json:"id"`
	Opened      json.RawMessage `json:"opened"`
}

type refusedAct struct {
	Why     string `json:"why"`
	Compact string `json:"compact"`
}

// TestVectors holds the shared vectors to this package; unit/acts.test.ts holds them to the desk.
func TestVectors(t *testing.T) {
	t.Parallel()
	if *update {
		writeVectors(t)
	}
	text, err := os.ReadFile(vectorsFile)
	if err != nil {
		t.Fatal(err)
	}
	var all vectors
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	for _, v := range all.Good {
		t.Run(v.Name, func(t *testing.T) { checkGood(t, v) })
	}
	for _, v := range all.Keys {
		if _, err := act.ParsePublicKey([]byte(v.Key)); err == nil {
			t.Errorf("a key with %s is taken", v.Why)
		}
	}
	for _, v := range all.Unmade {
		key, err := act.ParsePublicKey(v.Key)
		if err != nil {
			t.Fatal(err)
		}
		a, err := act.Parse(v.Compact)
		if err != nil {
			t.Fatal(err)
		}
		if a.Check(key) == nil {
			t.Errorf("%s: the signature is good", v.Why)
		}
	}
	for _, v := range all.Refused {
		if _, err := act.Parse(v.Compact); err == nil {
			t.Errorf("%s: taken", v.Why)
		}
	}
}

func checkGood(t *testing.T, v goodAct) {
	key, err := act.ParsePublicKey(v.Key)
	if err != nil {
		t.Fatal(err)
	}
	a, ds, err := act.ParseSDJWT(v.Compact + "~" + strings.Join(append(v.Disclosures, ""), "~"))
	if err != nil {
		t.Fatal(err)
	}
	if a.ID.String() != v.ID {
		t.Errorf("id %s, want %s", a.ID, v.ID)
	}
	if err := a.Check(key); err != nil {
		t.Error(err)
	}
	opened, err := a.Open(ds)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := canonical(t, opened.Body), canonical(t, v.Opened); got != want {
		t.Errorf("opened %s, want %s", got, want)
	}
}

func canonical(t *testing.T, v []byte) string {
	t.Helper()
	c := jsontext.Value(slices.Clone(v))
	if err := c.Canonicalize(); err != nil {
		t.Fatal(err)
	}
	return string(c)
}

func writeVectors(t *testing.T) {
	t.Helper()
	bodies := []struct {
		name, body string
		hide       []string
	}{
		{"nothing hidden", `{"event":"mortar","narrative":"ثلاث قذائف"}`, nil},
		{"numbers", `{"lon":36.57,"lat":-0.5,"small":1e-7,"large":1e+21,"whole":123456789012345680000,"text":"-0, 1e-400"}`, nil},
		{"two members in slots, one slot with nothing", `{"event":"mortar","observer":{"position":{"lon":36.2,"lat":34.7}},"source":{"sealed":"x"}}`, []string{"source", "observer", "narrative"}},
	}
	var all vectors
	keys := newKeys(t)
	for _, algorithm := range slices.Sorted(maps.Keys(keys)) {
		for _, b := range bodies {
			a, ds := sign(t, keys[algorithm], b.body, b.hide...)
			jwk, err := json.Marshal(keys[algorithm].Public())
			if err != nil {
				t.Fatal(err)
			}
			v := goodAct{algorithm + ", " + b.name, jwk, a.Compact(), []string{}, a.ID.String(), json.RawMessage(b.body)}
			for _, d := range ds {
				v.Disclosures = append(v.Disclosures, d.String())
			}
			all.Good = append(all.Good, v)
		}
	}
	for why, payload := range map[string]string{
		"a member twice":            strings.Replace(goodPayload, `"kind"`, `"iat":1,"kind"`, 1),
		"a member not of acts":      strings.Replace(goodPayload, `"kind"`, `"nbf":1,"kind"`, 1),
		"no body":                   strings.Replace(goodPayload, `,"body":{}`, ``, 1),
		"a subject of no form":      strings.Replace(goodPayload, `report/1`, `Report 1`, 1),
		"a time before 1970":        strings.Replace(goodPayload, `1494131400`, `-1`, 1),
		"a predecessor of no form":  strings.Replace(goodPayload, `"body"`, `"prev":["x"],"body"`, 1),
		"another digest":            strings.Replace(goodPayload, `"body"`, `"_sd_alg":"md5","slots":{"source":[{"...":"`+string(home)+`"}]},"body"`, 1),
		"a digest in the body":      strings.Replace(goodPayload, `"body":{}`, `"body":{"_sd":["`+string(home)+`"]}`, 1),
		"a slot with a decoy":       strings.Replace(goodPayload, `"body"`, `"_sd_alg":"sha-256","slots":{"source":[{"...":"`+string(home)+`"},{"...":"`+strings.Repeat("A", 43)+`"}]},"body"`, 1),
		"a digest in two slots":     strings.Replace(goodPayload, `"body"`, `"_sd_alg":"sha-256","slots":{"source":[{"...":"`+string(home)+`"}],"person":[{"...":"`+string(home)+`"}]},"body"`, 1),
		"no audience":               strings.Replace(goodPayload, `"aud":["`+string(home)+`"],`, ``, 1),
		"a number of 34 digits":     strings.Replace(goodPayload, `"body":{}`, `"body":{"lon":36.5700000000000000000000000000000001}`, 1),
		"a number below doubles":    strings.Replace(goodPayload, `"body":{}`, `"body":{"at":[{"lon":1e-400}]}`, 1),
		"a number beyond doubles":   strings.Replace(goodPayload, `"body":{}`, `"body":{"lon":1e400}`, 1),
		"a zero with a sign":        strings.Replace(goodPayload, `"body":{}`, `"body":{"lon":-0}`, 1),
		"a number with a zero":      strings.Replace(goodPayload, `"body":{}`, `"body":{"lon":36.570}`, 1),
		"a whole number as 3.0":     strings.Replace(goodPayload, `"body":{}`, `"body":{"number":3.0}`, 1),
		"an exponent":               strings.Replace(goodPayload, `"body":{}`, `"body":{"number":3e0}`, 1),
		"no digest named by a word": strings.Replace(goodPayload, `"body"`, `"_sd_alg":"","body"`, 1),
		"an end of -0":              strings.Replace(goodPayload, `"aud"`, `"exp":-0,"aud"`, 1),
		"a time of -0":              strings.Replace(goodPayload, `1494131400`, `-0`, 1),
		"a time as 1494131400.0":    strings.Replace(goodPayload, `1494131400`, `1494131400.0`, 1),
		"an end at no time":         strings.Replace(goodPayload, `"aud"`, `"exp":0,"aud"`, 1),
		"a nonce of nothing":        strings.Replace(goodPayload, `"aud"`, `"nonce":"","aud"`, 1),
		"no earlier acts":           strings.Replace(goodPayload, `"aud"`, `"prev":[],"aud"`, 1),
		"no slots":                  strings.Replace(goodPayload, `"aud"`, `"slots":{},"aud"`, 1),
		"a kind of no form":         strings.Replace(goodPayload, `"observation-filed"`, `"Post Closed"`, 1),
		"a kind that ends open":     strings.Replace(goodPayload, `"observation-filed"`, `"observation-"`, 1),
		"no rev":                    strings.Replace(goodPayload, `"rev":1,`, ``, 1),
	} {
		all.Refused = append(all.Refused, refusedAct{why, compact(goodHeader, payload)})
	}
	all.Refused = append(all.Refused, refusedAct{"another type", compact(`{"alg":"Ed25519","typ":"JWT"}`, goodPayload)},
		refusedAct{"no algorithm", compact(`{"alg":"none","typ":"truce-act.1+sd-jwt"}`, goodPayload)},
		refusedAct{"a kid of nothing", compact(strings.Replace(goodHeader, `"alg"`, `"kid":"","alg"`, 1), goodPayload)},
		refusedAct{"two parts", "a.b"})
	x := "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" // RFC 8037, appendix A
	for why, text := range map[string]string{
		"bits to spare": x[:42] + "p", "a line break": x[:20] + `\n` + x[20:], "padding": x + "=", "31 bytes": x[:42], "+ and /": strings.ReplaceAll(x, "_", "/"),
	} {
		all.Keys = append(all.Keys, refusedKey{why, `{"kty":"OKP","crv":"Ed25519","x":"` + text + `"}`})
	}
	all.Keys = append(all.Keys, refusedKey{"bits to spare in y", `{"kty":"EC","crv":"P-256","x":"3p7J1sFTfO2KwNQJaO1f16THE0q1M-y5Um54-nsGJzk","y":"L--8SwH4R29zs5bSNBdFwoyJ0mRaOpiSai1hhP2HI2t"}`})
	for i, text := range act.SmallPoints() {
		point, err := hex.DecodeString(text)
		if err != nil {
			t.Fatal(err)
		}
		why := fmt.Sprintf("a point of small order, %d", i)
		all.Keys = append(all.Keys, refusedKey{why, `{"kty":"OKP","crv":"Ed25519","x":"` + base64.RawURLEncoding.EncodeToString(point) + `"}`})
		all.Unmade = append(all.Unmade, begunWith(t, "begun with "+why, point))
	}
	slices.SortFunc(all.Keys, func(a, b refusedKey) int { return strings.Compare(a.Why, b.Why) })
	slices.SortFunc(all.Refused, func(a, b refusedAct) int { return strings.Compare(a.Why, b.Why) })
	text, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(vectorsFile, append(text, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}

// begunWith is an act that the owner of a key signed with a commitment of small order.
func begunWith(t *testing.T, why string, r []byte) unmadeAct {
	t.Helper()
	sum := sha512.Sum512([]byte("somebody's secret"))
	a, err := new(edwards25519.Scalar).SetUniformBytes(sum[:])
	if err != nil {
		t.Fatal(err)
	}
	raw := new(edwards25519.Point).ScalarBaseMult(a).Bytes()
	key, err := act.NewPublicKey(ed25519.PublicKey(raw))
	if err != nil {
		t.Fatal(err)
	}
	jwk, err := key.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	input := compact(goodHeader, edited(t, goodPayload, `"iss":"k"`, `"iss":"`+string(key.ID())+`"`))
	input = input[:strings.LastIndexByte(input, '.')]
	h := sha512.Sum512(append(append(bytes.Clone(r), raw...), input...))
	k, err := new(edwards25519.Scalar).SetUniformBytes(h[:])
	if err != nil {
		t.Fatal(err)
	}
	signature := append(bytes.Clone(r), new(edwards25519.Scalar).Multiply(k, a).Bytes()...)
	return unmadeAct{why, jwk, input + "." + base64.RawURLEncoding.EncodeToString(signature)}
}
