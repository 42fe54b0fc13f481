package copies

import (
	"context"
	"errors"
	"fmt"

	"truce/ground/register"
)

// Verdict says how two copies of one register relate.
type Verdict string

// Verdicts.
const (
	// Same: the same entries.
	Same Verdict = "same"
	// Behind: one has only the first entries of the other. A delay, and no fault.
	Behind Verdict = "behind"
	// Forked: the register signed two histories. No delay explains it.
	Forked Verdict = "forked"
	// Undecided: their head is newer than this copy. Whoever holds the newer copy can
	// decide: send them this copy's head.
	Undecided Verdict = "undecided"
)

// CompareOptions are all optional.
type CompareOptions struct {
	Key      string // verifier key known from elsewhere; "": the first copy's own
	ForkFile string // written if the register forked: proof for others, see CheckFork
}

// Comparison is how two copies relate.
type Comparison struct {
	Verdict  Verdict
	A, B     register.SignedHead
	BehindBy int64 // entries that the one with the smaller head lacks
	// Index is the first entry, from 0, at which the histories part. Two heads alone do
	// not tell it; then it is -1.
	Index    int64
	ForkFile string // where the proof was written, "" if nowhere
	KeyFrom  KeyFrom
	Key      string
}

// Compare compares two copies of what claims to be one register by their hashes. It
// reads few files of each: a damaged copy is register.ErrTile, and Check says where.
func Compare(ctx context.Context, a, b register.Source, o CompareOptions) (Comparison, error) {
	key, err := compareKey(ctx, a, o)
	if err != nil {
		return Comparison{}, fmt.Errorf("compare copies: %w", err)
	}
	found, err := register.Compare(ctx, a, b, key.verifier)
	if err != nil {
		return Comparison{}, fmt.Errorf("compare copies: %w", keyWrong(err))
	}
	c := Comparison{
		Verdict: Verdict(found.Verdict), A: found.A, B: found.B, BehindBy: found.BehindBy, Index: -1,
		Key: key.text, KeyFrom: key.from,
	}
	if found.Fork == nil {
		return c, nil
	}
	c.Index = found.Fork.Index
	return c, c.write(o.ForkFile, forkOfEntry(key, *found.Fork))
}

// CompareHeads compares this party's copy with the signed head of somebody else's: a few
// lines of text, which can be sent by mail or read out. theirs is the content of their
// file "checkpoint". A is the head of this copy, B theirs.
func CompareHeads(ctx context.Context, mine register.Source, theirs []byte, o CompareOptions) (Comparison, error) {
	key, err := compareKey(ctx, mine, o)
	if err != nil {
		return Comparison{}, fmt.Errorf("compare heads: %w", err)
	}
	c := Comparison{Index: -1, Key: key.text, KeyFrom: key.from}
	if c.A, err = headOf(ctx, mine, key); err != nil {
		return Comparison{}, fmt.Errorf("compare heads, this copy: %w", keyWrong(err))
	}
	if c.B, err = register.OpenHead(theirs, key.verifier); err != nil {
		return Comparison{}, fmt.Errorf("compare heads, theirs: %w", keyWrong(err))
	}
	if c.B.Size > c.A.Size {
		c.Verdict, c.BehindBy = Undecided, c.B.Size-c.A.Size
		return c, nil
	}
	denial, err := deny(ctx, register.ReadTiles(mine), c.A, c.B)
	if err != nil {
		return Comparison{}, fmt.Errorf("compare heads: %w", err)
	}
	switch {
	case denial != nil:
		c.Verdict = Forked
		return c, c.write(o.ForkFile, forkOfHeads(key, *denial))
	case c.A.Size == c.B.Size:
		c.Verdict = Same
	default:
		c.Verdict, c.BehindBy = Behind, c.A.Size-c.B.Size
	}
	return c, nil
}

func (c *Comparison) write(path string, f forkFile) error {
	if path == "" {
		return nil
	}
	var err error
	c.ForkFile, err = f.write(path)
	return err
}

func compareKey(ctx context.Context, src register.Source, o CompareOptions) (key, error) {
	if o.Key != "" {
		return parseKey(o.Key, KeyGiven)
	}
	return keyOfCopy(ctx, src)
}

func headOf(ctx context.Context, src register.Source, k key) (register.SignedHead, error) {
	signed, err := src.Read(ctx, register.HeadPath)
	if err != nil {
		return register.SignedHead{}, fmt.Errorf("%w: %w", ErrNoCopy, err)
	}
	return register.OpenHead(signed, k.verifier)
}

func keyWrong(err error) error {
	if errors.Is(err, register.ErrSignature) {
		return fmt.Errorf("%w: %w", ErrKeyWrong, err)
	}
	return err
}
