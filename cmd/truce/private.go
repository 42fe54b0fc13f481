package main

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/go-json-experiment/json"

	"truce/door/client"
	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/shape"
	"truce/noun/private"
	"truce/tool/answer"
	"truce/tool/query"
	"truce/tool/seal"
)

type privateCmd struct {
	File privateFileCmd `cmd:"" help:"File a text that nobody outside your party can read. It is encrypted here, before it is sent."`
	List privateListCmd `cmd:"" help:"What your party filed for itself, and what parties opened."`
	Read privateReadCmd `cmd:"" help:"Read what your party filed for itself, with the sealing key of your key file."`
	Open privateOpenCmd `cmd:"" help:"Show what your party had filed to all who sign in. It cannot be taken back."`
}

type privateFileCmd struct {
	Text     string   `arg:"" help:"File with the text, or - to read it from standard input. At most 2,000 characters."`
	With     []string `help:"File that belongs to it, such as a photo: its digest is filed, and the file stays with you. Keep it as it is." placeholder:"FILE"`
	To       []string `help:"Who of your party can read it: an age public key (age1...), as its owner gave it to you; may be given again. You can always read it, if your key file has a sealing key." placeholder:"AGE1"`
	Language string   `help:"Language of the text (BCP 47)." placeholder:"TAG"`
	atOffice
	signer
}

func (c *privateFileCmd) Run(ctx context.Context, e *env) error {
	content, err := c.content(e)
	if err != nil {
		return err
	}
	w, err := c.writing(ctx, e, c.signer)
	if err != nil {
		return err
	}
	return errors.Join(c.file(ctx, e, w, content), w.Close())
}

// content is what is filed, with a salt of its own.
func (c *privateFileCmd) content(e *env) (b private.Content, err error) {
	text, err := e.readAll(c.Text, seal.MaxTextBytes*2)
	if err != nil {
		return b, err
	}
	salt := make([]byte, 32)
	if _, err := io.ReadFull(e.rand, salt); err != nil {
		return b, err
	}
	b.Salt = base64.RawURLEncoding.EncodeToString(salt)
	b.Text = shape.Prose{Text: strings.TrimSpace(string(text)), Language: c.Language}
	if b.Text.Language == "" {
		b.Text.Language = shape.Unsaid
	}
	for _, name := range c.With {
		digest, err := digestOfFile(name)
		if err != nil {
			return b, err
		}
		b.Files = append(b.Files, digest)
	}
	return b, nil
}

func digestOfFile(name string) (string, error) {
	file, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer file.Close()
	hash := sha256.New()
	_, err = io.Copy(hash, file)
	return hex.EncodeToString(hash.Sum(nil)), err
}

func (c *privateFileCmd) file(ctx context.Context, e *env, w writing, content private.Content) error {
	to := c.To
	if own := w.key.recipient(); own != "" {
		to = append([]string{own}, to...)
	}
	if len(to) == 0 {
		return problem.Invalid(problem.PrivateUnaddressed)
	}
	if err := w.openable(e, content); err != nil { // what cannot be opened later is worth nothing
		return err
	}
	recipients, err := seal.ParseRecipients(to)
	if err != nil {
		return err
	}
	plain, err := content.Plain()
	if err != nil {
		return err
	}
	sealed, err := seal.Padded(recipients, plain, private.SealedBytes)
	if errors.Is(err, seal.ErrTooLong) {
		return problem.TooLarge(problem.PrivateTooLong).Because(err)
	}
	if err != nil {
		return err
	}
	subject, nonce, err := w.key.made(e, private.Noun)
	if err != nil {
		return err
	}
	return w.filed(ctx, e, subject, nonce, private.PrivateFiled{Commitment: content.Commitment(subject), Sealed: sealed})
}

// openable refuses a content that no act could open.
func (w writing) openable(e *env, content private.Content) error {
	body, err := checked(private.PrivateOpened{Content: content})
	if err == nil {
		_, _, err = w.key.signed(e, w.register, act.Draft{Kind: "private-opened", Subject: act.SubjectID(private.Noun + "/later"), Body: body})
	}
	return err
}

// filed signs and hands in, under a name that was made for it.
func (w writing) filed(ctx context.Context, e *env, subject act.SubjectID, nonce string, body private.PrivateFiled) error {
	text, err := checked(body)
	if err != nil {
		return err
	}
	d := act.Draft{Kind: "private-filed", Subject: subject, Nonce: nonce, Body: text}
	signed, ds, err := w.key.signed(e, w.register, d)
	if err != nil {
		return err
	}
	receipt, err := w.Submit(ctx, act.FormatSDJWT(signed, ds))
	if err != nil {
		return err
	}
	e.printf("%s\n", d.Subject)
	e.notef("Entry %d, received %s. Your party alone sees that it is there; whoever copies the register sees that somebody of your party filed something, and when.\n",
		receipt.Index, stamp(receipt.Received))
	return nil
}

