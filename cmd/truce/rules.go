package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/problem"
	"truce/ground/shape"
	"truce/ground/taxonomy"
	"truce/judge/admission"
	"truce/judge/policy"
	"truce/noun/people"
	"truce/tool/answer"
	"truce/tool/kinds"
	"truce/tool/query"
)

type rulesCmd struct {
	List  rulesListCmd  `cmd:"" default:"withargs" help:"List the rules of an office, since when each was in force and who signed it."`
	Set   rulesSetCmd   `cmd:"" help:"Put other rules forward. They are in force once those sides endorsed them who must."`
	Texts rulesTextsCmd `cmd:"" help:"Write the policies in force into a folder, to read or to edit."`
}

type rulesListCmd struct {
	atOffice
	signer
}

func (c *rulesListCmd) Run(ctx context.Context, e *env) error {
	d, err := c.reading(ctx, e, c.signer)
	if err != nil {
		return err
	}
	return errors.Join(c.list(ctx, e, d), d.Close())
}

func (c *rulesListCmd) list(ctx context.Context, e *env, d desk) error {
	o, err := readOffice(ctx, d)
	if err != nil {
		return err
	}
	for _, t := range o.terms {
		e.printf("%s\n", termWords(t))
		if t.Reason != "" {
			e.printf("  because: %s\n", t.Reason)
		}
		for _, change := range t.Changes {
			e.printf("  %s\n", change)
		}
		for _, warning := range t.Warns {
			e.printf("  Warning: %s\n", warning)
		}
	}
	for _, p := range o.state.Proposals {
		if p.Kind == "rules-set" && p.Since.IsZero() {
			e.printf("put forward %s, not in force: signed by %s. Act %s\n", stamp(p.Received), strings.Join(p.Yes(), ", "), p.Act)
		}
	}
	return nil
}

// ruled is an office with its rules, as its register tells them.
type ruled struct {
	subject act.SubjectID
	state   people.Office
	acts    []fold.Entry
	terms   []admission.Term
	rules   *admission.Rules
}

// warnings are what to look at in rules that an act puts forward.
func (o ruled) warnings(b *people.RulesSet) []string {
	return o.rules.Warnings(b.Rules, o.state, append(o.acts[:len(o.acts):len(o.acts)], fold.Entry{Body: b}), time.Time{})
}

// current are the rules in force.
func (o ruled) current() people.Ruling {
	if len(o.terms) == 0 {
		return people.Ruling{}
	}
	return o.terms[len(o.terms)-1].Rules
}

func readOffice(ctx context.Context, d desk) (o ruled, err error) {
	vkey, err := d.Key(ctx)
	if err != nil {
		return o, err
	}
	origin, _, _ := strings.Cut(vkey, "+")
	o.subject = people.OfficeSubject(origin)
	items, err := d.Subject(ctx, o.subject, query.Clocks{})
	if err != nil {
		return o, err
	}
	if len(items) > 0 {
		err = json.Unmarshal(items[len(items)-1].State, &o.state)
	}
	told, failed := d.History(ctx, o.subject)
	if err = errors.Join(err, failed); err != nil {
		return o, err
	}
	k, err := kinds.New(taxonomy.Words)
	if err != nil {
		return o, err
	}
	for _, t := range told {
		if entry, read := decoded(k, t); read {
			o.acts = append(o.acts, entry)
		}
	}
	own, err := policy.Load(kinds.Nouns())
	if err != nil {
		return o, err
	}
	rules, err := admission.New(k, own, origin, vkey)
	if err == nil {
		o.rules, o.terms = rules, rules.Tell(o.state, o.acts)
	}
	return o, err
}

// decoded is an act as folds take it, as far as this program has its kind.
func decoded(k *kinds.Kinds, t answer.Told) (fold.Entry, bool) {
	a, err := act.Parse(t.Act)
	if err != nil {
		return fold.Entry{}, false
	}
	disclosed, err := act.ParseDisclosures(strings.Join(append(t.Disclosures[:len(t.Disclosures):len(t.Disclosures)], ""), "~"))
	if err != nil {
		return fold.Entry{}, false
	}
	body, err := k.ReadWithheld(a, disclosed)
	return fold.EntryOf(a, body), err == nil
}

type rulesSetCmd struct {
	Sides       *int    `help:"How many sides must sign what one side must not do alone." placeholder:"N"`
	TimeZone    *string `help:"Of the office's civil day, such as Asia/Damascus." placeholder:"NAME"`
	CutOff      *string `name:"cutoff" help:"Time of that day at which it ends for bulletins, such as 18:00." placeholder:"TIME"`
	Delay       *int    `help:"For how many hours after it was known strangers are not told." placeholder:"HOURS"`
	ChosenNames *bool   `negatable:"" help:"For an exercise: people choose the names of reports and files. --no-chosen-names ends that."`
	Policies    string  `help:"Folder of policies and their Cedar schema." placeholder:"FOLDER"`
	Program     bool    `help:"The policies and the number of the admission of this program."`
	Reason      string  `required:"" help:"Why."`
	atOffice
	signer
}

