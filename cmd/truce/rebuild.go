package main

import (
	"context"
	"errors"
	"fmt"

	"truce/judge/admission"
	"truce/office"
	"truce/tool/keep"
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
	if r.Lost > 0 {
		e.printf("LOST      %s\n", r.FirstLost)
	}
	for _, c := range r.FirstChanged {
		e.printf("WRONG     %s\n", changed(c))
	}
	if more := r.Changed - int64(len(r.FirstChanged)); more > 0 {
		e.printf("and %d more\n", more)
	}
	if r.Altered > 0 {
		return found{fmt.Sprintf("%d entries are not as the register has them", r.Altered)}
	}
	if r.Against > 0 {
		return found{fmt.Sprintf("%d acts were taken against the rules", r.Against)}
	}
	if r.Lost > 0 {
		return hinted{found{fmt.Sprintf("of %d acts this office does not hold all that they hide", r.Lost)},
			"What is shown now lacks it, and is not what was said. Bring it back from a backup, and find out who can write to the database."}
	}
	if r.Changed > 0 {
		return hinted{found{fmt.Sprintf("what was shown was not what the acts add up to, in %d places", r.Changed)},
			"It is mended: what is shown now is what the acts add up to. Find out who can write to the database, and what was said by these numbers."}
	}
	return nil
}

// changed says what was shown, and what the acts make.
func changed(c keep.Change) string {
	what := "count of " + c.What
	switch {
	case c.Subject != "" && c.What == "row":
		what = "row of " + string(c.Subject)
	case c.Subject != "":
		what = fmt.Sprintf("%s of %s", c.What, c.Subject)
	}
	was, is := nothing(short(c.Was, 60)), nothing(short(c.Is, 60))
	return fmt.Sprintf("%s: it was shown as %s, the acts make it %s", what, was, is)
}
