package main

import (
	"context"
	"errors"
	"regexp"
	"strings"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/register"
)

// meant is the register for which somebody signs: named on the command line, in the key file, or
// else the one that the office in question keeps. An office behind an address is believed only as
// far as its register bears the origin that its visitor named: no office can have acts signed for
// another's register.
func (a atOffice) meant(ctx context.Context, e *env, k key) (act.RegisterID, error) {
	for _, id := range []string{a.Register, string(k.register)} {
		if id != "" {
			return act.RegisterID(id), nil
		}
	}
	d, err := a.open(ctx, e, nil)
	if err != nil {
		return "", unmeant(err)
	}
	id, err := a.registerOf(ctx, d, k)
	return id, errors.Join(err, d.Close())
}

func (a atOffice) registerOf(ctx context.Context, d desk, k key) (act.RegisterID, error) {
	for _, id := range []string{a.Register, string(k.register)} {
		if id != "" {
			return act.RegisterID(id), nil
		}
	}
	vkey, err := d.Key(ctx)
	if err != nil {
		return "", unmeant(err)
	}
	if d.inside == nil {
		origin, err := k.origin(a.Office)
		if err != nil {
			return "", err
		}
		if name, _, _ := strings.Cut(vkey, "+"); name != origin {
			return "", problem.Conflict(problem.OfficeOther, problem.P{"found": name, "expected": origin})
		}
	}
	id, err := register.ID(vkey)
	return act.RegisterID(id), err
}

func unmeant(err error) error {
	if told := plain(err); len(problemsOf(told)) > 0 {
		return told // such as that no office answers there
	}
	return problem.Invalid(problem.RegisterNotNamed).Because(err)
}

// isRegisterID reports whether text has the form of a register's id.
func isRegisterID(text string) bool {
	return regexp.MustCompile(act.RegisterPattern).MatchString(text)
}
