package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"sync"
	"syscall"

	"truce/door/api"
	"truce/door/client"
	"truce/ground/problem"
	"truce/judge/policy"
	"truce/office"
	"truce/office/house"
)

// inside is an office whose door only this process can reach: nothing listens on any
// network.
type inside struct {
	office *house.House
	server *http.Server
	conns  chan net.Conn
	ended  chan struct{}
	once   sync.Once
}

// freely is a rate of requests that nobody reaches: the office is asked by its owner.
const freely = 1e9

// openInside opens or makes the office in a folder.
func openInside(ctx context.Context, e *env, folder, origin string) (*inside, error) {
	o, err := openOffice(ctx, e, folder, origin)
	if err != nil {
		return nil, err
	}
	return e.inside(o, nil), nil
}

// inside opens the door of an office for this process alone; for a reader, if one is named, whoever asks.
func (e *env) inside(o *house.House, reader *policy.Person) *inside {
	door := api.New(o, api.Options{Log: e.log, Now: e.now, Rand: e.rand, StrangerRate: freely, StrangerBurst: freely, Reader: reader})
	i := &inside{office: o, server: door.Server(door), conns: make(chan net.Conn), ended: make(chan struct{})}
	go i.server.Serve(i) // until end
	return i
}

// openOffice opens or makes the office in a folder.
func openOffice(ctx context.Context, e *env, folder, origin string) (*house.House, error) {
	if origin == "" {
		var err error
		if origin, err = newOrigin(e); err != nil {
			return nil, err
		}
	}
	o, err := openHouse(ctx, e, folder, origin)
	info, _ := os.Stat(folder)
	if err != nil && (errors.Is(err, syscall.ENOTDIR) || info != nil && !info.IsDir()) {
		return nil, problem.Invalid(problem.FolderIsFile, problem.P{"folder": folder})
	}
	return o, err
}

func openHouse(ctx context.Context, e *env, folder, origin string) (*house.House, error) {
	d, err := e.diskOf(folder)
	if err != nil {
		return nil, err
	}
	p := e.progress("fold everything again")
	defer p.end()
	return house.Open(ctx, office.Options{Folder: folder, Disk: d, Origin: origin, Now: e.now, Rand: e.rand, Log: e.log, Folding: p.at,
		Refolded: e.refolded, Watch: !e.rebuilds, Elapsed: e.elapsed, ClockConfirmed: e.clockConfirmed, Budget: e.budget})
}

// newOrigin names a register that nobody named: two laptops must not have one name.
func newOrigin(e *env) (string, error) {
	var b [4]byte
	if _, err := io.ReadFull(e.rand, b[:]); err != nil {
		return "", fmt.Errorf("draw name: %w", err)
	}
	return fmt.Sprintf("office-%x.truce", b), nil
}

// desk is a client of this door.
func (i *inside) desk(o client.Options) (desk, error) {
	const address = "http://localhost"
	transport := &http.Transport{DialContext: i.dial}
	o.HTTP = &http.Client{Transport: transport}
	c, err := client.New(address, o)
	return desk{c, i, files{address, o, transport, c}}, err
}

func (i *inside) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	here, there := net.Pipe()
	select {
	case i.conns <- there:
		return here, nil
	case <-i.ended:
	case <-ctx.Done():
	}
	return nil, net.ErrClosed
}

// Accept is part of net.Listener.
func (i *inside) Accept() (net.Conn, error) {
	select {
	case conn := <-i.conns:
		return conn, nil
	case <-i.ended:
		return nil, net.ErrClosed
	}
}

// Addr is part of net.Listener.
func (i *inside) Addr() net.Addr { return &net.UnixAddr{Name: "inside", Net: "unix"} }

// Close is part of net.Listener.
func (i *inside) Close() error {
	i.once.Do(func() { close(i.ended) })
	return nil
}

// end closes the door and then the office.
func (i *inside) end() error { return errors.Join(i.server.Close(), i.office.Close()) }
