package histories

import (
	"context"
	"fmt"
	mathrand "math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"truce/door/client"
	"truce/ground/register"
	"truce/office/officetest"
)

// process is the program that serves an office, which dies and comes back at the same address.
type process struct {
	program, address string
	world            *officetest.World
	verifier         note.Verifier
	size             int64      // of the register before anybody asks
	acts             [][]string // signed, by author
	asker            *client.Client

	mu           sync.Mutex
	cmd          *exec.Cmd
	kills, stops int
}

// founded makes an office with what its people are about to hand in, and serves it.
func founded(t *testing.T) *process {
	t.Helper()
	w := officetest.New(t)
	w.Clock.Set(time.Now())
	p := &process{program: filepath.Join(t.TempDir(), "truce"), address: freeAddress(t), world: w, verifier: w.Verifier(), size: w.Size()}
	for author := range authors {
		acts := make([]string, actsEach)
		for i := range acts {
			acts[i] = w.Sign(t, "monitor-1", "observation-filed", fmt.Sprintf("report/h-%d-%d", author, i), officetest.Observation())
		}
		p.acts = append(p.acts, acts)
	}
	var err error
	p.asker, err = client.New("http://"+p.address, client.Options{Key: w.Keys["secretary"], Register: w.ID(), Now: time.Now, Tries: 1})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	build := exec.CommandContext(t.Context(), "go", "build", "-o", p.program, "./cmd/truce")
	build.Dir = filepath.Join("..", "..") // of the program's own module
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build the program: %v\n%s", err, out)
	}
	p.start(t)
	t.Cleanup(func() { p.end(t) })
	return p
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// start starts it and waits until it would take an act.
func (p *process) start(t *testing.T) {
	t.Helper()
	// What was recorded so far is of the exercise's clock, years ago.
	cmd := exec.Command(p.program, "serve", "--data", p.world.Folder, "--listen", p.address, "--confirm-clock")
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p.mu.Lock()
	p.cmd = cmd
	p.mu.Unlock()
	for i := 0; ; i++ {
		conn, err := net.Dial("tcp", p.address)
		if err == nil {
			conn.Close()
			return
		}
		if i == 1200 {
			t.Fatalf("the office does not answer: %v", err)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// end kills the process that is there, if there is one.
func (p *process) end(t *testing.T) {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cmd == nil {
		return
	}
	if err := p.cmd.Process.Kill(); err != nil {
		t.Error(err)
	}
	_ = p.cmd.Wait() // it was killed
	p.cmd = nil
}

// suffer kills the process and has it start again, or stops it for a moment, again and again.
func (p *process) suffer(t *testing.T, r *mathrand.Rand) {
	t.Helper()
	for range accidents {
		time.Sleep(time.Duration(50+r.IntN(400)) * time.Millisecond)
		if r.IntN(2) == 0 {
			p.kills++
			p.end(t)
			p.start(t)
			continue
		}
		p.stops++
		for _, s := range []syscall.Signal{syscall.SIGSTOP, syscall.SIGCONT} {
			if err := p.cmd.Process.Signal(s); err != nil {
				t.Error(err)
			}
			if s == syscall.SIGSTOP {
				time.Sleep(time.Duration(100+r.IntN(400)) * time.Millisecond)
			}
		}
	}
}

// office is a folder that is open, as a reader who trusts nobody reads it.
type office struct{ *officetest.World }

func (o office) Read(ctx context.Context, path string) ([]byte, error) {
	if path == register.HeadPath {
		return o.Head(ctx)
	}
	p, err := register.ParseTilePath(path)
	if err != nil {
		return nil, err
	}
	if p.Level == register.BundleLevel {
		return o.Bundle(ctx, p)
	}
	tile, err := o.HashTile(ctx, p)
	return tile.Bytes(), err
}
