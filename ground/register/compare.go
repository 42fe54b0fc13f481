package register

import (
	"context"
	"fmt"

	"golang.org/x/mod/sumdb/note"
)

// Verdict says how two views of one register relate.
type Verdict string

const (
	// Same: the same entries.
	Same Verdict = "same"
	// Behind: one view has only the first entries of the other. A delay, and no fault.
	Behind Verdict = "behind"
	// Forked: the register signed two histories. No delay explains it.
	Forked Verdict = "forked"
)

// Comparison is how two views of one register relate.
type Comparison struct {
	Verdict Verdict
	// A and B are the signed heads of the two views. When forked they are evidence, to be kept.
	A, B SignedHead
	// BehindBy is how many entries the shorter view lacks.
	BehindBy int64
	// Fork is set by [Compare] when forked.
	Fork *Fork
}

// Compare compares two copies of what claims to be one register, by their hash tiles. It reads one tile of each
// level and copy or two, and believes none that the copy's own head does not vouch for: if a copy is
// damaged that is [ErrTile], and [Check] says where.
func Compare(ctx context.Context, a, b Source, key note.Verifier) (Comparison, error) {
	headA, treeA, err := openCopy(ctx, a, key)
	if err != nil {
		return Comparison{}, fmt.Errorf("compare, first copy: %w", err)
	}
	headB, treeB, err := openCopy(ctx, b, key)
	if err != nil {
		return Comparison{}, fmt.Errorf("compare, second copy: %w", err)
	}
	shorter := min(headA.Size, headB.Size)
	first, err := firstDifference(ctx, treeA, treeB, shorter)
	if err != nil {
		return Comparison{}, fmt.Errorf("compare: %w", err)
	}
	c := relate(headA, headB)
	if first.from < shorter {
		c.Verdict, c.BehindBy = Forked, 0
		if c.Fork, err = proveFork(ctx, first.from, c, treeA, treeB); err != nil {
			return Comparison{}, fmt.Errorf("compare: %w", err)
		}
	}
	return c, nil
}

// relate compares two heads by size alone.
func relate(a, b SignedHead) Comparison {
	c := Comparison{Verdict: Same, A: a, B: b}
	if a.Size != b.Size {
		c.Verdict, c.BehindBy = Behind, max(a.Size-b.Size, b.Size-a.Size)
	}
	return c
}

// openCopy reads the head of a copy, and the tiles that it vouches for.
func openCopy(ctx context.Context, src Source, key note.Verifier) (SignedHead, tree, error) {
	signed, err := src.Read(ctx, HeadPath)
	if err != nil {
		return SignedHead{}, tree{}, fmt.Errorf("read head: %w", err)
	}
	head, err := OpenHead(signed, key)
	if err != nil {
		return SignedHead{}, tree{}, err
	}
	tiles, err := proveTiles(ctx, ReadTiles(src), head.TreeHead)
	return head, tree{tiles, head.Size}, err
}
