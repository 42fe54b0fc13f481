package cosign_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"truce/door/cosign"
	"truce/ground/register"
)

func (c *cosigner) post(t testing.TB, body []byte) (*http.Response, string) {
	t.Helper()
	answer, err := http.Post(c.server.URL+"/add-checkpoint", "text/plain", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer, string(text)
}

// TestStatuses is every status of C2SP tlog-witness. Before each, the cosigner has signed a head of 300 entries.
func TestStatuses(t *testing.T) {
	t.Parallel()
	l, stranger, impostor := newLog(t, origin, 1, 700), newLog(t, "stranger.example", 2, 700), newLog(t, origin, 3, 700)
	forged := l.other(t, 10)
	empty := register.TreeHead{Origin: origin}
	empty.Root[0] = 1
	spoilt := l.request(t, 300, 700)
	spoilt.Proof[0][3] ^= 1
	needless := l.request(t, 300, 300)
	needless.Proof = spoilt.Proof
	fromNothing := l.request(t, 300, 700)
	fromNothing.Known = 0
	ahead := l.request(t, 300, 400)
	ahead.Known = 401
	badLine := l.request(t, 300, 700)
	if at := &badLine.Head[len(badLine.Head)-20]; *at == 'A' {
		*at = 'B'
	} else {
		*at = 'A'
	}
	twoKeys := l.request(t, 300, 700)
	_, lines, _ := bytes.Cut(impostor.head(t, 700), []byte("\n\n"))
	twoKeys.Head = append(twoKeys.Head, lines...)
	for name, c := range map[string]struct {
		body   []byte
		status int
		says   string // the whole answer, of 409
	}{
		"200, larger":                           {l.request(t, 300, 700).Bytes(), 200, ""},
		"200, the same again":                   {l.request(t, 300, 300).Bytes(), 200, ""},
		"200, a signature of a stranger beside": {twoKeys.Bytes(), 200, ""},
		"400, nothing":                          {nil, 400, ""},
		"400, no empty line":                    {[]byte("old 300\n"), 400, ""},
		"400, leading zero":                     {bytes.Replace(l.request(t, 300, 700).Bytes(), []byte("old 300"), []byte("old 0300"), 1), 400, ""},
		"400, a proof that is no hash":          {bytes.Replace(l.request(t, 300, 700).Bytes(), []byte("old 300\n"), []byte("old 300\nx\n"), 1), 400, ""},
		"400, 64 hashes":                        {bytes.Replace(l.request(t, 300, 300).Bytes(), []byte("old 300\n"), []byte("old 300\n"+strings.Repeat("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n", 64)), 1), 400, ""},
		"400, old above the head":               {ahead.Bytes(), 400, ""},
		"400, an extension line":                {register.CosignRequest{Known: 300, Head: l.sign(t, string(l.head(t, 700)[:len(origin)+50])+"\nextension\n")}.Bytes(), 400, ""},
		"400, longer than any request":          {bytes.Repeat([]byte("a"), 65<<10), 400, ""},
		"403, signed by another key":            {impostor.request(t, 300, 700).Bytes(), 403, ""},
		"403, a bad signature of the key":       {badLine.Bytes(), 403, ""},
		"404, a register that is not followed":  {stranger.request(t, 300, 700).Bytes(), 404, ""},
		"409, from nothing":                     {l.request(t, 0, 700).Bytes(), 409, "300\n"},
		"409, from another size":                {l.request(t, 299, 700).Bytes(), 409, "300\n"},
		"409, an older head":                    {l.request(t, 0, 200).Bytes(), 409, "300\n"},
		"409, before the proof is looked at":    {fromNothing.Bytes(), 409, "300\n"},
		"422, a proof that does not hold":       {spoilt.Bytes(), 422, ""},
		"422, no proof":                         {register.CosignRequest{Known: 300, Head: l.head(t, 700)}.Bytes(), 422, ""},
		"422, a proof where none is needed":     {needless.Bytes(), 422, ""},
		"422, another history":                  {forged.request(t, 300, 700).Bytes(), 422, ""},
		"422, another root at the same size":    {forged.request(t, 300, 300).Bytes(), 422, ""},
		"422, no entries with the root of some": {register.CosignRequest{Head: l.sign(t, empty.Body())}.Bytes(), 422, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cosigner := newCosigner(t, "ir.example/cosigner", 9, l)
			if answer, text := cosigner.post(t, l.request(t, 0, 300).Bytes()); answer.StatusCode != 200 {
				t.Fatalf("%d: %s", answer.StatusCode, text)
			}
			before := cosigner.folder.Registers()[0].Head
			answer, text := cosigner.post(t, c.body)
			if answer.StatusCode != c.status || c.says != "" && (text != c.says || answer.Header.Get("Content-Type") != cosign.MediaSize) {
				t.Fatalf("%d %s: %q", answer.StatusCode, answer.Header.Get("Content-Type"), text)
			}
			after := cosigner.folder.Registers()[0].Head
			if c.status != 200 {
				if after != before || strings.Contains(text, "\u2014") {
					t.Errorf("a refusal signed something: %q", text)
				}
				return
			}
			if !strings.HasPrefix(text, "\u2014 ir.example/cosigner ") || !strings.HasSuffix(text, "\n") || !strings.Contains(after, text) {
				t.Errorf("answered %q, kept %q", text, after)
			}
			if got := register.Cosignatures([]byte(after), cosigner.verifier(t)); len(got) != 1 || !got[0].At.Equal(noon) {
				t.Errorf("cosigned %v", got)
			}
		})
	}
}

