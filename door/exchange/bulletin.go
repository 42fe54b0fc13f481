package exchange

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"time"

	"truce/ground/act"
	"truce/ground/register"
	"truce/judge/bulletin"
	"truce/noun/publication"
	"truce/office"
	"truce/office/bulletins"
	"truce/office/house"
	"truce/tool/kinds"
)

// Errors of CheckBulletin besides those of Check: the bulletin cannot be held to this copy.
var (
	// ErrCopyShort says that the copy ends before what the bulletin rests on.
	ErrCopyShort = errors.New("the copy does not reach as far as the bulletin: it rests on later entries")
	// ErrOtherHistory says that the copy is of another register, or of another history of it.
	ErrOtherHistory = errors.New("the bulletin was not made from this register")
)

// RecountOptions say what CheckBulletin works with.
type RecountOptions struct {
	Check   CheckOptions
	Scratch string // an empty folder, for what all acts of the copy add up to
	Now     func() time.Time
	Rand    io.Reader
}

// Recount is what came of holding a bulletin to a copy of the register.
type Recount struct {
	Copy        Report // of the copy itself; if it is not OK nothing was counted
	Header      bulletin.Header
	Digest      string                // of the bulletin, as acts name it
	Published   bool                  // an act in the copy published exactly this bulletin
	Differences []bulletin.Difference // in the order of the sections
}

// Wrong is the first figure that is wrong, if one is.
func (r Recount) Wrong() (bulletin.Difference, bool) {
	for _, d := range r.Differences {
		if d.Verdict == bulletin.Wrong {
			return d, true
		}
	}
	return bulletin.Difference{}, false
}

// OK reports that nothing was found wrong, whatever could not be decided.
func (r Recount) OK() bool {
	_, wrong := r.Wrong()
	return r.Copy.OK() && !wrong
}

// CheckBulletin holds a bulletin to a copy of the register. It checks the copy, takes all
// that it holds of the entries that the bulletin names, folds it in a folder of its own, makes
// the bulletin again as known then and compares them statement by statement. A figure that
// differs and rests on members which are withheld from this copy is undecided, not wrong.
func CheckBulletin(ctx context.Context, text []byte, src register.Source, o RecountOptions, tell Tell) (Recount, error) {
	claimed, err := bulletin.Parse(text)
	if err != nil {
		return Recount{}, err
	}
	bytes, err := claimed.Bytes()
	if err != nil {
		return Recount{}, err
	}
	r := Recount{Header: claimed.Header, Digest: bulletin.Digest(bytes)}
	if r.Copy, err = Check(ctx, src, o.Check, tell); err != nil || !r.Copy.OK() {
		return r, err
	}
	if err := r.belongs(ctx, src); err != nil {
		return r, err
	}
	c := &recount{ctx: ctx, src: src, o: o, tell: tell, Recount: &r}
	made, err := c.again(claimed.Header)
	if err != nil {
		return r, fmt.Errorf("make bulletin again: %w", err)
	}
	r.Differences, err = bulletin.Compare(claimed, made)
	return r, err
}

// belongs refuses a bulletin that rests on another history than the copy's.
func (r *Recount) belongs(ctx context.Context, src register.Source) error {
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

type recount struct {
	*Recount
	ctx  context.Context
	src  register.Source
	o    RecountOptions
	tell Tell
}

// again replays the copy up to the entries that the bulletin names, and makes it.
func (c *recount) again(h bulletin.Header) (bulletin.Made, error) {
	options := office.Options{Folder: c.o.Scratch, Origin: h.Origin, Now: c.o.Now, Rand: c.o.Rand, Log: slog.New(slog.DiscardHandler)}
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
func (c *recount) entries(size int64) iter.Seq2[office.Replayed, error] {
	return func(yield func(office.Replayed, error) bool) {
		all, err := kinds.New(words)
		if err != nil {
			yield(office.Replayed{}, err)
			return
		}
		for first := int64(0); first < c.Copy.Head.Size; first += register.TileWidth {
			if !c.bundle(all, first, size, yield) {
				return
			}
			c.tell.at("count again", min(first+register.TileWidth, c.Copy.Head.Size), c.Copy.Head.Size, "entries")
		}
	}
}

func (c *recount) bundle(all *kinds.Kinds, first, size int64, yield func(office.Replayed, error) bool) bool {
	n := first / register.TileWidth
	path, _ := register.TileAt(c.Copy.Head.Size, register.BundleLevel, n)
	encoded, err := register.ReadBundle(c.ctx, c.src, path)
	var hidden *hiddenFile
	if err == nil {
		hidden, err = hiddenFiles{c.o.Check.Files}.read(n)
	}
	if err != nil {
		return yield(office.Replayed{}, err)
	}
	for i, text := range encoded {
		e, err := register.ParseEntry(text)
		if err != nil {
			return yield(office.Replayed{}, err)
		}
		if first+int64(i) >= size {
			c.publishes(all, e)
			continue
		}
		r := office.Replayed{Entry: e}
		a, err := act.Parse(e.Act)
		if err == nil {
			r.Hidden, err = hidden.take(a.ID)
		}
		if !yield(r, err) {
			return false
		}
	}
	return true
}

// publishes looks whether an act published the bulletin. It comes after all that the
// bulletin rests on.
func (c *recount) publishes(all *kinds.Kinds, e register.Entry) {
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
