package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"truce/door/wire"
	"truce/ground/act"
	"truce/ground/force"
	"truce/ground/problem"
	"truce/ground/shape"
	"truce/ground/timezone"
	"truce/noun/agreement"
)

type agreementCmd struct {
	Check       agreementCheckCmd       `cmd:"" help:"Read agreement files and tell what is wrong with them. Nothing is sent."`
	File        agreementFileCmd        `cmd:"" help:"Sign the versions of an agreement file and hand them in."`
	Sign        agreementSignCmd        `cmd:"" help:"Sign a version for your party or, for the mission, record that a party did."`
	Versions    agreementVersionsCmd    `cmd:"" help:"Show the versions of a text, who signed them and when they are in force."`
	Differences agreementDifferencesCmd `cmd:"" help:"Show how two versions differ, clause by clause."`
	Deadlines   agreementDeadlinesCmd   `cmd:"" help:"Show what is due when, and how it was reckoned."`
}

type agreementCheckCmd struct {
	Files []string `arg:"" help:"Agreement files (JSON)."`
}

func (c *agreementCheckCmd) Run(e *env) error {
	wrong := 0
	for _, file := range c.Files {
		d, problems, err := parseAgreement(file)
		if err != nil {
			return err
		}
		for _, p := range problems {
			e.printf("%s\n", p.Error())
		}
		if wrong += len(problems); len(problems) == 0 {
			e.printf("%s: %s, %s: nothing is wrong\n", file, d.Subject(), versionsOf(d))
		}
	}
	if wrong > 0 {
		return found{fmt.Errorf("faults found: %d", wrong)}
	}
	return nil
}

func versionsOf(d agreement.Document) string {
	var ids []string
	for _, v := range d.Versions {
		ids = append(ids, v.ID)
	}
	return "version " + strings.Join(ids, ", ")
}

func parseAgreement(file string) (agreement.Document, []agreement.Problem, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return agreement.Document{}, nil, err
	}
	d, problems := agreement.Parse(file, data, timezone.Load)
	return d, problems, nil
}

type agreementFileCmd struct {
	File string `arg:"" help:"Agreement file (JSON)."`
	atOffice
	signer
}

func (c *agreementFileCmd) Run(ctx context.Context, e *env) error {
	d, problems, err := parseAgreement(c.File)
	if err != nil {
		return err
	}
	for _, p := range problems {
		e.notef("%s\n", p.Error())
	}
	if len(problems) > 0 {
		return hinted{fmt.Errorf("%s cannot be used, faults found: %d; nothing was sent", c.File, len(problems)), "Mend them; `truce agreement check` looks again."}
	}
	w, err := c.writing(ctx, e, c.signer)
	if err != nil {
		return err
	}
	return errors.Join(c.file(ctx, e, w, d), w.Close())
}

// file hands in the versions that the office does not hold just so: filing a file twice
// adds nothing.
func (c *agreementFileCmd) file(ctx context.Context, e *env, w writing, d agreement.Document) error {
	held, err := w.Versions(ctx, d.Agreement, time.Time{})
	if err != nil && !isNotFound(err) {
		return err
	}
	for _, v := range d.Versions {
		digest, err := v.Digest()
		if err != nil {
			return err
		}
		if slices.ContainsFunc(held.Versions, func(h wire.Version) bool { return h.ID == v.ID && h.Digest == digest && h.Complete }) {
			e.printf("%s %s is there already\n", d.Subject(), v.ID)
			continue
		}
		filings, err := agreement.Filings(agreement.Document{Agreement: d.Agreement, Versions: []agreement.Version{v}})
		if err != nil {
			return err
		}
		for _, f := range filings {
			if _, err := w.do(ctx, e, f.Kind, d.Subject(), f.Body); err != nil {
				return err
			}
		}
		e.printf("%s %s filed in %d acts, digest %s\n", d.Subject(), v.ID, len(filings), digest)
	}
	return nil
}

type agreementSignCmd struct {
	Agreement string `arg:"" help:"Name of the agreement, such as syria-2017."`
	Version   string `arg:"" help:"Version of its text."`
	Party     string `help:"For the mission: the party that signed." placeholder:"PARTY"`
	Capacity  string `help:"As what." default:"guarantor" enum:"guarantor,bound,observer"`
	On        string `help:"Day of the signature, such as 2017-05-04. Otherwise today, UTC." placeholder:"DAY"`
	Source    string `help:"For the mission: how it knows." placeholder:"TEXT"`
	Digest    string `help:"What you read, as hash: refuse to sign any other text." placeholder:"SHA256"`
	atOffice
	signer
}

func (c *agreementSignCmd) Run(ctx context.Context, e *env) error {
	w, err := c.writing(ctx, e, c.signer)
	if err != nil {
		return err
	}
	return errors.Join(c.sign(ctx, e, w), w.Close())
}

