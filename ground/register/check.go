package register

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"golang.org/x/mod/sumdb/note"
)

// Options of [Check].
type Options struct {
	// Verifier is the public key of the register, known from elsewhere than the copy. Required.
	Verifier note.Verifier
	// Remembered are signed heads of this register that were seen earlier, in any order. The copy must
	// extend each of them, so a history that was rewritten and signed again is found.
	Remembered [][]byte
	// Suspect are signed heads that were seen and could not be shown to be of the remembered history, because
	// they were shorter or their copy was damaged. A copy that denies one shows that the register forked; one that is
	// longer says nothing.
	Suspect [][]byte
	// Seen is what others saw of the register, and when: an entry that says it was received before they saw
	// that it was not there is back-dated, and one that says so of a time after they saw that it was there is dated ahead.
	Seen []Sighting
	// Now is the reader's clock, zero if there is none: nothing was received later.
	Now time.Time
	// Entry, if set, checks what an entry says, for example the signature of its act. An error is a
	// finding about the entry. It is called from several goroutines at once, in no order.
	Entry func(index int64, e Entry) error
	// Progress, if set, is told now and then how many of the entries are done.
	Progress func(done, total int64)
}

// Report is what [Check] found.
type Report struct {
	Head SignedHead
	// Read is how many entries there were to look at; fewer than the head claims if what follows is not there at all.
	Read int64
	// From and Until are the received times of the first and the last entry, by the office's clock.
	From, Until time.Time
	// Problem is the first thing wrong, by position; nil if all is as signed.
	Problem *Problem
	// Forks are the remembered heads that the head does not extend. Each of them, beside the head, is
	// evidence that the register signed two histories.
	Forks []SignedHead
	// Ahead is the largest remembered head with more entries than the copy, nil if there is none: the copy is old,
	// or the register was cut back. Nothing in the copy can tell which.
	Ahead *SignedHead
	// Duplicates are acts that stand twice in the register, in the order of the second one.
	Duplicates []Duplicate
}

// Problem is something wrong with a copy of a register.
type Problem struct {
	// First and Last are the positions of the entries, from 0, among which the first bad one is. They are
	// the same if it is known which.
	First, Last int64
	// Path is the file in which it shows, if it is one.
	Path string
	// What is wrong, in a sentence for a person.
	What string
}

// Duplicate is one act, by signing input, in two entries.
type Duplicate struct {
	First, Again int64
}

// Check reads a copy of a register from end to end and checks all of it: the signature of the head; every entry
// against its hash; every hash tile against the one above, up to the head; that received times never go
// backwards; that no act is there twice; that the remembered heads are heads of the same history.
//
// What is wrong with the copy is in the report. An error means that the copy could not be checked: its
// head is missing or not signed by the key ([ErrSignature], [ErrHead]), or reading failed.
//
// For an entry Check keeps 24 bytes, to find duplicates, and an eighth of a byte of hashes. All else takes
// constant memory.
func Check(ctx context.Context, src Source, o Options) (Report, error) {
	signed, err := src.Read(ctx, HeadPath)
	if err != nil {
		return Report{}, fmt.Errorf("check: read head: %w", err)
	}
	head, err := OpenHead(signed, o.Verifier)
	if err != nil {
		return Report{}, fmt.Errorf("check: %w", err)
	}
	c := &checker{src: src, o: o, clocks: NewClocks(o.Seen, o.Now), head: head, report: Report{Head: head}}
	if err := c.run(ctx); err != nil {
		return Report{}, fmt.Errorf("check %q: %w", head.Origin, err)
	}
	return c.report, nil
}

// checker holds what one check has found so far.
type checker struct {
	src    Source
	o      Options
	clocks Clocks
	head   SignedHead
	report Report

	// What the entries say.
	computed Tree        // the tree over the entries as they stand in the copy
	nodes    MemoryNodes // its hashes from level 1 up
	acts     []actID     // for duplicates
	entry    *Problem    // the first entry that is missing, malformed, back-dated or refused
	leafTile *Problem    // the first hash of level 0 that is missing or not that of its entry
	intact   int64       // so many entries from the first are those of a remembered head

	// What remembered heads say.
	older     []SignedHead // those not larger than the copy, by size
	rewritten *Problem     // the first of them that the head does not extend
}

func (c *checker) run(ctx context.Context) error {
	if err := c.remember(); err != nil {
		return err
	}
	if err := c.readAll(ctx); err != nil {
		return err
	}
	c.report.Read = c.computed.Size()
	c.report.Duplicates = duplicates(c.acts)
	hashes, err := c.judge(ctx)
	if err != nil {
		return err
	}
	c.report.Problem = earlier(c.entry, hashes)
	return nil
}

// earlier picks the problem to name. Between one entry that is bad in itself and a stretch around it, it is
// the entry.
func earlier(entry, hashes *Problem) *Problem {
	switch {
	case entry == nil:
		return hashes
	case hashes == nil:
		return entry
	case hashes.First == hashes.Last && hashes.First <= entry.First, hashes.Last < entry.First:
		return hashes
	}
	return entry
}

// isFinding tells a fault of the copy from a failure to read it.
func isFinding(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, ErrTile) || errors.Is(err, ErrBundle)
}
