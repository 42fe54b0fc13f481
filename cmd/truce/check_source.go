package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"truce/door/copies"
	"truce/door/wire"
	"truce/ground/numbered"
	"truce/ground/problem"
	"truce/ground/register"
)

func isAddress(place string) bool {
	return strings.HasPrefix(place, "http://") || strings.HasPrefix(place, "https://")
}

// source is a copy in a folder, one that a web server publishes under a path, or the
// register that an office itself serves.
func (c *checkCopyCmd) source(ctx context.Context, e *env, place string) (register.Source, error) {
	if !isAddress(place) {
		if _, err := os.Stat(place); err != nil {
			return nil, problem.NotFound(problem.CopyMissing, problem.P{"file": place})
		}
		return register.Folder(copies.Files(place)), nil
	}
	address, err := url.Parse(place)
	if err != nil {
		return nil, err
	}
	if strings.Trim(address.Path, "/") != "" {
		return copies.Address(place, e.http()), nil
	}
	var who *key
	if c.Key != "" {
		k, err := e.readKey(c.Key)
		if err != nil {
			return nil, err
		}
		who = &k
	}
	office, err := where{Server: place, Office: c.Office}.dial(ctx, e, who) // the check itself tells of another founding
	if err != nil {
		return nil, err
	}
	return office.Register(), nil
}

// uncheckable ends a check of which nothing came.
func uncheckable(name string, err error) error {
	if _, refused := errors.AsType[*wire.Problem](err); refused {
		return err // the office says why it hands out no copy
	}
	if newer, is := errors.AsType[numbered.NewerError](err); is {
		return unjudged{madeNewer(name, newer)}
	}
	if errors.Is(err, register.ErrTooMany) {
		return found{fmt.Errorf("%s has a head that claims more entries than any register can have: it is no honest copy, and nothing of it was read", name)}
	}
	if errors.Is(err, copies.ErrUnfit) {
		return found{fmt.Errorf("%s: %v", name, err)}
	}
	if errors.Is(err, copies.ErrClaims) {
		return hinted{found{fmt.Errorf("%s: %v; nothing of it was read", name, err)}, "No register that we know of is as long. If this one is, say how many entries you want read with truce check --most."}
	}
	switch {
	case errors.Is(err, copies.ErrKeyWrong):
		return found{problem.Conflict(problem.CopyOtherKey, problem.P{"file": name}).Because(err)}
	case errors.Is(err, copies.ErrNoCopy):
		return problem.NotFound(problem.CopyMissing, problem.P{"file": name}).Because(err)
	}
	return fmt.Errorf("check %s: %w", name, err)
}
