package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/term"

	"truce/door/api"
	"truce/ground/problem"
	"truce/tool/vault"
)

// waitingName is the socket at which an office waits for its key, in its folder, which its owner alone can enter.
const waitingName = "unlock.sock"

// unlockTime is how long the two may take to understand each other.
const unlockTime = 10 * time.Second

type unlockCmd struct {
	Data string `help:"Folder of the office." default:"./truce-data" placeholder:"FOLDER"`
}

// Run opens the folder's header here, so that a wrong passphrase is told at once, and hands the key to the office that waits.
func (c *unlockCmd) Run(ctx context.Context, e *env) error {
	h, err := readHeader(c.Data)
	if errors.Is(err, vault.ErrNone) {
		return problem.Conflict(problem.FolderNotEncrypted, problem.P{"folder": c.Data})
	}
	if err != nil {
		return err
	}
	nobody := problem.NotFound(problem.NobodyWaitsLocked, problem.P{"folder": c.Data})
	socket, err := reached(filepath.Join(c.Data, waitingName))
	if err != nil {
		return err
	}
	if _, err := os.Stat(socket); err != nil {
		return nobody.Because(err)
	}
	keys, err := e.keysOf(c.Data, h)
	if err != nil {
		return err
	}
	conn, err := (&net.Dialer{Timeout: unlockTime}).DialContext(ctx, "unix", socket)
	if err != nil {
		return nobody.Because(err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(e.now().Add(unlockTime)); err != nil {
		return err
	}
	if _, err := io.WriteString(conn, keys.Secret()); err != nil {
		return nobody.Because(err)
	}
	said, err := bufio.NewReader(io.LimitReader(conn, 100)).ReadString('\n')
	if err != nil || said != keyTaken {
		return nobody.Because(errors.Join(err, fmt.Errorf("the office answered %q", said)))
	}
	e.printf("The office in %s has its key and opens.\n", c.Data)
	return nil
}

// keyTaken is the answer of an office that has its key.
const keyTaken = "opens\n"

// reached is a path that is short enough for the name of a socket, which has about a hundred bytes.
func reached(path string) (string, error) {
	const longest = 100
	if len(path) <= longest {
		return path, nil
	}
	here, err := filepath.Abs(".")
	if err == nil {
		path, err = filepath.Abs(path)
	}
	if err == nil {
		path, err = filepath.Rel(here, path)
	}
	if err == nil && len(path) > longest {
		err = problem.Invalid(problem.ValueUnfit, problem.P{"value": path, "option": "--data", "example": "--data ./truce-data"}) // as from the folder above
	}
	return path, err
}

// wait serves nothing of an encrypted folder's office but that it is locked, until somebody gives its key.
func (c *serveCmd) wait(ctx context.Context, e *env, listener net.Listener) error {
	h, err := readHeader(c.Data)
	if errors.Is(err, vault.ErrNone) {
		return problem.Conflict(problem.FolderNotEncrypted, problem.P{"folder": c.Data})
	}
	if err != nil {
		return err
	}
	lock, err := lockFolder(c.Data)
	if err != nil {
		return err
	}
	shown, stop := c.lockedDoor(e, listener)
	keys, err := c.given(ctx, e, h)
	stop()
	if err = errors.Join(err, <-shown, lock.Close()); err != nil {
		return err
	}
	_, err = e.mount(absolute(c.Data), h, keys)
	return err
}

func absolute(folder string) string {
	path, err := filepath.Abs(folder)
	if err != nil {
		return folder
	}
	return path
}

// lockedDoor answers whoever asks that the office is locked, until it is stopped.
func (c *serveCmd) lockedDoor(e *env, listener net.Listener) (ended <-chan error, stop func()) {
	server := api.Locked()
	done := make(chan error, 1)
	go func() {
		err := server.Serve(lent{listener})
		if errors.Is(err, http.ErrServerClosed) {
			err = nil
		}
		done <- err
	}()
	// It has no certificate of its own without its key.
	e.printf("%s is locked, and says so at http://%s\nGive its key with: truce unlock --data %s\n", c.Data, listener.Addr(), c.Data)
	return done, func() { _ = server.Close() }
}

// lent is a listener that goes on when the server that had it is closed.
type lent struct{ net.Listener }

type deadlined interface{ SetDeadline(time.Time) error }

// Close ends whoever waits for the next connection.
func (l lent) Close() error {
	if d, is := l.Listener.(deadlined); is {
		return d.SetDeadline(time.Unix(1, 0))
	}
	return nil
}

// again has a listener that was lent take connections.
func again(l net.Listener) error {
	if d, is := l.(deadlined); is {
		return d.SetDeadline(time.Time{})
	}
	return nil
}

// given waits until somebody gives the key, at the socket or at the terminal.
func (c *serveCmd) given(ctx context.Context, e *env, h vault.Header) (vault.Keys, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	socket, err := c.socket(ctx)
	if err != nil {
		return vault.Keys{}, err
	}
	defer socket.Close()
	keys := make(chan vault.Keys, 2)
	go func() {
		for {
			conn, err := socket.Accept()
			if err != nil {
				return
			}
			if k, is := handed(conn, h, e.now().Add(unlockTime)); is {
				keys <- k
			}
		}
	}()
	restore := c.typed(e, h, keys)
	defer restore()
	select {
	case k := <-keys:
		return k, nil
	case <-ctx.Done():
		return vault.Keys{}, ctx.Err()
	}
}

// socket is in the office's folder. What a start that was killed left there is taken away: the lock says that nobody else waits.
func (c *serveCmd) socket(ctx context.Context) (net.Listener, error) {
	path, err := reached(filepath.Join(c.Data, waitingName))
	if err != nil {
		return nil, err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	l, err := new(net.ListenConfig).Listen(ctx, "unix", path)
	if err != nil {
		return nil, err
	}
	return l, os.Chmod(path, 0o600)
}

// handed reads the key of the folder from whoever came; of what is none nothing is said, or written down.
func handed(conn net.Conn, h vault.Header, until time.Time) (k vault.Keys, is bool) {
	defer conn.Close()
	if conn.SetDeadline(until) != nil {
		return k, false
	}
	text, err := bufio.NewReader(io.LimitReader(conn, 1000)).ReadString('\n')
	if err == nil {
		k, err = vault.ParseKeys(text)
	}
	if err != nil || h.Holds(k) != nil {
		_, _ = io.WriteString(conn, "this is not its key\n")
		return k, false
	}
	_, err = io.WriteString(conn, keyTaken)
	return k, err == nil
}

// typed asks at the terminal, if somebody sits there, until the right passphrase is typed or it is not waited for any more.
func (c *serveCmd) typed(e *env, h vault.Header, keys chan<- vault.Keys) (restore func()) {
	terminal, err := os.OpenFile("/dev/tty", os.O_RDWR, 0)
	if err != nil || !e.terminal || !h.AsksPassphrase() {
		return func() {}
	}
	before, err := term.GetState(int(terminal.Fd()))
	if err != nil {
		return func() {}
	}
	go func() {
		for {
			fmt.Fprintf(terminal, "Passphrase of %s: ", c.Data)
			phrase, err := term.ReadPassword(int(terminal.Fd()))
			fmt.Fprintln(terminal)
			if err != nil {
				return
			}
			k, _, err := h.Open(vault.Opening{Passphrase: strings.TrimSuffix(string(phrase), "\r")})
			if err == nil {
				keys <- k
				return
			}
			e.tell(headerProblem(c.Data, err))
		}
	}()
	return func() { _ = term.Restore(int(terminal.Fd()), before) }
}
