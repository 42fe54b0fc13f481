package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/go-json-experiment/json/jsontext"

	"truce/door/exercise"
	"truce/door/wire"
	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/register"
	"truce/scenario"
)

// demoAttackCmd lets the owner of the exercise's office be dishonest. What he does is real: an act that
// the office refuses, and a register that he rewrites and signs with the office's key. It is done to a
// copy, so that the demo stays as it is and the officer can try all three.
type demoAttackCmd struct {
	Attack   string `arg:"" enum:"forged-finding,second-truth,shorter-register" help:"What is done: forged-finding, second-truth or shorter-register."`
	Data     string `help:"Folder of the demo, which is being served." default:"./truce-demo" placeholder:"FOLDER"`
	Scenario string `help:"Folder of acts that was played, if it is none that is built in." placeholder:"FOLDER"`
	Server   string `help:"Address of the demo." default:"http://127.0.0.1:8440" env:"TRUCE_SERVER" placeholder:"URL"`
}

// attacking is one attack under way.
type attacking struct {
	*demoAttackCmd
	*env
	exercise *exercise.Exercise
	folder   string // in which the register then lies as that office would show it
	forgery  *exercise.Forgery
	before   int // entries
}

func (c *demoAttackCmd) Run(ctx context.Context, e *env) error {
	x, err := c.played()
	if err != nil {
		return err
	}
	plan := x.Attacks()
	if plan.Finding == nil {
		return fmt.Errorf("%s has no attacks.json: nothing is prepared", c.Scenario)
	}
	a := attacking{demoAttackCmd: c, env: e, exercise: x, folder: filepath.Join(c.Data, "attack", c.Attack)}
	if err := a.seize(ctx); err != nil {
		return err
	}
	switch c.Attack {
	case "forged-finding":
		err = a.finding(ctx, *plan.Finding)
	case "second-truth":
		err = a.truth(ctx, *plan.Truth)
	case "shorter-register":
		err = a.shorter(*plan.Shortcut)
	}
	if err == nil {
		err = a.forgery.Publish(ctx, a.folder)
	}
	if err == nil {
		a.printf("  What he shows   %s: %d entries where there were %d. Each hash is right, and the office's own key signed the whole.\n"+
			"  The demo itself is as it was.\n", a.folder, a.forgery.Size(), a.before)
	}
	return err
}

// played finds which exercise lies in the folder.
func (c *demoAttackCmd) played() (*exercise.Exercise, error) {
	if _, err := os.Stat(filepath.Join(c.Data, demoMark)); errors.Is(err, fs.ErrNotExist) {
		return nil, problem.NotFound(problem.DemoMissing, problem.P{"folder": c.Data})
	}
	if c.Scenario != "" {
		return (&demoCmd{Scenario: c.Scenario}).read()
	}
	origin, err := originOf(filepath.Join(c.Data, "office"))
	if err != nil {
		return nil, err
	}
	for _, name := range scenario.Names() {
		if x, err := builtIn(name); err == nil && x.Origin() == origin {
			return x, nil
		}
	}
	return nil, problem.Invalid(problem.OptionMissing, problem.P{"option": "--scenario", "example": "--scenario FOLDER"})
}

// seize copies the register as the auditor may, and takes the office's key, as whoever runs its machine can.
func (a *attacking) seize(ctx context.Context) error {
	auditor := ""
	for _, p := range a.exercise.People() {
		if p.Role == "auditor" {
			auditor = a.keyOf(p.Name)
		}
	}
	if err := os.RemoveAll(a.folder); err != nil {
		return err
	}
	quiet := *a.env
	quiet.out = &output{Writer: io.Discard}
	copied := exportCmd{Folder: a.folder, atOffice: atOffice{where: where{Server: a.Server}}, signer: signer{Key: auditor}}
	if err := copied.Run(ctx, &quiet); err != nil {
		return hinted{err, "The demo has to be served meanwhile: `truce demo` in another terminal, and its address in TRUCE_SERVER."}
	}
	secret, err := os.ReadFile(filepath.Join(a.Data, "office", "register.key"))
	if err != nil {
		return err
	}
	a.forgery, err = exercise.Forge(ctx, register.Folder(os.DirFS(a.folder)), string(secret))
	if err == nil {
		a.before = a.forgery.Size()
	}
	return err
}

