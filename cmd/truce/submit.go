package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/noun/people"
	"truce/tool/answer"
)

type submitCmd struct {
	File string `arg:"" optional:"" default:"-" help:"Acts as printed by truce sign, one a line; - reads standard input."`
	atOffice
	Key string `short:"k" help:"Key file of whoever hands them in. They are signed already: it says for which register and office alone." env:"TRUCE_KEY" placeholder:"FILE"`
}

// batch is how many acts are handed in together: one request, mostly one commit.
const batch = 500

func (c *submitCmd) Run(ctx context.Context, e *env) error {
	in := e.in
	if c.File != "-" {
		file, err := os.Open(c.File)
		if err != nil {
			return err
		}
		defer file.Close()
		in = file
	}
	d, err := c.atTheOffice(ctx, e)
	if err != nil {
		return err
	}
	return errors.Join(handIn(ctx, e, d, in), d.Close())
}

// atTheOffice opens the office as a stranger: acts say by themselves whose they are. If the key file names a founding, its
// owner asks whether the office has it first.
func (c *submitCmd) atTheOffice(ctx context.Context, e *env) (desk, error) {
	if c.Key == "" {
		return c.open(ctx, e, nil)
	}
	told, err := readKeyFile(c.Key)
	if err != nil {
		return desk{}, err
	}
	if told.Founding != "" {
		return c.reading(ctx, e, signer{c.Key})
	}
	return c.open(ctx, e, nil)
}

// handIn tells of each act what became of it and goes on after a refusal: the acts of a
// file are independent.
func handIn(ctx context.Context, e *env, d desk, in io.Reader) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 4*act.MaxBytes)
	refused, all := 0, 0
	for more := true; more; {
		var acts []string
		if acts, more = nextActs(lines); len(acts) == 0 {
			break
		}
		outcomes, err := d.SubmitAll(ctx, acts)
		if err != nil {
			return err
		}
		for _, o := range outcomes {
			all++
			refused += e.outcome(o)
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("read acts: %w", err)
	}
	if refused == 1 && all == 1 {
		return errTold
	}
	if refused > 0 {
		return fmt.Errorf("%d of %d acts were refused; the others are in the register", refused, all)
	}
	if all == 0 {
		return misused{problem.Invalid(problem.ActsMissing)}
	}
	return nil
}

func nextActs(lines *bufio.Scanner) (acts []string, more bool) {
	for len(acts) < batch {
		if !lines.Scan() {
			return acts, false
		}
		if line := strings.TrimSpace(lines.Text()); line != "" {
			acts = append(acts, line)
		}
	}
	return acts, true
}

// outcome prints what became of one act and answers 1 if it was refused.
func (e *env) outcome(o answer.Outcome) int {
	if o.Err != nil {
		e.tell(o.Err)
		return 1
	}
	again := ""
	if o.Receipt.Again {
		again = " (it was there already)"
	}
	if len(o.Receipt.Restored) > 0 {
		again = " (it was there already, without what it hides of " + strings.Join(o.Receipt.Restored, ", ") + ": the office has that again)"
	}
	if len(o.Receipt.Erased) > 0 {
		e.notef("What it hides of %s was erased by decision of two sides, and is not kept again.\n", strings.Join(o.Receipt.Erased, ", "))
	}
	switch o.Receipt.Clock {
	case act.Ahead:
		e.notef("The act says a time more than 10 minutes after the office's. It was taken and is marked. Set your clock.\n")
	case act.Behind:
		e.notef("The act says a time more than 31 days before the office's. It was taken and is marked. Look at your clock.\n")
	}
	if words := sealedWords(o.Receipt.Sealed); words != "" {
		e.notef("It was taken and is marked: %s.\n", words)
	}
	e.printf("%s entry %d received %s%s\n", o.Receipt.ID, o.Receipt.Index, stamp(o.Receipt.Received), again)
	e.rests(o.Receipt)
	return 0
}

// sealedWords say what is the matter with the custodians to whom an act says that it sealed something.
func sealedWords(sealed string) string {
	switch people.Sealed(sealed) {
	case people.SealedAlone:
		return "sealed to custodians whom one side set alone"
	case people.SealedEarlier:
		return "sealed to custodians who had been replaced"
	case people.SealedToOthers:
		return "sealed to others than the custodians whom two sides set"
	}
	return ""
}

// rests tells an author whose act has no effect yet.
func (e *env) rests(r answer.Receipt) {
	if r.Rests {
		e.notef("It is kept and has no effect yet: you or your side had too many acts open about this subject that no other act follows. " +
			"Read them, and write one that follows them and all of yours that are to count: `truce sign --after latest,resting`.\n")
	}
}
