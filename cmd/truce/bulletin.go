package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/door/client"
	"truce/ground/act"
	"truce/judge/bulletin"
	"truce/noun/publication"
)

type bulletinCmd struct {
	List    bulletinListCmd    `cmd:"" help:"List the published bulletins and their corrections."`
	Show    bulletinShowCmd    `cmd:"" help:"Show a published bulletin."`
	Make    bulletinMakeCmd    `cmd:"" help:"Make a bulletin as it stands now, or as known then. Nothing is published."`
	Publish bulletinPublishCmd `cmd:"" help:"Publish a bulletin."`
	Correct bulletinCorrectCmd `cmd:"" help:"Correct a published bulletin with a numbered notice."`
}

// bulletinSpec says which bulletin is meant.
type bulletinSpec struct {
	Date   string `help:"Civil day with whose cut-off it ends; otherwise the last that is over." placeholder:"DAY"`
	Weekly bool   `help:"Of the seven days that end so, not of one."`
	Whole  bool   `help:"Of all days since the bulletin of its kind before it, however many."`
}

func (s bulletinSpec) spec() bulletin.Spec {
	kind := "daily"
	if s.Weekly {
		kind = "weekly"
	}
	return bulletin.Spec{Kind: kind, Date: s.Date, Whole: s.Whole}
}

// bulletinDay reckons the day of a draft otherwise than the office does. What is published goes by the office's.
type bulletinDay struct {
	CutOff   string `name:"cutoff" help:"Time of day at which it ends, such as 18:00; otherwise that of the office's rules." placeholder:"TIME"`
	TimeZone string `name:"timezone" help:"Time zone, such as Asia/Damascus; otherwise that of the office's rules on that day, which is UTC where they name none." placeholder:"NAME"`
}

// bulletinForm says how it is wanted.
type bulletinForm struct {
	Edition string `help:"public or mission; otherwise the fullest that you may have." placeholder:"EDITION"`
	Format  string `help:"json, html or csv (a zip of tables)." default:"json" enum:"json,html,csv,rows"`
	In      string `help:"Language of html: ${tongues}." placeholder:"TAG"`
	Out     string `short:"o" help:"File to write; otherwise it is printed." placeholder:"FILE"`
}

func (f bulletinForm) form(e *env) client.BulletinForm {
	lang := f.In
	if lang == "" {
		lang = e.language()
	}
	return client.BulletinForm{Edition: f.Edition, Format: f.Format, Language: lang}
}

// write puts the bulletin where it is wanted.
func (f bulletinForm) write(e *env, text []byte) error {
	if f.Out == "" {
		_, err := e.out.Write(text)
		return err
	}
	if err := os.WriteFile(f.Out, text, 0o600); err != nil {
		return err
	}
	e.printf("%s  %d bytes, sha256 %s\n", filepath.Clean(f.Out), len(text), bulletin.Digest(text))
	return nil
}

type bulletinListCmd struct {
	JSON bool `help:"Print JSON."`
	readAt
	signer
}

func (c *bulletinListCmd) Run(ctx context.Context, e *env) error {
	d, err := c.reading(ctx, e, c.signer)
	if err != nil {
		return err
	}
	all, err := published(ctx, d)
	if err = errors.Join(err, d.Close()); err != nil {
		return err
	}
	if c.JSON {
		return e.printJSON(all)
	}
	w := tabwriter.NewWriter(e.eyes(), 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "BULLETIN\tNUMBER\tCORRECTION\tPUBLISHED\tENTRIES\tWHAT")
	for _, b := range all {
		for _, i := range b.Issues {
			fmt.Fprintf(w, "%s\t%d\t%d\t%s\t%d\t%s\n", b.Subject.Name(), b.Number, i.Correction, stamp(i.Published), i.Own().Size, dash(i.What.Text))
		}
	}
	return w.Flush()
}

// publishedBulletin is a bulletin as its list tells of it.
type publishedBulletin struct {
	Subject act.SubjectID `json:"subject"`
	publication.Bulletin
}

// published are the bulletins that the office published, the latest first.
func published(ctx context.Context, d desk) ([]publishedBulletin, error) {
	var all []publishedBulletin
	for item, err := range d.All(ctx, publication.Bulletins().Plural, client.Filter{}) {
		if err != nil {
			return nil, err
		}
		b := publishedBulletin{Subject: item.Subject}
		if err := json.Unmarshal(item.State, &b.Bulletin); err != nil {
			return nil, fmt.Errorf("read %s: %w", item.Subject, err)
		}
		all = append(all, b)
	}
	return all, nil
}

