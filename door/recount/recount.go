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
)

// Options say what Check works with.
type Options struct {
	Check   copies.CheckOptions
	Scratch string // an empty folder, for what all acts of the copy add up to
	Now     func() time.Time
	Rand    io.Reader
}

// Result is what came of holding a bulletin to a copy of the register.
type Result struct {
	Copy        copies.Report // of the copy itself; if it is not OK nothing was counted
	Header      bulletin.Header
	Digest      string                // of the bulletin, as acts name it
	Published   bool                  // an act in the copy published exactly this bulletin
	Differences []bulletin.Difference // in the order of the sections
}

// Wrong is the first figure that is wrong, if one is.
func (r Result) Wrong() (bulletin.Difference, bool) {
	for _, d := range r.Differences {
		if d.Verdict == bulletin.Wrong {
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
// differs and rests on members which are withheld from this copy is undecided, not wrong.
func Check(ctx context.Context, text []byte, src register.Source, o Options, tell work.Tell) (Result, error) {
	claimed, err := bulletin.Parse(text)
	if err != nil {
		return Result{}, err
	}
	bytes, err := claimed.Bytes()
	if err != nil {
		return Result{}, err
	}
	r := Result{Header: claimed.Header, Digest: bulletin.Digest(bytes)}
	if r.Copy, err = copies.Check(ctx, src, o.Check, tell); err != nil || !r.Copy.OK() {
		return r, err
	}
	if err := r.belongs(ctx, src); err != nil {
		return r, err
	}
	c := &counting{ctx: ctx, src: src, o: o, tell: tell, Result: &r}
	made, err := c.again(claimed.Header)
	if err != nil {
		return r, fmt.Errorf("make bulletin again: %w", err)
	}
	r.Differences, err = bulletin.Compare(claimed, made)
	return r, err
}

// belongs refuses a bulletin that rests on another history than the copy's.
func (r *Result) belongs(ctx context.Context, src register.Source) error {
	switch {
	case r.Header.Origin != r.Copy.Origin:
		return fmt.Errorf("%w: it names %q", ErrOtherHistory, r.Header.Origin)
	case r.Header.Size > r.Copy.Head.Size:
		return fmt.Errorf("%w (%d, of %d here)", ErrCopyShort, r.Header.Size, r.Copy.Head.Size)
	}
	root, err := register.RootAt(ctx, register.ReadTiles(src), r.Header.Size, r.Copy.Head.Size)
	if err == nil && fmt.Sprintf("%x", root[:]) != r.Header.Root {
		err = fmt.Errorf("%w: the root of its %d entries is another one", ErrOtherHistory, r.Header.Size)
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

// again replays the copy up to the entries that the bulletin names, and makes it.
func (c *counting) again(h bulletin.Header) (bulletin.Made, error) {
	options := office.Options{Folder: c.o.Scratch, Origin: h.Origin, Now: c.o.Now, Rand: c.o.Rand, Log: slog.New(slog.DiscardHandler), Store: store.Open}
	if err := office.Replay(c.ctx, options, c.entries(h.Size)); err != nil {
		return bulletin.Made{}, err
	}
	f, err := house.Open(c.ctx, options)
	if err != nil {
		return bulletin.Made{}, err
	}
	made, err := f.Bulletins.Make(c.ctx, bulletins.Spec{
		Spec:   bulletin.Spec{Kind: h.Kind, Date: h.Date, CutOff: h.CutOff, TimeZone: h.TimeZone},
		Number: h.Number, Correction: h.Correction, Known: h.Known, Doubt: true,
	})
	return made.Editions[h.Edition], errors.Join(err, f.Close())
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
