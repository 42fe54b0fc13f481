// Package jose_test checks acts with libraries that are not ours: jose and @sd-jwt/core,
// on Node.js. Whoever distrusts Truce's own code can check acts with them alone.
package jose_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/ground/taxonomy"
	"truce/noun/people"
	"truce/office/officetest"
	"truce/tool/kinds"
	"truce/tool/query"
)

// install puts the libraries, as package-lock.json pins them, beside a copy of the
// script, and answers how to ask it.
func install(t *testing.T) func(question, answers any) {
	t.Helper()
	folder := t.TempDir()
	for _, name := range []string{"package.json", "package-lock.json", "acts.mjs"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run(t, folder, nil, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")
	return func(question, answers any) {
		t.Helper()
		text, err := json.Marshal(question, json.Deterministic(true)) // slots in their order
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(run(t, folder, text, "node", "acts.mjs"), answers); err != nil {
			t.Fatalf("read the answer of Node.js: %v", err)
		}
	}
}

func run(t *testing.T, folder string, stdin []byte, name string, arguments ...string) []byte {
	t.Helper()
	command := exec.CommandContext(t.Context(), name, arguments...)
	var stderr bytes.Buffer
	command.Dir, command.Stdin, command.Stderr = folder, bytes.NewReader(stdin), &stderr
	out, err := command.Output()
	if err != nil {
		t.Fatalf("run %s: %v\n%s\nhint: this check needs Node.js 20 or later with npm, and its package registry", name, err, stderr.Bytes())
	}
	return out
}

type checked struct {
	JWK   jsontext.Value `json:"jwk"`
	SDJWT string         `json:"sdjwt"`
}

type opened struct {
	Error  string         `json:"error"`
	Body   jsontext.Value `json:"body"`
	Claims jsontext.Value `json:"claims"`
	Slots  jsontext.Value `json:"slots"` // each with one element, or none
}

const body = `{"event":"mortar","means":"heard","weapon":"mortar-82","effect":"unknown",
	"count":{"number":3,"unit":"explosion"},"time":{"from":"2017-05-07T04:30:00Z","precision":"minute"},
	"place":{"position":{"lon":36.57,"lat":35.32},"precision":"vicinity","name":"الزلاقيات"},
	"observer":{"lon":36.6,"lat":35.3},"zone":"dz-1","exercise":true}`

func TestActsOfTruce_check_with_jose(t *testing.T) {
	t.Parallel()
	ask := install(t)
	for algorithm, key := range keys(t) {
		t.Run(algorithm, func(t *testing.T) {
			a, ds := sign(t, key)
			jwk, err := key.Public().MarshalJSON()
			if err != nil {
				t.Fatal(err)
			}
			whole := act.FormatSDJWT(a, ds)
			var answers []opened
			ask(map[string][]checked{"check": {{jwk, whole}, {jwk, act.FormatSDJWT(a, nil)}}}, &answers)
			if answers[0].Error != "" || !sameJSON(t, answers[0].Body, jsontext.Value(body)) {
				t.Errorf("opened to %s %s", answers[0].Body, answers[0].Error)
			}
			withheld, err := a.Open(nil)
			if err != nil || answers[1].Error != "" || !sameJSON(t, answers[1].Body, withheld.Body) {
				t.Errorf("without disclosures: jose opens %s %s, Truce %s", answers[1].Body, answers[1].Error, withheld.Body)
			}
			testFlips(t, ask, jwk, whole)
		})
	}
}

// testFlips changes one letter at a time: in the act jose must refuse it, in a disclosure
// @sd-jwt/core must not show its slot.
func testFlips(t *testing.T, ask func(any, any), jwk jsontext.Value, whole string) {
	t.Helper()
	var changed []checked
	for i := 0; i < len(whole); i += 5 {
		if text := []byte(whole); flip(text, i) {
			changed = append(changed, checked{jwk, string(text)})
		}
	}
	var answers []opened
	ask(map[string][]checked{"check": append([]checked{{jwk, whole}}, changed...)}, &answers)
	untouched := answers[0].Slots
	answers = answers[1:]
	compact := strings.Index(whole, "~")
	for i, answer := range answers {
		same := answer.Error == "" && sameJSON(t, answer.Slots, untouched)
		if inAct := changed[i].SDJWT[:compact] != whole[:compact]; inAct && answer.Error == "" || same {
			t.Errorf("a change at letter %d is taken", i*5)
		}
	}
	if len(answers) < 100 {
		t.Errorf("only %d changes were tried", len(answers))
	}
}

// flip changes the highest bit of a letter of base64url, which always counts.
func flip(text []byte, i int) bool {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	at := strings.IndexByte(letters, text[i])
	if at < 0 {
		return false
	}
	text[i] = letters[at^32]
	return true
}

type made struct {
	JWK   jsontext.Value `json:"jwk"`
	KeyID act.KeyID      `json:"kid"`
	Proof string         `json:"proof"` // that its maker holds the key
	SDJWT string         `json:"sdjwt"`
}

type making struct {
	Algorithm string `json:"alg"`
	Claims    claims `json:"claims"`
}

type claims struct {
	Issued   int64                       `json:"iat"`
	Audience []act.RegisterID            `json:"aud"`
	Kind     act.Kind                    `json:"kind"`
	Rev      int                         `json:"rev"`
	Subject  act.SubjectID               `json:"sub"`
	Body     jsontext.Value              `json:"body"`
	Slots    map[string][]jsontext.Value `json:"slots"` // of each class what is hidden: one element
}

// shown and hidden are the members of body as the kind divides them.
const (
	shown = `{"event":"mortar","means":"heard","weapon":"mortar-82","effect":"unknown",
		"count":{"number":3,"unit":"explosion"},"time":{"from":"2017-05-07T04:30:00Z","precision":"minute"},"zone":"dz-1","exercise":true}`
	hidden = `{"place":{"position":{"lon":36.57,"lat":35.32},"precision":"vicinity","name":"الزلاقيات"},"observer":{"lon":36.6,"lat":35.3}}`
)

// slots are what a maker hides: an object in its class, null in each other.
func slots(form act.Form) map[string][]jsontext.Value {
	all := map[string][]jsontext.Value{}
	for _, class := range form.Classes() {
		all[class] = []jsontext.Value{jsontext.Value("null")}
	}
	all["exact-place"] = []jsontext.Value{jsontext.Value(hidden)}
	return all
}

func form(t *testing.T) act.Form {
	t.Helper()
	k, err := kinds.New(taxonomy.Words)
	if err != nil {
		t.Fatal(err)
	}
	spec, _ := k.Spec("observation-filed")
	return spec.Form()
}

func TestActsOfJose_are_acts(t *testing.T) {
	t.Parallel()
	ask, w := install(t), officetest.New(t)
	var question []making
	for _, algorithm := range []string{act.Ed25519, act.ES256} {
		question = append(question, making{algorithm, claims{
			w.Clock.Now().Unix(), w.Audience[:1], "observation-filed", 1, act.SubjectID("report/" + strings.ToLower(algorithm)), jsontext.Value(shown), slots(form(t)),
		}})
	}
	var answers []made
	ask(map[string][]making{"make": question}, &answers)
	for i, m := range answers {
		t.Run(question[i].Algorithm, func(t *testing.T) {
			testMade(t, m)
			testTaken(t, w, m, question[i].Claims.Subject)
		})
	}
}

// testMade reads with Truce what Node.js made.
func testMade(t *testing.T, m made) {
	t.Helper()
	a, ds, err := act.ParseSDJWT(m.SDJWT)
	if err != nil {
		t.Fatal(err)
	}
	key, err := act.ParsePublicKey(m.JWK)
	if err != nil || key.ID() != m.KeyID || a.Issuer != m.KeyID {
		t.Fatalf("jose names the key %s, Truce %s, %v", m.KeyID, key.ID(), err)
	}
	if err := a.Check(key); err != nil {
		t.Error(err)
	}
	opened, err := a.Open(ds)
	if err != nil || len(ds) != len(form(t).Classes()) || !sameJSON(t, opened.Body, jsontext.Value(body)) {
		t.Errorf("%d disclosures open to %s, %v", len(ds), opened.Body, err)
	}
	if strings.Contains(string(a.Body), "36.57") {
		t.Errorf("%s shows what was hidden", a.Body)
	}
}

// testTaken submits it to a real office, once the key speaks for a monitor.
func testTaken(t *testing.T, w *officetest.World, m made, subject act.SubjectID) {
	t.Helper()
	w.Must(t, "administrator", "key-enrolled", string(people.KeySubject(m.KeyID)),
		people.KeyEnrolled{Person: "person/monitor-2", Roles: []string{"monitor"}, Key: m.JWK})
	if _, err := w.Submit(t.Context(), m.Proof+"~"); err != nil {
		t.Fatalf("the office refuses the proof: %v", err)
	}
	if _, err := w.Submit(t.Context(), m.SDJWT); err != nil {
		t.Fatalf("the office refuses: %v", err)
	}
	items, err := w.Reading.Subject(t.Context(), w.As("verifier-1"), subject, query.Clocks{})
	if err != nil || len(items) != 1 || items[0].Status != "logged" || !strings.Contains(string(items[0].State), "36.57") {
		t.Errorf("got %+v, %v", items, err)
	}
}

func keys(t *testing.T) map[string]act.PrivateKey {
	t.Helper()
	ed, err := act.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	p256, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	ec, err := act.NewPrivateKey(p256)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]act.PrivateKey{act.Ed25519: ed, act.ES256: ec}
}

func sign(t *testing.T, key act.PrivateKey) (act.Act, []act.Disclosure) {
	t.Helper()
	a, ds, err := key.Sign(act.Draft{
		Issued: time.Date(2017, 5, 7, 4, 40, 0, 0, time.UTC), Kind: "observation-filed", Subject: "report/1",
		Audience: []act.RegisterID{"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"}, Form: form(t), Body: jsontext.Value(body),
	}, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return a, ds
}

func sameJSON(t *testing.T, a, b jsontext.Value) bool {
	t.Helper()
	a, b = a.Clone(), b.Clone()
	if err := a.Canonicalize(); err != nil {
		t.Fatalf("canonicalize %s: %v", a, err)
	}
	if err := b.Canonicalize(); err != nil {
		t.Fatalf("canonicalize %s: %v", b, err)
	}
	return bytes.Equal(a, b)
}
