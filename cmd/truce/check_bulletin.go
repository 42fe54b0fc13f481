package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"truce/door/recount"
	"truce/judge/bulletin"
)

type checkBulletinCmd struct {
	File     string `arg:"" help:"The bulletin's JSON, as truce bulletin show writes it."`
	Copy     string `required:"" help:"Folder with a copy of the register, as truce export makes it." placeholder:"FOLDER"`
	Rows     string `help:"The rows that it was made from, as truce bulletin show --format rows writes them: figures are then made from them, whatever acts mean by now." placeholder:"FILE"`
	Register string `help:"The register's public key, known from elsewhere than the copy." placeholder:"KEY"`
	Cache    string `help:"Folder in which what the copy adds up to is kept for the next time; otherwise one in your own cache." env:"TRUCE_CACHE" placeholder:"FOLDER"`
	All      bool   `help:"List every figure that differs, not the first twenty."`
}

// listedFigures is how many figures are listed if not all are asked for.
const listedFigures = 20

func (c *checkBulletinCmd) Run(ctx context.Context, e *env) error {
	text, err := e.readAll(c.File, bulletin.MaxBytes)
	if err != nil {
		return err
	}
	rows, err := c.rows(e)
	if err != nil {
		return err
	}
	opened, report, err := ownCopy{Copy: c.Copy, Register: c.Register, Cache: c.Cache}.check(ctx, e)
	if err != nil {
		return err
	}
	if opened == nil {
		return e.judge(c.Copy, report)
	}
	r, err := recount.Hold(ctx, text, rows, opened, report)
	if err = errors.Join(err, opened.Close()); err != nil {
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
	c.list(e, r)
	verdict, why := r.Verdict()
	switch verdict {
	case recount.Wrong:
		return found{errors.New(c.File + " is wrong: " + c.refuted(r, why))}
	case recount.Unjudged:
		return unjudged{errors.New(c.File + " is not judged: " + c.open(r, why))}
	}
	e.printf("GOOD      %s\n", c.good(r, why))
	return nil
}

// refuted is why a bulletin is wrong.
func (c *checkBulletinCmd) refuted(r recount.Result, why recount.Reason) string {
	switch why {
	case recount.Differs:
		first, _ := r.First(bulletin.Wrong)
		return "the first is " + first.Path
	case recount.Another:
		published := fmt.Sprintf("it is not what was published in this copy under its name, %s", r.Another)
		if first, differs := r.First(bulletin.Wrong); differs {
			return "the first is " + first.Path + "; and " + published
		}
		return published
	case recount.NoFolds:
		return "no program ever counted by the meanings that it names (folds)"
	case recount.NotItsRows:
		return c.Rows + ": " + r.Apart.Error()
	}
	return r.Apart.Error()
}

// open is why a bulletin cannot be judged, and what would help.
func (c *checkBulletinCmd) open(r recount.Result, why recount.Reason) string {
	const unsigned = "no act in this copy published it, so nobody signed what it says of itself; export a copy that reaches the act that did"
	meanings := "acts mean something else to this program than when it was counted (" + strings.Join(r.Header.OtherMeanings(), "; ") + ")"
	switch why {
	case recount.Unsigned:
		return "it says that " + meanings + ", and " + unsigned
	case recount.Withheld:
		return "what differs cannot be decided from this copy, and " + unsigned
	case recount.Refolded:
		first, _ := r.First(bulletin.Refolded)
		return fmt.Sprintf("%s, and figures differ, the first of them %s; hold it to the rows that were counted, with --rows", meanings, first.Path)
	}
	if r.Published {
		return r.Apart.Error()
	}
	return r.Apart.Error() + "; and " + unsigned
}

// list tells what differs, twenty of each verdict if not all are asked for.
func (c *checkBulletinCmd) list(e *env, r recount.Result) {
	listed := map[bulletin.Verdict]int{}
	tell := func(all []bulletin.Difference, tell func(bulletin.Difference)) {
		for _, d := range all {
			if listed[d.Verdict]++; listed[d.Verdict] <= listedFigures || c.All {
				tell(d)
			}
		}
	}
	by := "the register makes"
	if r.FromRows {
		by = "the rows make"
	}
	tell(r.Differences, func(d bulletin.Difference) { e.difference(d, by) })
	tell(r.Rows, e.row)
	for _, verdict := range []bulletin.Verdict{bulletin.Wrong, bulletin.Refolded, bulletin.Undecided} {
		if n := listed[verdict]; n > listedFigures && !c.All {
			e.printf("and %d more %s: --all lists them\n", n-listedFigures, verdict)
		}
	}
}

func (c *checkBulletinCmd) good(r recount.Result, why recount.Reason) string {
	asMade := fmt.Sprintf("every figure of %s is as the register makes it", c.File)
	if r.FromRows {
		asMade = fmt.Sprintf("every figure of %s is as the rows make it that were counted, and the register gives the same rows", c.File)
	}
	switch why {
	case recount.RowsRefolded:
		return fmt.Sprintf("every figure of %s is as the rows make it that were counted; %d rows fold otherwise here", c.File, len(r.Rows))
	case recount.AsFarAsTold:
		open := 0
		for _, d := range r.Differences {
			if d.Verdict == bulletin.Undecided {
				open++
			}
		}
		return fmt.Sprintf("nothing is wrong as far as this copy tells; %d figures cannot be decided from it", open)
	case recount.NotPublished:
		return asMade + "; but no act in this copy published it"
	}
	return asMade
}

// difference tells one; by says what the figures were made from.
func (e *env) difference(d bulletin.Difference, by string) {
	switch d.Verdict {
	case bulletin.Undecided:
		e.printf("OPEN      %s cannot be decided from this copy: it rests on members that are withheld from it\n", d.Path)
	case bulletin.Refolded:
		e.printf("OTHER     %s: the bulletin says %s, by what acts mean to this program it is %s\n", d.Path, nothing(d.Claimed), nothing(d.Made))
	default:
		e.printf("WRONG     %s: the bulletin says %s, %s it %s\n", d.Path, nothing(d.Claimed), by, nothing(d.Made))
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
