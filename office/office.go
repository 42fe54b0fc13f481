package office

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/mod/sumdb/note"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/register"
	"truce/ground/taxonomy"
	"truce/judge/admission"
	"truce/judge/policy"
	"truce/noun"
	"truce/noun/people"
	"truce/tool/blob"
	"truce/tool/disk"
	"truce/tool/keep"
	"truce/tool/kinds"
	"truce/tool/seal"
)

// Options say where an office lives and what it may use of the world.
type Options struct {
	Folder string
	Disk   disk.Disk // on which the folder lies; nil: the machine's own
	Origin string    // of its tree heads; needed once, when the folder is new
	Now    func() time.Time
	Rand   io.Reader
	Log    *slog.Logger
	// Folding is told how many of how many entries are folded when everything has to be folded
	// again at the start. Nil: nobody is told.
	Folding func(done, all int64)
	// Refolded is told what was found beside the entries when everything had to be folded again at the start. Nil:
	// the log is.
	Refolded func(Readmitted)
	// Watch has everything folded again at a start before which another program wrote to the database.
	Watch bool
	Store Opener
	// FoldBatch is how many acts are written in one transaction when everything is folded again. 0: thousands.
	FoldBatch int
	// Elapsed is the time by a clock that nobody sets, since whenever: with it the office watches whether Now can be
	// right, and takes no acts while it doubts. Nil: Now is believed, as the clock of an exercise is.
	Elapsed func() time.Duration
	// ClockConfirmed is an operator's word that Now is right, however far the last entry is from it.
	ClockConfirmed bool
	// Copied is nil for an office that takes acts. With it the folder holds what a copy of another office's register
	// adds up to: it is asked only, and several processes may ask at once.
	Copied *Copied
	// Budget is how many acts are taken of one key and one side.
	Budget Budget
}

// Opener opens what keeps all that the office in a folder keeps.
type Opener func(d disk.Disk, folder string) (keep.Store, error)

// Office is a running office. All its methods may be called by any number of goroutines.
type Office struct {
	folder  string
	disk    disk.Disk
	now     func() time.Time
	rand    io.Reader
	log     *slog.Logger
	folding func(done, all int64)
	studied bool // of the folder (Studied)
	lock    io.Closer
	store   keep.Store
	blobs   *blob.Store
	kinds   *kinds.Kinds
	rules   *admission.Rules
	goesBy  atomic.Pointer[goesBy] // the rules in force
	checks  *act.Checker
	heads   *heads
	tiler   register.Tiler

	directory atomic.Pointer[people.Directory] // as of the last commit
	told      atomic.Pointer[people.Directory] // what readers are told while it is made anew; else nil
	committed atomic.Int64                     // entries in the register
	counted   counters
	wake      *wakers

	refusedStarts int64 // before this one

	jobs      chan *job
	tasks     chan func() // done by the writer between commits
	stop      chan struct{}
	stopped   chan struct{}
	followers sync.WaitGroup
	writer    *writer
	parts     []Part
	options   Options
	watched   map[string]bool // nouns of which parts keep something in step
	once      sync.Once
	closed    error
}

// Open opens the office in a folder, making an empty one if there is none. It refuses a
// folder that another process has open, and a register that is behind a head that it
// signed before.
func Open(ctx context.Context, o Options, parts ...Part) (*Office, error) {
	d := disk.Or(o.Disk)
	if err := disk.MakeFolder(d, o.Folder, disk.OwnFolder); err != nil {
		return nil, folderProblem(o.Folder, err)
	}
	f := &Office{
		folder: o.Folder, disk: d, now: o.Now, rand: o.Rand, log: o.Log, wake: newWakers(), checks: act.NewChecker(),
		jobs: make(chan *job, maxBatch), tasks: make(chan func()), stop: make(chan struct{}), stopped: make(chan struct{}),
		parts: parts, options: o,
	}
	if f.folding = o.Folding; f.folding == nil {
		f.folding = func(int64, int64) {}
	}
	if err := f.openAll(ctx, o.Origin, o.Store); err != nil {
		f.noteRefusedStart(err)
		return nil, errors.Join(err, f.closeAll())
	}
	go f.write()
	f.startFollowers()
	return f, nil
}