type bulletinShowCmd struct {
	Name       string `arg:"" help:"Such as hq-daily-2017-05-07."`
	Correction string `help:"As corrected by this notice; 0: as first published." placeholder:"NUMBER"`
	bulletinForm
	readAt
	signer
}

func (c *bulletinShowCmd) Run(ctx context.Context, e *env) error {
	d, err := c.reading(ctx, e, c.signer)
	if err != nil {
		return err
	}
	form := c.form(e)
	form.Correction = c.Correction
	text, err := d.Bulletin(ctx, strings.TrimPrefix(c.Name, "bulletin/"), form)
	if err = errors.Join(err, d.Close()); err != nil {
		return err
	}
	return c.write(e, text)
}

type bulletinMakeCmd struct {
	bulletinSpec
	bulletinDay
	Known instant `help:"As the office knew it at this time." placeholder:"TIME"`
	bulletinForm
	readAt
	signer
}

func (c *bulletinMakeCmd) Run(ctx context.Context, e *env) error {
	d, err := c.reading(ctx, e, c.signer)
	if err != nil {
		return err
	}
	spec := c.spec()
	spec.CutOff, spec.TimeZone = c.CutOff, c.TimeZone
	text, err := d.Draft(ctx, spec, c.Known.Time, c.form(e))
	if err = errors.Join(err, d.Close()); err != nil {
		return err
	}
	return c.write(e, text)
}

type bulletinPublishCmd struct {
	bulletinSpec
	atOffice
	signer
}

func (c *bulletinPublishCmd) Run(ctx context.Context, e *env) error {
	return publish(ctx, e, c.atOffice, c.signer, c.spec(), "", nil)
}

type bulletinCorrectCmd struct {
	Name   string `arg:"" help:"Such as hq-daily-2017-05-07."`
	What   string `required:"" help:"What was wrong and what is right. It is published." placeholder:"TEXT"`
	Reason string `required:"" help:"Why it was wrong. It is published." placeholder:"TEXT"`
	atOffice
	signer
}

func (c *bulletinCorrectCmd) Run(ctx context.Context, e *env) error {
	said := map[string]string{"what": c.What, "reason": c.Reason}
	return publish(ctx, e, c.atOffice, c.signer, bulletin.Spec{}, strings.TrimPrefix(c.Name, "bulletin/"), said)
}

// publish asks the office for the act, signs it and hands it in. The office takes it only if
// making the bulletin again gives the digests in it.
func publish(ctx context.Context, e *env, at atOffice, s signer, spec bulletin.Spec, correct string, said map[string]string) error {
	w, err := at.writing(ctx, e, s)
	if err != nil {
		return err
	}
	return errors.Join(publishAt(ctx, e, w, spec, correct, said), w.Close())
}

func publishAt(ctx context.Context, e *env, d writing, spec bulletin.Spec, correct string, said map[string]string) error {
	p, err := d.Propose(ctx, spec, correct)
	if err != nil {
		return err
	}
	body, err := with(p.Body, said)
	if err != nil {
		return err
	}
	draft := act.Draft{Kind: p.Kind, Subject: p.Subject, Body: body}
	if correct != "" {
		if draft.Prev, err = latest(ctx, d.desk, p.Subject); err != nil {
			return err
		}
	}
	a, ds, err := d.key.signed(e, d.register, draft)
	if err != nil {
		return err
	}
	r, err := d.Submit(ctx, act.FormatSDJWT(a, ds))
	if err != nil {
		return err
	}
	e.printf("%s published: entry %d, received %s\n", p.Subject, r.Index, stamp(r.Received))
	return nil
}

// with puts members into a body.
func with(body jsontext.Value, said map[string]string) (jsontext.Value, error) {
	members := map[string]jsontext.Value{}
	if err := json.Unmarshal(body, &members); err != nil {
		return nil, err
	}
	for name, text := range said {
		value, err := json.Marshal(text)
		if err != nil {
			return nil, err
		}
		members[name] = value
	}
	return json.Marshal(members, json.Deterministic(true))
}
