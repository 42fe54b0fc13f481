package main

import (
	"cmp"
	"context"
	"errors"
	"os"

	"truce/door/importer"
	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/timezone"
	"truce/noun/agreement"
)

type importAgreementCmd struct {
	importing
	Sign   string `help:"Version of which the signatures are recorded, of all who must sign." placeholder:"VERSION"`
	On     string `help:"Day on which it was signed." placeholder:"DAY"`
	Source string `help:"How the mission knows of the signatures." placeholder:"TEXT"`
}

func (c *importAgreementCmd) Run(ctx context.Context, e *env) error {
	if (c.Sign == "") != (c.On == "") || (c.Sign == "") != (c.Source == "") {
		return problem.Invalid(problem.OptionsTogether, problem.P{"options": []string{"--sign", "--on", "--source"}})
	}
	d, err := readAgreement(c.File)
	if err != nil {
		return err
	}
	t, err := c.open(ctx, e, "")
	if err != nil {
		return err
	}
	return errors.Join(c.file(ctx, e, t, d), t.end())
}

func (c *importAgreementCmd) file(ctx context.Context, e *env, t target, d agreement.Document) error {
	began := e.now()
	filed, err := importer.Agreement(ctx, c.File, d, t.Options)
	reports := []importer.Report{filed}
	if err == nil && c.Sign != "" {
		var signed importer.Report
		signed, err = importer.RecordSignatures(ctx, c.File, d,
			importer.Signatures{Version: c.Sign, On: agreement.Date(c.On), Source: c.Source}, t.Options)
		reports = append(reports, signed)
	}
	return errors.Join(err, c.tell(e, began, reports...))
}

// readAgreement answers every fault of the file with its line and clause.
func readAgreement(name string) (agreement.Document, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return agreement.Document{}, err
	}
	d, faults := agreement.Parse(name, data, timezone.Load)
	var all []error
	for _, f := range faults {
		all = append(all, f)
	}
	return d, errors.Join(all...)
}

type importZonesCmd struct {
	importing
	Dataset     string   `help:"Name and version of the map. Without it the file's name." placeholder:"TEXT"`
	Agreement   string   `required:"" help:"Agreement that the zones rest on, such as agreement/syria-2017." placeholder:"ID"`
	Version     string   `required:"" help:"Version of its text." placeholder:"VERSION"`
	Clause      string   `required:"" help:"Clause of that version, for zones whose properties name none." placeholder:"CLAUSE"`
	Required    []string `help:"Parties that must consent beside those whom the agreement asks." placeholder:"PARTY"`
	From        instant  `required:"" help:"In force from then, or from the last consent." placeholder:"TIME"`
	Until       instant  `help:"In force until then, not included." placeholder:"TIME"`
	Number      int      `default:"1" help:"The proposer's own number for the proposal. Another number is another proposal for the same zones." placeholder:"N"`
	Party       string   `help:"Whose proposal it is, if it is not the mission's own." placeholder:"PARTY"`
	Source      string   `help:"How the mission knows of the proposal of that party." placeholder:"TEXT"`
	Edges       string   `enum:"geodesic,straight" default:"straight" help:"What a line between two points means: geodesic, the shortest way on the ground, or straight in longitude and latitude, as on the map that it was drawn on."`
	Approximate bool     `help:"The file only shows about where the text means."`
	Exercise    bool     `help:"Mark everything as EXERCISE."`
	Consents    []string `help:"Parties whose consent the mission records." placeholder:"PARTY"`
	ConsentFrom instant  `help:"When they consented. Without it the time of --from." placeholder:"TIME"`
	ConsentNote string   `name:"consent-source" help:"How the mission knows that they consented." placeholder:"TEXT"`
}

func (c *importZonesCmd) Run(ctx context.Context, e *env) error {
	if (len(c.Consents) > 0) != (c.ConsentNote != "") {
		return problem.Invalid(problem.OptionsTogether, problem.P{"options": []string{"--consents", "--consent-source"}})
	}
	if !isGeoJSON(c.File) {
		return problem.Invalid(problem.ValueUnfit, problem.P{"value": c.File, "option": "FILE", "example": "zones.geojson"})
	}
	t, err := c.open(ctx, e, "zones")
	if err != nil {
		return err
	}
	return errors.Join(c.zones(ctx, e, t), t.end())
}

func (c *importZonesCmd) terms() importer.ZoneTerms {
	return importer.ZoneTerms{
		Dataset: c.dataset(c.Dataset), Agreement: act.SubjectID(c.Agreement), Version: c.Version, Clause: c.Clause, Required: c.Required,
		From: c.From.Time, Until: c.Until.Time, Proposal: importer.Proposal{By: c.Party, Number: c.Number}, Source: c.Source,
		Edges: c.Edges, Approximate: c.Approximate, Exercise: c.Exercise,
	}
}

func (c *importZonesCmd) zones(ctx context.Context, e *env, t target) error {
	began := e.now()
	terms, file := c.terms(), importer.File(c.File)
	p := e.progress("import")
	proposed, err := importer.Import(ctx, file, importer.Zones(terms), t.Options, func(done, total int) { p.at(int64(done), int64(total)) })
	p.end()
	reports := []importer.Report{proposed}
	if err == nil && len(c.Consents) > 0 {
		var consented importer.Report
		consented, err = importer.RecordConsents(ctx, file, importer.Zones(terms), importer.Consents{
			Proposal: terms.Proposal, Parties: c.Consents, At: cmp.Or(c.ConsentFrom.Time, c.From.Time), Source: c.ConsentNote,
		}, t.Options)
		reports = append(reports, consented)
	}
	return errors.Join(err, c.tell(e, began, reports...))
}
