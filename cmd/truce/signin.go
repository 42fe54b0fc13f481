package main

import (
	"context"
	"errors"
	"time"

	"truce/ground/problem"
)

// origin is the office that a person signs in to. It does not come from the server that is asked: who
// means one office is told when another answers.
func (k key) origin(given string) (string, error) {
	switch {
	case given != "":
		return given, nil
	case k.office != "":
		return k.office, nil
	}
	return "", problem.Invalid(problem.OfficeNotNamed)
}

type keysTokenCmd struct {
	Life time.Duration `help:"How long it holds; at most 12 hours." default:"1h"`
	where
	signer
}

// Run makes a token that holds at the address alone at which the office is asked.
func (c *keysTokenCmd) Run(ctx context.Context, e *env) error {
	k, err := e.readKey(c.Key)
	if err != nil {
		return err
	}
	d, err := c.open(ctx, e, &k)
	if err != nil {
		return err
	}
	token, err := d.Token(ctx, c.Life)
	if err == nil {
		e.printf("%s\n", token)
	}
	return errors.Join(err, d.Close())
}
