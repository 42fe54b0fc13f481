package intact

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/tlog"

	"truce/ground/register"
	"truce/ground/work"
	"truce/tool/keep"
)

// batch is how many entries are read at a time and hashed on all cores.
const batch = 4096

// Options of Check are all optional.
type Options struct {
	// Heads are those that the office of the register signed.
	Heads []register.TreeHead
	// Each looks at every entry besides. It is called from several goroutines, in no order; an error is a Fault.
	Each func(keep.Entry) error
	Tell work.Tell
}

// Check reads the entries of a register from the first to the last that there is. What is wrong
// is a *Fault; any other error says that the store could not be read.
func Check(ctx context.Context, r keep.Record, kept keep.Register, o Options) error {
	return check(ctx, r, kept.Origin, claim{size: kept.Tree.Size(), root: kept.Tree.Root()}, o)
}

// Own is Check for the register of an office, whose row may not even be readable.
func Own(ctx context.Context, r keep.Record, origin string, o Options) error {
	registers, err := r.Registers()
	if broken, is := errors.AsType[keep.TreeError](err); is {
		return check(ctx, r, broken.Origin, claim{size: broken.Size, broken: broken}, o)
	}
	switch {
	case err != nil:
		return err
	case len(registers) == 0:
		return check(ctx, r, origin, claim{}, o)
	}
	return Check(ctx, r, registers[0], o)
}

// claim is what is kept of a register's tree.
type claim struct {
	size   int64
	root   tlog.Hash
	broken error // it cannot be read
}

func check(ctx context.Context, r keep.Record, origin string, kept claim, o Options) error {
	c := &checking{origin: origin, kept: kept, o: o, first: -1}
	c.heads = slices.SortedFunc(slices.Values(o.Heads), func(a, b register.TreeHead) int { return cmp.Compare(a.Size, b.Size) })
	for more := true; more; {
		if err := ctx.Err(); err != nil {
			return err
		}
		from := c.stored.Size()
		err := c.read(r, from)
		if err != nil {
			return err
		}
		more = c.stored.Size() == from+batch
		o.Tell.At("check the register", min(c.stored.Size(), kept.size), kept.size, "entries")
	}
	if fault := c.judge(); fault != nil {
		fault.Origin = origin
		fault.Least = c.least()
		return fault
	}
	return nil
}

// checking is one register on its way through the check.
type checking struct {
	origin string
	kept   claim
	o      Options
	heads  []register.TreeHead // by size; those that are smaller than the trees are done with
	next   int

	stored, found register.Tree // over the hashes as they are kept, and over those that the bytes have
	first         int64         // the first entry whose bytes have another hash, -1 if there is none
	gap           bool          // an entry is missing after these
	beside        *Fault        // the first that Each did not like
	good          [2]int64      // the largest head that the stored and the found tree have
	bad           [2]int64      // the smallest head that they do not have; 0 if there is none
}

// read takes the next entries in, up to one that is missing.
func (c *checking) read(r keep.Record, from int64) error {
	var entries []keep.Entry
	err := r.Entries(c.origin, from, from+batch, func(e keep.Entry) error {
		if c.gap = c.gap || e.Index != from+int64(len(entries)); !c.gap {
			entries = append(entries, e)
		}
		return nil
	})
	if err != nil {
		return err
	}
	hashes, wrong := make([]tlog.Hash, len(entries)), make([]error, len(entries))
	work.Parallel(len(entries), func(i int) {
		hashes[i] = hashOf(entries[i])
		if c.o.Each != nil {
			wrong[i] = c.o.Each(entries[i])
		}
	})
	for i, e := range entries {
		c.take(e, hashes[i], wrong[i])
	}
	return nil
}

// hashOf is the hash that an entry's bytes have, zero if they are not those of an entry.
func hashOf(e keep.Entry) tlog.Hash {
	encoded, err := register.Entry{Received: e.Received, Act: e.JWS}.Append(nil)
	if err != nil {
		return tlog.Hash{}
	}
	return register.LeafHash(encoded)
}

func (c *checking) take(e keep.Entry, hash tlog.Hash, wrong error) {
	if hash != e.Leaf && c.first < 0 {
		c.first = e.Index
	}
	if wrong != nil && c.beside == nil {
		c.beside = &Fault{First: e.Index, Last: e.Index, Cause: Beside, Why: wrong}
	}
	c.stored.Append(e.Leaf)
	c.found.Append(hash)
	for ; c.next < len(c.heads) && c.heads[c.next].Size <= c.stored.Size(); c.next++ {
		if signed := c.heads[c.next]; signed.Size > 0 {
			c.hold(0, signed, c.stored.Root())
			c.hold(1, signed, c.found.Root())
		}
	}
}

func (c *checking) hold(tree int, signed register.TreeHead, root tlog.Hash) {
	switch {
	case root == signed.Root:
		c.good[tree] = signed.Size
	case c.bad[tree] == 0:
		c.bad[tree] = signed.Size
	}
}

// judge finds the first bad entry.
func (c *checking) judge() *Fault {
	have := c.stored.Size()
	switch {
	case c.beside != nil && (c.first < 0 || c.beside.First <= c.first):
		return c.beside
	case c.first >= 0:
		return c.altered()
	case c.bad[0] != 0:
		return &Fault{First: c.good[0], Last: c.bad[0] - 1, Cause: Signed}
	case c.gap, have < c.kept.size:
		return &Fault{First: have, Last: have, Cause: Missing}
	case have > c.kept.size || c.kept.broken != nil:
		at := min(c.kept.size, max(have-1, 0))
		return &Fault{First: at, Last: at, Cause: Tree, Why: errors.Join(c.kept.broken, fmt.Errorf("%d entries are there, of which %d are counted", have, c.kept.size))}
	case have < c.least():
		return &Fault{First: have, Last: have, Cause: Missing}
	case c.stored.Root() != c.kept.root && c.good[0] == have:
		return &Fault{First: have - 1, Last: have - 1, Cause: Tree}
	case c.stored.Root() != c.kept.root:
		return &Fault{First: c.good[0], Last: max(have-1, c.good[0]), Cause: Signed}
	}
	return nil
}

// altered tells whether an entry's bytes or the hash beside them were changed: by which of the two the heads and the
// tree are those that were signed.
func (c *checking) altered() *Fault {
	f := &Fault{First: c.first, Last: c.first, Cause: Bytes}
	bytesFit := c.bad[1] == 0 && (c.good[1] > c.first || c.kept.broken == nil && c.found.Root() == c.kept.root)
	hashFits := c.bad[0] == 0 && (c.good[0] > c.first || c.kept.broken == nil && c.stored.Root() == c.kept.root)
	switch {
	case bytesFit && !hashFits:
		f.Cause = Hash
	case !bytesFit && !hashFits && c.bad[0] != 0 && c.good[0] < c.first: // an earlier one may have been changed with its hash
		f.First, f.Cause = c.good[0], Signed
	}
	return f
}

// least is how many entries were signed.
func (c *checking) least() int64 {
	if len(c.heads) == 0 {
		return 0
	}
	return c.heads[len(c.heads)-1].Size
}
