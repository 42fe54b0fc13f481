package main

import (
	"context"
	"errors"
	"fmt"

	"truce/judge/admission"
	"truce/office"
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
	again, err := d.Rebuild(ctx, p.at)
	p.end()
	if err == nil {
		e.printf("Rebuilt what %d acts add up to.\n", d.Size())
		err = e.readmitted(again)
	}
	return errors.Join(err, d.Close())
}

// readmitted says which acts should not be in the register.
func (e *env) readmitted(r office.Readmitted) error {
	e.printf("Admitted again by rules %d: %d acts\n", admission.Number, r.Acts-r.Undecided-r.Against)
	if r.Undecided > 0 {
		e.printf("Not checked here: %d acts, of which members were dropped\n", r.Undecided)
	}
	if r.Altered > 0 {
		e.printf("WRONG     %s\n", r.FirstAltered)
	}
	for _, one := range r.First {
		e.printf("WRONG     %s\n", one)
	}
	if more := r.Against - int64(len(r.First)); more > 0 {
		e.printf("and %d more\n", more)
	}
	if r.Altered > 0 {
		return found{fmt.Sprintf("%d entries are not as the register has them", r.Altered)}
	}
	if r.Against > 0 {
		return found{fmt.Sprintf("%d acts were taken against the rules", r.Against)}
	}
	return nil
}