func (a *attacking) keyOf(name string) string { return filepath.Join(a.Data, "keys", name+".key") }

// signs is the attempt signed by its author, with all that is about its subject seen.
func (a *attacking) signs(ctx context.Context, plan exercise.Attempt) (w writing, signed act.Act, hidden []act.Disclosure, err error) {
	w, err = atOffice{where: where{Server: a.Server}}.writing(ctx, a.env, signer{Key: a.keyOf(plan.Who)})
	if err != nil {
		return w, act.Act{}, nil, err
	}
	prev, err := latest(ctx, w.desk, plan.Subject)
	if err != nil && !isNotFound(err) {
		return w, act.Act{}, nil, err
	}
	signed, hidden, err = w.key.signed(a.env, w.register, act.Draft{Kind: plan.Kind, Subject: plan.Subject, Prev: prev, Body: plan.Body})
	return w, signed, hidden, err
}

// refused hands an act in and tells what the honest office answers. An office that takes it is no office of ours.
func (a *attacking) refused(ctx context.Context, w writing, sdjwt string) error {
	_, err := w.Submit(ctx, sdjwt)
	p, is := errors.AsType[*wire.Problem](err)
	switch {
	case err == nil:
		return errors.New("the office took what no office may take: this is a fault of the program")
	case !is:
		return err
	}
	a.printf("  The office      refused it: %s\n", p.Detail)
	return nil
}

// finding is one that a monitor wrote in the name of a body, and that the owner wrote into the register.
func (a *attacking) finding(ctx context.Context, plan exercise.Attempt) error {
	a.printf("EXERCISE. A forged finding.\n  What was tried  %s, whom no body asked, drafted a finding about %s.\n", plan.Who, plan.Subject)
	w, signed, hidden, err := a.signs(ctx, plan)
	if err != nil {
		return err
	}
	if err := a.refused(ctx, w, act.FormatSDJWT(signed, hidden)); err != nil {
		return err
	}
	a.printf("  What was done   The owner of the office's machine wrote it into the register himself, as entry %d.\n", a.forgery.Size())
	return a.forgery.Append(signed.Compact())
}

// truth is one act that opens to two things.
func (a *attacking) truth(ctx context.Context, plan exercise.Attempt) error {
	a.printf("EXERCISE. A second truth.\n  What was tried  %s signed one report that says %q to one reader and %q to the next, under one number.\n",
		plan.Who, plan.Says[0], plan.Says[1])
	w, signed, _, err := a.signs(ctx, plan)
	if err != nil {
		return err
	}
	two, second, err := exercise.TwoTruths(signed.Compact(), w.key.private, plan.Class, jsontext.Value(plan.Other), a.rand)
	if err != nil {
		return err
	}
	if err := a.refused(ctx, w, two+"~"+second.String()+"~"); err != nil {
		return err
	}
	a.printf("  What was done   The owner of the office's machine wrote it into the register himself, as entry %d.\n", a.forgery.Size())
	return a.forgery.Append(two)
}

// shorter is a register in which one report was never made, and which ends earlier.
func (a *attacking) shorter(plan exercise.Cut) error {
	at, err := a.forgery.Drop(plan.Report)
	if err != nil {
		return err
	}
	a.forgery.Cut(plan.Last)
	defer a.printf("  What shows it   That entries are missing at the end nobody can tell from this copy alone: hold it to what you saw before, with --remember. Without that\n" +
		"                  a check names at most what followed the entry that was taken out.\n")
	a.printf("EXERCISE. A shorter register.\n  What was done   The owner of the office's machine took out entry %d, %s, moved what followed up,\n"+
		"                  and cut off the last %d entries, so that nobody can say what came after.\n", at, plan.Report, plan.Last)
	return nil
}
