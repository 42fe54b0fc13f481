// Package recount holds a bulletin to a copy of the register that it was made from: it makes
// the bulletin again and says which statements are not as made. Whoever runs it needs a copy
// and this program, and trusts neither the office nor the bulletin.
package recount

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"truce/door/copies"
	"truce/door/folded"
	"truce/ground/act"
	"truce/ground/register"
	"truce/judge/bulletin"
	"truce/noun/publication"
	"truce/office/bulletins"
	"truce/tool/keep"
)

// What Result.Apart may be, besides what bulletin.Parse answers: the bulletin cannot be held to
// this copy, or not to these rows (bulletin.ErrNotItsRows).
var (
	// ErrCopyShort says that the copy ends before what the bulletin rests on.
	ErrCopyShort = errors.New("the copy does not reach as far as the bulletin: it rests on later entries")
	// ErrOtherHistory says that the copy is of another register, or of another history of it.
	ErrOtherHistory = errors.New("the bulletin was not made from this register")
	// ErrMoreRegisters says that the bulletin rests on registers that the copy does not hold.
	ErrMoreRegisters = errors.New("the bulletin rests on more registers than the copy holds")
)

// Result is what came of holding a bulletin to a copy of the register. Verdict says what it
// comes to.
type Result struct {
	Copy      copies.Report // of the copy itself
	Header    bulletin.Header
	Digest    string        // of the bulletin, as acts name it
	Published bool          // an act in the copy published exactly this bulletin
	Another   act.SubjectID // that an act in the copy published under the name of this one, and is not it; "" if none is
	Apart     error         // why it was not counted again; nil if it was
	bulletin.Held
}

// First is the first figure or row with a verdict, if one has it.
func (r Result) First(v bulletin.Verdict) (bulletin.Difference, bool) {
	for _, d := range slices.Concat(r.Differences, r.Rows) {
		if d.Verdict == v {
			return d, true
		}
	}
	return bulletin.Difference{}, false
}

// OK reports that nothing was found wrong, whatever could not be decided.
func (r Result) OK() bool {
	v, _ := r.Verdict()
	return r.Copy.OK() && v != Wrong
}

// Hold holds a bulletin to a copy of the register that was found good (report) and is open: it makes
// the bulletin again as known then, from all that the copy holds, and compares them statement by statement. It looks
// in the whole copy for the act that published the bulletin, or another one under its name; of a bulletin that cannot
// be made again here it says no more than that. rows are those that the bulletin was made from, nil if they are not at
// hand. An error says that nothing was judged.
func Hold(ctx context.Context, text, rows []byte, c *folded.Copy, report copies.Report) (Result, error) {
	claimed, unread := bulletin.Parse(text)
	if unread != nil && !apart(unread) {
		return Result{}, unread
	}
	canonical, err := bulletin.Canonical(text)
	if err != nil {
		return Result{}, err
	}
	r := Result{Copy: report, Header: claimed.Header, Digest: bulletin.Digest(canonical)}
	h := &holding{Result: &r, ctx: ctx, copy: c, rows: rows}
	return r, h.judge(claimed, unread)
}

type holding struct {
	*Result
	ctx  context.Context
	copy *folded.Copy
	rows []byte
	// blind is what was drawn for the bulletin, as the act that published it says: "" if it is withheld from the copy.
	blind string
}

// belongs refuses a bulletin that rests on another history than the copy's.
func (c *holding) belongs() error {
	own := c.Header.Own()
	switch {
	case own.Origin != c.copy.Head.Origin:
		return fmt.Errorf("%w: it names %q", ErrOtherHistory, own.Origin)
	case own.Size < 1:
		return fmt.Errorf("%w: it rests on no entry", ErrOtherHistory)
	case len(c.Header.Registers) > 1:
		return fmt.Errorf("%w: %d", ErrMoreRegisters, len(c.Header.Registers))
	case own.Size > c.copy.Head.Size:
		return fmt.Errorf("%w (%d, of %d here)", ErrCopyShort, own.Size, c.copy.Head.Size)
	}
	root, err := register.RootAt(c.ctx, c.copy.Tiles(), own.Size, c.copy.Head.Size)
	if err == nil && root.String() != own.Root {
		err = fmt.Errorf("%w: the root of its %d entries is another one", ErrOtherHistory, own.Size)
	}
	return err
}

