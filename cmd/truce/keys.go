package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/shape"
	"truce/noun/people"
	"truce/tool/seal"
)

type keysCmd struct {
	New    keysNewCmd    `cmd:"" help:"Make a key and write it into a file that only you can read."`
	Show   keysShowCmd   `cmd:"" help:"Show the public half of a key file."`
	Enrol  keysEnrolCmd  `cmd:"" help:"As administrator, or as a party's registrar: let keys speak for people, several together."`
	Revoke keysRevokeCmd `cmd:"" help:"End a key: one's own, or put forward that another's ends."`
	Bring  keysBringCmd  `cmd:"" help:"In a register that goes on with another's work: say that acts that your key signed for that one are to be taken here, and hand them in."`
	Role   keysRoleCmd   `cmd:"" help:"As administrator, or as a party's registrar: take a role from a key."`
	Folder keysFolderCmd `cmd:"" help:"Make a key file (age) that opens an encrypted folder: one for its starts, or one for recovery, kept by somebody far from it."`
	Token  keysTokenCmd  `cmd:"" help:"Print a sign-in for programs such as curl: Authorization: Bearer …"`
}

type keysNewCmd struct {
	File     string `arg:"" help:"File to write, for example monitor-1.key. It must not exist yet."`
	Count    int    `default:"1" help:"How many keys to make, each in a file of its own: monitor-1-1.key and so on. Who reports has one for each month or so."`
	Person   string `help:"Whose key it is, for example person/monitor-1." placeholder:"SUBJECT"`
	Office   string `help:"Origin of the office that the key is for: the part before the first + of its register's public key." placeholder:"ORIGIN"`
	Register string `help:"Id of that register: what its owner signs is then meant for it, whatever an office at some address says." placeholder:"ID"`
	Founding string `help:"Id of the act that founded the office, as your side has it on paper: with an office of another founding no command works, and no copy of it is good." env:"TRUCE_FOUNDING" placeholder:"ACT"`
	Sealing  bool   `help:"Also make an age key, to which secrets can be sealed. Custodians need one."`

	NoPassphrase bool `help:"Do not ask for a passphrase: whoever can read the file can use the key." env:"TRUCE_NO_PASSPHRASE"`
}

func (c *keysNewCmd) Run(e *env) error {
	if c.Register != "" && !isRegisterID(c.Register) {
		return problem.Invalid(problem.ValueUnfit, problem.P{"value": c.Register, "option": "--register", "example": "--register ID"})
	}
	founding, err := c.founded()
	if err != nil {
		return err
	}
	files := c.files()
	for _, file := range files {
		if _, err := os.Lstat(file); err == nil {
			return problem.Conflict(problem.FileExists, problem.P{"file": file})
		}
	}
	passphrase, err := newPassphrase(c.NoPassphrase)
	if err != nil {
		return err
	}
	for _, file := range files {
		k, err := newKey(e, c.Person, c.Sealing)
		if err != nil {
			return err
		}
		k.office, k.register, k.founding = c.Office, act.RegisterID(c.Register), founding
		if err := writeKey(file, k, passphrase); err != nil {
			return err
		}
		e.printf("%s\n", k.private.Public().ID())
	}
	all := strings.Join(files, " ")
	e.notef("Wrote %s. Keep it to yourself. An administrator enrols its public half:\n"+
		"  truce keys show %s > public.json\n", all, all)
	return nil
}

// founded is the founding that its owner was told of; the zero ID if none.
func (c *keysNewCmd) founded() (act.ID, error) {
	if c.Founding == "" {
		return act.ID{}, nil
	}
	id, err := act.ParseID(c.Founding)
	if err != nil || id == (act.ID{}) {
		return id, problem.Invalid(problem.FoundingMalformed, problem.P{"value": c.Founding})
	}
	return id, nil
}

// files are those to write.
func (c *keysNewCmd) files() []string {
	if c.Count <= 1 {
		return []string{c.File}
	}
	ending := filepath.Ext(c.File)
	all := make([]string, c.Count)
	for i := range all {
		all[i] = fmt.Sprintf("%s-%d%s", strings.TrimSuffix(c.File, ending), i+1, ending)
	}
	return all
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

const publicFormat = "truce-public-key-1"

// publicFile is the half of a key file that its owner hands to an administrator.
type publicFile struct {
	Format  string         `json:"format"`
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
		return publicFile{Format: publicFormat, ID: id, Person: k.person, Key: jwk, Sealing: k.recipient()}, nil
	}
	proof, ds, err := k.signed(e, register, act.Draft{Kind: "key-possessed", Subject: people.KeySubject(id), Body: jsontext.Value("{}")})
	if err != nil {
		return publicFile{}, err
	}
	return publicFile{publicFormat, id, k.person, jwk, k.recipient(), act.FormatSDJWT(proof, ds)}, nil
}

type keysShowCmd struct {
	Files    []string `arg:"" help:"Key files."`
	Register string   `help:"Id of the register in which the key is to be enrolled, if the key file does not say." env:"TRUCE_REGISTER" placeholder:"ID"`
}

func (c *keysShowCmd) Run(e *env) error {
	for _, file := range c.Files {
		k, err := e.readKey(file)
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
		if err := e.printJSON(public); err != nil {
			return err
		}
	}
	return nil
}

type keysRevokeCmd struct {
	ID     string  `arg:"" optional:"" help:"Key id. Absent: the key that signs."`
	Reason string  `required:"" help:"Why, for example \"laptop lost\"."`
	Since  instant `help:"Acts received since then are doubtful (RFC 3339). What you say of a key of your own counts at once for the last 31 days; all else is told as what your side says alone, until a second side signs it." placeholder:"TIME"`
	Own    bool    `help:"The key is your own, and you sign with another one of yours."`
	Yes    bool    `help:"End the key that signs, without asking."`
	atOffice
	signer
}

func (c *keysRevokeCmd) Run(ctx context.Context, e *env) error {
	subject := keySubject(c.ID)
	if c.ID == "" {
		k, err := e.readKey(c.Key)
		if err != nil {
			return err
		}
		subject = people.KeySubject(k.private.Public().ID())
	}
	return c.revoke(ctx, e, subject)
}

// revoke asks before a key ends itself: it signs nothing more then, and cannot ask the office how that stands.
func (c *keysRevokeCmd) revoke(ctx context.Context, e *env, subject act.SubjectID) error {
	w, err := c.writing(ctx, e, c.signer)
	if err != nil {
		return err
	}
	itself := subject == people.KeySubject(w.key.private.Public().ID())
	body := people.KeyRevoked{Reason: shape.In("", c.Reason), Own: c.Own, CompromisedSince: c.Since.Time}
	switch {
	case !itself:
		err = w.tell(ctx, e, "key-revoked", subject, body)
	case c.ID == "" && !c.Yes && !e.confirmed(fmt.Sprintf("End the key with which you sign, %s? It signs nothing more, and nobody can bring it back. [yes/no] ", subject.Name())):
		err = problem.Invalid(problem.NothingSigned)
	default:
		var id act.ID
		if id, err = w.do(ctx, e, "key-revoked", subject, body); err == nil {
			e.printf("%s\n", id)
			e.notef("The key %s has ended: it signs nothing more, and the office answers it no more.\n", subject.Name())
		}
	}
	return errors.Join(err, w.Close())
}