// made draws a name that only this key can open.
func (k key) made(e *env, noun string) (subject act.SubjectID, nonce string, err error) {
	drawn := make([]byte, 16)
	if _, err := io.ReadFull(e.rand, drawn); err != nil {
		return "", "", err
	}
	nonce = hex.EncodeToString(drawn)
	return act.Named(noun, k.private.Public().ID(), nonce), nonce, nil
}

type privateListCmd struct {
	readAt
	signer
}

func (c *privateListCmd) Run(ctx context.Context, e *env) error {
	d, err := c.reading(ctx, e, c.signer)
	if err != nil {
		return err
	}
	return errors.Join(c.list(ctx, e, d), d.Close())
}

func (c *privateListCmd) list(ctx context.Context, e *env, d desk) error {
	seen := 0
	for after := ""; ; {
		p, err := d.List(ctx, private.Filings().Plural, client.Filter{}, after, query.MaxPage)
		if err != nil {
			return err
		}
		for _, i := range p.Items {
			e.printf("%s  %s  by %s  %s\n", stamp(i.From), i.Subject, i.Party, i.Status)
			if i.SameWeek != nil {
				e.printf("  %s\n", sameWeek(i))
			}
		}
		if seen += len(p.Items); p.Next == "" {
			break
		}
		after = p.Next
	}
	if seen == 0 {
		e.notef("There is nothing that you may see.\n")
	}
	return nil
}

// sameWeek tells of what a party opened how it was chosen.
func sameWeek(i answer.Item) string {
	return fmt.Sprintf("of %d that %s filed for itself from %s to %s, %d were never opened", i.SameWeek.Filed, i.Party, i.SameWeek.First, i.SameWeek.Last, i.SameWeek.NeverOpened)
}

type privateReadCmd struct {
	Subject string `arg:"" help:"As truce private list prints it."`
	readAt
	signer
}

func (c *privateReadCmd) Run(ctx context.Context, e *env) error {
	k, err := e.readKey(c.Key)
	if err != nil {
		return err
	}
	d, err := c.reading(ctx, e, c.signer)
	if err != nil {
		return err
	}
	content, err := k.privately(ctx, d, c.Subject)
	if err = errors.Join(err, d.Close()); err != nil {
		return err
	}
	e.content(content)
	return nil
}

func (e *env) content(content private.Content) {
	e.printf("%s\n", content.Text.Text)
	for _, file := range content.Files {
		e.printf("file  %s\n", file)
	}
}

// privately opens what was filed, on this machine, and holds it to what was told of it then.
func (k key) privately(ctx context.Context, d desk, name string) (content private.Content, err error) {
	subject, err := act.ParseSubject(name)
	switch {
	case err != nil:
		return content, err
	case k.sealing == nil:
		return content, problem.Forbidden(problem.PrivateKeyMissing, problem.P{"subject": subject})
	}
	told, err := d.History(ctx, subject)
	if err != nil {
		return content, err
	}
	for _, t := range told {
		var filed private.PrivateFiled
		if t.Kind != "private-filed" || json.Unmarshal(t.Body, &filed) != nil || filed.Sealed == "" {
			continue
		}
		plain, err := seal.OpenLong(*k.sealing, filed.Sealed, private.SealedBytes)
		if err != nil {
			return content, err
		}
		if content, err = private.ReadPlain(plain); err != nil {
			return content, fmt.Errorf("%s: %w", subject, err)
		}
		if content.Commitment(subject) != filed.Commitment {
			return content, fmt.Errorf("what is sealed in %s is not what its act told of it: it can never be opened", subject)
		}
		return content, nil
	}
	return content, fmt.Errorf("what was sealed as %s is not held here", subject)
}

type privateOpenCmd struct {
	Subject string `arg:"" help:"As truce private list prints it."`
	Yes     bool   `help:"Do not ask again."`
	atOffice
	signer
}

func (c *privateOpenCmd) Run(ctx context.Context, e *env) error {
	w, err := c.writing(ctx, e, c.signer)
	if err != nil {
		return err
	}
	return errors.Join(c.open(ctx, e, w), w.Close())
}

func (c *privateOpenCmd) open(ctx context.Context, e *env, w writing) error {
	content, err := w.key.privately(ctx, w.desk, c.Subject)
	if err != nil {
		return err
	}
	e.content(content)
	if !c.Yes && !e.confirmed("Show this to all who may read narratives? They are told, too, how many your party filed for itself in that week and never opened. It cannot be taken back. [yes/no] ") {
		return problem.Invalid(problem.NothingSigned)
	}
	if err := w.tell(ctx, e, "private-opened", act.SubjectID(c.Subject), private.PrivateOpened{Content: content}); err != nil {
		return err
	}
	items, err := w.Subject(ctx, act.SubjectID(c.Subject), query.Clocks{})
	for _, i := range items {
		if i.SameWeek != nil {
			e.notef("It is told with it: %s.\n", sameWeek(i))
		}
	}
	return err
}