func TestOtherRequests(t *testing.T) {
	t.Parallel()
	l := newLog(t, origin, 1, 10)
	c := newCosigner(t, "ir.example/cosigner", 9, l)
	get := func(path string) (int, string) {
		answer, err := http.Get(c.server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		text, _ := io.ReadAll(answer.Body)
		return answer.StatusCode, string(text)
	}
	monitored := fmt.Sprintf("/%x/checkpoint", sha256.Sum256([]byte(origin)))
	if status, _ := get(monitored); status != 404 {
		t.Errorf("before the first head: %d", status)
	}
	if answer, text := c.post(t, l.request(t, 0, 10).Bytes()); answer.StatusCode != 200 {
		t.Fatal(text)
	}
	status, text := get(monitored)
	if _, err := register.OpenHead([]byte(text), l.verifier); status != 200 || err != nil || len(register.Cosignatures([]byte(text), c.verifier(t))) != 1 {
		t.Errorf("%d %v: %s", status, err, text)
	}
	if status, _ := get("/add-checkpoint"); status != 405 {
		t.Errorf("GET add-checkpoint: %d", status)
	}
	if status, text := get("/"); status != 200 || !strings.Contains(text, c.key) || !strings.Contains(text, origin) {
		t.Errorf("%d %s", status, text)
	}
}

// TestRemembers: opened again, after a crash at whatever moment, a cosigner goes on from the last head that it signed.
func TestRemembers(t *testing.T) {
	t.Parallel()
	l := newLog(t, origin, 1, 700)
	forged := l.other(t, 10)
	c := newCosigner(t, "ir.example/cosigner", 9, l)
	if answer, _ := c.post(t, l.request(t, 0, 300).Bytes()); answer.StatusCode != 200 {
		t.Fatal(answer.Status)
	}
	if _, err := cosign.Open(c.path); err == nil {
		t.Error("two processes opened one cosigner")
	}
	c.close(t)
	// What a crash leaves that came while a file was being written: it has no name yet.
	if err := os.WriteFile(filepath.Join(c.path, "registers", ".new-123"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	c.open(t)
	if answer, text := c.post(t, forged.request(t, 0, 700).Bytes()); answer.StatusCode != 409 || text != "300\n" {
		t.Errorf("forgot: %d %s", answer.StatusCode, text)
	}
	if answer, _ := c.post(t, forged.request(t, 300, 700).Bytes()); answer.StatusCode != 422 {
		t.Errorf("cosigned another history: %d", answer.StatusCode)
	}
	if answer, _ := c.post(t, l.request(t, 300, 700).Bytes()); answer.StatusCode != 200 {
		t.Errorf("does not go on: %d", answer.StatusCode)
	}
}

// TestKeepsBeforeItAnswers: what cannot be kept is not signed.
func TestKeepsBeforeItAnswers(t *testing.T) {
	t.Parallel()
	l := newLog(t, origin, 1, 700)
	c := newCosigner(t, "ir.example/cosigner", 9, l)
	registers := filepath.Join(c.path, "registers")
	if err := os.Rename(registers, registers+".away"); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(registers, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	answer, text := c.post(t, l.request(t, 0, 300).Bytes())
	if answer.StatusCode != 500 || strings.Contains(text, "\u2014") || strings.Contains(text, c.path) {
		t.Errorf("%d: %q", answer.StatusCode, text)
	}
	if err := os.Remove(registers); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(registers+".away", registers); err != nil {
		t.Fatal(err)
	}
	if answer, _ := c.post(t, l.request(t, 0, 200).Bytes()); answer.StatusCode != 200 {
		t.Errorf("what was not kept was remembered: %d", answer.StatusCode)
	}
}

// TestManyAtOnce: of many requests from one size one is signed, and the register never goes back.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	l := newLog(t, origin, 1, 40)
	forged := l.other(t, 0)
	c := newCosigner(t, "ir.example/cosigner", 9, l)
	var wg sync.WaitGroup
	var mu sync.Mutex
	signed := map[string]bool{}
	for n := 1; n <= 40; n++ {
		for _, from := range []*log{l, forged} {
			request := from.request(t, 0, n).Bytes()
			head, _, _ := strings.Cut(string(from.head(t, n)), "\n\n")
			wg.Go(func() {
				if answer, _ := c.post(t, request); answer.StatusCode == 200 {
					mu.Lock()
					signed[head] = true
					mu.Unlock()
				}
			})
		}
	}
	wg.Wait()
	if len(signed) != 1 {
		t.Errorf("%d heads were signed from the empty register: %v", len(signed), signed)
	}
}

func TestFollow(t *testing.T) {
	t.Parallel()
	l, impostor := newLog(t, origin, 1, 10), newLog(t, origin, 3, 10)
	c := newCosigner(t, "ir.example/cosigner", 9, l)
	if answer, _ := c.post(t, l.request(t, 0, 10).Bytes()); answer.StatusCode != 200 {
		t.Fatal(answer.Status)
	}
	if _, err := c.folder.Follow(impostor.vkey, noon); err == nil {
		t.Error("a second key for a register was taken")
	}
	if r, err := c.folder.Follow(l.vkey, noon); err != nil || r.Head == "" {
		t.Errorf("followed again: %+v, %v", r, err)
	}
	if _, err := c.folder.Follow("nonsense", noon); err == nil {
		t.Error("nonsense was followed")
	}
	if _, err := cosign.Create(c.path, "ir.example/cosigner", seeded(1)); err == nil {
		t.Error("a second cosigner was made over the first")
	}
}

// TestEvidence: two heads of one size are handed on, both signed by the register.
func TestEvidence(t *testing.T) {
	t.Parallel()
	l := newLog(t, origin, 1, 300)
	forged := l.other(t, 10)
	c := newCosigner(t, "ir.example/cosigner", 9, l)
	c.post(t, l.request(t, 0, 300).Bytes())
	c.post(t, forged.request(t, 300, 300).Bytes())
	select {
	case f := <-c.forks:
		a, err := register.OpenHead(f.Cosigned.Note, l.verifier)
		b, also := register.OpenHead(f.Offered.Note, l.verifier)
		if err != nil || also != nil || a.Size != b.Size || a.Root == b.Root {
			t.Errorf("%v %v: %+v", err, also, f)
		}
	default:
		t.Error("nothing was told")
	}
}
