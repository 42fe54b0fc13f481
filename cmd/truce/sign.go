package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/door/custodians"
	"truce/ground/act"
	"truce/ground/problem"
	"truce/noun/incident"
	"truce/tool/seal"
)

type signCmd struct {
	Kind    string   `required:"" help:"Kind of act, such as observation-filed."`
	Subject string   `required:"" help:"What it is about, such as report/2017-05-07-1; report/new makes a name that only your key can open."`
	Body    string   `required:"" help:"The body: JSON itself, a file, or - for standard input."`
	After   []string `help:"Ids of the latest acts about the subject that you have seen; \"latest\" asks the office, \"resting\" are those of your own key that have no effect yet." placeholder:"ID"`
	Seal    string   `help:"Who told you: a file, or - for standard input. It is sealed to the custodians before it leaves this machine." placeholder:"FILE"`
	Direct  *bool    `negatable:"" help:"With --seal: the source saw or heard it; --no-direct: was told by others."`
	sealsTo
	atOffice
	signer
}

func (c *signCmd) Run(ctx context.Context, e *env) error {
	k, err := e.readKey(c.Key)
	if err != nil {
		return err
	}
	register, err := c.meant(ctx, e, k)
	if err != nil {
		return err
	}
	draft, err := c.draft(ctx, e, k, register)
	if err != nil {
		return err
	}
	a, ds, err := k.signed(e, register, draft)
	if err != nil {
		return err
	}
	e.printf("%s\n", act.FormatSDJWT(a, ds))
	return nil
}

func (c *signCmd) draft(ctx context.Context, e *env, k key, register act.RegisterID) (d act.Draft, err error) {
	d.Kind = act.Kind(c.Kind)
	if d.Subject, err = subjectOf(c.Subject); err != nil {
		return d, problem.Invalid(problem.SubjectMalformed, problem.P{"subject": c.Subject, "value": c.Subject, "id": c.Subject}).Because(err)
	}
	if d.Subject.Name() == "new" {
		if d.Subject, d.Nonce, err = k.made(e, d.Subject.Noun()); err != nil {
			return d, err
		}
		e.notef("It is about %s\n", d.Subject)
	}
	if c.Body == "-" && c.Seal == "-" {
		return d, errors.New("body and source cannot both come from standard input")
	}
	if d.Body, err = e.readBody(c.Body); err != nil {
		return d, err
	}
	if len(c.After) == 0 && changesRules(d.Kind, d.Subject) {
		c.After = []string{"latest"} // it must name all that was last said
	}
	if c.Seal == "" && (d.Kind == "observation-filed" || d.Kind == "allegation-filed") {
		if d.Body, err = c.sealsNothing(d.Body, register); err != nil {
			return d, err
		}
	}
	if len(c.After) == 0 && c.Seal == "" {
		return d, nil
	}
	office, err := c.open(ctx, e, &k)
	if err != nil {
		return d, err
	}
	defer office.Close()
	if d.Prev, err = c.prev(ctx, office, d.Subject, k.private.Public().ID()); err != nil || c.Seal == "" {
		return d, err
	}
	d.Body, err = c.sealSource(ctx, e, writing{office, k, register}, d.Body)
	return d, err
}

// prev reads the ids, or asks for the acts that no other act about the subject follows, and for one's own that rest.
func (c *signCmd) prev(ctx context.Context, office desk, subject act.SubjectID, own act.KeyID) (prev []act.ID, err error) {
	for _, text := range c.After {
		var some []act.ID
		switch text {
		case "latest":
			some, err = latest(ctx, office, subject)
		case "resting":
			some, err = resting(ctx, office, subject, own)
		default:
			some = make([]act.ID, 1)
			some[0], err = act.ParseID(text)
		}
		if err != nil && !isNotFound(err) { // nobody spoke of it
			return nil, err
		}
		prev = append(prev, some...)
	}
	return prev, nil
}

