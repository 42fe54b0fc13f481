package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"truce/door/client"
	"truce/door/copies"
	"truce/ground/register"
	"truce/ground/shape"
	"truce/noun"
	"truce/noun/people"
)

type registerCmd struct {
	Key     registerKeyCmd     `cmd:"" help:"Print the public key of the register in a folder. A new folder draws one: whoever is to succeed a register has a key before it is founded."`
	Succeed registerSucceedCmd `cmd:"" help:"Put forward by which register the work of this one goes on. Once those signed who must, this one takes nothing more: at once if all sides did, else when they say it again after 14 days."`
}

type registerKeyCmd struct {
	Data   string `help:"Folder of the office. It is made if it is not there." required:"" placeholder:"FOLDER"`
	Origin string `help:"Name of the register, once and for all, for a new folder." placeholder:"NAME"`
}

func (c *registerKeyCmd) Run(ctx context.Context, e *env) error {
	in, err := openInside(ctx, e, c.Data, c.Origin)
	if err != nil {
		return err
	}
	d, err := in.desk(client.Options{HTTP: e.http(), Language: e.language()})
	if err != nil {
		return err
	}
	vkey, err := d.Key(ctx)
	if err == nil {
		e.printf("%s\n", vkey)
	}
	return errors.Join(err, d.Close())
}

type registerSucceedCmd struct {
	Successor string `arg:"" help:"The successor's public key, as truce register key prints it in its folder."`
	Head      string `help:"File with the last head of this register that was cosigned; otherwise the office is asked for it." placeholder:"FILE"`
	Reason    string `required:"" help:"Why."`
	atOffice
	signer
}

func (c *registerSucceedCmd) Run(ctx context.Context, e *env) error {
	w, err := c.writing(ctx, e, c.signer)
	if err != nil {
		return err
	}
	return errors.Join(c.succeed(ctx, e, w), w.Close())
}

func (c *registerSucceedCmd) succeed(ctx context.Context, e *env, w writing) error {
	vkey, err := w.desk.Key(ctx)
	if err != nil {
		return err
	}
	head, err := c.head(ctx, e, w)
	if err != nil {
		return err
	}
	named, err := register.PeekHead(head)
	if err != nil {
		return err
	}
	origin, _, _ := strings.Cut(vkey, "+")
	body := people.RegisterSucceeded{RegisterKey: c.Successor, Head: string(head), Reason: shape.In("", c.Reason)}
	if err := w.tell(ctx, e, "register-succeeded", people.OfficeSubject(origin), body); err != nil {
		return err
	}
	e.notef("It names the head of %s. Once a second side has endorsed it (truce endorse) this register takes nothing more: export it a last time then,\n"+
		"and found the successor with truce found --succeeds COPY.\n", several(named.Size, "entry", "entries"))
	return nil
}

// head is the largest head that somebody cosigned, or else the last one.
func (c *registerSucceedCmd) head(ctx context.Context, e *env, w writing) ([]byte, error) {
	if c.Head != "" {
		return e.readAll(c.Head, 1<<20)
	}
	src := w.desk.Register()
	if cosigned, err := src.Read(ctx, register.CosignedPath); err == nil {
		if all := register.SplitHeads(cosigned); len(all) > 0 {
			return largest(all), nil
		}
	}
	e.notef("Nobody cosigned a head of this register: the last that it signed is named.\n")
	return src.Read(ctx, register.HeadPath)
}

func largest(heads [][]byte) (last []byte) {
	most := int64(-1)
	for _, head := range heads {
		if h, err := register.PeekHead(head); err == nil && h.Size > most {
			most, last = h.Size, head
		}
	}
	return last
}

// succeeded reads from a copy of the register that ended what the founding of its successor says of it, with the roots of its sides. The copy is checked first.
func succeeded(ctx context.Context, e *env, folder, key string) (p *people.Predecessor, others []people.OpeningFounder, err error) {
	if folder == "" {
		return nil, nil, nil
	}
	if _, err := os.Stat(folder); err != nil {
		return nil, nil, err
	}
	files := copies.Files(folder)
	r, err := copies.Check(ctx, register.Folder(files), copies.CheckOptions{Files: files, Now: e.now}, nil)
	if err != nil {
		return nil, nil, uncheckable(folder, err)
	}
	successor, _ := r.Successions()
	switch {
	case !r.OK():
		return nil, nil, hinted{found{fmt.Errorf("%s is not as it should be", folder)}, "`truce check` says what is wrong. No office is founded on it."}
	case successor == nil:
		return nil, nil, hinted{fmt.Errorf("by its acts the register of %s goes on", r.Origin), "Two of its sides sign first by which register it is succeeded: `truce register succeed`, then `truce endorse`."}
	case successor.RegisterKey != key:
		return nil, nil, fmt.Errorf("the register of %s was succeeded by another key: %s", r.Origin, successor.RegisterKey)
	}
	return &people.Predecessor{RegisterKey: r.Key, Head: successor.Head}, rootsBefore(r), nil
}

// rootsBefore are the sides that had a root in the register before, as founders of the one that goes on: each is there once its root
// signs the founding, and until then others replace that root no sooner than one that did.
func rootsBefore(r copies.Report) (all []people.OpeningFounder) {
	for _, s := range r.Directory.Sides() {
		if s.Root != "" && s.Side != noun.Mission && !s.Counts.IsZero() { // whom not all made a side is none by the founding either
			all = append(all, people.OpeningFounder{Party: s.Side, Person: s.Holder, Key: s.Key})
		}
	}
	return all
}

// entriesOf says how long a register was by a head.
func entriesOf(head string) string {
	h, err := register.PeekHead([]byte(head))
	if err != nil {
		return "an unknown number of entries"
	}
	return several(h.Size, "entry", "entries")
}
