package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/ground/numbered"
	"truce/ground/problem"
	"truce/ground/shape"
	"truce/noun"
	"truce/noun/people"
	"truce/tool/query"
)

type keysEnrolCmd struct {
	Files  []string `arg:"" help:"Public halves as printed by keys show, any number in a file, or key files; - reads standard input."`
	Person string   `help:"Whose keys they are, if the files do not say." placeholder:"SUBJECT"`
	Party  string   `help:"The side for which they speak, for example TR. Absent: the mission's." placeholder:"CODE"`
	Role   []string `help:"What the holders report or verify as: monitor, verifier (of the mission alone). Who is behind such a key is told to few. Absent: the key names its holder to everybody and has that person's roles." placeholder:"ROLE"`
	Post   string   `help:"Of keys with a role: the post that they report from, for example post/idlib-3." placeholder:"SUBJECT"`
	From   instant  `help:"Since when the keys speak (RFC 3339). Absent: at once." placeholder:"TIME"`
	Until  instant  `help:"First moment at which they speak no longer (RFC 3339), for example the first of next month." placeholder:"TIME"`
	Device string   `help:"Where the keys live, for example \"laptop of post 3\"."`
	atOffice
	signer
}

// Run enrols all keys together, in an order that tells nothing of whose each is.
func (c *keysEnrolCmd) Run(ctx context.Context, e *env) error {
	w, err := c.writing(ctx, e, c.signer)
	if err != nil {
		return err
	}
	return errors.Join(c.enrol(ctx, e, w), w.Close())
}

func (c *keysEnrolCmd) enrol(ctx context.Context, e *env, w writing) error {
	var enrolments, proofs []string
	halves, err := c.read(e, w.register)
	if err != nil {
		return err
	}
	for _, public := range halves {
		signed, err := c.signed(ctx, e, w, public)
		if err != nil {
			return err
		}
		enrolments, proofs = append(enrolments, signed), append(proofs, public.Proof)
	}
	for _, acts := range [][]string{enrolments, proofs} {
		outcomes, err := w.SubmitAll(ctx, acts)
		if err != nil {
			return err
		}
		for _, o := range outcomes {
			if o.Err != nil {
				return o.Err
			}
		}
	}
	return c.tell(ctx, e, w, halves)
}

// tell says of each key how it stands now: that it was enrolled is not yet that it speaks.
func (c *keysEnrolCmd) tell(ctx context.Context, e *env, w writing, halves []publicFile) error {
	o, err := readOffice(ctx, w.desk)
	if err != nil {
		return err
	}
	for _, public := range halves {
		parsed, err := act.ParsePublicKey(public.Key)
		if err != nil {
			return err
		}
		items, err := w.Subject(ctx, people.KeySubject(parsed.ID()), query.Clocks{})
		if err != nil || len(items) == 0 {
			return err
		}
		var k people.Key
		if err := json.Unmarshal(items[len(items)-1].State, &k); err != nil {
			return err
		}
		e.printf("%s  %s\n", parsed.ID(), speaks(k, o.state))
	}
	return nil
}

// speaks says for whom a key speaks, or what it waits for.
func speaks(k people.Key, o people.Office) string {
	side, _ := o.Side(k.Party)
	switch {
	case !k.MissionOnly:
		return "enrolled and proved; it speaks for " + noun.SideOf(k.Party)
	case side.Root != "":
		return "enrolled and proved; it does not speak until the root key of " + k.Party + " or its registrar endorses it (truce endorse)"
	}
	return "enrolled and proved; it speaks for " + k.Party + ", which has no root key: everything that it signs says that the mission alone vouched for it"
}

// read reads the public halves, by the keys' own order: that of people would tell whose each is.
func (c *keysEnrolCmd) read(e *env, register act.RegisterID) ([]publicFile, error) {
	var all []publicFile
	for _, file := range c.Files {
		halves, err := e.readPublic(file, register)
		if err != nil {
			return nil, err
		}
		for _, public := range halves {
			if public.Proof == "" {
				return nil, problem.Invalid(problem.PossessionMissing, problem.P{"file": file})
			}
			public.Person = cmp.Or(act.SubjectID(c.Person), public.Person)
			all = append(all, public)
		}
	}
	slices.SortFunc(all, func(a, b publicFile) int { return cmp.Compare(a.ID, b.ID) })
	return all, nil
}

func (c *keysEnrolCmd) signed(ctx context.Context, e *env, w writing, public publicFile) (string, error) {
	parsed, err := act.ParsePublicKey(public.Key)
	if err != nil {
		return "", fmt.Errorf("key of %s: %w", public.Person, err)
	}
	body := people.KeyEnrolled{
		Person: public.Person, Party: c.Party, Roles: c.Role, Post: act.SubjectID(c.Post), From: c.From.Time, Until: c.Until.Time,
		Key: public.Key, Device: c.Device, Sealing: public.Sealing,
	}
	if len(c.Role) == 0 {
		body.Holder = body.Person
	}
	return w.sign(ctx, e, "key-enrolled", people.KeySubject(parsed.ID()), body)
}

type keysRoleCmd struct {
	End keysRoleEndCmd `cmd:"" help:"Take a role from a key, from now on."`
}

type keysRoleEndCmd struct {
	ID     string `arg:"" help:"Key id."`
	Role   string `arg:"" help:"The role."`
	Reason string `help:"Why."`
	atOffice
	signer
}

func (c *keysRoleEndCmd) Run(ctx context.Context, e *env) error {
	return c.do(ctx, e, c.signer, "key-role-ended", keySubject(c.ID), people.KeyRoleEnded{Role: c.Role, Reason: shape.In("", c.Reason)})
}

// readPublic reads public halves, be they from what keys show printed or from a key file.
func (e *env) readPublic(name string, register act.RegisterID) (all []publicFile, err error) {
	text, err := e.readAll(name, 1<<20)
	if err != nil {
		return nil, err
	}
	k, err := e.parseKey(name, text)
	if err == nil {
		public, err := k.public(e, register)
		return []publicFile{public}, err
	}
	if newer, is := errors.AsType[numbered.NewerError](err); is {
		return nil, madeNewer(name, newer)
	}
	in := jsontext.NewDecoder(bytes.NewReader(text))
	for {
		half, err := in.ReadValue()
		if errors.Is(err, io.EOF) && len(all) > 0 {
			return all, nil
		}
		var public publicFile
		if err == nil {
			err = numbered.Read(half, publicFormat, &public)
		}
		if newer, is := errors.AsType[numbered.NewerError](err); is {
			return nil, madeNewer(name, newer)
		}
		if err != nil || len(public.Key) == 0 {
			return nil, problem.Invalid(problem.PublicKeyMissing, problem.P{"file": name})
		}
		all = append(all, public)
	}
}