// resting are the acts of a key about a subject that have no effect yet.
func resting(ctx context.Context, office desk, subject act.SubjectID, own act.KeyID) (ids []act.ID, err error) {
	told, err := office.History(ctx, subject)
	for _, t := range told {
		if t.Rests && t.Issuer == own {
			ids = append(ids, t.ID)
		}
	}
	return ids, err
}

// changesRules reports whether an act about the subject changes what others are judged by, and does not merely
// answer one.
func changesRules(kind act.Kind, subject act.SubjectID) bool {
	all, err := knownKinds()
	if err != nil {
		return false
	}
	spec, _ := all.Spec(kind)
	return all.Governs(subject.Noun()) && !spec.Answers
}

// latest are the acts about a subject that no other of them follows.
func latest(ctx context.Context, office desk, subject act.SubjectID) (heads []act.ID, err error) {
	if heads, err = office.Heads(ctx, subject); len(heads) > act.MaxPrev {
		heads = heads[len(heads)-act.MaxPrev:] // that many are enough
	}
	return heads, err
}

// sealSource puts the sealed source into the body. The office never sees it in the clear, and does not say to
// whom it is sealed.
func (c *signCmd) sealSource(ctx context.Context, e *env, w writing, body jsontext.Value) (jsontext.Value, error) {
	set, err := c.sealing(ctx, e, w)
	if err != nil {
		return nil, err
	}
	recipients, err := seal.ParseRecipients(set.Recipients())
	if err != nil {
		return nil, err
	}
	text, err := e.readAll(c.Seal, seal.MaxTextBytes)
	if err != nil {
		return nil, err
	}
	source, err := incident.WriteSource(w.register, w.key.private.Public().ID(), strings.TrimSpace(string(text)))
	if err != nil {
		return nil, err
	}
	sealed, err := seal.To(recipients, source)
	if err != nil {
		return nil, err
	}
	return withMembers(body, map[string]any{"source": sealedSource{sealed, c.Direct}, "sealedTo": set.Digest})
}

// sealsNothing has a report without a source say which custodians this device knows, as one with a source does:
// whether it says so tells nothing.
func (c *signCmd) sealsNothing(body jsontext.Value, register act.RegisterID) (jsontext.Value, error) {
	folder, err := c.folder()
	if err != nil {
		return nil, err
	}
	known, err := custodians.Known(folder, register)
	if err != nil || known == nil {
		return body, err
	}
	return withMembers(body, map[string]any{"sealedTo": known.Digest})
}

// withMembers puts members into a body in the place of what it says there.
func withMembers(body jsontext.Value, said map[string]any) (jsontext.Value, error) {
	members := map[string]jsontext.Value{}
	if err := json.Unmarshal(body, &members); err != nil {
		return nil, fmt.Errorf("read body: %w", err)
	}
	for name, value := range said {
		text, err := json.Marshal(value)
		if err != nil {
			return nil, err
		}
		members[name] = text
	}
	return json.Marshal(members, json.Deterministic(true))
}

type sealedSource struct {
	Sealed string `json:"sealed"`
	Direct *bool  `json:"direct,omitempty"`
}

// readBody takes JSON itself, or the file that holds it.
func (e *env) readBody(text string) (jsontext.Value, error) {
	body := []byte(text)
	if !strings.HasPrefix(strings.TrimSpace(text), "{") {
		var err error
		if body, err = e.readAll(text, act.MaxBytes); err != nil {
			return nil, err
		}
	}
	value := jsontext.Value(body)
	if !value.IsValid() || value.Kind() != '{' {
		name := text
		if strings.HasPrefix(strings.TrimSpace(text), "{") {
			name = "{...}"
		}
		return nil, problem.Invalid(problem.ValueUnfit, problem.P{"value": name, "option": "--body", "example": "--body '{}', --body FILE, --body -"})
	}
	return value, nil
}

// readAll reads a small file, or standard input.
func (e *env) readAll(name string, most int64) ([]byte, error) {
	r := e.in
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		r = file
	}
	text, err := io.ReadAll(io.LimitReader(r, most+1))
	if err == nil && int64(len(text)) > most {
		err = fmt.Errorf("%s has more than %d bytes", name, most)
	}
	return text, err
}
