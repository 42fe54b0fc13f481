package main

import (
	"errors"
	"time"

	"truce/door/session"
)

// origin is the office that a person signs in to. It must not come from the server that
// is asked: that server could use the sign-in at another office.
func (k key) origin(given string) (string, error) {
	switch {
	case given != "":
		return given, nil
	case k.office != "":
		return k.office, nil
	}
	return "", hinted{errors.New("it is not said which office you sign in to"),
		"Name its register with --office or TRUCE_OFFICE, or make keys with `truce keys new --office`. " +
			"It is the part before the first + of the register's public key; take it from the office's people, not from the address."}
}

// signIn makes a token for the office.
func (k key) signIn(e *env, office string, life time.Duration) (string, error) {
	origin, err := k.origin(office)
	if err != nil {
		return "", err
	}
	return session.Sign(k.private, origin, e.now(), life)
}

type keysTokenCmd struct {
	Office string        `help:"Origin of the office that you sign in to, if the key file does not say." env:"TRUCE_OFFICE" placeholder:"ORIGIN"`
	Life   time.Duration `help:"How long it holds; at most 12 hours." default:"1h"`
	signer
}

func (c *keysTokenCmd) Run(e *env) error {
	k, err := readKey(c.Key)
	if err != nil {
		return err
	}
	token, err := k.signIn(e, c.Office, c.Life)
	if err != nil {
		return err
	}
	e.printf("%s\n", token)
	return nil
}
