package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"time"

	"truce/ground/problem"
	"truce/ground/register"
	"truce/ground/work"
	"truce/tool/disk"
	"truce/tool/staging"
	"truce/tool/store"
)

// Options say how a backup is made.
type Options struct {
	Now func() time.Time
	// WithKeyFor are age recipients to whom the register's private key is sealed inside
	// the backup. With none the key stays out of it, and has to be kept elsewhere.
	WithKeyFor []string
	Disk       disk.Disk // on which the folder lies; nil: the machine's own
	File       disk.Disk // on which the file lies; nil: the same
	// Encrypt has the file encrypted, as that of an encrypted folder is to be (vault.Carry). Nil: it is in the clear.
	Encrypt func(io.Writer) (io.WriteCloser, error)
	before  func(step string) error
}

// Make writes one file from which the office in a folder can be restored: a consistent
// copy of its database, its files of evidence, its published bulletins with the rows that
// they were made from, its public key, and a manifest. The office may be running and taking
// acts meanwhile. Unfinished uploads are left out: their senders still have them.
//
// What the office has signed is not restored from a backup: an older register would then
// not be known for what it is. The copy is checked before it is packed; a register that is
// damaged is the problem DatabaseDamaged or RegisterAltered, a folder without an office
// FolderMissing, FolderWithoutOffice.
func Make(ctx context.Context, dir, file string, o Options, tell work.Tell) (Manifest, error) {
	if o.File == nil {
		o.File = o.Disk
	}
	b := &making{
		ctx: ctx, dir: dir, o: o, tell: tell,
		out: &staging.Folder{Path: filepath.Dir(file), Aside: file + ".making", Before: o.before, Disk: disk.Or(o.File)},
	}
	if err := b.run(filepath.Base(file)); err != nil {
		return Manifest{}, fmt.Errorf("back up: %w", err)
	}
	return b.manifest, nil
}

type making struct {
	ctx      context.Context
	dir      string // the office's folder
	out      *staging.Folder
	o        Options
	tell     work.Tell
	pub      []byte
	key      key
	manifest Manifest
	packed   int64
}

// disk is that of the office: the copy of its database lies on it too.
func (b *making) disk() disk.Disk { return disk.Or(b.o.Disk) }

func (b *making) run(name string) error {
	if err := b.open(); err != nil {
		return err
	}
	if err := b.out.Begin(); err != nil {
		return err
	}
	if err := b.copyDatabase(); err != nil {
		return errors.Join(err, b.out.End())
	}
	if err := b.out.Fill(name, staging.OwnFile, b.pack); err != nil {
		return errors.Join(err, b.out.End())
	}
	return errors.Join(b.out.Flush(), b.out.End())
}

// open reads the last head that was signed before the database is copied: so the copy has
// all that it promises.
func (b *making) open() error {
	var err error
	_, noDatabase := b.disk().Stat(filepath.Join(b.dir, databaseName))
	b.pub, err = disk.ReadFile(b.disk(), filepath.Join(b.dir, keyName))
	if err := errors.Join(noDatabase, err); errors.Is(err, fs.ErrNotExist) {
		key := problem.FolderWithoutOffice
		if _, err := b.disk().Stat(b.dir); err != nil {
			key = problem.FolderMissing
		}
		return problem.NotFound(key, problem.P{"folder": b.dir}).Because(err)
	} else if err != nil {
		return err
	}
	if b.key, err = parseKey(string(b.pub)); err != nil {
		return err
	}
	heads, err := signedHeads(b.disk(), b.dir, b.key)
	if err != nil {
		return err
	}
	b.manifest = Manifest{
		Format: backupFormat, Origin: b.key.verifier.Name(), Key: b.key.text, Made: b.o.Now().UTC(), Head: string(heads.Last.Note),
	}
	return nil
}

func (b *making) copyDatabase() error {
	if err := b.out.Step("copy", databaseName); err != nil {
		return err
	}
	b.tell.At("copy the database", 0, 0, "bytes")
	if err := store.Backup(b.ctx, b.disk(), b.dir, filepath.Join(b.out.Aside, databaseName)); err != nil {
		return databaseProblem(err)
	}
	heads := []register.TreeHead{}
	if b.manifest.Head != "" {
		head, err := register.OpenHead([]byte(b.manifest.Head), b.key.verifier)
		if err != nil {
			return err
		}
		heads = append(heads, head.TreeHead)
	}
	var err error
	b.manifest.Size, b.manifest.Lacks, err = checkDatabase(b.ctx, b.disk(), b.out.Aside, heads, b.tell)
	return err
}
