package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/shape"
	"truce/noun/people"
	"truce/noun/publication"
	"truce/tool/answer"
)

type eraseCmd struct {
	Subject string   `arg:"" optional:"" help:"What the act is about, such as report/2017-05-07-1. Without it: what was erased."`
	Act     string   `arg:"" optional:"" help:"Id of the act, or its beginning. Without it: the acts about the subject, and what each hides."`
	Class   []string `help:"Class of what is to be erased, such as narrative, source or exact-place; may be given again."`
	Reason  string   `help:"Why, for everybody and for ever. Never repeat what is to be erased."`
	Yes     bool     `help:"Do not ask again."`
	atOffice
	signer
}

func (c *eraseCmd) Run(ctx context.Context, e *env) error {
	w, err := c.writing(ctx, e, c.signer)
	if err != nil {
		return err
	}
	return errors.Join(c.run(ctx, e, w), w.Close())
}

func (c *eraseCmd) run(ctx context.Context, e *env, w writing) error {
	o, err := readOffice(ctx, w.desk)
	switch {
	case err != nil:
		return err
	case c.Subject == "":
		c.list(e, o.state)
		return nil
	}
	subject, err := act.ParseSubject(c.Subject)
	if err != nil {
		return err
	}
	acts, err := w.History(ctx, subject)
	if err != nil {
		return err
	}
	if c.Act == "" {
		return c.tell(e, acts, o.state)
	}
	i := slices.IndexFunc(acts, func(t answer.Told) bool { return len(c.Act) >= 6 && strings.HasPrefix(t.ID.String(), c.Act) })
	switch {
	case i < 0:
		return problem.NotFound(problem.ActOfSubjectMissing, problem.P{"subject": subject, "id": c.Act})
	case len(c.Class) == 0 || c.Reason == "":
		return problem.Invalid(problem.ErasureUnclear, problem.P{"subject": subject})
	}
	signed, err := act.Parse(acts[i].Act)
	if err != nil {
		return err
	}
	for _, class := range c.Class {
		if !slices.ContainsFunc(signed.Slots, func(s act.Slot) bool { return s.Class == class }) {
			return fmt.Errorf("the act has no place for what is of the class %s; it has %s", class, strings.Join(classesOf(signed), ", "))
		}
	}
	if !c.Yes && !e.confirmed(fmt.Sprintf("Put forward to erase %s of act %s? Once two sides signed, nobody can bring it back, its author neither. [yes/no] ", strings.Join(c.Class, ", "), signed.ID)) {
		return problem.Invalid(problem.NothingSigned)
	}
	if slices.Contains(c.Class, "exact-place") && subject.Noun() != publication.Noun {
		e.notef("If a bulletin counted it, its mission can erase of that bulletin's own acts the class exact-place, too: with what was drawn for it, a guess of the place can be tried.\n")
	}
	return w.tell(ctx, e, "disclosure-erased", o.subject, people.DisclosureErased{Act: signed.ID, Subject: subject, Classes: c.Class, Reason: shape.In("", c.Reason)})
}

func classesOf(a act.Act) (all []string) {
	for _, s := range a.Slots {
		all = append(all, s.Class)
	}
	return all
}

// list tells what was erased.
func (c *eraseCmd) list(e *env, o people.Office) {
	for _, one := range o.Erased {
		e.printf("%s  act %s about %s: %s\n  because: %s\n", stamp(one.Since), one.Hid, one.Subject, strings.Join(one.Classes, ", "), one.Reason.Text)
	}
	if len(o.Erased) == 0 {
		e.notef("Nothing was erased.\n")
	}
}

// tell lists acts with the classes of what they hide, and which of it is erased.
func (c *eraseCmd) tell(e *env, acts []answer.Told, o people.Office) error {
	for _, t := range acts {
		a, err := act.Parse(t.Act)
		if err != nil {
			return err
		}
		var erased []string
		for _, one := range o.Erased {
			if one.Hid == a.ID {
				erased = append(erased, one.Classes...)
			}
		}
		e.printf("%s  %s  received %s  hides, or says that there is nothing of: %s\n", a.ID, t.Kind, stamp(t.Received), strings.Join(classesOf(a), ", "))
		if len(erased) > 0 {
			e.printf("  erased: %s\n", strings.Join(erased, ", "))
		}
	}
	return nil
}
