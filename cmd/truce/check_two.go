package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"truce/door/copies"
	"truce/ground/numbered"
	"truce/ground/problem"
	"truce/ground/register"
)

// maxProof is more than any proof of a fork has.
const maxProof = 16 << 20

// fork checks a file that is to prove to strangers that a register signed two histories.
func (c *checkCopyCmd) fork(e *env, info os.FileInfo) error {
	if !info.Mode().IsRegular() || info.Size() > maxProof {
		return found{fmt.Errorf("%s is no proof, and was not read: a proof is a file of some thousand bytes", c.Copy)}
	}
	if c.Register == "" {
		return problem.Invalid(problem.HeadKeyMissing)
	}
	content, err := os.ReadFile(c.Copy)
	if err != nil {
		return err
	}
	origin, err := copies.CheckFork(content, c.Register)
	if newer, is := errors.AsType[numbered.NewerError](err); is {
		return unjudged{madeNewer(c.Copy, newer)}
	}
	if err != nil {
		return problem.Invalid(problem.ProofProvesNothing, problem.P{"file": c.Copy, "reason": err.Error()}).Because(err)
	}
	e.printf("PROVEN    the register %s signed two different histories. Its own signatures show it; nobody else can have made them.\n", origin)
	return found{problem.Conflict(problem.TwoHistories)}
}

func (c *checkCopyCmd) compare(ctx context.Context, e *env, first register.Source) error {
	other, err := c.source(ctx, e, c.Other)
	if err != nil {
		return err
	}
	r, err := copies.Compare(ctx, first, other, copies.CompareOptions{Key: c.Register, ForkFile: c.Proof})
	if errors.Is(err, copies.ErrUnfit) {
		return found{fmt.Errorf("compare %s and %s: %v", c.Copy, c.Other, err)}
	}
	if err != nil {
		return fmt.Errorf("compare %s and %s: %w", c.Copy, c.Other, err)
	}
	e.printf("%s  %d entries\n%s  %d entries\n", c.Copy, r.A.Size, c.Other, r.B.Size)
	switch r.Verdict {
	case copies.Same:
		e.printf("GOOD      the same history. Damage within a copy is found by checking it alone.\n")
	case copies.Behind:
		e.printf("GOOD      the same history; one copy is %d entries behind.\n", r.BehindBy)
	case copies.Forked:
		e.printf("WRONG     two histories, which part at entry %d\n", r.Index)
		if r.ForkFile != "" {
			e.printf("The proof is in %s: anybody can check it with the register's public key.\n", r.ForkFile)
		}
		return found{problem.Conflict(problem.TwoHistories)}
	default:
		return errors.New("the copies cannot be compared: at least one is damaged. Check each by itself")
	}
	return nil
}
