package folded

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"truce/door/copies"
	"truce/ground/register"
	"truce/ground/work"
	"truce/judge/policy"
	"truce/office"
	"truce/office/bulletins"
	"truce/office/house"
	"truce/tool/blob"
)

// Options say what is needed to check a copy, to fold it and to open it.
type Options struct {
	Check copies.CheckOptions // Files and Each are filled in
	Cache string              // folder in which folded copies are kept
	Own   string              // folder of the reader's own, in which nobody else writes; "": nothing that was folded before is believed
	Now   func() time.Time
	Rand  io.Reader
	Log   *slog.Logger
}

// Copy is a copy of a register, open to be asked.
type Copy struct {
	*house.House
	Reader policy.Person // for whom it was made; a stranger if it does not say
	Head   register.SignedHead
	Until  time.Time // when its last entry was received
	Beyond int64     // acts of which this program does not have the rules: they have no effect
	Given  bool      // the register's key was known from elsewhere than the copy
}

// Open opens the copy in a folder. If it is not folded yet, as it is now, or if its reader remembers heads of the
// register, it is checked first; then the report says what was found, and there is no Copy unless that is good.
func Open(ctx context.Context, dir string, o Options, tell work.Tell) (*Copy, copies.Report, error) {
	return open(ctx, dir, o, tell, o.Check.Memory != "")
}

// Check checks the copy in a folder, whether or not it was checked before, and folds it unless it is folded already.
// There is no Copy unless the report is good.
func Check(ctx context.Context, dir string, o Options, tell work.Tell) (*Copy, copies.Report, error) {
	return open(ctx, dir, o, tell, true)
}

func open(ctx context.Context, dir string, o Options, tell work.Tell, check bool) (*Copy, copies.Report, error) {
	f, err := begin(dir, o, tell)
	if err != nil {
		return nil, copies.Report{}, fmt.Errorf("read copy: %w", err)
	}
	if made, err := f.made(); err == nil && !check && made.fits(o.Check.Key) {
		c, err := f.open(ctx, made)
		return c, copies.Report{}, err
	}
	return f.checked(ctx)
}

// folding is one copy on its way from its folder to the one where it is folded.
type folding struct {
	o      Options
	tell   work.Tell
	dir    string
	reader policy.Person
	digest string
	place  string // of what is folded of this copy as it is now
}

func begin(dir string, o Options, tell work.Tell) (*folding, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	f := &folding{o: o, tell: tell, dir: dir}
	f.o.Check.Files = copies.Files(dir)
	if f.reader, err = copies.Reader(f.o.Check.Files); err != nil {
		return nil, err
	}
	if f.digest, err = digest(f.o.Check.Files); err != nil {
		return nil, err
	}
	f.place = f.placeOf(f.digest)
	return f, nil
}

// checked checks the copy, and folds it beside if that is still to be done.
func (f *folding) checked(ctx context.Context) (*Copy, copies.Report, error) {
	if err := os.MkdirAll(f.o.Cache, 0o700); err != nil {
		return nil, copies.Report{}, err
	}
	lock := flock.New(filepath.Join(f.o.Cache, "lock"), flock.SetPermissions(0o600))
	if _, err := lock.TryLockContext(ctx, 100*time.Millisecond); err != nil {
		return nil, copies.Report{}, fmt.Errorf("wait for another program that folds a copy: %w", err)
	}
	defer lock.Unlock()
	f.tidy()
	var report copies.Report
	var err error
	made, missing := f.made()
	if missing == nil {
		report, err = copies.Check(ctx, register.Folder(f.o.Check.Files), f.o.Check, f.tell)
	} else {
		report, made, err = f.fold(ctx)
	}
	if err != nil || !report.OK() {
		return nil, report, err
	}
	c, err := f.open(ctx, made)
	return c, report, err
}

// open opens what is folded.
func (f *folding) open(ctx context.Context, made made) (*Copy, error) {
	o := f.options(f.place)
	o.Copied.Head, o.Copied.Key, o.Copied.Open = []byte(made.Head), made.Key, made.Open
	o.Copied.Evidence, o.Copied.Bulletins = f.beside(blob.Folder), f.beside(bulletins.Folder)
	h, err := house.Open(ctx, o)
	if err != nil {
		return nil, err
	}
	c := &Copy{House: h, Reader: f.reader, Until: made.Until, Beyond: made.Beyond, Given: made.Given || f.o.Check.Key != ""}
	if c.Head, err = register.OpenHead([]byte(made.Head), h.Verifier()); err != nil {
		return nil, errors.Join(err, h.Close())
	}
	return c, nil
}

// beside is a folder of the copy, "" if it has none of the name.
func (f *folding) beside(name string) string {
	path := filepath.Join(f.dir, name)
	if info, err := os.Stat(path); err != nil || !info.IsDir() {
		return ""
	}
	return path
}

func (f *folding) options(folder string) office.Options {
	return office.Options{Folder: folder, Now: f.o.Now, Rand: f.o.Rand, Log: f.o.Log, Copied: &office.Copied{}}
}
