package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"slices"
	"strconv"
	"sync"
	"time"

	"truce/door/api"
	"truce/door/tiles"
	"truce/ground/problem"
	"truce/ground/register"
	"truce/ground/timezone"
	"truce/noun/people"
	"truce/office"
	"truce/office/house"
	"truce/tool/authority"
	"truce/web"
)

type serveCmd struct {
	Data       string `help:"Folder of the office. An empty office is made if there is none." default:"./truce-data" placeholder:"FOLDER"`
	Listen     string `help:"Address and port. Port 0 takes a free one." default:"127.0.0.1:8440" placeholder:"ADDRESS"`
	Origin     string `help:"Name of the register, once and for all, for a new folder." placeholder:"NAME"`
	TimeZone   string `help:"Zone in which the desk shows times, such as Asia/Damascus; otherwise that of the office's civil day." placeholder:"NAME"`
	ActsMinute int    `help:"Acts that are taken of one key in a minute, in the long run; four times as many of all keys of one side. 0: no limit." default:"3000" placeholder:"N"`
	Locked     bool   `help:"Of an encrypted folder: start without its key, tell everybody that the office is locked, and open it once truce unlock gives the key."`
	encrypting
	asking
	ownCopy
}

// patience is how long requests that are being answered may still take at the end.
const patience = 15 * time.Second

func (c *serveCmd) Run(ctx context.Context, e *env) error {
	if c.Copy != "" {
		return c.serveCopy(ctx, e)
	}
	e.keepLog()
	if err := c.fits(); err != nil {
		return err
	}
	if _, err := timezone.Load(c.TimeZone); c.TimeZone != "" && err != nil {
		return problem.Invalid(problem.ValueUnfit, problem.P{"value": c.TimeZone, "option": "--time-zone", "example": "--time-zone Asia/Damascus"})
	}
	policy, err := c.policy()
	if err != nil {
		return err
	}
	e.budget = c.budget()
	var listener net.Listener
	if c.Locked {
		if listener, err = c.waited(ctx, e); err != nil {
			if ctx.Err() != nil {
				return nil // stopped while it waited
			}
			return err
		}
	}
	o, err := openOffice(ctx, e, c.Data, c.Origin)
	if err != nil {
		return err
	}
	return errors.Join(c.serve(ctx, e, o, policy, listener), o.Close())
}

// waited is the listener, at which nothing was served until the office's key was given.
func (c *serveCmd) waited(ctx context.Context, e *env) (net.Listener, error) {
	listener, err := c.listen()
	if err != nil {
		return nil, err
	}
	if err := c.wait(ctx, e, listener); err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	return listener, again(listener)
}

// budget is the usual one, with as many acts a minute as the operator says.
func (c *serveCmd) budget() office.Budget {
	b := office.DefaultBudget()
	b.KeyMinute, b.SideMinute = float64(c.ActsMinute), 4*float64(c.ActsMinute)
	return b
}

