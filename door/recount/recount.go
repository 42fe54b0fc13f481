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
	"time"

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
	"truce/tool/kinds"
	"truce/tool/store"
)

// Errors of Check besides those of copies.Check: the bulletin cannot be held to this copy.
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

// Result is what came of holding a bulletin to a copy of the register.
type Result struct {
	Copy       copies.Report // of the copy itself; if it is not OK nothing was counted
	Header     bulletin.Header
	Digest     string               // of the bulletin, as acts name it
	Published  bool                 // an act in the copy published exactly this bulletin
	OtherRules *bulletin.OtherRules // the program does not have the bulletin's rules: nothing was counted
	bulletin.Held
}

// Wrong is the first figure or row that is wrong, if one is.
func (r Result) Wrong() (bulletin.Difference, bool) { return r.first(bulletin.Wrong) }

// Refolded is the first figure that cannot be judged, because this program folds by other
// meanings than those by which it was counted, and the rows that were counted are not at hand.
func (r Result) Refolded() (bulletin.Difference, bool) {
	if r.FromRows {
		return bulletin.Difference{}, false
	}
	return r.first(bulletin.Refolded)
}

func (r Result) first(v bulletin.Verdict) (bulletin.Difference, bool) {
	for _, d := range slices.Concat(r.Differences, r.Rows) {
		if d.Verdict == v {
			return d, true
		}
	}
	return bulletin.Difference{}, false
}

// OK reports that nothing was found wrong, whatever could not be decided.
func (r Result) OK() bool {
	_, wrong := r.Wrong()
	return r.Copy.OK() && !wrong
}

// Check holds a bulletin to a copy of the register. It checks the copy, takes all
// that it holds of the entries that the bulletin names, folds it in a folder of its own, makes
// the bulletin again as known then and compares them statement by statement. A figure that
// differs and rests on members which are withheld from this copy is undecided, not wrong; so is
// one that was counted by other meanings than this program's, unless the rows that were counted
// are at hand. Of a bulletin by other rules it says only whether an act published it.
func Check(ctx context.Context, text []byte, src register.Source, o Options, tell work.Tell) (Result, error) {
	claimed, err := bulletin.Parse(text)
	other, isOther := errors.AsType[bulletin.OtherRules](err)
	if err != nil && !isOther {
		return Result{}, err
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
	if isOther {
		r.OtherRules = &other
		err = c.look()
		return r, err
	}
	if err = r.belongs(ctx, src); err == nil {
		err = c.hold(claimed)
	}
	return r, err
}

// belongs refuses a bulletin that rests on another history than the copy's.
func (r *Result) belongs(ctx context.Context, src register.Source) error {
	own := r.Header.Own()
	switch {
	case own.Origin != r.Copy.Origin:
		return fmt.Errorf("%w: it names %q", ErrOtherHistory, own.Origin)
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
func (c *counting) hold(claimed bulletin.Bulletin) error {
	var kept *bulletin.Closed
	if c.o.Rows != nil {
		rows, err := bulletin.ReadRows(c.o.Rows)
		if err != nil {
			return err
		}
		kept = &rows
	}
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
	return bulletin.Folded{Rows: made.Rows.Rows, Doubtful: made.Doubtful}, errors.Join(err, f.Close())
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

// publishes looks whether an act published the bulletin. It comes after all that the
// bulletin rests on.
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
		c.Published = c.Published || b.Digest(c.Header.Edition) == c.Digest
	case *publication.CorrectionPublished:
		c.Published = c.Published || b.Digest(c.Header.Edition) == c.Digest
	}
}
