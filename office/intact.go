package office

import (
	"context"
	"errors"

	"truce/ground/problem"
	"truce/ground/register"
	"truce/tool/intact"
	"truce/tool/keep"
)

// Intact holds every entry that is kept to its hash, the hashes to the trees, and the own tree to
// every head that was signed. It answers the problem RegisterAltered with the first bad entry.
func (f *Office) Intact(ctx context.Context) error {
	err := f.store.Read(ctx, func(r keep.Reader) error { return f.intactIn(ctx, r) })
	if fault, is := errors.AsType[*intact.Fault](err); is {
		return fault.Problem()
	}
	return storageProblem(f.folder, err)
}

func (f *Office) intactIn(ctx context.Context, r keep.Reader) error {
	if err := intact.Own(ctx, r, f.heads.origin, intact.Options{Heads: f.heads.signed()}); err != nil {
		return err
	}
	registers, err := r.Registers()
	for i := 1; i < len(registers) && err == nil; i++ { // their offices sign them, not this one
		err = intact.Check(ctx, r, registers[i], intact.Options{})
	}
	return err
}

// named answers which entry is the first bad one, if the record is why something failed that
// should not fail. Any other error stays.
func (f *Office) named(ctx context.Context, err error) error {
	told, is := errors.AsType[*problem.Problem](err)
	if err == nil || ctx.Err() != nil || is && !altered(told) && told.Key != problem.StorageFailed {
		return err
	}
	if found, is := errors.AsType[*problem.Problem](f.Intact(ctx)); is && altered(found) {
		return found
	}
	return err
}

func altered(p *problem.Problem) bool {
	return p.Key == problem.RegisterAltered || p.Key == problem.RegisterAlteredUnsigned
}

// beforeTheFirst holds all entries to the tree before the first head of it is signed: no earlier head tells what the tree
// must extend, and a head that is signed cannot be taken back.
func (f *Office) beforeTheFirst(ctx context.Context) error {
	if f.options.Copied != nil || f.heads.current().Note != nil {
		return nil
	}
	return f.Intact(ctx)
}

// whole refuses a record that has not as many entries as its trees say: the one thing that can be asked of it at
// each start.
func (f *Office) whole(ctx context.Context) error {
	var held, said int64
	err := f.store.Read(ctx, func(r keep.Reader) error {
		registers, err := r.Registers()
		if err != nil {
			return err
		}
		for _, one := range registers {
			said += one.Tree.Size()
		}
		held, err = r.Held()
		return err
	})
	if err == nil && held != said {
		err = errors.New("not as many entries are there as are counted")
	}
	return f.named(ctx, storageProblem(f.folder, err))
}

// signed are all heads that the office signed, the smallest first.
func (h *heads) signed() []register.TreeHead {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]register.TreeHead(nil), h.kept.All...)
}
