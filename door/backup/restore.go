package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"truce/ground/problem"
	"truce/ground/register"
	"truce/ground/work"
	"truce/office"
	"truce/tool/disk"
	"truce/tool/headfile"
	"truce/tool/seal"
	"truce/tool/staging"
	"truce/tool/store"
)

// ErrOtherOffice says that the backup is of another office than the folder.
var ErrOtherOffice = errors.New("the folder belongs to another office than the backup; choose another folder")

// RestoreOptions are all optional.
type RestoreOptions struct {
	// Identity opens the register's private key, if the backup holds it and the folder
	// has none.
	Identity *seal.Identity
	Now      func() time.Time // nothing was received later; nil: no clock is asked
	// Study has the folder marked, so that the office in it is asked only, and signs nothing. The register's key is not
	// placed, and the folder must not hold an office that goes on.
	Study bool
	// Known answers heads of the register by that name that somebody saw. One that its key did not sign tells nothing.
	Known func(origin string) ([][]byte, error)
	Disk  disk.Disk // on which the folder lies; nil: the machine's own
	File  disk.Disk // on which the file lies; nil: the same
	// Decrypt opens a file that is encrypted. Nil: none is opened.
	Decrypt func(io.Reader) (io.Reader, error)
	before  func(step string) error
}

// Restored says what was restored.
type Restored struct {
	Manifest
	Fresh   bool // the folder held no office before
	KeyHere bool // the register's private key is there, so the office can be opened
	// Beside is what was found, and put right, beside the entries in the backup: of what no hash is taken.
	Beside office.Readmitted
	// Lacks is how many entries the backup lacks of the largest head that is known; it is studied nevertheless.
	Lacks int64
	// Damaged is where the database that was there and could not be read was set aside.
	Damaged string
	Next    []string // what the person has to do now, a sentence each
}

// Restore puts the office of a backup into a folder, new or the office's own. The backup
// and the register in it are checked before anything in the folder is touched.
//
// What a folder has of its own stays: the register's private key, the heads that it
// signed, the lock, unfinished uploads. A backup that is older than what was signed is
// refused (problem RestoreWouldFork), and so is one that has fewer entries than the
// database that is there, since somebody holds a receipt for each, or than a head that
// somebody saw. Everything that can be
// computed is folded again at the next start.
//
// The one moment of change is the renaming of the database. Killed at any step, Restore
// leaves the folder with what was there, or with the restored office; done again, it
// removes what was left over and goes through.
//
// With Study nothing goes on: the folder is marked before the database is in it.
//
// Problems: FolderIsStudied, FolderNotForStudy, BackupDamaged, RegisterAltered, HistoryForked (the backup is of another
// history), RestoreWouldFork, FolderInUse; and ErrOtherOffice.
func Restore(ctx context.Context, file, dir string, o RestoreOptions, tell work.Tell) (Restored, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return Restored{}, fmt.Errorf("restore: %w", err)
	}
	d := disk.Or(o.Disk)
	if o.File == nil {
		o.File = d
	}
	if err := disk.MakeFolder(d, dir, staging.OwnFolder); err != nil {
		return Restored{}, fmt.Errorf("restore: %w", err)
	}
	lock, err := lockFolder(d, dir)
	if err != nil {
		return Restored{}, fmt.Errorf("restore: %w", err)
	}
	defer func() { _ = lock.Close() }()
	staged := dir + ".restoring"
	r := &restore{
		ctx: ctx, o: o, tell: tell,
		staged: &staging.Folder{Path: staged, Aside: filepath.Join(staged, asideName), Before: o.before, Disk: d},
		office: &staging.Folder{Path: dir, Aside: filepath.Join(staged, asideName), Before: o.before, Disk: d},
	}
	if err := r.run(file); err != nil {
		return Restored{}, fmt.Errorf("restore: %w", err)
	}
	return r.done, nil
}

func lockFolder(d disk.Disk, dir string) (io.Closer, error) {
	lock, held, err := d.Lock(filepath.Join(dir, lockName), false)
	if err == nil && !held {
		err = problem.Unavailable(problem.FolderInUse, problem.P{"folder": dir})
	}
	return lock, err
}

