package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"strings"

	"truce/door/backup"
	"truce/door/copies"
	"truce/ground/problem"
	"truce/tool/seal"
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
	p := e.progress("backup")
	m, err := backup.Make(ctx, c.Data, c.File, backup.Options{Now: e.now, WithKeyFor: c.WithKeyFor}, p.tell)
	p.end()
	if err != nil {
		return err
	}
	e.printf("%s holds %s with %d entries, as of %s.\n", c.File, m.Origin, m.Size, stamp(m.Made))
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
	p := e.progress("restore")
	r, err := backup.Restore(ctx, c.File, c.Data, backup.RestoreOptions{Identity: identity, Now: e.now, Study: c.Study, Known: func(origin string) ([][]byte, error) { return c.known(e, origin) }}, p.tell)
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
