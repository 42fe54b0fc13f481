package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"truce/door/copies"
	"truce/door/recount"
	"truce/ground/register"
	"truce/judge/bulletin"
)

type checkBulletinCmd struct {
	File     string `arg:"" help:"The bulletin's JSON, as truce bulletin show writes it."`
	Copy     string `required:"" help:"Folder with a copy of the register, as truce export makes it." placeholder:"FOLDER"`
	Rows     string `help:"The rows that it was made from, as truce bulletin show --format rows writes them: figures are then made from them, whatever acts mean by now." placeholder:"FILE"`
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
	rows, err := c.rows(e)
	if err != nil {
		return err
	}
	files := os.DirFS(c.Copy)
	p := e.progress("check")
	r, err := recount.Check(ctx, text, register.Folder(files), recount.Options{
		Check: copies.CheckOptions{Key: c.Register, Files: files, Now: e.now}, Rows: rows, Scratch: scratch, Now: e.now, Rand: e.rand,
	}, p.tell)
	p.end()
	switch {
	case errors.Is(err, recount.ErrOtherHistory):
		return found{err.Error()}
	case errors.Is(err, bulletin.ErrNotItsRows):
		return found{c.Rows + ": " + err.Error()}
	case err != nil:
		return fmt.Errorf("check %s: %w", c.File, err)
	}
	return c.judge(e, r)
}

// rows are nil if none are at hand.
func (c *checkBulletinCmd) rows(e *env) ([]byte, error) {
	if c.Rows == "" {
		return nil, nil
	}
	return e.readAll(c.Rows, bulletin.MaxBytes)
}

func (c *checkBulletinCmd) judge(e *env, r recount.Result) error {
	if err := e.judge(c.Copy, r.Copy); err != nil {
		return err
	}
	e.printf("Bulletin  %s %d of %s, %s edition, from the first %d entries\n", r.Header.Kind, r.Header.Number, r.Header.Date, r.Header.Edition, r.Header.Own().Size)
	if r.Published {
		e.printf("Published an act in this copy published exactly this bulletin: sha256 %s\n", r.Digest)
	} else {
		e.printf("Published no act in this copy published it: sha256 %s\n", r.Digest)
	}
	if r.OtherRules != nil {
		return unjudged{fmt.Sprintf("%s is not judged: %v", c.File, r.OtherRules)}
	}
	listed := c.list(e, r)
	if first, wrong := r.Wrong(); wrong {
		return found{fmt.Sprintf("%s is wrong: the first is %s", c.File, first.Path)}
	}
	if first, is := r.Refolded(); is {
		return unjudged{fmt.Sprintf("%s is not judged: acts mean something else to this program than when it was counted (%s), and figures differ, the first of them %s; hold it to the rows that were counted, with --rows",
			c.File, strings.Join(r.Header.OtherMeanings(), "; "), first.Path)}
	}
	c.good(e, r, listed)
	return nil
}

// list tells what differs, twenty of each verdict if not all are asked for, and counts it.
func (c *checkBulletinCmd) list(e *env, r recount.Result) map[bulletin.Verdict]int {
	listed := map[bulletin.Verdict]int{}
	tell := func(all []bulletin.Difference, tell func(bulletin.Difference)) {
		for _, d := range all {
			if listed[d.Verdict]++; listed[d.Verdict] <= listedFigures || c.All {
				tell(d)
			}
		}
	}
	tell(r.Differences, e.difference)
	tell(r.Rows, e.row)
	for verdict, n := range listed {
		if n > listedFigures && !c.All {
			e.printf("and %d more %s: --all lists them\n", n-listedFigures, verdict)
		}
	}
	return listed
}

func (c *checkBulletinCmd) good(e *env, r recount.Result, listed map[bulletin.Verdict]int) {
	switch {
	case r.FromRows && len(r.Rows) > 0:
		e.printf("GOOD      every figure of %s is as the rows make it that were counted; %d rows fold otherwise here\n", c.File, len(r.Rows))
	case r.FromRows:
		e.printf("GOOD      every figure of %s is as the rows make it that were counted, and the register gives the same rows\n", c.File)
	case listed[bulletin.Undecided] > 0:
		e.printf("GOOD      nothing is wrong as far as this copy tells; %d figures cannot be decided from it\n", listed[bulletin.Undecided])
	default:
		e.printf("GOOD      every figure of %s is as the register makes it\n", c.File)
	}
}

func (e *env) difference(d bulletin.Difference) {
	switch d.Verdict {
	case bulletin.Undecided:
		e.printf("OPEN      %s cannot be decided from this copy: it rests on members that are withheld from it\n", d.Path)
	case bulletin.Refolded:
		e.printf("OTHER     %s: the bulletin says %s, by what acts mean to this program it is %s\n", d.Path, nothing(d.Claimed), nothing(d.Made))
	default:
		e.printf("WRONG     %s: the bulletin says %s, the register makes it %s\n", d.Path, nothing(d.Claimed), nothing(d.Made))
	}
}

func (e *env) row(d bulletin.Difference) {
	label := map[bulletin.Verdict]string{bulletin.Undecided: "OPEN", bulletin.Refolded: "OTHER", bulletin.Wrong: "WRONG"}[d.Verdict]
	e.printf("%-9s row %s: counted as %s, folded here as %s\n", label, d.Path, nothing(d.Claimed), nothing(d.Made))
}

func nothing(text string) string {
	if text == "" {
		return "nothing"
	}
	return text
}
