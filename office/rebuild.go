package office

import (
	"context"
	"errors"
	"fmt"

	"truce/ground/register"
	"truce/ground/work"
	"truce/noun/people"
	"truce/tool/intact"
	"truce/tool/keep"
)

// ErrFoldStopped says that folding everything again was stopped before its end. The record is as
// it was; what the acts add up to is made from the first act when the office is opened next.
var ErrFoldStopped = errors.New("folding everything again was stopped")

// rebuildBatch is how many entries are decoded together, on all cores, and written in one
// transaction.
const rebuildBatch = 8192

// ensureFolded folds everything again if the last time was interrupted, or if it was folded by
// other rules than this program's: rows are only shown when all are there and mean what this
// program says that they mean. Interrupted in its turn, it is done at the next start.
func (f *Office) ensureFolded(ctx context.Context) error {
	var complete bool
	err := f.store.Read(ctx, func(r keep.Reader) error {
		var err error
		complete, err = r.Complete(f.kinds.Meaning())
		return err
	})
	if err == nil && complete && f.options.Watch && f.touched() {
		return f.holdAgain(ctx)
	}
	if err != nil || complete {
		return storageProblem(f.folder, err)
	}
	f.log.Info("fold everything again", "entries", f.Size())
	r := f.readmission()
	if err := f.refoldAll(ctx, f.folding, r, f.store.ClearModel); err != nil {
		return err
	}
	f.refolded(r.found)
	return nil
}

// touched reports whether another program wrote to the database since this one closed it.
func (f *Office) touched() bool {
	s, is := f.store.(interface{ Touched() bool })
	return is && s.Touched()
}

// holdAgain folds everything again at the start, because another program wrote to the database, and tells what was not as
// the acts make it.
func (f *Office) holdAgain(ctx context.Context) error {
	f.log.Warn("another program wrote to the database since this one closed it: everything is folded again", "entries", f.Size())
	r := f.readmission()
	if err := f.refoldAll(ctx, f.folding, r, f.store.SetAside); err != nil {
		return err
	}
	if err := f.store.Changed(r.changed); err != nil {
		return storageProblem(f.folder, err)
	}
	f.refolded(r.found)
	return nil
}

func (f *Office) readmission() *readmission {
	return newReadmission(f.kinds, f.rules, f.heads.origin, f.Now)
}

// refolded tells of what was found at the start, when nobody had asked.
func (f *Office) refolded(found Readmitted) {
	switch {
	case f.options.Refolded != nil:
		f.options.Refolded(found)
	case found.Altered > 0:
		f.log.Error("what is kept beside entries was changed", "entries", found.Altered, "first", found.FirstAltered[0].String())
	}
}

// Rebuild drops all rows and folds every act again, telling how many of how many are done. What
// stands beside entries in the database is derived again from their bytes, by the rules of
// admission, and nothing is folded from what was there. It answers what it found: rows, counts
// and what stood beside entries that were not as the acts make them, which are put right; and acts
// that were taken against the rules, which are folded as they were. A record whose entries are
// not those of its hashes is the problem RegisterAltered, and nothing is changed. Submitted acts
// wait meanwhile.
func (f *Office) Rebuild(ctx context.Context, progress func(done, all int64)) (Readmitted, error) {
	return f.RebuildHeld(ctx, nil, progress)
}

// RebuildHeld is Rebuild, and names the entries that say they were received before a moment at which, by the heads that
// are kept here, the quorum of the policy saw a register without them, or after one at which it saw a register with them.
func (f *Office) RebuildHeld(ctx context.Context, policy *register.Policy, progress func(done, all int64)) (Readmitted, error) {
	r := f.readmission()
	if policy != nil {
		err := f.CosignedHeads(ctx, 0, func(_ int64, note []byte) bool {
			if s, is := policy.Sighting(note, f.Now()); is {
				r.seen = append(r.seen, s)
			}
			return true
		})
		if err != nil {
			return Readmitted{}, err
		}
	}
	err := f.control(ctx, func() error {
		f.writer.unfolded = true
		f.told.Store(f.Directory()) // to whoever asks or hands in meanwhile
		defer f.told.Store(nil)
		if err := f.refoldAll(ctx, progress, r, f.store.SetAside); err != nil {
			return f.named(ctx, err)
		}
		f.writer.unfolded = false
		if err := f.store.Changed(r.changed); err != nil {
			return storageProblem(f.folder, err)
		}
		return f.loadParts(ctx)
	})
	return r.found, err
}

// refoldAll is Rebuild on the writing goroutine, or before there is one. Who asks for it is told what it changes:
// clear then keeps what was there.
func (f *Office) refoldAll(ctx context.Context, progress func(done, all int64), r *readmission, clear func() error) error {
	if err := f.sound(ctx); err != nil {
		return err
	}
	f.refold()
	if err := clear(); err != nil {
		return storageProblem(f.folder, err)
	}
	told := f.directory.Swap(people.NewDirectory())
	if err := f.refoldFrom(ctx, progress, r); err != nil {
		f.directory.Store(told) // as of the last commit, as before
		return err
	}
	return nil
}

