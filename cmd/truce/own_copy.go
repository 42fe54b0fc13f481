package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"truce/door/client"
	"truce/door/copies"
	"truce/door/folded"
	"truce/ground/act"
	"truce/ground/problem"
)

// ownCopy names a copy on this machine that is read in place of an office.
type ownCopy struct {
	Copy     string `help:"Folder of a copy that truce export made: it is checked, folded on this machine and read, with the rights of whom it was made for. No office is asked." placeholder:"FOLDER"`
	Register string `help:"With --copy: the register's public key, known from elsewhere than the copy." placeholder:"KEY"`
	Remember string `help:"With --copy: folder in which the heads that you saw are kept. The copy is held to them each time." placeholder:"FOLDER"`
	Cache    string `help:"With --copy: folder in which what it adds up to is kept for the next time; otherwise one in your own cache." env:"TRUCE_CACHE" placeholder:"FOLDER"`

	founding act.ID // as the reader's key file names it
}

// readAt is an office, or a copy, that somebody reads.
type readAt struct {
	where
	ownCopy
}

// reading opens the copy if one is named, else the office.
func (a readAt) reading(ctx context.Context, e *env, s signer) (desk, error) {
	if a.Copy == "" {
		return a.where.reading(ctx, e, s)
	}
	if a.Data != "" {
		return desk{}, problem.Invalid(problem.OptionsApart, problem.P{"options": []string{"--data", "--copy"}})
	}
	if s.Key != "" {
		k, err := e.readKey(s.Key)
		if err != nil {
			return desk{}, err
		}
		a.founding = k.founding
	}
	c, err := a.ownCopy.open(ctx, e)
	if err != nil {
		return desk{}, err
	}
	e.notef("%s\n", copyWords(c))
	return e.inside(c.House, &c.Reader).desk(client.Options{Language: e.language(), Now: e.now})
}

// open opens the copy, after it was checked.
func (c ownCopy) open(ctx context.Context, e *env) (*folded.Copy, error) {
	if err := isCopy(c.Copy); err != nil {
		return nil, err
	}
	o, err := c.options(e)
	if err != nil {
		return nil, err
	}
	p := e.progress("check")
	look := folded.Open
	if c.founding != (act.ID{}) {
		look = folded.Check // what was checked before was held to no founding
	}
	opened, report, err := look(ctx, c.Copy, o, p.tell)
	p.end()
	if err != nil {
		return nil, uncheckable(c.Copy, err)
	}
	if opened == nil {
		return nil, e.judge(c.Copy, report)
	}
	return opened, nil
}

// check checks the copy, whether or not it was checked before. Nothing is open unless the report is good.
func (c ownCopy) check(ctx context.Context, e *env) (*folded.Copy, copies.Report, error) {
	if err := isCopy(c.Copy); err != nil {
		return nil, copies.Report{}, err
	}
	o, err := c.options(e)
	if err != nil {
		return nil, copies.Report{}, err
	}
	p := e.progress("check")
	defer p.end()
	opened, report, err := folded.Check(ctx, c.Copy, o, p.tell)
	if err != nil {
		err = uncheckable(c.Copy, err)
	}
	return opened, report, err
}

func (c ownCopy) options(e *env) (folded.Options, error) {
	cache := c.Cache
	if cache == "" {
		own, err := os.UserCacheDir()
		if err != nil {
			return folded.Options{}, problem.Invalid(problem.OptionMissing, problem.P{"option": "--cache", "example": "--cache FOLDER"}).Because(err)
		}
		cache = filepath.Join(own, "truce", "copies")
	}
	settings, _ := os.UserConfigDir() // without one, all is folded each time
	if settings != "" {
		settings = filepath.Join(settings, "truce")
	}
	return folded.Options{
		Own:   settings,
		Check: copies.CheckOptions{Founding: c.founding, Key: c.Register, Memory: c.Remember, Now: e.now, ForkFile: "fork-proof.json"},
		Cache: cache, Now: e.now, Rand: e.rand, Log: e.log,
	}, nil
}

func isCopy(folder string) error {
	if _, err := os.Stat(filepath.Join(folder, "checkpoint")); err != nil {
		return problem.NotFound(problem.CopyMissing, problem.P{"file": folder})
	}
	return nil
}

// copyWords say from what an answer is.
func copyWords(c *folded.Copy) string {
	who := "a stranger"
	if c.Reader.Known() {
		who = string(c.Reader.ID)
	}
	words := fmt.Sprintf("From a copy of the register %s: %d entries, the last received %s, as %s may see them.", c.Head.Origin, c.Head.Size, stamp(c.Until), who)
	if !c.Given {
		words += " Its key is the copy's own: --register holds it to one that you know from elsewhere."
	}
	if c.Beyond > 0 {
		words += fmt.Sprintf(" This program does not have the rules of %d acts: they have no effect here.", c.Beyond)
	}
	return words
}
