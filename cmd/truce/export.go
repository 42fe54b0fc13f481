package main

import (
	"context"
	"errors"
	"strings"

	"truce/door/copies"
	"truce/ground/act"
	"truce/ground/problem"
	"truce/judge/policy"
	"truce/noun/people"
)

type exportCmd struct {
	Folder      string `arg:"" help:"Folder to write. A second export into it adds what is new."`
	HiddenAgain bool   `help:"Write all protected members again, for example after some were dropped."`
	Release     string `help:"Act, or its beginning, by which a second side released exact places, narratives, sources or files to you (truce release). Without one nothing of that is copied." placeholder:"ACT"`
	atOffice
	signer
}

func (c *exportCmd) Run(ctx context.Context, e *env) error {
	k, err := e.readKey(c.Key)
	if err != nil {
		return err
	}
	if c.Data == "" {
		return c.fetch(ctx, e, k)
	}
	d, err := c.open(ctx, e, &k)
	if err != nil {
		return err
	}
	o := d.inside.office
	p := e.progress("export")
	who, err := personOf(o.Directory(), k, e)
	var r copies.Exported
	opts := copies.ExportOptions{HiddenAgain: c.HiddenAgain, Bulletins: o.Bulletins}
	if err == nil && c.Release != "" {
		state, _ := o.Directory().Office(people.OfficeSubject(o.Verifier().Name()))
		opts.Release, err = findRelease(state.Released, c.Release)
	}
	if err == nil {
		r, err = copies.Export(ctx, o.Office, o.Reading, who, c.Folder, opts, p.tell)
	}
	p.end()
	if err == nil {
		e.exported(c.Folder, r.From, r.Head.Size, r.Release)
		for _, line := range r.Unsound {
			e.notef("not copied: %s\n", line)
		}
		err = e.lacking(r.FirstLacks, r.Lacks)
	}
	return errors.Join(unlike(c.Folder, err), d.Close())
}

// lacking ends an export from an office that does not hold what it was handed with its acts.
func (e *env) lacking(first []copies.Lack, all int64) error {
	if all == 0 {
		return nil
	}
	for _, one := range first {
		e.printf("LOST      %s\n", one)
	}
	e.more(all - int64(len(first)))
	return found{problem.Conflict(problem.OfficeLostHidden, problem.P{"count": all})}
}

// unlike ends an export from a register that does not show that it extends the copy. Nothing of the copy was
// changed, and the head that was offered is kept beside it.
func unlike(folder string, err error) error {
	_, forked := errors.AsType[copies.TwoHistories](err)
	if forked || errors.Is(err, copies.ErrShrunk) || errors.Is(err, copies.ErrUnproven) {
		return found{problem.Conflict(problem.RegisterNotOfCopy, problem.P{"file": folder, "reason": err.Error()}).Because(err)}
	}
	return err
}

// personOf is whom a key speaks for.
func personOf(d *people.Directory, k key, e *env) (policy.Person, error) {
	id := k.private.Public().ID()
	author, standing := d.Author(id, e.now())
	switch standing {
	case people.Unknown:
		return policy.Person{}, problem.Forbidden(problem.KeyUnknown, problem.P{"key": id})
	case people.Revoked:
		return policy.Person{}, problem.Forbidden(problem.KeyRevoked, problem.P{"key": id})
	case people.Unproven, people.Unvouched, people.Outside:
		return policy.Person{}, problem.Forbidden(problem.KeyOutside, problem.P{"key": id})
	}
	return policy.Person{ID: author.Person, Party: author.Party, Roles: author.Roles}, nil
}

func (e *env) exported(folder string, from, size int64, by people.Release) {
	if by.By == (act.ID{}) {
		e.notef("Nothing restricted is in the copy: for exact places, narratives, sources, persons or files a second side must sign a release (truce release).\n")
	} else {
		e.notef("By the release %s, signed by %s, it holds what you may see of: %s. No copy is made by it from %s on.\n", by.By, strings.Join(by.Signed, ", "), by.Words(), stamp(by.Until))
	}
	e.printf("%s now has %d entries; %d were there before.\nAnybody can check it: truce check %s\n", folder, size, from, folder)
}