func (c *rulesSetCmd) Run(ctx context.Context, e *env) error {
	w, err := c.writing(ctx, e, c.signer)
	if err != nil {
		return err
	}
	return errors.Join(c.set(ctx, e, w), w.Close())
}

func (c *rulesSetCmd) set(ctx context.Context, e *env, w writing) error {
	o, err := readOffice(ctx, w.desk)
	if err != nil {
		return err
	}
	body, err := c.body(o)
	if err != nil {
		return err
	}
	before, held := admission.Texts(o.current().Policies, o.acts)
	for _, change := range body.Rules.Changes(o.current()) {
		e.notef("%s\n", change)
	}
	if held && len(body.PolicyFiles) > 0 {
		for _, d := range policy.Differences(before, body.PolicyFiles) {
			e.notef("policy %s %s\n", d.ID, d.What)
		}
	}
	for _, warning := range o.warnings(&body) {
		e.notef("Warning: %s\n", warning)
	}
	body.PolicyFiles = admission.Brief(body.PolicyFiles, o.acts)
	return w.tell(ctx, e, "rules-set", o.subject, body)
}

// body are the rules in force with what is to be otherwise.
func (c *rulesSetCmd) body(o ruled) (b people.RulesSet, err error) {
	b = people.RulesSet{Rules: o.current(), Reason: shape.In("", c.Reason)}
	if c.Sides != nil {
		b.Rules.Threshold = *c.Sides
	}
	for text, to := range map[*string]*string{c.TimeZone: &b.Rules.TimeZone, c.CutOff: &b.Rules.CutOff} {
		if text != nil {
			*to = *text
		}
	}
	if c.Delay != nil {
		b.Rules.Delay = *c.Delay
	}
	if c.ChosenNames != nil {
		b.Rules.ChosenNames = *c.ChosenNames
	}
	switch {
	case c.Policies != "":
		b.PolicyFiles, err = readPolicies(c.Policies)
	case c.Program:
		b.Rules.Admission = admission.Number
		b.PolicyFiles, err = policy.Embedded()
	}
	if err == nil && b.Rules.Threshold < 2 {
		err = problem.Invalid(problem.ValueUnfit, problem.P{"value": fmt.Sprint(b.Rules.Threshold), "option": "--sides", "example": "--sides 2"})
	}
	if err == nil && len(b.PolicyFiles) > 0 {
		b.Rules.Policies = people.PoliciesDigest(b.PolicyFiles)
	}
	if b.Rules.Policies == o.current().Policies {
		b.PolicyFiles = nil // everybody has the texts
	}
	return b, err
}

func readPolicies(folder string) (files []people.PolicyFile, err error) {
	all, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	for _, one := range all {
		if ext := filepath.Ext(one.Name()); ext != ".cedar" && ext != ".cedarschema" {
			continue
		}
		text, err := os.ReadFile(filepath.Join(folder, one.Name()))
		if err != nil {
			return nil, err
		}
		files = append(files, people.PolicyFile{Name: one.Name(), Text: string(text)})
	}
	if len(files) == 0 {
		return nil, problem.Invalid(problem.PoliciesFolderEmpty, problem.P{"folder": folder})
	}
	if _, err := policy.Compile(files, kinds.Nouns()); err != nil { // before anything is told of what they change: of a text that nobody can read that is everything
		return nil, problem.Invalid(problem.PoliciesUnusable, problem.P{"reason": err.Error()}).At("/policyFiles").Because(err)
	}
	return files, nil
}

type rulesTextsCmd struct {
	Folder string `arg:"" help:"Folder to write, which is made if it is not there."`
	Act    string `help:"Of rules that were put forward by this act, otherwise those in force." placeholder:"ID"`
	atOffice
	signer
}

func (c *rulesTextsCmd) Run(ctx context.Context, e *env) error {
	d, err := c.reading(ctx, e, c.signer)
	if err != nil {
		return err
	}
	return errors.Join(c.write(ctx, e, d), d.Close())
}

func (c *rulesTextsCmd) write(ctx context.Context, e *env, d desk) error {
	o, err := readOffice(ctx, d)
	if err != nil {
		return err
	}
	digest := o.current().Policies
	if i := slices.IndexFunc(o.acts, func(a fold.Entry) bool { return a.ID.String() == c.Act }); i >= 0 {
		if b, is := o.acts[i].Body.(*people.RulesSet); is {
			digest = b.Rules.Policies
		}
	} else if c.Act != "" {
		return fmt.Errorf("%s is no act about this office's rules", c.Act)
	}
	files, has := admission.Texts(digest, o.acts)
	if !has {
		return fmt.Errorf("the texts of the policies %s are not in the register", digest)
	}
	if err := os.MkdirAll(c.Folder, 0o755); err != nil {
		return err
	}
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(c.Folder, f.Name), []byte(f.Text), 0o644); err != nil {
			return err
		}
		e.printf("%s\n", filepath.Join(c.Folder, f.Name))
	}
	e.notef("digest %s\n", digest)
	return nil
}
