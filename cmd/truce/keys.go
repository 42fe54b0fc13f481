package main

import (
	"cmp"
	"context"
	"fmt"
	"os"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/ground/shape"
	"truce/noun/people"
	"truce/tool/seal"
)

type keysCmd struct {
	New    keysNewCmd    `cmd:"" help:"Make a key and write it into a file that only you can read."`
	Show   keysShowCmd   `cmd:"" help:"Show the public half of a key file."`
	Enrol  keysEnrolCmd  `cmd:"" help:"As administrator, or as a party's registrar: let a key speak for a person."`
	Revoke keysRevokeCmd `cmd:"" help:"End a key: one's own, or as administrator anybody's."`
	Token  keysTokenCmd  `cmd:"" help:"Print a sign-in for programs such as curl: Authorization: Bearer …"`
}

type keysNewCmd struct {
	File     string `arg:"" help:"File to write, for example monitor-1.key. It must not exist yet."`
	Person   string `help:"Whose key it is, for example person/monitor-1." placeholder:"SUBJECT"`
	Office   string `help:"Origin of the office that the key is for: the part before the first + of its register's public key." placeholder:"ORIGIN"`
	Register string `help:"Id of that register: what its owner signs is then meant for it, whatever an office at some address says." placeholder:"ID"`
	Sealing  bool   `help:"Also make an age key, to which secrets can be sealed. Custodians need one."`

	NoPassphrase bool `help:"Do not ask for a passphrase: whoever can read the file can use the key." env:"TRUCE_NO_PASSPHRASE"`
}

func (c *keysNewCmd) Run(e *env) error {
	k, err := newKey(e, c.Person, c.Sealing)
	if err != nil {
		return err
	}
	k.office, k.register = c.Office, act.RegisterID(c.Register)
	if c.Register != "" && !isRegisterID(c.Register) {
		return hinted{fmt.Errorf("%q is not the id of a register", c.Register), "`truce found` prints it, and the office's people have it."}
	}
	if _, err := os.Lstat(c.File); err == nil {
		return hinted{fmt.Errorf("%s is there already", c.File), "It was left as it is. Choose another name."}
	}
	passphrase, err := newPassphrase(c.NoPassphrase)
	if err != nil {
		return err
	}
	if err := writeKey(c.File, k, passphrase); err != nil {
		return err
	}
	e.printf("%s\n", k.private.Public().ID())
	e.notef("Wrote %s. Keep it to yourself. An administrator enrols its public half:\n"+
		"  truce keys show %s > public.json\n", c.File, c.File)
	return nil
}

func newKey(e *env, person string, sealing bool) (k key, err error) {
	if person != "" {
		if k.person, err = act.ParseSubject(person); err != nil {
			return key{}, err
		}
	}
	if k.private, err = act.GenerateKey(e.rand); err != nil || !sealing {
		return k, err
	}
	identity, err := seal.Generate()
	k.sealing = &identity
	return k, err
}

// publicFile is the half of a key file that its owner hands to an administrator.
type publicFile struct {
	ID      act.KeyID      `json:"id"`
	Person  act.SubjectID  `json:"person,omitempty"`
	Key     jsontext.Value `json:"key"`
	Sealing string         `json:"sealing,omitempty"`
	Proof   string         `json:"proof,omitempty"` // the signed act by which its owner proves to hold it
}

// public is that half. The proof is meant for a register; where none is named there is no proof.
func (k key) public(e *env, register act.RegisterID) (publicFile, error) {
	jwk, err := k.private.Public().MarshalJSON()
	if err != nil {
		return publicFile{}, err
	}
	id := k.private.Public().ID()
	if register == "" {
		return publicFile{ID: id, Person: k.person, Key: jwk, Sealing: k.recipient()}, nil
	}
	proof, ds, err := k.signed(e, register, act.Draft{Kind: "key-possessed", Subject: people.KeySubject(id), Body: jsontext.Value("{}")})
	if err != nil {
		return publicFile{}, err
	}
	return publicFile{id, k.person, jwk, k.recipient(), act.FormatSDJWT(proof, ds)}, nil
}

type keysShowCmd struct {
	File     string `arg:"" help:"Key file."`
	Register string `help:"Id of the register in which the key is to be enrolled, if the key file does not say." env:"TRUCE_REGISTER" placeholder:"ID"`
}

func (c *keysShowCmd) Run(e *env) error {
	k, err := e.readKey(c.File)
	if err != nil {
		return err
	}
	public, err := k.public(e, cmp.Or(act.RegisterID(c.Register), k.register))
	if err != nil {
		return err
	}
	if public.Proof == "" {
		e.notef("There is no proof in it that you hold the key, without which it is not enrolled: name the register with --register.\n")
	}
	return e.printJSON(public)
}

type keysEnrolCmd struct {
	File   string `arg:"" help:"Public half as printed by keys show, or a key file; - reads standard input."`
	Person string `help:"Whose key it is, if the file does not say." placeholder:"SUBJECT"`
	Party  string `help:"The side for which it speaks, for example TR. Absent: the mission's." placeholder:"CODE"`
	Device string `help:"Where the key lives, for example \"laptop of post 3\"."`
	atOffice
	signer
}

func (c *keysEnrolCmd) Run(ctx context.Context, e *env) error {
	administrator, err := e.readKey(c.Key)
	if err != nil {
		return err
	}
	register, err := c.meant(ctx, e, administrator)
	if err != nil {
		return err
	}
	public, err := e.readPublic(c.File, register)
	if err != nil {
		return err
	}
	if c.Person != "" {
		public.Person = act.SubjectID(c.Person)
	}
	parsed, err := act.ParsePublicKey(public.Key)
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	if public.Proof == "" {
		return hinted{fmt.Errorf("%s has no proof that somebody holds the key", c.File), "Have its owner print it with `truce keys show FILE --register ID`."}
	}
	err = c.do(ctx, e, c.signer, "key-enrolled", people.KeySubject(parsed.ID()), people.KeyEnrolled{
		Person: public.Person, Party: c.Party, Key: public.Key, Device: c.Device, Sealing: public.Sealing,
	})
	if err != nil {
		return err
	}
	return c.handIn(ctx, e, public.Proof)
}

type keysRevokeCmd struct {
	ID     string  `arg:"" optional:"" help:"Key id. Absent: the key that signs."`
	Reason string  `required:"" help:"Why, for example \"laptop lost\"."`
	Since  instant `help:"Acts received since then are doubtful (RFC 3339)." placeholder:"TIME"`
	atOffice
	signer
}

func (c *keysRevokeCmd) Run(ctx context.Context, e *env) error {
	id := act.KeyID(c.ID)
	if id == "" {
		k, err := e.readKey(c.Key)
		if err != nil {
			return err
		}
		id = k.private.Public().ID()
	}
	return c.do(ctx, e, c.signer, "key-revoked", people.KeySubject(id),
		people.KeyRevoked{Reason: shape.In("", c.Reason), CompromisedSince: c.Since.Time})
}

// readPublic reads the public half, be it from what keys show printed or a key file.
func (e *env) readPublic(name string, register act.RegisterID) (publicFile, error) {
	text, err := e.readAll(name, 16<<10)
	if err != nil {
		return publicFile{}, err
	}
	if k, err := e.parseKey(name, text); err == nil {
		return k.public(e, register)
	}
	var public publicFile
	if err := json.Unmarshal(text, &public); err != nil || len(public.Key) == 0 {
		return publicFile{}, hinted{fmt.Errorf("%s holds no public key", name), "`truce keys show FILE` prints the public half of a key file."}
	}
	return public, nil
}
