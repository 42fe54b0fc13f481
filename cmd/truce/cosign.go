package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"truce/door/copies"
	"truce/door/cosign"
	"truce/ground/problem"
	"truce/ground/register"
	"truce/tool/staging"
)

type cosignCmd struct {
	New    cosignNewCmd    `cmd:"" help:"Make a cosigner: a folder with a key of its own."`
	Follow cosignFollowCmd `cmd:"" help:"Have a cosigner follow a register."`
	Serve  cosignServeCmd  `cmd:"" help:"Run a cosigner. It answers offices that ask it, and asks nobody."`
	Show   cosignShowCmd   `cmd:"" help:"Show a cosigner's public key and the last head of each register that it cosigned."`
}

type cosignNewCmd struct {
	Folder string `arg:"" help:"Folder to make."`
	Name   string `required:"" help:"Name of the cosigner, once and for all: an address that is yours, such as guarantor.example/cosigner." placeholder:"NAME"`
}

func (c *cosignNewCmd) Run(e *env) error {
	vkey, err := cosign.Create(c.Folder, c.Name, e.rand)
	if errors.Is(err, fs.ErrExist) {
		return problem.Conflict(problem.CosignerThere, problem.P{"folder": c.Folder})
	}
	if errors.Is(err, register.ErrKey) {
		return problem.Invalid(problem.ValueUnfit, problem.P{"value": c.Name, "option": "--name", "example": "--name guarantor.example/cosigner"})
	}
	if err != nil {
		return err
	}
	e.printf("%s\n", vkey)
	e.notef("Made a cosigner in %[1]s. The line above is its public key: hand it to whoever writes policies.\n"+
		"Never put %[1]s back from a backup: what it has forgotten it would sign again otherwise. If it is lost, make a new one.\n"+
		"Next: truce cosign follow %[1]s KEY-OF-THE-REGISTER, and then truce cosign serve %[1]s\n", c.Folder)
	return nil
}

type cosignFollowCmd struct {
	Folder string `arg:"" help:"Folder of the cosigner. Stop it first."`
	Key    string `arg:"" help:"Public key of the register, known from elsewhere than the office's own machine, for example on paper."`
}

func (c *cosignFollowCmd) Run(e *env) (err error) {
	f, err := openCosigner(c.Folder)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	r, err := f.Follow(strings.TrimSpace(c.Key), e.now())
	switch {
	case errors.Is(err, cosign.ErrOtherKey):
		return problem.Conflict(problem.RegisterFollowedOtherwise, problem.P{"origin": r.Origin, "key": r.Key})
	case errors.Is(err, register.ErrKey):
		return problem.Invalid(problem.RegisterKeyMalformed).Because(err)
	case err != nil:
		return err
	}
	e.printf("%s is followed since %s\n", r.Origin, stamp(r.Since))
	return nil
}

func openCosigner(folder string) (*cosign.Folder, error) {
	f, err := cosign.Open(folder)
	if errors.Is(err, cosign.ErrInUse) {
		return nil, problem.Conflict(problem.CosignerRuns, problem.P{"folder": folder}).Because(err)
	}
	return f, noCosigner(folder, err)
}

func noCosigner(folder string, err error) error {
	if errors.Is(err, cosign.ErrNoCosigner) {
		return problem.NotFound(problem.CosignerMissing, problem.P{"folder": folder}).Because(err)
	}
	return err
}

type cosignShowCmd struct {
	Folder string `arg:"" help:"Folder of the cosigner. It may run meanwhile."`
}

func (c *cosignShowCmd) Run(e *env) error {
	f, err := cosign.Look(c.Folder)
	if err != nil {
		return noCosigner(c.Folder, err)
	}
	e.printf("%s\n", f.Public)
	own, err := register.NewVerifier(f.Public)
	if err != nil {
		return err
	}
	for _, r := range f.Registers {
		e.printf("\n%s\n  key       %s\n  followed  since %s\n", r.Origin, r.Key, stamp(r.Since))
		if err := e.lastCosigned(r, own); err != nil {
			return err
		}
	}
	return nil
}

func (e *env) lastCosigned(r cosign.Followed, own note.Verifier) error {
	if r.Head == "" {
		e.printf("  head      none was cosigned yet\n")
		return nil
	}
	key, err := register.NewVerifier(r.Key)
	if err != nil {
		return err
	}
	head, err := register.OpenHead([]byte(r.Head), key)
	if err != nil {
		return err
	}
	e.printf("  head      %d entries, root %s\n", head.Size, head.Root)
	for _, s := range register.Cosignatures(head.Note, own) {
		e.printf("  cosigned  %s\n", stamp(s.At))
	}
	return nil
}

type cosignServeCmd struct {
	Folder  string `arg:"" help:"Folder of the cosigner."`
	Listen  string `help:"Address and port. Port 0 takes a free one." default:"127.0.0.1:8441" placeholder:"ADDRESS"`
	TLSCert string `help:"Certificate chain (PEM)." placeholder:"FILE"`
	TLSKey  string `help:"Its private key (PEM)." placeholder:"FILE"`
}

// Run answers until ctx ends. A head travels in the clear without a certificate: it is signed, and no secret.
func (c *cosignServeCmd) Run(ctx context.Context, e *env) (err error) {
	e.keepLog()
	f, err := openCosigner(c.Folder)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if len(f.Registers()) == 0 {
		e.notef("It follows no register yet, so it will cosign nothing: `truce cosign follow %s KEY` adds one.\n", c.Folder)
	}
	door, err := cosign.NewDoor(f, cosign.DoorOptions{Log: e.log, Now: e.now, Forked: func(fork *register.ForkError) { e.keepFork(c.Folder, f, fork) }})
	if err != nil {
		return err
	}
	as := serveCmd{Listen: c.Listen, encrypting: encrypting{TLSCert: c.TLSCert, TLSKey: c.TLSKey}}
	listener, err := as.listen()
	if err != nil {
		return err
	}
	at := listener.Addr()
	if c.TLSCert != "" {
		if listener, _, err = as.secured(e, c.Folder, "", listener); err != nil {
			return err
		}
	}
	e.printf("Cosigning at %s as\n%s\n", as.address(at), f.Public())
	return e.serveCosigner(ctx, door.Server(), listener)
}

func (e *env) serveCosigner(ctx context.Context, server *http.Server, listener net.Listener) error {
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		return errors.Join(fmt.Errorf("stop serving: %w", err), server.Close())
	}
	return nil
}

// keepFork writes the proof that a register signed two heads of one size, once.
func (e *env) keepFork(folder string, f *cosign.Folder, fork *register.ForkError) {
	for _, r := range f.Registers() {
		if r.Origin != fork.Offered.Origin {
			continue
		}
		path := filepath.Join(folder, "forks", fmt.Sprintf("%x-%d.json", fork.Offered.Root[:8], fork.Offered.Size))
		text, err := copies.ForkOfHeads(r.Key, fork.Cosigned, fork.Offered)
		if err == nil {
			err = staging.Replace(path, text)
		}
		if err != nil {
			e.log.Error("keep proof of two histories", "error", err)
			return
		}
		e.notef("%s signed two histories. The proof is in %s: show it to the other parties.\n", r.Origin, path)
	}
}
