// Package recount holds a bulletin to a copy of the register that it was made from: it makes
// the bulletin again and says which statements are not as made. Whoever runs it needs a copy
// and this program, and trusts neither the office nor the bulletin.
package recount

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"truce/door/copies"
	"truce/ground/act"
	"truce/ground/register"
	"truce/ground/taxonomy"
	"truce/ground/work"
	"truce/judge/bulletin"
	"truce/noun/publication"
	"truce/office"
	"truce/office/bulletins"
	"truce/office/house"
	"truce/tool/keep"
	"truce/tool/kinds"
	"truce/tool/store"
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

// Options say what Check works with.
type Options struct {
	Check   copies.CheckOptions
	Rows    []byte // that the bulletin was made from, if they were kept; nil: they are not at hand
	Scratch string // an empty folder, for what all acts of the copy add up to
	Now     func() time.Time
	Rand    io.Reader
}

// Result is what came of holding a bulletin to a copy of the register. Verdict says what it
// comes to.
type Result struct {
	Copy      copies.Report // of the copy itself; if it is not OK nothing was counted
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

// Check holds a bulletin to a copy of the register. It checks the copy, takes all that it holds
// of the entries that the bulletin names, folds it in a folder of its own, makes the bulletin
// again as known then and compares them statement by statement. It looks in the whole copy for
// the act that published the bulletin, or another one under its name; of a bulletin that cannot
// be made again here it says no more than that. An error says that nothing was judged.
func Check(ctx context.Context, text []byte, src register.Source, o Options, tell work.Tell) (Result, error) {
	claimed, unread := bulletin.Parse(text)
	if unread != nil && !apart(unread) {
		return Result{}, unread
	}
	canonical, err := bulletin.Canonical(text)
	if err != nil {
		return Result{}, err
	}
	r := Result{Header: claimed.Header, Digest: bulletin.Digest(canonical)}
	if r.Copy, err = copies.Check(ctx, src, o.Check, tell); err != nil || !r.Copy.OK() {
		return r, err
	}
	c := &counting{ctx: ctx, src: src, o: o, tell: tell, Result: &r}
	return r, c.judge(claimed, unread)
}

// belongs refuses a bulletin that rests on another history than the copy's.
func (r *Result) belongs(ctx context.Context, src register.Source) error {
	own := r.Header.Own()
	switch {
	case own.Origin != r.Copy.Origin:
		return fmt.Errorf("%w: it names %q", ErrOtherHistory, own.Origin)
	case own.Size < 1:
		return fmt.Errorf("%w: it rests on no entry", ErrOtherHistory)
	case len(r.Header.Registers) > 1:
		return fmt.Errorf("%w: %d", ErrMoreRegisters, len(r.Header.Registers))
	case own.Size > r.Copy.Head.Size:
		return fmt.Errorf("%w (%d, of %d here)", ErrCopyShort, own.Size, r.Copy.Head.Size)
	}
	root, err := register.RootAt(ctx, register.ReadTiles(src), own.Size, r.Copy.Head.Size)
	if err == nil && fmt.Sprintf("%x", root[:]) != own.Root {
		err = fmt.Errorf("%w: the root of its %d entries is another one", ErrOtherHistory, own.Size)
	}
	return err
}

type counting struct {
	*Result
	ctx  context.Context
	src  register.Source
	o    Options
	tell work.Tell
}

// judge makes the bulletin again, unless it is known that it cannot be made here. Then the copy
// may still refute it.
func (c *counting) judge(claimed bulletin.Bulletin, err error) error {
	var kept *bulletin.Closed
	if err == nil {
		err = c.belongs(c.ctx, c.src)
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
	return c.look()
}

// kept are the rows that were given, nil if none were.
func (c *counting) kept() (*bulletin.Closed, error) {
	if c.o.Rows == nil {
		return nil, nil
	}
	if bulletin.Digest(c.o.Rows) != c.Header.Rows {
		return nil, bulletin.ErrNotItsRows
	}
	rows, err := bulletin.ReadRows(c.o.Rows)
	if err != nil { // a bulletin of these rules is made from rows of these rules
		return nil, fmt.Errorf("%w: its rows: %w", bulletin.ErrForm, err)
	}
	return &rows, nil
}

// look goes through the copy for the act that published the bulletin.
func (c *counting) look() error {
	for _, err := range c.entries(0) {
		if err != nil {
			return err
		}
	}
	return nil
}

// hold makes the bulletin again and compares.
func (c *counting) hold(claimed bulletin.Bulletin, kept *bulletin.Closed) error {
	folded, err := c.folded(claimed.Header)
	if err != nil {
		return fmt.Errorf("make bulletin again: %w", err)
	}
	c.Held, err = bulletin.Hold(claimed, folded, kept)
	return err
}

// folded replays the copy up to the entries that the bulletin names, and counts.
func (c *counting) folded(h bulletin.Header) (bulletin.Folded, error) {
	own := h.Own()
	options := office.Options{Folder: c.o.Scratch, Origin: own.Origin, Now: c.o.Now, Rand: c.o.Rand, Log: slog.New(slog.DiscardHandler), Store: store.Open}
	if err := office.Replay(c.ctx, options, c.entries(own.Size)); err != nil {
		return bulletin.Folded{}, err
	}
	f, err := house.Open(c.ctx, options)
	if err != nil {
		return bulletin.Folded{}, err
	}
	made, err := f.Bulletins.Make(c.ctx, bulletins.Spec{
		Spec: h.Spec(), Number: h.Number, Correction: h.Correction, Known: h.Known, Doubt: true,
	})
	err = errors.Join(err, f.Office.Read(c.ctx, c.before), f.Close())
	return bulletin.Folded{Rows: made.Rows.Rows, Doubtful: made.Doubtful}, err
}

// before looks among the entries that the bulletin says that it rests on: a true one was
// published after them.
func (c *counting) before(r keep.Reader) error {
	return r.NounAsOf(publication.Noun, c.Copy.Until, func(row keep.Row) error {
		var s publication.Bulletin
		if err := json.Unmarshal([]byte(row.State), &s); err != nil {
			return fmt.Errorf("read state of %s: %w", row.Subject, err)
		}
		for _, issue := range s.Issues {
			c.meets(row.Subject, s.Kind, s.Date, s.Number, issue.Correction, issue.Basis)
		}
		return nil
	})
}

// entries hands over the first size entries with their disclosures, and looks among all for
// the act that published the bulletin.
func (c *counting) entries(size int64) iter.Seq2[office.Replayed, error] {
	return func(yield func(office.Replayed, error) bool) {
		all, err := kinds.New(taxonomy.Words)
		if err != nil {
			yield(office.Replayed{}, err)
			return
		}
		n, total := int64(0), c.Copy.Head.Size
		for e, err := range copies.Entries(c.ctx, c.src, c.o.Check.Files, total) {
			switch {
			case err != nil:
				yield(office.Replayed{}, err)
				return
			case n >= size:
				c.publishes(all, e.Entry)
			case !yield(office.Replayed{Entry: e.Entry, Hidden: e.Hidden}, nil):
				return
			}
			if n++; n%register.TileWidth == 0 || n == total {
				c.tell.At("count again", n, total, "entries")
			}
		}
	}
}

// publishes looks whether an act published the bulletin, or another under its name.
func (c *counting) publishes(all *kinds.Kinds, e register.Entry) {
	a, err := act.Parse(e.Act)
	if err != nil || a.Subject.Noun() != publication.Noun {
		return
	}
	body, err := all.Decode(a, nil)
	if err != nil {
		return
	}
	switch b := body.(type) {
	case *publication.BulletinPublished:
		c.meets(a.Subject, b.Kind, b.Date, b.Number, 0, b.Basis)
	case *publication.CorrectionPublished:
		// It names neither kind nor day: its subject ends in both.
		if strings.HasSuffix(a.Subject.Name(), "-"+c.Header.Kind+"-"+c.Header.Date) {
			c.meets(a.Subject, c.Header.Kind, c.Header.Date, 0, b.Number, b.Basis)
		}
	}
}

// meets holds the bulletin to one that was published.
func (c *counting) meets(subject act.SubjectID, kind, date string, number, correction int, b publication.Basis) {
	h := c.Header
	switch {
	case b.Digest(h.Edition) == c.Digest:
		c.Published = true
	case kind == h.Kind && correction == h.Correction && (date == h.Date || number == h.Number):
		c.Another = subject
	}
}