func (f *Office) openAll(ctx context.Context, origin string, open Opener) (err error) {
	if f.lock, err = lockFolder(f.disk, f.folder, f.options.Copied.whole()); err != nil {
		return err
	}
	if f.studied, err = isStudied(f.disk, f.folder); err != nil {
		return folderProblem(f.folder, err)
	}
	if f.kinds, err = kinds.New(taxonomy.Words); err != nil {
		return err
	}
	own, err := policy.Load(kinds.Nouns())
	if err != nil {
		return err
	}
	f.goesBy.Store(&goesBy{policy: own})
	if f.store, err = open(f.disk, f.folder); err != nil {
		return storageProblem(f.folder, err)
	}
	f.store.OnCopied(f.logCopied)
	f.refusedStarts = refusedStarts(f.disk, f.folder)
	f.tiler = register.Tiler{Leaves: f.store, Nodes: &register.MemoryNodes{}}
	if f.heads, err = f.openHeads(ctx, origin); err != nil {
		return err
	}
	if f.rules, err = admission.New(f.kinds, own, f.heads.origin, f.heads.vkey); err != nil {
		return fmt.Errorf("read register key: %w", err)
	}
	if f.blobs, err = f.openBlobs(); err != nil {
		return fmt.Errorf("open evidence: %w", err)
	}
	f.openParts()
	return f.load(ctx)
}

// openHeads opens what signs heads; of a copy there is only the one that came with it.
func (f *Office) openHeads(ctx context.Context, origin string) (*heads, error) {
	if c := f.options.Copied; c != nil {
		return c.heads()
	}
	if f.studied {
		return openStudiedHeads(f.disk, f.folder)
	}
	entries := int64(0)
	err := f.store.Read(ctx, func(r keep.Reader) (err error) { entries, err = r.Held(); return err })
	if err != nil {
		return nil, storageProblem(f.folder, err)
	}
	return openHeads(f.disk, f.folder, origin, entries, f.rand)
}

func (f *Office) openBlobs() (*blob.Store, error) {
	if c := f.options.Copied; c != nil {
		return c.blobs(f.disk, f.folder)
	}
	if f.studied {
		return openStudiedBlobs(f.disk, f.folder)
	}
	return blob.Open(f.disk, filepath.Join(f.folder, blob.Folder), blob.Options{
		Now: f.now, Rand: f.rand, Custodians: func(context.Context) ([]string, error) { return f.Custodians().Recipients(), nil }, Seal: seal.EncryptTo,
	})
}

// settleHeads holds the file of signed heads against the heads of which the database tells.
func (f *Office) settleHeads(ctx context.Context) error {
	var largest []byte
	err := f.CosignedHeads(ctx, f.heads.current().Size+1, func(_ int64, note []byte) bool { largest = note; return true })
	if err != nil {
		return err
	}
	return HeadsProblem(f.folder, f.heads.settle(largest, f.log))
}

// load reads what the writer keeps in memory and finishes a fold that was interrupted.
func (f *Office) load(ctx context.Context) error {
	w := &writer{office: f, origin: f.heads.origin, foreign: map[string]register.Tree{}, ledgers: ledgers{office: f}, budget: budget{Budget: f.options.Budget}}
	if err := w.load(ctx); err != nil {
		return f.named(ctx, storageProblem(f.folder, err))
	}
	if err := f.settleHeads(ctx); err != nil {
		return err
	}
	if err := f.heads.allow(ctx, w.tree, f.tiler); err != nil {
		return f.named(ctx, err)
	}
	if err := f.whole(ctx); err != nil {
		return err
	}
	if f.studied {
		f.log.Warn("a backup is studied in this folder: nothing is taken, signed or published", "folder", f.folder)
	}
	if f.options.Copied == nil && f.heads.current().Note == nil { // no head tells what the tree must be
		if err := f.sound(ctx); err != nil {
			return err
		}
	}
	if f.options.Copied == nil {
		w.clock = newClock(f.options, f.Now(), w.last)
	}
	if err := w.clock.wrong(f.Now(), w.last); err != nil {
		f.log.Warn("the clock is in doubt: nothing is taken until it is confirmed", "now", f.Now(), "last entry", w.last)
	}
	f.writer = w
	f.committed.Store(w.tree.Size())
	for _, part := range []func(context.Context) error{f.ensureFolded, f.loadDirectory, f.erase, f.loadRules, f.loadParts} {
		if err := part(ctx); err != nil {
			return f.named(ctx, err)
		}
	}
	return nil
}

