package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"strings"

	"truce/door/wire"
	"truce/ground/act"
	"truce/ground/problem"
	"truce/noun/people"
)

// keysBringCmd goes over to the register that goes on: what a key signed for the one before, and could not hand in any more, is taken by the
// word of that key alone.
type keysBringCmd struct {
	File string `arg:"" optional:"" default:"-" help:"Acts that you signed for the register before, one a line, as truce sign prints them; - reads standard input."`
	atOffice
	signer
}

func (c *keysBringCmd) Run(ctx context.Context, e *env) error {
	in := e.in
	if c.File != "-" {
		file, err := os.Open(c.File)
		if err != nil {
			return err
		}
		defer file.Close()
		in = file
	}
	w, err := c.writing(ctx, e, c.signer)
	if err != nil {
		return err
	}
	return errors.Join(c.bring(ctx, e, w, in), w.Close())
}

func (c *keysBringCmd) bring(ctx context.Context, e *env, w writing, in io.Reader) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 4*act.MaxBytes)
	key := w.key.private.Public().ID()
	for more := true; more; {
		var acts []string
		if acts, more = nextActs(lines); len(acts) == 0 {
			break
		}
		ids := make([]act.ID, 0, len(acts))
		for _, text := range acts {
			bare, _, _ := strings.Cut(text, "~")
			a, err := act.Parse(bare)
			switch {
			case err != nil:
				return problem.Invalid(problem.MalformedAct).Because(err)
			case a.Issuer != key:
				return problem.Forbidden(problem.NotBrought, problem.P{"origin": string(a.Audience[0]), "act": a.ID.String(), "key": a.Issuer})
			}
			ids = append(ids, a.ID)
		}
		err := w.tell(ctx, e, "key-possessed", people.KeySubject(key), people.KeyPossessed{Brings: ids}) // a batch is as many as one word brings
		if err != nil && !saidAlready(err) {
			return err
		}
		if err := handIn(ctx, e, w.desk, strings.NewReader(strings.Join(acts, "\n"))); err != nil {
			return err
		}
	}
	return lines.Err()
}

// saidAlready reports whether an earlier run said what is brought, and was cut off before all was handed in.
func saidAlready(err error) bool {
	p, is := errors.AsType[*wire.Problem](err)
	return is && p.Key == problem.KeyPossessedAlready.String()
}
