package cosigners_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

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
		out, err := exec.Command("go", "build", "-o", programs.folder, "filippo.io/torchwood/cmd/litewitness").CombinedOutput()
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

// litewitness is torchwood's cosigner, with a key in an agent of its own.
type litewitness struct {
	name, vkey, address string
	folder              string
	print               string // of its key
	running             *exec.Cmd
}

func newLitewitness(t *testing.T, name string) *litewitness {
	t.Helper()
	seed := make([]byte, ed25519.SeedSize)
	rand.Read(seed)
	_, vkey, err := register.GenerateCosignerKey(bytes.NewReader(seed), name)
	if err != nil {
		t.Fatal(err)
	}
	l := &litewitness{name: name, vkey: vkey, folder: t.TempDir()}
	private := ed25519.NewKeyFromSeed(seed)
	public, err := ssh.NewPublicKey(private.Public())
	if err != nil {
		t.Fatal(err)
	}
	l.print = ssh.FingerprintSHA256(public)
	ring := agent.NewKeyring()
	if err := ring.Add(agent.AddedKey{PrivateKey: &private}); err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("unix", l.socket())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go agent.ServeAgent(ring, conn)
		}
	}()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.address = free.Addr().String()
	free.Close()
	t.Cleanup(l.stop)
	return l
}

func (l *litewitness) socket() string { return filepath.Join(l.folder, "s") }

// follow begins with an empty memory of the register: what a cosigner does whose state was lost. It writes the
// tables that witnessctl writes, which needs a module that no proxy serves.
func (l *litewitness) follow(t *testing.T, origin, key string) {
	t.Helper()
	db := filepath.Join(l.folder, "litewitness.db")
	for _, suffix := range []string{"", "-wal", "-shm"} {
		os.Remove(db + suffix)
	}
	conn, err := sqlite.OpenConn(db)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	err = sqlitex.ExecuteScript(conn, `
		CREATE TABLE log (origin TEXT PRIMARY KEY, tree_size INTEGER NOT NULL, tree_hash TEXT NOT NULL);
		CREATE TABLE key (origin TEXT NOT NULL, key TEXT NOT NULL, FOREIGN KEY(origin) REFERENCES log(origin));`, nil)
	if err != nil {
		t.Fatal(err)
	}
	empty := new(register.Tree).Root().String()
	for _, add := range []struct {
		query string
		args  []any
	}{
		{"INSERT INTO log (origin, tree_size, tree_hash) VALUES (?, 0, ?)", []any{origin, empty}},
		{"INSERT INTO key (origin, key) VALUES (?, ?)", []any{origin, key}},
	} {
		if err := sqlitex.Execute(conn, add.query, &sqlitex.ExecOptions{Args: add.args}); err != nil {
			t.Fatal(err)
		}
	}
}

func (l *litewitness) start(t *testing.T) {
	t.Helper()
	l.running = exec.Command(program(t, "litewitness"), "-name", l.name, "-db", filepath.Join(l.folder, "litewitness.db"),
		"-ssh-agent", l.socket(), "-listen", l.address, "-key", l.print)
	var said bytes.Buffer
	l.running.Stderr = &said
	if err := l.running.Start(); err != nil {
		t.Fatal(err)
	}
	for began := time.Now(); time.Since(began) < 20*time.Second; {
		if conn, err := net.Dial("tcp", l.address); err == nil {
			conn.Close()
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("litewitness does not listen: %s", said.String())
}

func (l *litewitness) stop() {
	if l.running != nil {
		l.running.Process.Signal(syscall.SIGINT)
		l.running.Wait()
		l.running = nil
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
	for _, l := range []*litewitness{ru, ir} {
		l.follow(t, w.Verifier().Name(), w.Key())
		l.start(t)
	}
	url, vkey := ours(t, "tr.example/cosigner", w.Key())
	policy, err := register.ParsePolicy(fmt.Appendf(nil, "log %s\nwitness ru %s http://%s\nwitness ir %s http://%s/\nwitness tr %s %s\ngroup g 2 ru ir tr\nquorum g\n",
		w.Key(), ru.vkey, ru.address, ir.vkey, ir.address, vkey, url))
	if err != nil {
		t.Fatal(err)
	}
	asker := cosign.NewAsker(w.Office, cosign.AskerOptions{Policy: policy, Every: time.Hour, Timeout: 10 * time.Second, Now: time.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	round := func(why string, want register.Standing, answers ...cosign.Answer) []byte {
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
		if j := policy.Judge(head, time.Now(), time.Hour); j.Standing != want {
			t.Errorf("%s: %s, want %s\n%s", why, j.Standing, want, head)
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
	ru.stop()
	w.File(t, 5, 6)
	round("one is dead", register.Satisfied, cosign.Away, cosign.Cosigned, cosign.Cosigned)

	// ir forgets, and is shown a second history, which it signs.
	ir.stop()
	ir.follow(t, w.Verifier().Name(), w.Key())
	ir.start(t)
	forged := forge(t, w)
	liar := cosign.NewAsker(forged, cosign.AskerOptions{Policy: policy, Every: time.Hour, Timeout: 10 * time.Second, Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	told, err := liar.Ask(t.Context())
	if err != nil || told[1].Answer != cosign.Cosigned || told[2].Answer == cosign.Cosigned {
		t.Errorf("the second history: %+v, %v", told, err)
	}
	second := forged.cosigned(t)
	if j := policy.Judge(second, time.Now(), time.Hour); j.Standing != register.NotCosigned || len(j.Cosigned) != 1 || j.Cosigned[0].Name != "ir" {
		t.Errorf("the second history is %s: %+v", j.Standing, j.Cosigned)
	}
	w.File(t, 6, 7)
	round("one is dead, one lied", register.NotCosigned, cosign.Away, cosign.Doubts, cosign.Cosigned)
	ru.start(t)
	round("one lied", register.Satisfied, cosign.Cosigned, cosign.Doubts, cosign.Cosigned)
}
