package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"truce/door/copies"
	"truce/door/recount"
	"truce/ground/register"
	"truce/judge/bulletin"
)

type checkBulletinCmd struct {
	File     string `arg:"" help:"The bulletin's JSON, as truce bulletin show writes it."`
	Copy     string `required:"" help:"Folder with a copy of the register, as truce export makes it." placeholder:"FOLDER"`
	Register string `help:"The register's public key, known from elsewhere than the copy." placeholder:"KEY"`
	All      bool   `help:"List every figure that differs, not the first twenty."`
}

// listedFigures is how many figures are listed if not all are asked for.
const listedFigures = 20

func (c *checkBulletinCmd) Run(ctx context.Context, e *env) error {
	text, err := e.readAll(c.File, bulletin.MaxBytes)
	if err != nil {
		return err
	}
	if _, err := os.Stat(c.Copy); err != nil {
		return hinted{fmt.Errorf("there is no copy in %s", c.Copy), "Name a folder that `truce export` made."}
	}
	scratch, err := os.MkdirTemp("", "truce-check-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	files := os.DirFS(c.Copy)
	p := e.progress("check")
	r, err := recount.Check(ctx, text, register.Folder(files), recount.Options{
		Check: copies.CheckOptions{Key: c.Register, Files: files, Now: e.now}, Scratch: scratch, Now: e.now, Rand: e.rand,
	}, p.tell)
	p.end()
	switch {
	case errors.Is(err, recount.ErrOtherHistory):
		return found{err.Error()}
	case err != nil:
		return fmt.Errorf("check %s: %w", c.File, err)
	}
	return c.judge(e, r)
}

func (c *checkBulletinCmd) judge(e *env, r recount.Result) error {
	if err := e.judge(c.Copy, r.Copy); err != nil {
		return err
	}
	e.printf("Bulletin  %s %d of %s, %s edition, from the first %d entries\n", r.Header.Kind, r.Header.Number, r.Header.Date, r.Header.Edition, r.Header.Size)
	if r.Published {
		e.printf("Published an act in this copy published exactly this bulletin: sha256 %s\n", r.Digest)
	} else {
		e.printf("Published no act in this copy published it: sha256 %s\n", r.Digest)
	}
	listed := map[bulletin.Verdict]int{}
	for _, d := range r.Differences {
		if listed[d.Verdict]++; listed[d.Verdict] <= listedFigures || c.All {
			e.difference(d)
		}
	}
	for verdict, n := range listed {
		if n > listedFigures && !c.All {
			e.printf("and %d more %s: --all lists them\n", n-listedFigures, verdict)
		}
	}
	if first, wrong := r.Wrong(); wrong {
		return found{fmt.Sprintf("%s is wrong: the first is %s", c.File, first.Path)}
	}
	if n := listed[bulletin.Undecided]; n > 0 {
		e.printf("GOOD      nothing is wrong as far as this copy tells; %d figures cannot be decided from it\n", n)
		return nil
	}
	e.printf("GOOD      every figure of %s is as the register makes it\n", c.File)
	return nil
}

func (e *env) difference(d bulletin.Difference) {
	if d.Verdict == bulletin.Undecided {
		e.printf("OPEN      %s cannot be decided from this copy: it rests on members that are withheld from it\n", d.Path)
		return
	}
	e.printf("WRONG     %s: the bulletin says %s, the register makes it %s\n", d.Path, nothing(d.Claimed), nothing(d.Made))
}

func nothing(text string) string {
	if text == "" {
		return "nothing"
	}
	return text
}
