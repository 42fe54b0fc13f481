package main

import (
	"context"
	"errors"

	"truce/exchange"
)

type exportCmd struct {
	Folder      string `arg:"" help:"Folder to write. A second export into it adds what is new."`
	HiddenAgain bool   `help:"Write all protected members again, for example after some were dropped."`
	atOffice
	signer
}

func (c *exportCmd) Run(ctx context.Context, e *env) error {
	k, err := readKey(c.Key)
	if err != nil {
		return err
	}
	d, err := openFolder(ctx, e, c.Data, &k)
	if err != nil {
		return err
	}
	p := e.progress("export")
	r, err := exchange.Export(ctx, d.Office, d.who, c.Folder, exchange.ExportOptions{HiddenAgain: c.HiddenAgain}, p.tell)
	p.end()
	if err == nil {
		e.exported(c.Folder, r)
	}
	return errors.Join(err, d.Close())
}

func (e *env) exported(folder string, r exchange.Exported) {
	e.printf("Exported %d entries into %s", r.Head.Size-r.From, folder)
	if r.From > 0 {
		e.printf(", which had %d", r.From)
	}
	e.printf(".\nAnybody can check it: truce check %s\n", folder)
}
