package backup

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"truce/ground/register"
	"truce/office"
	"truce/tool/disk"
	"truce/tool/headfile"
	"truce/tool/staging"
	"truce/tool/store"
)

// placeMark comes first of all: whatever else is there, nothing goes on from it.
func (r *restore) placeMark() error {
	if !r.o.Study || r.office.Has(office.StudiedName) {
		return nil
	}
	if err := r.office.Write(office.StudiedName, nil, staging.OwnFile); err != nil {
		return err
	}
	return r.office.Flush()
}

// placeHeads gives a folder that has none the heads file of the backup, before anything
// else: with it an office does not draw itself a new key if its own is missing, and does
// not sign below it. A heads file that is there stays; if it is older than the backup, it takes up the backup's head.
func (r *restore) placeHeads() error {
	if r.office.Has(headsName) {
		return r.raiseHeads()
	}
	if err := r.office.Write(headsName, headfile.Format([]byte(r.done.Head)), staging.OwnFile); err != nil {
		return err
	}
	return r.office.Flush()
}

// raiseHeads adds the backup's head to those that were signed, if it is larger: it was held to their history.
func (r *restore) raiseHeads() error {
	if r.done.Head == "" {
		return nil
	}
	head, err := register.OpenHead([]byte(r.done.Head), r.key.verifier)
	if err != nil || head.Size <= r.signed.Last.Size {
		return err
	}
	if err := r.office.Step("raise", headsName); err != nil {
		return err
	}
	if err := r.signed.Settle(); err != nil {
		return office.HeadsProblem(r.office.Path, err)
	}
	return office.HeadsProblem(r.office.Path, r.signed.Keep(head))
}

// placePublic names the register in a folder that is new.
func (r *restore) placePublic() error {
	if r.office.Has(keyName) {
		return nil
	}
	return r.office.Write(keyName, []byte(r.key.text+"\n"), staging.OwnFile)
}

// placeSecret comes after the database: a key without its register could found another
// one by the same name.
func (r *restore) placeSecret() error {
	if r.o.Study {
		return nil
	}
	r.done.KeyHere = r.office.Has(signingName)
	switch {
	case r.done.KeyHere:
		return nil
	case r.secret != nil:
		r.done.KeyHere = true
		if err := r.office.Write(signingName, r.secret, staging.OwnFile); err != nil {
			return err
		}
	case r.staged.Has(sealedKeyName):
		if err := r.office.Move(r.staged.At(sealedKeyName), sealedKeyName, staging.OwnFile); err != nil {
			return err
		}
	}
	return r.office.Flush()
}

// settleOld brings what is still in the write-ahead log of the old database into it, so
// that it is one file, which one renaming can replace. A database that can't be read is
// set aside as it is, with its log, for whoever wants to look into it.
func (r *restore) settleOld() error {
	if r.broken {
		return r.setAside()
	}
	if r.office.Has(databaseName) {
		if err := r.office.Step("settle", databaseName); err != nil {
			return err
		}
		if _, err := sizeOf(r.ctx, r.disk(), r.office.Path); err != nil { // closing it settles it
			return err
		}
	}
	if info, err := r.disk().Stat(r.office.At(store.LogName)); err == nil && info.Size() > 0 {
		return fmt.Errorf("another program has the database of %s open", r.office.Path)
	}
	return r.removeComputed(store.LogName)
}

// setAside leaves the database where it is under a second name, until it is replaced.
func (r *restore) setAside() error {
	r.done.Damaged = r.freeName()
	if err := r.office.Step("set aside", databaseName); err != nil {
		return err
	}
	err := r.disk().Link(r.office.At(databaseName), r.office.At(r.done.Damaged))
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("set the damaged database aside: %w", err)
	}
	if r.office.Has(store.LogName) {
		if err := r.office.Move(r.office.At(store.LogName), r.done.Damaged+"-wal", staging.OwnFile); err != nil {
			return err
		}
	}
	return r.removeComputed()
}

// removeComputed removes what is computed again beside a database, and what else is named.
func (r *restore) removeComputed(names ...string) error {
	for _, name := range append(names, store.ComputedNames()...) {
		if err := r.office.Remove(name); err != nil {
			return err
		}
	}
	return nil
}

// freeName is one that is not taken, or that an interrupted restore took for the same.
func (r *restore) freeName() string {
	database, _ := r.disk().Stat(r.office.At(databaseName)) // nil is the same as no file
	for n := 1; ; n++ {
		name := fmt.Sprintf("%s.damaged-%d", databaseName, n)
		if taken, err := r.disk().Stat(r.office.At(name)); err != nil || os.SameFile(taken, database) {
			return name
		}
	}
}

// placeDatabase is the moment of change. A crash before leaves the old database, a crash
// after it the restored one.
func (r *restore) placeDatabase() error {
	if err := r.office.Flush(); err != nil {
		return err
	}
	if err := flushFile(r.disk(), r.staged.At(databaseName)); err != nil {
		return err
	}
	if err := r.office.Move(r.staged.At(databaseName), databaseName, staging.OwnFile); err != nil {
		return err
	}
	return r.office.Flush()
}

func flushFile(d disk.Disk, path string) error {
	f, err := d.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return fmt.Errorf("flush %s: %w", path, err)
	}
	return errors.Join(f.Sync(), f.Close())
}

// say tells the person what is left to do.
func (r *restore) say() {
	r.done.Next = append(r.done.Next, "At the next start everything is computed again from the register: that takes a while.")
	if r.done.Damaged != "" {
		r.done.Next = append(r.done.Next, fmt.Sprintf("The database that was there, which could not be read or was changed, is kept as %s. Remove it when nobody needs it any more.", r.done.Damaged))
	}
	if r.o.Study {
		r.done.Next = append(r.done.Next, "The folder is for study: truce serve and every command read it; nothing is taken, signed or published from it.")
		if r.done.Lacks > 0 {
			r.done.Next = append(r.done.Next, fmt.Sprintf("It is not the whole register: a head of %d entries is known, and %d are not in this backup.", r.done.Size+r.done.Lacks, r.done.Lacks))
		}
		return
	}
	if r.done.Fresh {
		r.done.Next = append(r.done.Next, fmt.Sprintf("Before anyone writes: ask the other offices for the last head that they have of %s. "+
			"If it has more than %d entries, this backup is too old: fetch what is missing from them first.", r.done.Origin, r.done.Size))
	}
	switch {
	case r.done.KeyHere:
	case r.office.Has(sealedKeyName):
		r.done.Next = append(r.done.Next, fmt.Sprintf("The register's private key is still sealed. Who holds one of the keys that it was sealed to opens %s "+
			"and puts the content into %s beside it (age --decrypt does it). Until then the office can't be opened.", sealedKeyName, signingName))
	default:
		r.done.Next = append(r.done.Next, fmt.Sprintf("The register's private key is not here. Put the file %s into %s, from where it is kept. "+
			"Until then the office can't be opened.", signingName, r.office.Path))
	}
}