// judge makes the bulletin again, unless it is known that it cannot be made here. The copy may refute it in any case.
func (c *holding) judge(claimed bulletin.Bulletin, err error) error {
	if failed := c.copy.Read(c.ctx, c.published); failed != nil {
		return failed
	}
	var kept *bulletin.Closed
	if err == nil {
		err = c.belongs()
	}
	if err == nil {
		kept, err = c.kept()
	}
	switch {
	case err == nil:
		return c.hold(claimed, kept)
	case !apart(err):
		return err
	}
	c.Apart = err
	return nil
}

// kept are the rows that were given, nil if none were.
func (c *holding) kept() (*bulletin.Closed, error) {
	if c.rows == nil {
		return nil, nil
	}
	if bulletin.Digest(c.rows) != c.Header.Rows {
		return nil, bulletin.ErrNotItsRows
	}
	rows, err := bulletin.ReadRows(c.rows)
	if err != nil { // a bulletin of these rules is made from rows of these rules
		return nil, fmt.Errorf("%w: its rows: %w", bulletin.ErrForm, err)
	}
	return &rows, nil
}

// hold makes the bulletin again and compares.
func (c *holding) hold(claimed bulletin.Bulletin, kept *bulletin.Closed) error {
	h := c.Header
	made, err := c.copy.Bulletins.Make(c.ctx, bulletins.Spec{
		Spec: h.Spec(), Number: h.Number, Correction: h.Correction, Known: h.Known, Blind: cmp.Or(h.Blind, c.blind), Rows: h.Rows, Rules: h.Rules, FromCopy: true,
	})
	if err != nil {
		return fmt.Errorf("make bulletin again: %w", err)
	}
	c.Held, err = bulletin.Hold(claimed, bulletin.Folded{Rows: made.Rows.Rows, Unreckoned: made.Unreckoned}, kept)
	return err
}

// published looks among all acts whether one published the bulletin, or another under its name.
func (c *holding) published(r keep.Reader) error {
	var subjects []act.SubjectID
	err := r.NounAsOf(publication.Noun, time.Time{}, func(row keep.Row) error {
		subjects = append(subjects, row.Subject)
		return nil
	})
	for _, subject := range subjects {
		if err == nil {
			err = c.acts(r, subject)
		}
	}
	return err
}

func (c *holding) acts(r keep.Reader, subject act.SubjectID) error {
	entries, err := r.About(subject)
	if err != nil {
		return err
	}
	effective, err := keep.Effective(entries)
	if err != nil {
		return err
	}
	for _, e := range effective {
		decoded, err := c.copy.Decode(e)
		if err != nil {
			return err
		}
		c.publishes(subject, decoded.Body)
	}
	return nil
}

func (c *holding) publishes(subject act.SubjectID, body any) {
	switch b := body.(type) {
	case *publication.BulletinPublished:
		c.meets(subject, b.Kind, b.Date, b.Number, 0, b.Basis)
	case *publication.CorrectionPublished:
		// It names neither kind nor day: its subject ends in both.
		if strings.HasSuffix(subject.Name(), "-"+c.Header.Kind+"-"+c.Header.Date) {
			c.meets(subject, c.Header.Kind, c.Header.Date, 0, b.Number, b.Basis)
		}
	}
}

// meets holds the bulletin to one that was published.
func (c *holding) meets(subject act.SubjectID, kind, date string, number, correction int, b publication.Basis) {
	h := c.Header
	switch {
	case b.Digest(h.Edition) == c.Digest:
		c.Published, c.blind = true, b.Blind
	case kind == h.Kind && correction == h.Correction && (date == h.Date || number == h.Number):
		c.Another = subject
	}
}