// refoldFrom folds everything into an empty model.
func (f *Office) refoldFrom(ctx context.Context, progress func(done, all int64), r *readmission) error {
	b := &rebuild{office: f, folder: refolder{scratch: newScratch()}, progress: progress, again: r}
	if err := b.count(ctx); err != nil {
		return storageProblem(f.folder, err)
	}
	// A crash before FinishModel leaves a model that is not marked complete, and the next
	// start begins again; so nothing in between needs to wait for the disk.
	if err := f.store.Unsynced(func() error { return b.run(ctx) }); err != nil {
		if ctx.Err() != nil {
			return fmt.Errorf("%w: %w", ErrFoldStopped, ctx.Err())
		}
		return storageProblem(f.folder, fmt.Errorf("rebuild: %w", err))
	}
	r.settle()
	return storageProblem(f.folder, f.store.FinishModel(f.kinds.Meaning()))
}

// foldAgain folds everything again where a rebuild was stopped by the disk: no act is judged by a part of what is known.
func (w *writer) foldAgain(ctx context.Context) error {
	if !w.unfolded {
		return nil
	}
	f := w.office
	f.log.Warn("fold everything again, since folding it was stopped", "entries", f.Size())
	f.told.Store(f.Directory())
	defer f.told.Store(nil)
	if err := f.refoldAll(ctx, f.folding, f.readmission(), f.store.ClearModel); err != nil {
		return err
	}
	w.folder.forget()
	w.ledgers, w.unfolded = ledgers{office: f}, false
	return errors.Join(f.loadDirectory(ctx), f.loadRules(ctx), f.loadParts(ctx))
}

// sound refuses to fold a record whose entries are not what was taken. Hashes beside them can be put right.
func (f *Office) sound(ctx context.Context) error {
	err := f.Intact(ctx)
	if fault, is := errors.AsType[*intact.Fault](err); is && fault.Cause == intact.Hash {
		return nil
	}
	return err
}

type rebuild struct {
	office    *Office
	registers []keep.Register
	all       int64 // entries in them
	folder    refolder
	progress  func(done, all int64)
	again     *readmission
}

func (b *rebuild) count(ctx context.Context) error {
	err := b.office.store.Read(ctx, func(r keep.Reader) (err error) { b.registers, err = r.Registers(); return err })
	for _, r := range b.registers {
		b.all += r.Tree.Size()
	}
	return err
}

// run reads and decodes the next batch while the last one is written.
func (b *rebuild) run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	batches, done := make(chan loaded, 1), int64(0)
	go b.load(ctx, batches)
	for batch := range batches {
		if batch.err != nil {
			return batch.err
		}
		for acts := batch.acts; len(acts) > 0; {
			n := b.together(acts)
			if err := b.write(acts[:n]); err != nil {
				return err
			}
			acts = acts[n:]
		}
		done += int64(len(batch.acts))
		b.progress(done, b.all)
	}
	return ctx.Err()
}

type loaded struct {
	acts []reread
	err  error
}

// load hands over whole commits: acts that came at one moment were folded together.
func (b *rebuild) load(ctx context.Context, batches chan<- loaded) {
	defer close(batches)
	all := newArrivals(b.registers)
	for all.left() {
		acts, err := b.read(ctx, all)
		select {
		case batches <- loaded{acts, err}:
		case <-ctx.Done():
			return
		}
		if err != nil {
			return
		}
	}
}

// read derives again what is known of the next entries: what needs no order on all cores, then what does.
func (b *rebuild) read(ctx context.Context, all *arrivals) ([]reread, error) {
	var entries []keep.Entry
	err := b.office.store.Read(ctx, func(r keep.Reader) (err error) { entries, err = all.read(r); return err })
	if err != nil {
		return nil, err
	}
	acts := make([]reread, len(entries))
	work.Parallel(len(entries), func(i int) { acts[i] = rereadEntry(b.office.kinds, entries[i]) })
	for i := range acts {
		if err := b.again.judge(&acts[i]); err != nil {
			return nil, err
		}
	}
	return acts, nil
}

// together is how many of the next acts are written in one transaction: whole commits.
func (b *rebuild) together(acts []reread) int {
	n := b.office.options.FoldBatch
	for n > 0 && n < len(acts) && acts[n].entry.Known.Equal(acts[n-1].entry.Known) {
		n++
	}
	if n <= 0 || n > len(acts) {
		return len(acts)
	}
	return n
}

// write folds commit by commit, as it was when the acts came in, in one transaction.
func (b *rebuild) write(acts []reread) error {
	all := make([]taken, len(acts))
	for i := range acts {
		all[i] = acts[i].taken
	}
	b.markFresh(all)
	return b.office.store.Write(func(tx keep.Tx) error {
		for len(all) > 0 {
			n := 1
			for n < len(all) && all[n].entry.Known.Equal(all[0].entry.Known) {
				n++
			}
			if err := correct(tx, acts[:n]); err != nil {
				return err
			}
			folded, err := b.folder.fold(tx, b.office, effective(all[:n]), all[0].entry.Known)
			if err != nil {
				return err
			}
			if folded.directory != nil {
				b.office.directory.Store(folded.directory)
			}
			acts, all = acts[n:], all[n:]
		}
		return nil
	})
}

// correct puts right what is kept beside entries, where folds look for it.
func correct(tx keep.Tx, acts []reread) error {
	for _, t := range acts {
		if !t.wrong {
			continue
		}
		if err := tx.Correct(t.entry); err != nil {
			return err
		}
	}
	return nil
}

// markFresh tells first acts about a subject apart without asking the database. Those of other
// registers are not all that there is: they are read again with those that repeat them.
func (b *rebuild) markFresh(acts []taken) {
	for i, t := range acts {
		first := b.folder.scratch.first(t.entry.Subject)
		acts[i].fresh = first && t.entry.Origin == b.office.heads.origin
	}
}
