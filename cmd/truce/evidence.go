package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"mime"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"truce/door/client"
	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/shape"
	"truce/noun/evidence"
	"truce/noun/people"
	"truce/tool/blob"
)

type evidenceCmd struct {
	Put evidencePutCmd `cmd:"" help:"Hand in a file and sign that it was deposited."`
	Get evidenceGetCmd `cmd:"" help:"Fetch a file of evidence."`
}

type evidencePutCmd struct {
	File            string   `arg:"" help:"The original, as it came."`
	Kind            string   `required:"" help:"photo, video, audio, document, raw-form or object."`
	About           []string `help:"Reports or incidents that it belongs to." placeholder:"SUBJECT"`
	Description     string   `help:"What it shows."`
	TakenAt         instant  `help:"When it was made." placeholder:"TIME"`
	Again           string   `help:"The piece of evidence that you deposited before, if the office lost the file or you have more to say of it. Otherwise each deposit is a piece of its own." placeholder:"SUBJECT"`
	MediaType       string   `help:"Of the file (RFC 6838); otherwise its name tells." placeholder:"TYPE"`
	NothingPersonal bool     `help:"Your word that a text names and places nobody: then it can be read without a custodian."`
	Exercise        bool     `help:"It did not happen."`
	sealsTo
	atOffice
	signer
}

func (c *evidencePutCmd) Run(ctx context.Context, e *env) error {
	file, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer file.Close()
	upload, err := c.describe(file)
	if err != nil {
		return err
	}
	w, err := c.writing(ctx, e, c.signer)
	if err != nil {
		return err
	}
	return errors.Join(c.put(ctx, e, w, upload), w.Close())
}

// put hands the file in. It leaves this machine only once this machine knows to whom the office has to seal it.
func (c *evidencePutCmd) put(ctx context.Context, e *env, w writing, upload client.File) error {
	set, err := c.sealing(ctx, e, w)
	if err != nil {
		return err
	}
	stored, err := w.Upload(ctx, upload, func(string) { e.notef("Sending %d bytes.\n", upload.Size) })
	if err != nil {
		return err
	}
	if recipients := slices.Sorted(slices.Values(stored.Recipients)); !slices.Equal(recipients, set.Recipients()) {
		return problem.Conflict(problem.EvidenceSealedToOthers)
	}
	return c.deposit(ctx, e, w, set, stored)
}

func (c *evidencePutCmd) describe(file *os.File) (f client.File, err error) {
	hash := sha256.New()
	if f.Size, err = io.Copy(hash, file); err != nil {
		return f, err
	}
	f.Content, f.MediaType, f.NothingPersonal = file, c.MediaType, c.NothingPersonal
	f.SHA256 = blob.ID(hash.Sum(nil))
	if f.MediaType == "" {
		f.MediaType, _, _ = strings.Cut(mime.TypeByExtension(filepath.Ext(c.File)), ";")
	}
	return f, nil
}

// deposit signs that the file was handed in, with the hashes of all its forms: whoever
// alters one of them later is found out.
func (c *evidencePutCmd) deposit(ctx context.Context, e *env, w writing, set people.CustodianTerm, stored blob.Stored) error {
	b := evidence.EvidenceDeposited{
		Kind: c.Kind, MediaType: stored.MediaType, Original: stored.Original.String(), Size: stored.Size, Sealed: stored.ID.String(), SealedTo: set.Digest,
		TakenAt: c.TakenAt.Time, Description: shape.In("", c.Description), Exercise: c.Exercise,
	}
	if stored.Working != nil {
		b.Working = stored.Working.SHA256.String()
	}
	for _, about := range c.About {
		b.About = append(b.About, act.SubjectID(about))
	}
	body, err := shape.Clean(b)
	if err != nil {
		return err
	}
	d := act.Draft{Kind: "evidence-deposited", Body: body}
	if err := c.named(ctx, e, w, &d); err != nil {
		return err
	}
	a, ds, err := w.key.signed(e, w.register, d)
	if err != nil {
		return err
	}
	receipt, err := w.Submit(ctx, act.FormatSDJWT(a, ds))
	if err != nil {
		return err
	}
	e.printf("%s\n", a.Subject)
	e.notef("Entry %d, received %s. The original is sealed to %s.\n", receipt.Index, stamp(receipt.Received), several(int64(len(stored.Recipients)), "custodian", "custodians"))
	if stored.Working == nil {
		e.notef("There is no working copy: %s\n", stored.NoWorkingReason)
		return nil
	}
	for _, what := range stored.Working.Removed {
		e.notef("Taken out of the working copy: %s.\n", what)
	}
	return nil
}

// named gives the deposit a name of its own, or that of the piece that is deposited again, after all that was said of it.
func (c *evidencePutCmd) named(ctx context.Context, e *env, w writing, d *act.Draft) (err error) {
	if c.Again == "" {
		d.Subject, d.Nonce, err = w.key.made(e, evidence.Noun)
		return err
	}
	d.Subject = act.SubjectID(evidence.Noun + "/" + strings.TrimPrefix(c.Again, evidence.Noun+"/"))
	d.Prev, err = w.Heads(ctx, d.Subject)
	return err
}

type evidenceGetCmd struct {
	ID       string `arg:"" help:"As printed by evidence put, with or without evidence/ before it."`
	Original bool   `help:"As custodian: the original, opened with the sealing key of your key file. Otherwise the working copy."`
	Out      string `short:"o" required:"" help:"File to write. It must not exist yet." placeholder:"FILE"`
	atOffice
	signer
}

func (c *evidenceGetCmd) Run(ctx context.Context, e *env) error {
	k, err := e.readKey(c.Key)
	if err != nil {
		return err
	}
	if c.Original && k.sealing == nil {
		return problem.Forbidden(problem.SealingKeyMissing, problem.P{"file": c.Key})
	}
	d, err := c.open(ctx, e, &k)
	if err != nil {
		return err
	}
	content, err := c.fetch(ctx, d, act.SubjectID(evidence.Noun+"/"+strings.TrimPrefix(c.ID, evidence.Noun+"/")), k)
	if err == nil {
		err = writeNew(c.Out, content)
	}
	return errors.Join(err, d.Close())
}
