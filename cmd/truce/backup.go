package main

import (
	"context"
	"fmt"
	"os"

	"truce/door/backup"
	"truce/tool/seal"
)

type backupCmd struct {
	File       string   `arg:"" help:"File to write. It must not exist yet."`
	Data       string   `help:"Folder of the office." default:"./truce-data" placeholder:"FOLDER"`
	WithKeyFor []string `help:"Also keep the register's private key, sealed to these people." placeholder:"AGE1"`
}

func (c *backupCmd) Run(ctx context.Context, e *env) error {
	if _, err := os.Stat(c.File); err == nil {
		return hinted{fmt.Errorf("%s is there already", c.File), "It was left as it is. Choose another name: old backups are worth keeping."}
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
	File string `arg:"" help:"Backup."`
	Data string `help:"Folder to restore into." required:"" placeholder:"FOLDER"`
	Key  string `short:"k" help:"Key file whose sealing key opens the register's private key." placeholder:"FILE"`
}

func (c *restoreCmd) Run(ctx context.Context, e *env) error {
	identity, err := c.identity(e)
	if err != nil {
		return err
	}
	p := e.progress("restore")
	r, err := backup.Restore(ctx, c.File, c.Data, backup.RestoreOptions{Identity: identity, Now: e.now}, p.tell)
	p.end()
	if err != nil {
		return err
	}
	e.printf("Restored %s with %d entries, as of %s, into %s.\n", r.Origin, r.Size, stamp(r.Made), c.Data)
	e.beside(r.Beside)
	for _, next := range r.Next {
		e.printf("- %s\n", next)
	}
	return nil
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
