package backup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"truce/ground/problem"
	"truce/ground/register"
	"truce/office"
	"truce/tool/disk"
	"truce/tool/intact"
	"truce/tool/keep"
	"truce/tool/store"
)

// compare checks the register in the backup, and that the office in the folder has not
// promised anybody more than is in it.
func (r *restore) compare(string) error {
	var heads []register.TreeHead
	if r.done.Head != "" {
		head, err := register.OpenHead([]byte(r.done.Head), r.key.verifier)
		if err != nil {
			return problem.Invalid(problem.BackupDamaged).Because(err)
		}
		heads = append(heads, head.TreeHead)
	}
	if err := r.sameOffice(); err != nil {
		return err
	}
	var err error
	if r.signed, err = signedHeads(r.disk(), r.office.Path, r.key); err != nil {
		return err
	}
	if r.signed.Last.Size > r.done.Size {
		return wouldFork(r.done.Size, r.signed.Last.Size)
	}
	heads = append(heads, r.signed.All...)
	if heads, err = r.known(heads); err != nil {
		return err
	}
	if err := r.held(); err != nil {
		return err
	}
	size, _, err := checkDatabase(r.ctx, r.disk(), r.staged.Path, heads, r.tell)
	if fault, is := errors.AsType[*intact.Fault](err); is && fault.Cause == intact.Signed {
		return problem.Conflict(problem.HistoryForked, problem.P{"office": r.key.verifier.Name(), "size": fault.First}).Because(err)
	}
	if err == nil && size != r.done.Size {
		err = problem.Invalid(problem.BackupDamaged).Because(fmt.Errorf("%d entries, the manifest says %d", size, r.done.Size))
	}
	return err
}

// known adds the heads that somebody saw: those of larger registers say what the backup lacks, all others must be of its history.
func (r *restore) known(heads []register.TreeHead) ([]register.TreeHead, error) {
	if r.o.Known == nil {
		return heads, nil
	}
	notes, err := r.o.Known(r.key.verifier.Name())
	if err != nil {
		return nil, err
	}
	for _, note := range notes {
		head, err := register.OpenHead(note, r.key.verifier)
		switch lacks := head.Size - r.done.Size; {
		case err != nil: // its key did not sign it
		case lacks <= 0:
			heads = append(heads, head.TreeHead)
		case !r.o.Study:
			return nil, wouldFork(r.done.Size, head.Size)
		default:
			r.done.Lacks = max(r.done.Lacks, lacks)
		}
	}
	return heads, nil
}

// suits refuses a folder in which something else goes on than is wanted.
func (r *restore) suits() error {
	marked := r.office.Has(office.StudiedName)
	switch {
	case marked && !r.o.Study:
		return problem.Conflict(problem.FolderIsStudied, problem.P{"folder": r.office.Path})
	case r.o.Study && !marked && (r.office.Has(signingName) || r.office.Has(databaseName) || r.office.Has(headsName)):
		return problem.Conflict(problem.FolderNotForStudy, problem.P{"folder": r.office.Path})
	}
	return nil
}

func wouldFork(size, signed int64) error {
	return problem.Conflict(problem.RestoreWouldFork, problem.P{"size": size, "signed": signed})
}

// sameOffice goes by the register's key.
func (r *restore) sameOffice() error {
	pub, err := disk.ReadFile(r.disk(), r.office.At(keyName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if here, err := parseKey(string(pub)); err != nil || here.text != r.key.text {
		return ErrOtherOffice
	}
	return nil
}

// held asks the database that is there how many entries it has. One that can't be read, or in which
// somebody changed the register, is what backups are for.
func (r *restore) held() error {
	if _, err := r.disk().Stat(r.office.At(databaseName)); errors.Is(err, fs.ErrNotExist) {
		r.fresh()
		return nil
	} else if err != nil {
		return err
	}
	size, _, err := checkDatabase(r.ctx, r.disk(), r.office.Path, nil, nil)
	if problem.Is(err, problem.DatabaseDamaged) || problem.Is(err, problem.RegisterAltered) || problem.Is(err, problem.RegisterAlteredUnsigned) {
		r.broken = true
		return nil
	}
	if err == nil && size > r.done.Size {
		err = wouldFork(r.done.Size, size)
	}
	return databaseProblem(err)
}

// fresh looks for anything of the office's own. Heads that an interrupted restore of the
// same backup left tell nothing that the backup does not.
func (r *restore) fresh() {
	ofBackup := r.signed.Last.Note == nil || string(r.signed.Last.Note) == r.done.Head
	r.done.Fresh = ofBackup && !r.office.Has(signingName)
}

func sizeOf(ctx context.Context, d disk.Disk, dir string) (size int64, err error) {
	db, err := store.OpenRecord(d, dir)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	err = db.Read(ctx, func(r keep.Reader) error {
		all, err := r.Registers()
		if len(all) > 0 {
			size = all[0].Tree.Size()
		}
		return err
	})
	return size, err
}