func (c *agreementSignCmd) sign(ctx context.Context, e *env, w writing) error {
	held, err := w.Versions(ctx, c.Agreement, time.Time{})
	if err != nil {
		return err
	}
	i := slices.IndexFunc(held.Versions, func(v wire.Version) bool { return v.ID == c.Version })
	if i < 0 {
		return problem.NotFound(problem.VersionUnknown, problem.P{"subject": held.Agreement, "version": c.Version})
	}
	v := held.Versions[i]
	if c.Digest != "" && c.Digest != v.Digest {
		return problem.Conflict(problem.VersionOtherText, problem.P{"hash": v.Digest})
	}
	body := agreement.AgreementSigned{Version: v.ID, Digest: v.Digest, Capacity: c.Capacity, On: agreement.Date(c.On), Source: c.Source}
	if body.On == "" {
		body.On = agreement.Date(e.now().UTC().Format("2006-01-02"))
	}
	if body.Party, err = w.party(ctx, c.Party); err != nil {
		return err
	}
	if _, err := w.do(ctx, e, "agreement-signed", held.Agreement, body); err != nil {
		return err
	}
	e.printf("%s %s signed for %s as %s, digest %s\n", held.Agreement, v.ID, body.Party, body.Capacity, v.Digest)
	return w.waits(ctx, e, body.Party)
}

type agreementVersionsCmd struct {
	Agreement string  `arg:"" help:"Name of the agreement, such as syria-2017."`
	Known     instant `help:"As the office knew it at this time." placeholder:"TIME"`
	JSON      bool    `help:"Print JSON."`
	readAt
	signer
}

func (c *agreementVersionsCmd) Run(ctx context.Context, e *env) error {
	d, err := c.reading(ctx, e, c.signer)
	if err != nil {
		return err
	}
	told, err := d.Versions(ctx, c.Agreement, c.Known.Time)
	if err == nil {
		err = c.print(e, told)
	}
	return errors.Join(err, d.Close())
}

func (c *agreementVersionsCmd) print(e *env, told wire.Versions) error {
	if c.JSON {
		return e.printJSON(told)
	}
	for _, v := range told.Versions {
		e.printf("%s  %s of %s, %d clauses: %s\n", v.ID, v.Type, v.Date, v.Clauses, v.Title.In(e.language()))
		e.printf("  digest  %s\n", v.Digest)
		for _, s := range v.Signatures {
			e.printf("  signed  by %s as %s on %s, received %s%s\n", s.Party, s.Capacity, s.On, stamp(s.Received), recorded(s.Recorded)+e.without(s.Why)+inDoubt(s.Doubted))
		}
		if len(v.Missing) > 0 {
			e.printf("  waits   for %s\n", strings.Join(v.Missing, ", "))
		}
		for _, x := range v.Extensions {
			e.printf("  extends %s until %s, that day included%s\n", orVersion(x.Obligation), x.Until, e.without(x.Why))
			for _, consent := range x.Consents {
				e.printf("          with the consent of %s of %s, received %s%s\n", consent.Party, consent.On, stamp(consent.Received),
					recorded(consent.Recorded)+e.without(consent.Why)+inDoubt(consent.Doubted))
			}
			if len(x.Missing) > 0 {
				e.printf("          waits for %s\n", strings.Join(x.Missing, ", "))
			}
		}
		if len(v.Boundaries) > 0 {
			e.printf("  zones   and lines under it need the consent of %s\n", consenters(v.Boundaries))
		}
		for _, d := range v.Declarations {
			e.declaration(d)
		}
		for _, i := range v.Force {
			e.printf("  force   %s\n", period(i.From, i.Until))
		}
		for _, l := range v.Later {
			e.printf("  LATER   %s: %s\n", period(l.From, l.Until), strings.Join(l.Words, "; "))
		}
		for _, f := range v.Faults {
			e.printf("  fault   %s\n", f.Error())
		}
		if !v.Complete {
			e.printf("  clauses are missing\n")
		}
	}
	for _, f := range told.Flags {
		e.printf("flag    %s: %s\n", strings.Join(notEmpty(f.Act.String(), f.Version, f.Party), " "), f.Words)
	}
	return nil
}

// told are those of some texts that say something.
func notEmpty(all ...string) []string {
	return slices.DeleteFunc(all, func(text string) bool { return text == "" })
}

// consenters are parties, each with the time for which its consent is needed if that is not always.
func consenters(all []force.Member) string {
	var told []string
	for _, m := range all {
		if m.From.IsZero() && m.Until.IsZero() {
			told = append(told, m.Party)
			continue
		}
		told = append(told, m.Party+" ("+period(m.From, m.Until)+")")
	}
	return strings.Join(told, ", ")
}

// declaration tells what was declared, by whom, and when it has effect or why it has none.
func (e *env) declaration(d agreement.Declaration) {
	what := []string{d.Type, "for", strings.Join(d.For, ", "), "from", string(d.From)}
	if len(d.Where) > 0 {
		what = append(what, "in", strings.Join(d.Where, ", "))
	}
	if d.Until != "" {
		what = append(what, "until", string(d.Until)+", that day included")
	}
	e.printf("  %s%s\n", strings.Join(what, " "), e.without(d.Why))
	for _, said := range d.Consents {
		e.printf("          by the word of %s of %s, received %s%s\n", said.Party, said.On, stamp(said.Received),
			recorded(said.Recorded)+e.without(said.Why)+inDoubt(said.Doubted))
	}
	if len(d.Missing) > 0 {
		e.printf("          waits for %s\n", strings.Join(d.Missing, ", "))
	}
	if d.Force != nil {
		e.printf("          has effect %s\n", period(d.Force.From, d.Force.Until))
	}
}

