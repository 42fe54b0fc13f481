// Package foreign runs a cosigner that is not ours: litewitness of the torchwood module, as a process of its own.
package foreign

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"truce/ground/register"
)

// Module is the program, as go build names it.
const Module = "filippo.io/torchwood/cmd/litewitness"

// Litewitness is one such cosigner. Its key lies in an agent that this process is, as the program wants it.
type Litewitness struct {
	Name, VKey string
	Address    string // host and port

	program string
	folder  string
	print   string // of its key
	agent   net.Listener
	running *exec.Cmd
}

// New draws a key and takes a free port. The folder's name must be short: a socket is made in it.
func New(program, folder, name string, rand io.Reader) (*Litewitness, error) {
	seed := make([]byte, ed25519.SeedSize)
	if _, err := io.ReadFull(rand, seed); err != nil {
		return nil, err
	}
	_, vkey, err := register.GenerateCosignerKey(bytes.NewReader(seed), name)
	if err != nil {
		return nil, err
	}
	l := &Litewitness{Name: name, VKey: vkey, program: program, folder: folder}
	if l.Address, err = freePort(); err != nil {
		return nil, err
	}
	return l, l.serveAgent(ed25519.NewKeyFromSeed(seed))
}

func freePort() (string, error) {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return free.Addr().String(), free.Close()
}

// serveAgent holds the key for the program, until Close.
func (l *Litewitness) serveAgent(private ed25519.PrivateKey) error {
	public, err := ssh.NewPublicKey(private.Public())
	if err != nil {
		return err
	}
	l.print = ssh.FingerprintSHA256(public)
	ring := agent.NewKeyring()
	if err := ring.Add(agent.AddedKey{PrivateKey: &private}); err != nil {
		return err
	}
	if l.agent, err = net.Listen("unix", l.socket()); err != nil {
		return err
	}
	go func() {
		for {
			conn, err := l.agent.Accept()
			if err != nil {
				return
			}
			go agent.ServeAgent(ring, conn)
		}
	}()
	return nil
}

func (l *Litewitness) socket() string { return filepath.Join(l.folder, "s") }

// Follow begins with an empty memory of the register: what a cosigner does that is new to it, or whose state was lost.
// It writes the tables that witnessctl writes, which needs a module that no proxy serves.
func (l *Litewitness) Follow(origin, key string) error {
	db := filepath.Join(l.folder, "litewitness.db")
	for _, suffix := range []string{"", "-wal", "-shm"} {
		os.Remove(db + suffix)
	}
	conn, err := sqlite.OpenConn(db)
	if err != nil {
		return err
	}
	err = sqlitex.ExecuteScript(conn, `
		CREATE TABLE log (origin TEXT PRIMARY KEY, tree_size INTEGER NOT NULL, tree_hash TEXT NOT NULL);
		CREATE TABLE key (origin TEXT NOT NULL, key TEXT NOT NULL, FOREIGN KEY(origin) REFERENCES log(origin));`, nil)
	for _, add := range []struct {
		query string
		args  []any
	}{
		{"INSERT INTO log (origin, tree_size, tree_hash) VALUES (?, 0, ?)", []any{origin, new(register.Tree).Root().String()}},
		{"INSERT INTO key (origin, key) VALUES (?, ?)", []any{origin, key}},
	} {
		if err == nil {
			err = sqlitex.Execute(conn, add.query, &sqlitex.ExecOptions{Args: add.args})
		}
	}
	return errors.Join(err, conn.Close())
}

// patience is how long the program may take to listen, or to end.
const patience = 20 * time.Second

// Start runs the program, and returns when it listens.
func (l *Litewitness) Start() error {
	l.running = exec.Command(l.program, "-name", l.Name, "-db", filepath.Join(l.folder, "litewitness.db"),
		"-ssh-agent", l.socket(), "-listen", l.Address, "-key", l.print)
	var said bytes.Buffer
	l.running.Stderr = &said
	if err := l.running.Start(); err != nil {
		l.running = nil
		return err
	}
	for began := time.Now(); time.Since(began) < patience; time.Sleep(20 * time.Millisecond) {
		if conn, err := net.Dial("tcp", l.Address); err == nil {
			return conn.Close()
		}
	}
	l.Stop()
	return fmt.Errorf("litewitness does not listen: %s", said.String())
}

// Stop ends the program. What it remembers stays.
func (l *Litewitness) Stop() {
	if l.running == nil {
		return
	}
	process := l.running.Process
	process.Signal(syscall.SIGINT)
	late := time.AfterFunc(patience, func() { process.Kill() })
	l.running.Wait()
	late.Stop()
	l.running = nil
}

// Close stops the program, and its agent.
func (l *Litewitness) Close() {
	l.Stop()
	l.agent.Close()
}
