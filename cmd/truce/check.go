package main

import (
	"context"
	"errors"
	"os"

	"truce/door/copies"
	"truce/door/folded"
	"truce/door/recount"
	"truce/ground/register"
)

type checkCmd struct {
	Copy     checkCopyCmd     `cmd:"" name:"register-copy" default:"withargs" help:"Check a copy of a register, or compare two."`
	Bulletin checkBulletinCmd `cmd:"" help:"Make a bulletin again from a copy of the register and compare every figure."`
}

type checkCopyCmd struct {
	Copy     string `arg:"" help:"Folder that truce export made, address of an office, or address and path of a folder that a web server publishes. Or a file that is to prove that a register signed two histories."`
	Other    string `arg:"" optional:"" help:"A second copy: were the two shown the same history?"`
	Register string `help:"The register's public key, known from elsewhere than the copy." placeholder:"KEY"`
	Remember string `help:"Folder in which the heads that you saw are kept. A history that was rewritten since is found." placeholder:"FOLDER"`
	Older    bool   `help:"The copy is an older one than you have seen, and you know it. That it is the beginning of what you saw must be shown nevertheless."`
	Newer    string `help:"A newer copy, folder or address, whose hashes show it." placeholder:"COPY"`
	Succeeds string `help:"A copy of the register whose work this one goes on with: is that shown by its acts?" placeholder:"COPY"`
	Most     int64  `help:"How many entries are read at most. A head that claims more than 67,108,864 is read only if you say so: each entry costs time and memory." placeholder:"ENTRIES"`
	NoFold   bool   `help:"Check the acts, and do not fold what they add up to: bulletins are not held to them then."`
	Cache    string `help:"Folder in which what the copy adds up to is kept for the next time; otherwise one in your own cache." env:"TRUCE_CACHE" placeholder:"FOLDER"`
	asked
	Say   bool   `help:"Say in the office, signed with your key and for your side, what this check found: as an auditor, a liaison or of the secretariat. Whoever may not read what you may is told of it."`
	Proof string `help:"File to write if the register signed two histories: proof for others." placeholder:"FILE" default:"fork-proof.json"`
	Party string `help:"Code of your party, of whose keys the check tells; otherwise that of the owner of the key, or of whom the copy was made for." placeholder:"PARTY"`
	where
	signer
}

func (c *checkCopyCmd) Run(ctx context.Context, e *env) error {
	came, err := c.run(ctx, e)
	if c.Say { // whoever asked for it is told whether it was said, whatever came of the check
		err = errors.Join(err, c.say(ctx, e, came))
	}
	return err
}

// run checks, and answers what came of it: nil if no copy was checked.
func (c *checkCopyCmd) run(ctx context.Context, e *env) (*checkedCopy, error) {
	if info, err := os.Stat(c.Copy); err == nil && !info.IsDir() {
		return nil, c.fork(e, info)
	}
	first, err := c.source(ctx, e, c.Copy)
	if err != nil {
		return nil, err
	}
	if c.Other != "" {
		return nil, c.compare(ctx, e, first)
	}
	o, err := c.options(ctx, e)
	if err != nil {
		return nil, err
	}
	look, err := newLook(ctx, e, first, o, looker{c.Party, c.Key})
	if err != nil {
		return nil, uncheckable(c.Copy, err)
	}
	others, err := look.others(ctx, first, o)
	if err != nil {
		return nil, uncheckable(c.Copy, err)
	}
	looks := looks(append(others, look))
	o.Reader, o.Each = look.person, looks.take
	report, all, err := c.check(ctx, e, first, o)
	if err != nil {
		return nil, uncheckable(c.Copy, err)
	}
	came := checkedCopy{Report: report, name: c.Copy, all: all}
	if err = c.follow(ctx, e, &came); err != nil {
		return nil, err
	}
	if came.remembered, err = c.remembered(); err != nil {
		return nil, err
	}
	return &came, errors.Join(e.judgeCopy(came), looks.lines(e, report))
}

// options are what the reader asks of the copy.
func (c *checkCopyCmd) options(ctx context.Context, e *env) (copies.CheckOptions, error) {
	o := copies.CheckOptions{Key: c.Register, Memory: c.Remember, Now: e.now, ForkFile: c.Proof, MostEntries: c.Most, Older: c.Older || c.Newer != ""}
	if err := c.asked.apply(&o); err != nil {
		return o, err
	}
	if c.Key != "" {
		k, err := e.readKey(c.Key)
		if err != nil {
			return o, err
		}
		o.Founding = k.founding
	}
	if c.Newer != "" {
		newer, err := c.source(ctx, e, c.Newer)
		if err != nil {
			return o, err
		}
		o.Newer = newer
	}
	if !isAddress(c.Copy) {
		o.Files = copies.Files(c.Copy)
	}
	return o, nil
}

// check checks the copy and, of one in a folder, folds it, and makes every bulletin in it again.
func (c *checkCopyCmd) check(ctx context.Context, e *env, src register.Source, o copies.CheckOptions) (r copies.Report, all *recount.All, err error) {
	p := e.progress("check")
	defer p.end()
	if o.Files == nil || c.NoFold {
		r, err = copies.Check(ctx, src, o, p.tell)
		return r, nil, err
	}
	fold, err := ownCopy{Cache: c.Cache}.options(e)
	if err != nil {
		return r, nil, err
	}
	fold.Check = o
	opened, r, err := folded.Check(ctx, c.Copy, fold, p.tell)
	if err != nil || opened == nil {
		return r, nil, err
	}
	held, err := recount.HoldAll(ctx, c.Copy, opened, p.tell)
	return r, &held, errors.Join(err, opened.Close())
}
