package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/shape"
	"truce/noun"
	"truce/noun/people"
)

type releaseCmd struct {
	Reader  string        `arg:"" optional:"" help:"Who reads the copies, such as person/liaison-tr, or the key of one who is not named. Without it: what was released, and what waits."`
	Class   []string      `help:"Class of what is hidden that the copies may hold: exact-place, narrative, source, person, staff; may be given again."`
	Files   bool          `help:"The copies may hold files of evidence."`
	For     time.Duration `help:"How long copies may be made by it, from now on." default:"168h"`
	Purpose string        `help:"What for."`
	atOffice
	signer
}

func (c *releaseCmd) Run(ctx context.Context, e *env) error {
	w, err := c.writing(ctx, e, c.signer)
	if err != nil {
		return err
	}
	return errors.Join(c.run(ctx, e, w), w.Close())
}

func (c *releaseCmd) run(ctx context.Context, e *env, w writing) error {
	o, err := readOffice(ctx, w.desk)
	if err != nil {
		return err
	}
	if c.Reader == "" {
		e.released(o.state)
		return nil
	}
	reader, err := act.ParseSubject(c.Reader)
	switch {
	case err != nil:
		return err
	case len(c.Class) == 0 && !c.Files, c.Purpose == "":
		return problem.Invalid(problem.ReleaseUnclear)
	}
	err = w.tell(ctx, e, "copy-released", o.subject, people.CopyReleased{
		Reader: reader, Classes: c.Class, EvidenceFiles: c.Files, Until: e.now().Add(c.For).Truncate(time.Second), Purpose: shape.In("", c.Purpose)})
	if err == nil {
		e.notef("No restricted copy is made by it before a second side signed it too. The reader's own side can be that one, unless the rules ask for three.\n")
	}
	return err
}

// released lists releases, with how each stands.
func (e *env) released(o people.Office) {
	for _, r := range o.Released {
		p, _ := noun.Find(o.Proposals, r.By)
		standing := "waits for a second side (truce endorse): no copy is made by it" + refusedBy(p)
		switch {
		case !r.Until.After(e.now()):
			standing = "is over: no copy is made by it any more"
		case !r.Since.IsZero():
			standing = fmt.Sprintf("in force since %s, signed by %s", stamp(r.Since), strings.Join(r.Signed, ", "))
		}
		e.printf("%s  %s  until %s: %s\n  what for: %s\n  %s\n", r.By, r.Reader, stamp(r.Until), r.Words(), r.Purpose.Text, standing)
	}
	if len(o.Released) == 0 {
		e.notef("Nothing was put forward to be released.\n")
	}
}

// findRelease finds the one release whose act begins so.
func findRelease(all []people.Release, begin string) (act.ID, error) {
	fits := func(r people.Release) bool { return len(begin) >= 6 && strings.HasPrefix(r.By.String(), begin) }
	i := slices.IndexFunc(all, fits)
	if i < 0 {
		return act.ID{}, problem.Forbidden(problem.ReleaseMissing, problem.P{"act": begin})
	}
	if slices.ContainsFunc(all[i+1:], fits) {
		return act.ID{}, fmt.Errorf("more than one release begins with %s: write more of it", begin)
	}
	return all[i].By, nil
}
