package main

import (
	"context"
	"errors"
)

type rebuildCmd struct {
	Data string `help:"Folder of the office." default:"./truce-data" placeholder:"FOLDER"`
}

func (c *rebuildCmd) Run(ctx context.Context, e *env) error {
	d, err := openFolder(ctx, e, c.Data, nil)
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