// recorded says of a signature that the party itself made none here.
func recorded(is bool) string {
	if !is {
		return ""
	}
	return " (recorded by the mission, not signed here)"
}

// inDoubt says of a signature that its key is in doubt.
func inDoubt(is bool) string {
	if !is {
		return ""
	}
	return " (IN DOUBT: the key is said to have been in other hands)"
}

// orVersion names what an extension moves.
func orVersion(obligation string) string {
	if obligation == "" {
		return "the version"
	}
	return "the deadline of " + obligation
}

// without says why something has no effect, in the reader's language.
func (e *env) without(why string) string {
	if why == "" {
		return ""
	}
	return " (does not count: " + problem.Saying("why-"+why, nil, e.languages...) + ")"
}

type agreementDifferencesCmd struct {
	Agreement string  `arg:"" help:"Name of the agreement, such as syria-2017."`
	Before    string  `arg:"" help:"The one version."`
	After     string  `arg:"" help:"The other."`
	Known     instant `help:"As the office knew them at this time." placeholder:"TIME"`
	JSON      bool    `help:"Print JSON."`
	readAt
	signer
}

func (c *agreementDifferencesCmd) Run(ctx context.Context, e *env) error {
	d, err := c.reading(ctx, e, c.signer)
	if err != nil {
		return err
	}
	told, err := d.Differences(ctx, c.Agreement, c.Before, c.After, c.Known.Time)
	if err == nil {
		err = c.print(e, told)
	}
	return errors.Join(err, d.Close())
}

func (c *agreementDifferencesCmd) print(e *env, told wire.Differences) error {
	if c.JSON {
		return e.printJSON(told)
	}
	for _, d := range told.Clauses {
		e.printf("%-8s  %s  %s\n", d.Change, beside(d.Before, d.After), d.Topic)
		if len(d.Members) > 0 {
			e.printf("          differs in %s\n", strings.Join(d.Members, ", "))
		}
		for _, t := range d.Texts {
			e.printf("          %s %s: %s\n", t.Member, t.Language, marked(t.Words))
		}
	}
	return nil
}

func beside(before, after string) string {
	if before == after || after == "" {
		return before
	}
	if before == "" {
		return after
	}
	return before + " / " + after
}

// marked writes what was removed and added into the text.
func marked(all []agreement.Word) string {
	var parts []string
	for _, w := range all {
		switch w.Change {
		case agreement.Added:
			parts = append(parts, "{+"+w.Text+"+}")
		case agreement.Removed:
			parts = append(parts, "[-"+w.Text+"-]")
		default:
			parts = append(parts, w.Text)
		}
	}
	return strings.Join(parts, " ")
}

type agreementDeadlinesCmd struct {
	Agreement string  `arg:"" help:"Name of the agreement, such as syria-2017."`
	Version   string  `help:"Only those of this version." placeholder:"VERSION"`
	At        instant `help:"How they stand at this time. Otherwise now." placeholder:"TIME"`
	Known     instant `help:"As the office knew it at this time." placeholder:"TIME"`
	Steps     bool    `help:"Tell each step of the reckoning." default:"true" negatable:""`
	JSON      bool    `help:"Print JSON."`
	readAt
	signer
}

func (c *agreementDeadlinesCmd) Run(ctx context.Context, e *env) error {
	d, err := c.reading(ctx, e, c.signer)
	if err != nil {
		return err
	}
	told, err := d.Deadlines(ctx, c.Agreement, c.Version, c.At.Time, c.Known.Time)
	if err == nil {
		err = c.print(e, told)
	}
	return errors.Join(err, d.Close())
}

func (c *agreementDeadlinesCmd) print(e *env, told wire.Deadlines) error {
	if c.JSON {
		return e.printJSON(told)
	}
	w := tabwriter.NewWriter(e.eyes(), 0, 0, 2, ' ', 0)
	for _, d := range told.Deadlines {
		day := string(d.Day)
		if day == "" {
			day = "-"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", d.Version, d.Clause, d.Obligation, day, d.Told)
		if c.Steps {
			for _, step := range d.Words {
				fmt.Fprintf(w, "\t\t\t\t%s\n", step)
			}
		}
	}
	return w.Flush()
}

// checked is a body as its shape has it.
func checked(body any) ([]byte, error) {
	text, err := shape.Clean(body)
	if err != nil {
		return nil, fmt.Errorf("write body: %w", err)
	}
	return text, nil
}

func subjectArg(text string, nouns ...string) (act.SubjectID, error) {
	id, err := act.ParseSubject(text)
	if err != nil || !slices.Contains(nouns, id.Noun()) {
		return "", problem.Invalid(problem.ValueUnfit, problem.P{"value": text, "option": "SUBJECT", "example": nouns[0] + "/dz-idlib"})
	}
	return id, nil
}
