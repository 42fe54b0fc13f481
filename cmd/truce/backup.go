package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"truce/door/backup"
	"truce/door/copies"
	"truce/ground/numbered"
	"truce/ground/problem"
	"truce/tool/disk"
	"truce/tool/seal"
	"truce/tool/vault"
)

type backupCmd struct {
	File       string   `arg:"" help:"File to write. It must not exist yet."`
	Data       string   `help:"Folder of the office." default:"./truce-data" placeholder:"FOLDER"`
	WithKeyFor []string `help:"Also keep the register's private key, sealed to these people." placeholder:"AGE1"`
}

func (c *backupCmd) Run(ctx context.Context, e *env) error {
	if _, err := os.Stat(c.File); err == nil {
		return problem.Conflict(problem.FileExists, problem.P{"file": c.File})
	}
	u, err := e.unlockFolder(c.Data)
	if err != nil {
		return err
	}
	o := backup.Options{Now: e.now, WithKeyFor: c.WithKeyFor}
	if u != nil {
		o.Disk, o.File = u, disk.Own()
		o.Encrypt = func(w io.Writer) (io.WriteCloser, error) { return vault.Carry(w, u.header, u.keys, e.rand) }
	}
	p := e.progress("backup")
	m, err := backup.Make(ctx, c.Data, c.File, o, p.tell)
	p.end()
	if err != nil {
		return err
	}
	e.printf("%s holds %s with %d entries, as of %s.\n", c.File, m.Origin, m.Size, stamp(m.Made))
	if u != nil {
		e.notef("It is encrypted, as the folder is: what opens the folder today opens it, and so do the recovery keys.\n")
	}
	if m.Lacks > 0 {
		e.notef("The office does not hold what %s, though it was handed that with each: truce rebuild names them. Keep the older backups.\n", several(m.Lacks, "act hides", "acts hide"))
	}
	if len(c.WithKeyFor) == 0 {
		e.notef("The register's private key is not in it. Keep register.key of %s in another safe place.\n", c.Data)
	}
	return nil
}

type restoreCmd struct {
	File    string   `arg:"" help:"Backup."`
	Data    string   `help:"Folder to restore into." required:"" placeholder:"FOLDER"`
	Replace bool     `xor:"what" help:"The office goes on from the backup as the register, with its key."`
	Study   bool     `xor:"what" help:"The backup is read only: nothing is taken, signed or published from it."`
	Head    []string `help:"Files of heads of the register that somebody saw: the backup must have all that they promise." placeholder:"FILE"`
	Key     string   `short:"k" help:"With --replace: key file whose sealing key opens the register's private key." placeholder:"FILE"`
	remembering
}

func (c *restoreCmd) Run(ctx context.Context, e *env) error {
	if err := c.decide(e); err != nil {
		return err
	}
	identity, err := c.identity(e)
	if err != nil {
		return err
	}
	o := backup.RestoreOptions{Identity: identity, Now: e.now, Study: c.Study, Known: func(origin string) ([][]byte, error) { return c.known(e, origin) }}
	if err := c.encrypted(e, &o); err != nil {
		return err
	}
	p := e.progress("restore")
	r, err := backup.Restore(ctx, c.File, c.Data, o, p.tell)
	p.end()
	if err != nil {
		return err
	}
	what := "to go on with"
	if c.Study {
		what = "for study"
	}
	e.printf("Restored %s with %d entries, as of %s, into %s, %s.\n", r.Origin, r.Size, stamp(r.Made), c.Data, what)
	e.beside(r.Beside)
	for _, next := range r.Next {
		e.printf("- %s\n", next)
	}
	return nil
}

// encrypted opens the folder, if it is encrypted, and the backup. A new folder into which an encrypted backup is restored is encrypted as that is.
func (c *restoreCmd) encrypted(e *env, o *backup.RestoreOptions) error {
	h, carries, err := carriedBy(c.File)
	if err != nil {
		return err
	}
	u, err := e.unlockFolder(c.Data)
	if err != nil {
		return err
	}
	if carries {
		keys, err := e.keysOf(c.File, h)
		if err != nil {
			return err
		}
		o.Decrypt = func(r io.Reader) (io.Reader, error) {
			return vault.Uncarry(r, func(vault.Header) (vault.Keys, error) { return keys, nil })
		}
		if u == nil {
			u, err = c.become(e, h, keys)
		}
		if err != nil {
			return err
		}
	}
	if u != nil {
		o.Disk, o.File = u, disk.Own()
	}
	return nil
}

// carriedBy is the header that a backup of an encrypted folder carries.
func carriedBy(file string) (h vault.Header, is bool, err error) {
	f, err := os.Open(file)
	if err != nil {
		return h, false, err
	}
	defer f.Close()
	b := bufio.NewReader(f)
	if !backup.Encrypted(b) {
		return h, false, nil
	}
	h, err = vault.Carried(b)
	if newer, is := errors.AsType[numbered.NewerError](err); is {
		return h, true, madeNewer(file, newer)
	}
	if errors.Is(err, vault.ErrNone) || errors.Is(err, vault.ErrHeader) {
		err = problem.Invalid(problem.BackupDamaged).Because(err)
	}
	return h, true, err
}

// become makes a folder in which nothing is the encrypted one that a backup is of. One in which anything is in the clear stays as it is.
func (c *restoreCmd) become(e *env, h vault.Header, keys vault.Keys) (*unlocked, error) {
	if fresh, err := isEmpty(c.Data); err != nil || !fresh {
		return nil, cmp.Or[error](err, problem.Conflict(problem.FolderNotEncrypted, problem.P{"folder": c.Data}))
	}
	err := disk.MakeFolder(disk.Own(), c.Data, disk.OwnFolder)
	if err == nil {
		err = h.Write(disk.Own(), c.Data)
	}
	if err != nil {
		return nil, err
	}
	return e.mount(absolute(c.Data), h, keys)
}

// decide asks whoever did not say it whether the office goes on from the backup. A program that cannot be asked is refused.
func (c *restoreCmd) decide(e *env) error {
	if c.Replace || c.Study {
		return nil
	}
	if e.terminal {
		e.notef("study: the backup is read only; nothing is taken, signed or published from it.\n" +
			"replace: the office goes on from it as the register. What came in after the backup is not in it, and the office that there was must never run again.\n" +
			"Which of the two? ")
		line, _ := bufio.NewReader(e.in).ReadString('\n')
		c.Study, c.Replace = strings.TrimSpace(line) == "study", strings.TrimSpace(line) == "replace"
	}
	if c.Replace || c.Study {
		return nil
	}
	return problem.Invalid(problem.RestoreUndecided)
}

// known are the heads of the register that this machine remembers, and those that were given.
func (c *restoreCmd) known(e *env, origin string) ([][]byte, error) {
	folder, err := c.folder()
	if err != nil {
		return nil, err
	}
	heads, err := copies.RememberedHeads(folder, origin)
	for _, file := range c.Head {
		head, err := e.head(file)
		if err != nil {
			return nil, err
		}
		heads = append(heads, head)
	}
	return heads, err
}

func (c *restoreCmd) identity(e *env) (*seal.Identity, error) {
	if c.Key == "" {
		return nil, nil
	}
	k, err := e.readKey(c.Key)
	if err == nil && k.sealing == nil {
		err = fmt.Errorf("%s has no sealing key", c.Key)
	}
	return k.sealing, err
}
