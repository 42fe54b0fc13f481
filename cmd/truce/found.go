package main

import (
	"context"
	"errors"

	"truce/act"
	"truce/office"
)

type foundCmd struct {
	Name    string `required:"" help:"Name of the office, for people."`
	ID      string `help:"Name of the office as a subject." default:"hq"`
	Founder string `help:"The first administrator, if the key file does not say." placeholder:"SUBJECT"`
	Data    string `help:"Folder of the office." default:"./truce-data" placeholder:"FOLDER"`
	Origin  string `help:"Name of the register, once and for all, such as hq.mission.example. Absent: the folder's, or a drawn one."`
	signer
}

func (c *foundCmd) Run(ctx context.Context, e *env) error {
	k, err := readKey(c.Key)
	if err != nil {
		return err
	}
	founder := k.person
	if c.Founder != "" {
		founder = act.SubjectID(c.Founder)
	}
	if founder.Noun() != "person" {
		return hinted{errors.New("it is not said who founds the office"), "Name the first administrator, for example --founder person/administrator."}
	}
	o, err := openOffice(ctx, e, c.Data, c.Origin)
	if err != nil {
		return err
	}
	receipt, err := o.Found(ctx, office.Founding{ID: c.ID, Name: c.Name, Founder: founder}, k.private)
	if err != nil {
		return errors.Join(err, o.Close())
	}
	e.printf("%s\n", o.Key())
	e.notef("%s was founded by %s, received %s.\n"+
		"The line above is the register's public key. Hand it to every party: with it they check the register without us.\n"+
		"Next: truce serve --data %s\n", c.Name, founder, stamp(receipt.Received), c.Data)
	return o.Close()
}
