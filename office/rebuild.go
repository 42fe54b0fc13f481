package office

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"truce/ground/act"
	"truce/judge/admission"
	"truce/noun/people"
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
	if err != nil || complete {
		return storageProblem(f.folder, err)
	}
	f.log.Info("fold everything again", "entries", f.Size())
	return f.refoldAll(ctx, f.folding, nil)
}

// Rebuild drops all rows and folds every act again, telling how many of how many are
// done. Rows and counts that were not as the acts make them are found. Of every act it asks again whether it may be in the register, and answers what it found:
// an act that was taken against the rules is folded as it was. Submitted acts wait meanwhile.
func (f *Office) Rebuild(ctx context.Context, progress func(done, all int64)) (Readmitted, error) {
	r := &readmission{origin: f.heads.origin, ledger: admission.NewLedger(f.rules)}
	err := f.control(ctx, func() error {
		if err := f.refoldAll(ctx, progress, r); err != nil {
			return err
		}
		return f.loadParts(ctx)
	})
	return r.found, err
}

// refoldAll is Rebuild on the writing goroutine. A nil readmission asks nothing.
func (f *Office) refoldAll(ctx context.Context, progress func(done, all int64), again *readmission) error {
	f.refold()
	clear := f.store.ClearModel
	if again != nil { // who asks for it is told what it changes
		clear = f.store.SetAside
	}
	if err := clear(); err != nil {
		return storageProblem(f.folder, err)
	}
	f.directory.Store(people.NewDirectory())
	b := &rebuild{office: f, folder: refolder{scratch: newScratch()}, progress: progress, again: again}
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
	b.tellAltered()
	if err := f.store.FinishModel(f.kinds.Meaning()); err != nil || again == nil {
		return storageProblem(f.folder, err)
	}
	return storageProblem(f.folder, f.store.Changed(again.changed))
}

// tellAltered tells the operator, whoever asked: from here on the rows are as the bytes say.
func (b *rebuild) tellAltered() {
	if b.altered.count == 0 {
		return
	}
	b.office.log.Error("entries are not as the register has them", "entries", b.altered.count, "first", b.altered.first.String())
	if b.again != nil {
		b.again.found.Altered, b.again.found.FirstAltered = b.altered.count, b.altered.first
	}
}

type rebuild struct {
	office    *Office
	registers []keep.Register
	all       int64 // entries in them
	folder    refolder
	progress  func(done, all int64)
	again     *readmission // nil: nothing is asked
	altered   altered
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
		if err := b.write(batch.acts); err != nil {
			return err
		}
		done += int64(len(batch.acts))
		b.progress(done, b.all)
	}
	return ctx.Err()
}

type loaded struct {
	acts []taken
	err  error
}

// load hands over whole commits: acts that came at one moment were folded together.
func (b *rebuild) load(ctx context.Context, batches chan<- loaded) {
	defer close(batches)
	all := arrivals{registers: b.registers, next: make([]int64, len(b.registers))}
	for all.left() {
		acts, err := b.read(ctx, &all)
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

func (b *rebuild) read(ctx context.Context, all *arrivals) ([]taken, error) {
	var entries []keep.Entry
	err := b.office.store.Read(ctx, func(r keep.Reader) (err error) { entries, err = all.read(r); return err })
	if err != nil {
		return nil, err
	}
	acts := make([]taken, len(entries))
	if err := b.decode(entries, acts); err != nil || b.again == nil {
		return acts, err
	}
	return acts, b.again.ask(acts)
}

func (b *rebuild) decode(entries []keep.Entry, acts []taken) error {
	const workers = 2
	errs := make([]error, workers)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := w; i < len(entries); i += workers {
				if err := b.decodeOne(entries[i], &acts[i]); err != nil {
					errs[w] = err
					return
				}
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// decodeOne reads what the entry's bytes say, whatever is kept beside them.
func (b *rebuild) decodeOne(kept keep.Entry, t *taken) error {
	a, ds, err := act.ParseKept(kept.ID, kept.JWS, kept.Hidden)
	t.entry = b.altered.compare(kept, a)
	t.misfiled = t.entry.Subject != kept.Subject
	if kept.Idle != "" { // it may be of a kind that nobody here knows
		return nil
	}
	if err != nil {
		return fmt.Errorf("read entry %d: %w", kept.Index, err)
	}
	t.act, t.disclosed = a, ds
	t.body, err = b.office.kinds.Decode(a, ds)
	return err
}

// write folds commit by commit, as it was when the acts came in, in one transaction.
func (b *rebuild) write(acts []taken) error {
	b.markFresh(acts)
	return b.office.store.Write(func(tx keep.Tx) error {
		for len(acts) > 0 {
			n := 1
			for n < len(acts) && acts[n].entry.Known.Equal(acts[0].entry.Known) {
				n++
			}
			if err := refile(tx, acts[:n]); err != nil {
				return err
			}
			folded, err := b.folder.fold(tx, b.office, effective(acts[:n]), acts[0].entry.Known)
			if err != nil {
				return err
			}
			if folded.directory != nil {
				b.office.directory.Store(folded.directory)
			}
			acts = acts[n:]
		}
		return nil
	})
}

// refile puts entries under the subjects of their acts, where folds look for them.
func refile(tx keep.Tx, acts []taken) error {
	for _, t := range acts {
		if !t.misfiled {
			continue
		}
		if err := tx.Refile(t.entry.Origin, t.entry.Index, t.entry.Subject); err != nil {
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