type restore struct {
	ctx    context.Context
	o      RestoreOptions
	tell   work.Tell
	staged *staging.Folder // the backup, unpacked beside the office's folder
	office *staging.Folder
	key    key
	signed *headfile.Heads // by the office in the folder
	secret []byte          // the register's private key, if it could be opened and is not there
	broken bool            // the database that is there can't be read
	done   Restored
}

func (r *restore) disk() disk.Disk { return r.office.Disk }

func (r *restore) run(file string) error {
	if err := r.suits(); err != nil {
		return err
	}
	if err := r.clear(); err != nil {
		return err
	}
	for _, part := range []func(string) error{r.unpack, r.compare, r.prepare} {
		if err := part(file); err != nil {
			return errors.Join(err, r.clear())
		}
	}
	// From here on the folder is touched: first what does no harm beside the old database.
	for _, part := range []func() error{
		r.placeMark, r.placeHeads, r.placePublic, r.placeEvidence, r.placeBulletins, r.settleOld, r.placeDatabase, r.placeSecret,
	} {
		if err := part(); err != nil {
			return err
		}
	}
	r.say()
	return r.clear()
}

// clear removes what this or an earlier restore left beside the folder.
func (r *restore) clear() error {
	if err := r.staged.Step("clear", ""); err != nil {
		return err
	}
	return disk.RemoveAll(r.disk(), r.staged.Path)
}

func (r *restore) unpack(file string) error {
	if err := r.staged.Begin(); err != nil {
		return err
	}
	m, err := unpack(r.ctx, file, r.staged, r.o, r.tell)
	if err != nil {
		return err
	}
	r.done.Manifest = m
	pub, err := disk.ReadFile(r.disk(), r.staged.At(keyName))
	if err != nil {
		return err
	}
	r.key, err = parseKey(string(pub))
	if err == nil && (r.key.text != m.Key || r.key.verifier.Name() != m.Origin) {
		err = errors.New("the manifest names another register")
	}
	if err != nil {
		return problem.Invalid(problem.BackupDamaged).Because(err)
	}
	return nil
}

// prepare drops what is computed from the register, and derives again whose each act is: what somebody
// altered of that in a backup would not be found by any hash.
func (r *restore) prepare(string) error {
	if err := r.openKey(); err != nil {
		return err
	}
	if err := r.staged.Step("clear model", databaseName); err != nil {
		return err
	}
	db, err := store.OpenRecord(r.disk(), r.staged.Path)
	if err != nil {
		return databaseProblem(err)
	}
	r.done.Beside, err = office.Readmit(r.ctx, db, r.key.verifier.Name(), r.key.text, r.now(), r.tell)
	return errors.Join(databaseProblem(err), db.ClearModel(), db.Close())
}

// now is the clock that is asked, or one at the end of time.
func (r *restore) now() func() time.Time {
	if r.o.Now == nil {
		return func() time.Time { return time.Unix(1<<40, 0) }
	}
	return r.o.Now
}

// openKey opens the register's private key, and makes sure that it is that.
func (r *restore) openKey() error {
	if r.o.Study || r.o.Identity == nil || r.office.Has(signingName) || !r.staged.Has(sealedKeyName) {
		return nil
	}
	sealed, err := r.disk().OpenFile(r.staged.At(sealedKeyName), os.O_RDONLY, 0)
	if err != nil {
		return err
	}
	defer sealed.Close()
	plain, err := seal.Decrypt(sealed, *r.o.Identity)
	if err == nil {
		r.secret, err = io.ReadAll(plain)
	}
	if err != nil {
		return fmt.Errorf("open the register's private key: %w", err)
	}
	signer, err := register.NewSigningKey(strings.TrimSpace(string(r.secret)))
	if err != nil {
		return err
	}
	if signer.Name() != r.key.verifier.Name() || signer.KeyHash() != r.key.verifier.KeyHash() {
		return problem.Invalid(problem.BackupDamaged).Because(errors.New("the private key is not this register's"))
	}
	return nil
}
