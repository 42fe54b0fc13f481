package main

import (
	"context"
	"errors"
	"strings"

	"truce/door/client"
	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/register"
	"truce/ground/shape"
	"truce/judge/admission"
	"truce/noun/people"
)

type foundCmd struct {
	Name        string   `required:"" help:"Name of the office, for people."`
	Code        string   `help:"The office in the names of its bulletins." default:"hq"`
	Founder     string   `help:"The first administrator, if the key file does not say." placeholder:"SUBJECT"`
	Origin      string   `help:"Name of the register, once and for all, for a new folder." placeholder:"NAME"`
	Server      string   `help:"Address of an office that was not founded yet." default:"http://127.0.0.1:8440" env:"TRUCE_SERVER" placeholder:"URL"`
	Party       []string `help:"Code of a party that is a side, too, once its root key comes, such as TR: all that the agreement names. Whom the founding does not name counts only once every side signed its root." placeholder:"CODE"`
	Sides       int      `help:"How many sides must sign what one side must not do alone." default:"2"`
	TimeZone    string   `help:"Of the office's civil day, such as Asia/Damascus; otherwise UTC, whatever an agreement says." placeholder:"NAME"`
	CutOff      string   `name:"cutoff" help:"Time of that day at which it ends for bulletins, such as 18:00; otherwise the end of the day." placeholder:"TIME"`
	Delay       int      `help:"For how many hours after it was known strangers are not told." placeholder:"HOURS"`
	Succeeds    string   `help:"Copy of the register whose work this one goes on with: two of its sides signed that (truce register succeed)." placeholder:"COPY"`
	ChosenNames bool     `help:"For an exercise: people choose the names of reports and files. They then tell something, and whoever comes first has them."`
	Custodian   []string `help:"To whom sources are sealed at first, each as person/NAME=age1..., or the file that truce keys show printed. They end when a second side joins, unless it signs the founding or two sides set others." placeholder:"WHO"`
	Data        string   `help:"Folder instead of an address. It is made if it is not there." placeholder:"FOLDER"`
	signer
}

func (c *foundCmd) Run(ctx context.Context, e *env) error {
	k, err := e.readKey(c.Key)
	if err != nil {
		return err
	}
	if c.Founder != "" {
		k.person = act.SubjectID(c.Founder)
	}
	if k.person.Noun() != "person" {
		return problem.Invalid(problem.OptionMissing, problem.P{"option": "--founder", "example": "--founder person/administrator"})
	}
	d, err := c.open(ctx, e)
	if err != nil {
		return err
	}
	return errors.Join(c.found(ctx, e, d, k), d.Close())
}

func (c *foundCmd) open(ctx context.Context, e *env) (desk, error) {
	o := client.Options{HTTP: e.http(), Language: e.language()}
	if c.Data == "" {
		remote, err := client.New(c.Server, o)
		return desk{Client: remote}, err
	}
	in, err := openInside(ctx, e, c.Data, c.Origin)
	if err != nil {
		return desk{}, err
	}
	return in.desk(o)
}

// found signs the first entry. It names the register's key, so the founder vouches for it.
func (c *foundCmd) found(ctx context.Context, e *env, d desk, k key) error {
	vkey, err := d.Key(ctx)
	if err != nil {
		return err
	}
	id, err := register.ID(vkey)
	if err != nil {
		return err
	}
	jwk, err := k.private.Public().MarshalJSON()
	if err != nil {
		return err
	}
	origin, _, _ := strings.Cut(vkey, "+")
	rules, files, err := admission.FirstRules(people.Ruling{Threshold: c.Sides, TimeZone: c.TimeZone, CutOff: c.CutOff, Delay: c.Delay, ChosenNames: c.ChosenNames})
	if err != nil {
		return err
	}
	own, err := e.founding(c.Data)
	if err != nil {
		return err
	}
	first, err := (&custodiansSetCmd{Custodians: c.Custodian}).body()
	if err != nil {
		return err
	}
	before, others, err := succeeded(ctx, e, c.Succeeds, vkey)
	if err != nil {
		return err
	}
	body, err := shape.Clean(people.OfficeOpened{
		Name: c.Name, Succeeds: before, Code: c.Code, Origin: origin, RegisterKey: vkey, Authority: own, Rules: rules, PolicyFiles: files, Custodians: first.Custodians, Parties: c.Party,
		Founders: append([]people.OpeningFounder{{Person: k.person, Key: jwk}}, others...)})
	if err != nil {
		return err
	}
	a, ds, err := k.signed(e, act.RegisterID(id), act.Draft{Kind: "office-opened", Subject: people.OfficeSubject(origin), Body: body})
	if err != nil {
		return err
	}
	receipt, err := d.Submit(ctx, act.FormatSDJWT(a, ds))
	if err != nil {
		return err
	}
	e.printf("%s\n", vkey)
	e.notef("%s was founded by %s, received %s.\n"+
		"The line above is the register's public key. Hand it to every party: with it they check the register without us.\n"+
		"Sign in with --office %s, or set TRUCE_OFFICE. Sign acts with --register %s, or set TRUCE_REGISTER.\n"+
		"The founding act is %s: whoever makes a key with --founding, or TRUCE_FOUNDING, takes no other.\n",
		c.Name, k.person, stamp(receipt.Received), origin, id, receipt.ID)
	return nil
}
