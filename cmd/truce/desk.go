package main

import (
	"context"
	"errors"
	"net"
	"net/url"
	"os"
	"path/filepath"

	"truce/door/client"
	"truce/ground/problem"
	"truce/office"
)

// where says which office a command works with.
type where struct {
	Server string `help:"Address of the office." default:"http://127.0.0.1:8440" env:"TRUCE_SERVER" placeholder:"URL"`
	Data   string `help:"Folder of an office that is not being served, instead of an address." placeholder:"FOLDER"`
	Office string `help:"Origin of the office that you sign in to, if the key file does not say." env:"TRUCE_OFFICE" placeholder:"ORIGIN"`
}

// atOffice is an office that acts are written for.
type atOffice struct {
	where
	Register string `help:"Id of the register for which you sign, if the key file does not say." env:"TRUCE_REGISTER" placeholder:"ID"`
}

// signer says whose key is used.
type signer struct {
	Key string `short:"k" help:"Key file." env:"TRUCE_KEY" placeholder:"FILE"`
}

// desk is an office that a command works with: behind an address, or in a folder, whose
// door is then opened for this process alone. So rights and answers are the same.
type desk struct {
	*client.Client
	inside *inside // nil: behind an address
	files  files
}

// Close closes the office, if it is in a folder.
func (d desk) Close() error {
	if d.inside == nil {
		return nil
	}
	return d.inside.end()
}

// open opens the office for the owner of the key, or for a stranger if it is nil. An office with another founding than the
// key file names is not worked with, whatever the command.
func (a where) open(ctx context.Context, e *env, who *key) (desk, error) {
	d, err := a.dial(ctx, e, who)
	if err != nil || who == nil {
		return d, err
	}
	if err := d.isFoundedBy(ctx, *who); err != nil {
		return desk{}, errors.Join(err, d.Close())
	}
	return d, nil
}

// dial is open without looking at the founding.
func (a where) dial(ctx context.Context, e *env, who *key) (desk, error) {
	o := client.Options{HTTP: e.http(), Language: e.language(), Now: e.now}
	if a.Data == "" {
		if who != nil {
			var err error
			if o.Origin, err = who.origin(a.Office); err != nil {
				return desk{}, err
			}
			o.Key, o.Register = who.private, who.register
		}
		c, err := client.New(a.Server, o)
		return desk{c, nil, files{a.Server, o, o.HTTP.Transport, c}}, err
	}
	if err := isOffice(a.Data); err != nil {
		return desk{}, err
	}
	in, err := openInside(ctx, e, a.Data, "")
	if err != nil {
		return desk{}, err
	}
	if who != nil {
		o.Key, o.Origin, o.Register = who.private, in.office.Verifier().Name(), in.office.ID()
	}
	return in.desk(o)
}

// isOffice refuses a folder without an office: a mistyped name must not become a new one.
func isOffice(folder string) error {
	_, err := os.Stat(filepath.Join(folder, "register.key"))
	_, studied := os.Stat(filepath.Join(folder, office.StudiedName))
	if err == nil || studied == nil {
		return nil
	}
	if _, missing := os.Stat(folder); missing != nil {
		return problem.NotFound(problem.FolderMissing, problem.P{"folder": folder}).Because(err)
	}
	return problem.NotFound(problem.FolderWithoutOffice, problem.P{"folder": folder}).Because(err)
}

// reading opens the office for somebody who only reads: with a key for what its owner's
// roles allow, without one for the public edition.
func (a where) reading(ctx context.Context, e *env, s signer) (desk, error) {
	if s.Key == "" {
		return a.open(ctx, e, nil)
	}
	k, err := e.readKey(s.Key)
	if err != nil {
		return desk{}, err
	}
	return a.open(ctx, e, &k)
}

// unreachable tells people what it means that the way to the office is broken.
func unreachable(err error) error {
	asked, is := errors.AsType[*url.Error](err)
	if !is {
		return err
	}
	if other := strange(err); other != nil {
		return other
	}
	if _, network := errors.AsType[*net.OpError](err); network {
		return problem.Unavailable(problem.OfficeUnreachable, problem.P{"address": address(asked.URL), "reason": asked.Err.Error()}).Because(err)
	}
	return err
}

func address(asked string) string {
	u, err := url.Parse(asked)
	if err != nil {
		return asked
	}
	return (&url.URL{Scheme: u.Scheme, Host: u.Host}).String()
}
