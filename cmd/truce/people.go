package main

import (
	"context"

	"truce/ground/act"
	"truce/ground/shape"
	"truce/noun/people"
)

type organisationCmd struct {
	Add organisationAddCmd `cmd:"" help:"Make an employer known."`
}

type organisationAddCmd struct {
	ID    string `arg:"" help:"For example organisation/mission."`
	Name  string `required:"" help:"Its name."`
	Party string `help:"Code of the party that it belongs to, such as TR. Absent for the mission itself."`
	atOffice
	signer
}

func (c *organisationAddCmd) Run(ctx context.Context, e *env) error {
	return c.do(ctx, e, c.signer, "organisation-registered", act.SubjectID(c.ID),
		people.OrganisationRegistered{Name: c.Name, Party: c.Party})
}

type personCmd struct {
	Add personAddCmd `cmd:"" help:"Make a person known."`
}

type personAddCmd struct {
	ID           string `arg:"" help:"For example person/monitor-1."`
	Organisation string `required:"" help:"The employer, for example organisation/mission." placeholder:"SUBJECT"`
	Name         string `required:"" help:"The person's name. It is hidden from the parties."`
	atOffice
	signer
}

func (c *personAddCmd) Run(ctx context.Context, e *env) error {
	return c.do(ctx, e, c.signer, "person-registered", act.SubjectID(c.ID),
		people.PersonRegistered{Organisation: act.SubjectID(c.Organisation), Name: c.Name})
}

type roleCmd struct {
	Grant    roleGrantCmd    `cmd:"" help:"Give a person a role."`
	Withdraw roleWithdrawCmd `cmd:"" help:"Take a role back."`
}

type roleGrantCmd struct {
	Person string  `arg:"" help:"For example person/monitor-1."`
	Role   string  `arg:"" help:"administrator, secretariat, liaison, custodian or auditor. Of a party's people: liaison; or custodian, which two sides say. Who monitors or verifies does so by keys: truce keys enrol --role."`
	Until  instant `help:"First moment without the role (RFC 3339)." placeholder:"TIME"`
	atOffice
	signer
}

func (c *roleGrantCmd) Run(ctx context.Context, e *env) error {
	return c.do(ctx, e, c.signer, "role-granted", act.SubjectID(c.Person),
		people.RoleGranted{Role: c.Role, Until: c.Until.Time})
}

type roleWithdrawCmd struct {
	Person string `arg:"" help:"For example person/monitor-1."`
	Role   string `arg:"" help:"The role."`
	Reason string `help:"Why."`
	atOffice
	signer
}

func (c *roleWithdrawCmd) Run(ctx context.Context, e *env) error {
	return c.do(ctx, e, c.signer, "role-withdrawn", act.SubjectID(c.Person),
		people.RoleWithdrawn{Role: c.Role, Reason: shape.In("", c.Reason)})
}
