package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"truce/ground/problem"
	"truce/tool/disk"
	"truce/tool/store"
	"truce/tool/vault"
)

type encryptCmd struct {
	Folder string `arg:"" help:"Folder of the office, stopped; or one that is not there yet." placeholder:"FOLDER"`
	Again  bool   `help:"Of one that is encrypted: draw a new key and write everything anew, so that who knew the old one reads nothing that comes."`
	openers
}

// Run writes everything in the folder anew beside what is there, and then puts it in its place.
func (c *encryptCmd) Run(ctx context.Context, e *env) error {
	here, err := readHeader(c.Folder)
	switch {
	case err == nil && !c.Again:
		return problem.Conflict(problem.FolderEncrypted, problem.P{"folder": c.Folder})
	case errors.Is(err, vault.ErrNone) && c.Again:
		return problem.Conflict(problem.FolderNotEncrypted, problem.P{"folder": c.Folder})
	case err != nil && !errors.Is(err, vault.ErrNone):
		return err
	}
	fresh, err := isEmpty(c.Folder)
	if err == nil && !fresh {
		err = isOffice(c.Folder)
	}
	if err != nil {
		return err
	}
	if c.Again && len(c.Recovery) == 0 {
		c.Recovery = here.Recovery()
	}
	from, err := e.diskOf(c.Folder) // whose key is asked for first
	if err != nil {
		return err
	}
	named, err := c.named()
	if err != nil {
		return err
	}
	keys, err := vault.NewKeys(e.rand)
	if err != nil {
		return err
	}
	header, err := vault.Wrap(keys, named)
	if err != nil {
		return headerProblem(c.Folder, err)
	}
	if err := disk.MakeFolder(disk.Own(), c.Folder, disk.OwnFolder); err != nil {
		return err
	}
	if err := c.settle(ctx, e, fresh); err != nil {
		return err
	}
	lock, err := lockFolder(c.Folder)
	if err != nil {
		return err
	}
	p := e.progress("encrypt")
	err = vault.Encrypt(ctx, disk.Own(), from, c.Folder, keys, header, vault.Options{Rand: e.rand}, p.tell)
	p.end()
	if err = errors.Join(err, lock.Close()); err != nil {
		return err
	}
	c.tell(e, header, fresh)
	return nil
}

// isEmpty reports whether nothing is in a folder, or it is not there. What is no office's stays as it is: a mistyped name must not
// become an encrypted folder of somebody's letters.
func isEmpty(folder string) (bool, error) {
	all, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	return len(all) == 0, err
}

// settle opens the office a last time as it was, so that what another program did to it is told, and leaves it in whole files.
func (c *encryptCmd) settle(ctx context.Context, e *env, fresh bool) error {
	if fresh {
		return nil
	}
	o, err := openOffice(ctx, e, c.Folder, "")
	if err != nil {
		return err
	}
	if err := o.Close(); err != nil {
		return err
	}
	err = disk.Own().Remove(filepath.Join(c.Folder, store.LeftName)) // the files will not be as they were left
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return errors.Join(err, disk.Own().SyncFolder(c.Folder))
}

func (c *encryptCmd) tell(e *env, h vault.Header, fresh bool) {
	e.printf("%s is encrypted. Keep a copy of %s elsewhere: without it not even a recovery key opens the folder.\n", c.Folder, filepath.Join(c.Folder, vault.HeaderName))
	e.openedBy(h)
	e.notef("Every start asks for it. After a start by a supervisor: truce serve --locked, and then truce unlock --data %s\n", c.Folder)
	if !fresh {
		e.notef("What stood on this disk before stays in blocks that the file system gave free, until something is written over them, and in backups and copies that were made. " +
			"Who must be sure encrypts a new folder on another disk, restores a backup into it, and destroys this one.\n")
	}
}

// openedBy says who opens a folder.
func (e *env) openedBy(h vault.Header) {
	for _, w := range h.Ways {
		what := map[vault.Use]string{vault.Start: "at each start", vault.Recovery: "recovery"}[w.Use]
		e.printf("opened by  %s (%s)\n", w.To, what)
	}
}

type rewrapCmd struct {
	Folder string `arg:"" help:"Folder of the office. It may be running." placeholder:"FOLDER"`
	openers
}

// Run writes the header anew. Who knew the key before knows it still.
func (c *rewrapCmd) Run(e *env) error {
	return e.rewrap(c.Folder, c.openers)
}

type recoverCmd struct {
	Folder string `arg:"" help:"Folder of the office. It may be running." placeholder:"FOLDER"`
	With   string `required:"" help:"File with a recovery key (AGE-SECRET-KEY-1)." placeholder:"FILE"`
	openers
}

// Run is rewrap by somebody who holds a recovery key.
func (c *recoverCmd) Run(e *env) error {
	e.unlocking = unlocking{UnlockKey: c.With, UnlockFD: -1}
	return e.rewrap(c.Folder, c.openers)
}

func (e *env) rewrap(folder string, o openers) error {
	h, err := readHeader(folder)
	if errors.Is(err, vault.ErrNone) {
		return problem.Conflict(problem.FolderNotEncrypted, problem.P{"folder": folder})
	}
	if err != nil {
		return err
	}
	by, err := e.opening(folder, h)
	if err != nil {
		return err
	}
	keys, _, err := h.Open(by)
	if err != nil {
		return headerProblem(folder, err)
	}
	if len(o.Recovery) == 0 {
		o.Recovery = h.Recovery()
	}
	named, err := o.named()
	if err != nil {
		return err
	}
	header, err := vault.Wrap(keys, named)
	if err != nil {
		return headerProblem(folder, err)
	}
	if err := header.Write(disk.Own(), folder); err != nil {
		return err
	}
	e.printf("%s is opened by these from now on. Keep a copy of %s elsewhere, in the place of the one before.\n", folder, filepath.Join(folder, vault.HeaderName))
	e.openedBy(header)
	e.notef("Whoever could open the folder before and kept the old %s can do so still. Who must shut somebody out writes everything anew: truce encrypt %s --again\n", vault.HeaderName, folder)
	return nil
}