// serve has the cosigners asked, once before the office is to be reached and then at intervals.
func (c *serveCmd) serve(ctx context.Context, e *env, o *house.House, policy *register.Policy, listener net.Listener) error {
	if err := o.Takes(); err != nil && policy != nil { // nothing is signed that cosigners could be asked for
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	if policy != nil {
		asker, err := c.asker(e, o, *policy)
		if err == nil {
			err = c.begin(ctx, e, asker)
		}
		if err != nil {
			return err
		}
		var asks sync.WaitGroup
		asks.Go(func() { asker.Run(ctx) })
		defer asks.Wait()
		defer stop()
	}
	var err error
	if listener == nil {
		listener, err = c.listen()
	}
	if err != nil {
		return err
	}
	at := listener.Addr()
	listener, own, err := c.secured(e, c.Data, o.Verifier().Name(), listener)
	if err != nil {
		return err
	}
	c.greet(e, o, at, own)
	if own != nil {
		founded, _ := o.Directory().Office(people.OfficeSubject(o.Verifier().Name()))
		e.tellAuthority(c.Data, own, founded.Authority)
	}
	return e.serve(ctx, o, listener, web.Options{TimeZone: deskZone(c.TimeZone, o), Admission: o.Number, Studied: o.Studied()}, api.Options{Policy: policy, Addresses: append(c.Address, reachedBy(at)...)})
}

// deskZone is the zone in which the desk shows times: the one that was named, or the office's own.
func deskZone(named string, o *house.House) func() string {
	return func() string { return cmp.Or(named, o.Reading.CivilZone().String()) }
}

// fits refuses what cannot be served before a folder is made for it.
func (c *serveCmd) fits() error {
	if _, _, err := net.SplitHostPort(c.Listen); err != nil {
		return problem.Invalid(problem.ValueUnfit, problem.P{"value": c.Listen, "option": "--listen", "example": "--listen 127.0.0.1:8440"})
	}
	return c.encrypting.fits()
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func (c *serveCmd) listen() (net.Listener, error) {
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return nil, problem.Conflict(problem.AddressTaken, problem.P{"address": c.Listen}).Because(err)
	}
	return listener, nil
}

func (c *serveCmd) greet(e *env, o *house.House, at net.Addr, own *authority.Authority) {
	address := c.address(at)
	e.printf("Serving %s at %s\n", c.Data, address)
	if tcp, is := at.(*net.TCPAddr); is && tcp.IP.IsUnspecified() {
		for _, host := range slices.Concat(c.Address, reachedBy(at)) {
			e.printf("Others reach it at https://%s\n", net.JoinHostPort(host, strconv.Itoa(tcp.Port)))
		}
	}
	e.printf("Register %s has %d entries. Stop with Ctrl-C.\n", o.Verifier().Name(), o.Size())
	if o.Studied() {
		e.tell(o.Takes())
	}
	if _, lacking := o.Rules(); lacking != nil {
		e.tell(lacking) // it serves nevertheless, and takes nothing
	}
	if o.Directory().Founded() {
		return
	}
	server := " --server " + address
	if address == "http://"+defaultListen {
		server = ""
	}
	if own != nil {
		server += " --authority " + own.Fingerprint().String()
	}
	e.printf("\nThis office is not founded yet: its register is empty and nobody can write to it.\n"+
		"In a second terminal, make a key for the first administrator, and found it:\n\n"+
		"  truce keys new administrator.key --person person/administrator --office %s\n"+
		"  truce found --name \"Our office\" --key administrator.key%s\n\n", o.Verifier().Name(), server)
}

// address is where this machine reaches the office; others know the machine by its name.
func (c *serveCmd) address(at net.Addr) string {
	scheme := "http"
	if c.TLSCert != "" || c.own(c.Listen) {
		scheme = "https"
	}
	if tcp, is := at.(*net.TCPAddr); is && tcp.IP.IsUnspecified() {
		return fmt.Sprintf("%s://localhost:%d", scheme, tcp.Port)
	}
	return scheme + "://" + at.String()
}

// reachedBy are the names and addresses of this machine by which an office that listens there is reached.
func reachedBy(at net.Addr) (hosts []string) {
	tcp, is := at.(*net.TCPAddr)
	if !is || !tcp.IP.IsUnspecified() {
		host, _, _ := net.SplitHostPort(at.String())
		return []string{host}
	}
	if name, err := os.Hostname(); err == nil {
		hosts = append(hosts, name, name+".local")
	}
	all, _ := net.InterfaceAddrs()
	for _, one := range all {
		if network, is := one.(*net.IPNet); is {
			hosts = append(hosts, network.IP.String())
		}
	}
	return hosts
}

// defaultListen is where commands look for an office when nobody says where it is.
const defaultListen = "127.0.0.1:8440"

// doors are the desk, the map and the API, behind one server.
func (e *env) doors(o *house.House, w web.Options, a api.Options) (*http.Server, *tiles.Door, error) {
	a.Log, a.Now, a.Rand, a.Version = e.log, e.now, e.rand, version()
	door := api.New(o, a)
	w.Now = e.now
	maps := tiles.New(o.Reading, tiles.Options{Log: e.log, Now: e.now, Identify: door.Identify, Filter: door.Filter, Fail: door.Fail}, door)
	desk, err := web.New(w, maps)
	if err != nil {
		return nil, nil, err
	}
	return door.Server(desk), maps, nil
}

// serve opens the doors of an office.
func (e *env) serve(ctx context.Context, o *house.House, listener net.Listener, w web.Options, a api.Options) error {
	server, maps, err := e.doors(o, w, a)
	if err != nil {
		return err
	}
	return e.answer(ctx, server, maps, listener)
}

// answer answers requests until ctx ends, and then those that are being answered.
func (e *env) answer(ctx context.Context, server *http.Server, maps *tiles.Door, listener net.Listener) error {
	server.ErrorLog = slog.NewLogLogger(e.log.Handler(), slog.LevelInfo)
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	go maps.Warm(ctx)
	select {
	case err := <-ended:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	e.notef("Stopping: requests that are being answered are finished. Ctrl-C again stops at once.\n")
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		return errors.Join(fmt.Errorf("stop serving: %w", err), server.Close())
	}
	if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %w", err)
	}
	return nil
}