func (f *Office) loadDirectory(ctx context.Context) error {
	d := people.NewDirectory()
	err := f.store.Read(ctx, func(r keep.Reader) error {
		// The office first: a revoked founder's key must find the key that it ends.
		for _, name := range kinds.Names(func(n noun.Noun) bool { return n.Part == noun.People }) {
			err := r.NounAsOf(name, time.Time{}, func(row keep.Row) error { return d.Put(row.Subject, []byte(row.State)) })
			if err != nil {
				return err
			}
		}
		return nil
	})
	f.directory.Store(d)
	return storageProblem(f.folder, err)
}

// lockFolder keeps other processes out, or, shared, those that would write.
func lockFolder(d disk.Disk, folder string, shared bool) (io.Closer, error) {
	lock, held, err := d.Lock(filepath.Join(folder, "lock"), shared)
	switch {
	case err != nil:
		return nil, folderProblem(folder, err)
	case !held:
		return nil, problem.Unavailable(problem.FolderInUse, problem.P{"folder": folder})
	}
	return lock, nil
}

// Close ends the office: acts that were handed in are answered first. A second Close
// answers what the first did.
func (f *Office) Close() error {
	f.once.Do(func() {
		close(f.stop)
		<-f.stopped
		f.wake.close()
		f.followers.Wait()
		for _, p := range f.parts {
			if p.Closing != nil {
				p.Closing(f.store.Write)
			}
		}
		f.closed = f.closeAll()
	})
	return f.closed
}

func (f *Office) closeAll() error {
	var errs []error
	if f.blobs != nil {
		errs = append(errs, f.blobs.Close())
	}
	if f.store != nil {
		errs = append(errs, f.store.Close())
	}
	if f.lock != nil {
		errs = append(errs, f.lock.Close())
	}
	return errors.Join(errs...)
}

// Kinds are the kinds of act that this office takes.
func (f *Office) Kinds() *kinds.Kinds { return f.kinds }

// Directory is who may speak, as of the last commit. It must not be changed.
func (f *Office) Directory() *people.Directory {
	if told := f.told.Load(); told != nil {
		return told
	}
	return f.directory.Load()
}

// Size is the number of entries in the register.
func (f *Office) Size() int64 { return f.committed.Load() }

// Verifier checks the register's tree heads.
func (f *Office) Verifier() note.Verifier { return f.heads.verifier }

// ID names the office's register for ever: acts name it as the one for which they are meant.
func (f *Office) ID() act.RegisterID { return f.rules.ID() }

// Blobs keeps the evidence files.
func (f *Office) Blobs() *blob.Store { return f.blobs }

// Read looks at the database as of one commit. Errors are problems: what fn answers that is
// none is taken for a failure of storage.
func (f *Office) Read(ctx context.Context, fn func(keep.Reader) error) error {
	return f.StorageProblem(f.store.Read(ctx, fn))
}

// Control runs fn between commits, on the goroutine that alone writes: what it finds to be so
// stays so while it writes. Errors are problems.
func (f *Office) Control(ctx context.Context, fn func(Write) error) error {
	return f.StorageProblem(f.control(ctx, func() error { return fn(f.store.Write) }))
}

// StorageProblem tells people what a failure of the disk means for them, and counts it; problems stay.
func (f *Office) StorageProblem(err error) error {
	err = storageProblem(f.folder, err)
	f.counted.failed(err)
	return err
}

// logCopied hears from the store. The first of several failures in a row is a line for the operator.
func (f *Office) logCopied(err error) {
	if news := f.counted.copying(f.Now(), err); news != nil {
		f.log.Error("copy the log into the database", "error", f.StorageProblem(news))
	}
}

// Disk is the one on which the office's folder lies.
func (f *Office) Disk() disk.Disk { return f.disk }

// Random is where the office draws what nobody is to guess.
func (f *Office) Random() io.Reader { return f.rand }

// Now reads the office's clock.
func (f *Office) Now() time.Time { return f.now().UTC() }
