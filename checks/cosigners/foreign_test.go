package cosigners_test

import (
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"truce/checks/cosigners/foreign"
	"truce/door/cosign"
	"truce/ground/register"
	"truce/office/officetest"
)

var programs struct {
	sync.Once
	folder string
	err    error
}

// program is litewitness, built once.
func program(t *testing.T, name string) string {
	t.Helper()
	programs.Do(func() {
		if programs.folder, programs.err = os.MkdirTemp("", "truce-cosigners-"); programs.err != nil {
			return
		}
		out, err := exec.Command("go", "build", "-o", programs.folder, foreign.Module).CombinedOutput()
		if err != nil {
			programs.err = fmt.Errorf("%w: %s", err, out)
		}
	})
	if programs.err != nil {
		t.Fatal(programs.err)
	}
	return filepath.Join(programs.folder, name)
}

func TestMain(m *testing.M) {
	code := m.Run()
	if programs.folder != "" {
		os.RemoveAll(programs.folder)
	}
	os.Exit(code)
}

// newLitewitness is torchwood's cosigner, with a key in an agent of its own.
func newLitewitness(t *testing.T, name string) *foreign.Litewitness {
	t.Helper()
	l, err := foreign.New(program(t, "litewitness"), t.TempDir(), name, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.Close)
	return l
}

// follow begins with an empty memory of the register.
func follow(t *testing.T, l *foreign.Litewitness, w *officetest.World) {
	t.Helper()
	if err := l.Follow(w.Verifier().Name(), w.Key()); err != nil {
		t.Fatal(err)
	}
}

func start(t *testing.T, l *foreign.Litewitness) {
	t.Helper()
	if err := l.Start(); err != nil {
		t.Fatal(err)
	}
}

// ours is a cosigner of ours, and its public key.
func ours(t *testing.T, name string, logs ...string) (url, vkey string) {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "cosigner")
	vkey, err := cosign.Create(folder, name, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	f, err := cosign.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range logs {
		if _, err := f.Follow(key, time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	door, err := cosign.NewDoor(f, cosign.DoorOptions{Log: slog.New(slog.DiscardHandler), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(door)
	t.Cleanup(func() { server.Close(); f.Close() })
	return server.URL, vkey
}

// TestForeignCosigners: two litewitness and one of ours, of which two are asked for; one of them dies, one forgets
// and signs a second history.
func TestForeignCosigners(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 3)
	ru, ir := newLitewitness(t, "ru.example/witness"), newLitewitness(t, "ir.example/witness")
	for _, l := range []*foreign.Litewitness{ru, ir} {
		follow(t, l, w)
		start(t, l)
	}
	url, vkey := ours(t, "tr.example/cosigner", w.Key())
	policy, err := register.ParsePolicy(fmt.Appendf(nil, "log %s\nwitness ru %s http://%s\nwitness ir %s http://%s/\nwitness tr %s %s\ngroup g 2 ru ir tr\nquorum g\n",
		w.Key(), ru.VKey, ru.Address, ir.VKey, ir.Address, vkey, url))
	if err != nil {
		t.Fatal(err)
	}
	asker := cosign.NewAsker(w.Office, cosign.AskerOptions{Policy: policy, Every: time.Hour, Timeout: 10 * time.Second, Now: time.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	round := func(why string, want register.HeadState, answers ...cosign.Answer) []byte {
		t.Helper()
		told, err := asker.Ask(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for i, answer := range answers {
			if told[i].Answer != answer {
				t.Errorf("%s: %s answered %s (%s), want %s", why, told[i].Name, told[i].Answer, told[i].Why, answer)
			}
		}
		head, err := w.Head(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if j := policy.Judge(head, time.Now(), time.Hour); j.State != want {
			t.Errorf("%s: %s, want %s\n%s", why, j.State, want, head)
		}
		return head
	}
	head := round("all are there", register.Satisfied, cosign.Cosigned, cosign.Cosigned, cosign.Cosigned)
	if j := policy.Judge(head, time.Now(), time.Hour); len(j.Cosigned) != 3 || len(j.Wrong) != 0 {
		t.Errorf("of three cosignatures: %+v", j)
	}
	round("the register did not grow", register.Satisfied, cosign.Cosigned, cosign.Cosigned, cosign.Cosigned)
	w.File(t, 3, 5)
	round("it grew", register.Satisfied, cosign.Cosigned, cosign.Cosigned, cosign.Cosigned)
	ru.Stop()
	w.File(t, 5, 6)
	round("one is dead", register.Satisfied, cosign.Away, cosign.Cosigned, cosign.Cosigned)

	// ir forgets, and is shown a second history, which it signs.
	ir.Stop()
	follow(t, ir, w)
	start(t, ir)
	forged := forge(t, w)
	liar := cosign.NewAsker(forged, cosign.AskerOptions{Policy: policy, Every: time.Hour, Timeout: 10 * time.Second, Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	told, err := liar.Ask(t.Context())
	if err != nil || told[1].Answer != cosign.Cosigned || told[2].Answer == cosign.Cosigned {
		t.Errorf("the second history: %+v, %v", told, err)
	}
	second := forged.cosigned(t)
	if j := policy.Judge(second, time.Now(), time.Hour); j.State != register.NotCosigned || len(j.Cosigned) != 1 || j.Cosigned[0].Name != "ir" {
		t.Errorf("the second history is %s: %+v", j.State, j.Cosigned)
	}
	w.File(t, 6, 7)
	round("one is dead, one lied", register.NotCosigned, cosign.Away, cosign.Doubts, cosign.Cosigned)
	start(t, ru)
	round("one lied", register.Satisfied, cosign.Cosigned, cosign.Doubts, cosign.Cosigned)
}
