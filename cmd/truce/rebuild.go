package main

import (
	"context"
	"errors"
)

type rebuildCmd struct {
	Data string `help:"Folder of the office." default:"./truce-data" placeholder:"FOLDER"`
}

func (c *rebuildCmd) Run(ctx context.Context, e *env) error {
	if err := isOffice(c.Data); err != nil {
		return err
	}
	d, err := openOffice(ctx, e, c.Data, "")
	if err != nil {
		return err
	}
	p := e.progress("rebuild")
	err = d.Rebuild(ctx, p.at)
	p.end()
	if err == nil {
		e.printf("Rebuilt what %d acts add up to.\n", d.Size())
	}
	return errors.Join(err, d.Close())
}
