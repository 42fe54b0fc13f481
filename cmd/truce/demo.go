package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"text/tabwriter"
	"text/template"

	"truce/door/api"
	"truce/door/exercise"
	"truce/ground/problem"
	"truce/office"
	"truce/office/house"
	"truce/scenario"
)

type demoCmds struct {
	Serve  demoCmd       `cmd:"" default:"withargs" help:"Serve an exercise: people, keys, things to try."`
	Attack demoAttackCmd `cmd:"" help:"Do to a copy of the demo's register what a dishonest owner of an office could, to see what a defender sees."`
}

type demoCmd struct {
	Data     string `help:"Folder of the demo." default:"./truce-demo" placeholder:"FOLDER"`
	Scenario string `help:"What is played: a folder of one's own, or one that is built in: syria-2017, albarena-2025." default:"syria-2017" placeholder:"FOLDER"`
	Listen   string `help:"Address and port. Port 0 takes a free one." default:"127.0.0.1:8440" placeholder:"ADDRESS"`
	Fresh    bool   `help:"Throw an earlier demo in the folder away and begin anew."`
	TimeZone string `help:"Zone in which the desk shows times. Otherwise that of the scenario." placeholder:"NAME"`
}

// demoMark is the file by which a folder is known to hold a demo and nothing else.
const demoMark = "THIS-IS-A-DEMO.txt"

const demoText = "Everything in this folder is an exercise. The keys in it were made for trying things out:\n" +
	"they protect nothing. `truce demo` with --fresh throws all of it away.\n"

// Run makes the demo if it is not there yet, and serves it.
func (c *demoCmd) Run(ctx context.Context, e *env) error {
	e.keepLog()
	if host, _, err := net.SplitHostPort(c.Listen); err != nil || !loopback(host) {
		return problem.Invalid(problem.ThisMachineAlone, problem.P{"address": c.Listen})
	}
	x, err := c.read()
	if err != nil {
		return err
	}
	there, err := c.prepare(x)
	if err != nil {
		return err
	}
	if !there {
		if err := c.make(ctx, e, x); err != nil {
			return err
		}
	}
	e.clockConfirmed = true // the exercise lies years back, and whoever plays it acts today
	o, err := openOffice(ctx, e, c.office(), x.Origin())
	if err != nil {
		return err
	}
	serve := serveCmd{Data: c.office(), Listen: c.Listen}
	listener, err := serve.listen()
	if err != nil {
		return errors.Join(err, o.Close())
	}
	if err := c.guide(e, o, x, "http://"+listener.Addr().String()); err != nil {
		return errors.Join(err, listener.Close(), o.Close())
	}
	desk, err := c.desk(x, o)
	if err != nil {
		return errors.Join(err, listener.Close(), o.Close())
	}
	return errors.Join(e.serve(ctx, o, listener, desk, api.Options{Addresses: reachedBy(listener.Addr())}), o.Close())
}

// read finds the scenario: a folder of that name that holds one, else one that is built in.
func (c *demoCmd) read() (*exercise.Exercise, error) {
	if there, err := os.Stat(filepath.Join(c.Scenario, exercise.File)); err == nil && !there.IsDir() {
		return exercise.Read(os.DirFS(c.Scenario))
	}
	return builtIn(c.Scenario)
}

func builtIn(name string) (*exercise.Exercise, error) {
	folder, err := scenario.Open(name)
	if err != nil {
		return nil, problem.NotFound(problem.ScenarioUnknown, problem.P{"name": name, "names": scenario.Names()}).Because(err)
	}
	return exercise.Read(folder)
}

func (c *demoCmd) office() string { return filepath.Join(c.Data, "office") }
func (c *demoCmd) keys() string   { return filepath.Join(c.Data, "keys") }

// prepare answers whether a whole demo of the exercise is there. It never touches a folder that
// holds something else. The mark is written last, so a demo that was broken off begins anew.
func (c *demoCmd) prepare(x *exercise.Exercise) (there bool, err error) {
	_, err = os.Stat(filepath.Join(c.Data, demoMark))
	switch {
	case err == nil && !c.Fresh:
		return true, c.same(x)
	case err == nil:
		return false, c.clear()
	case !errors.Is(err, fs.ErrNotExist):
		return false, fmt.Errorf("look for demo: %w", err)
	}
	entries, err := os.ReadDir(c.Data)
	if err == nil && len(entries) > 0 && !onlyDemo(entries) {
		return false, problem.Conflict(problem.DemoFolderFull, problem.P{"folder": c.Data})
	}
	return false, c.clear()
}

// onlyDemo recognises what a demo leaves that was broken off while it was made.
func onlyDemo(entries []fs.DirEntry) bool {
	for _, entry := range entries {
		if entry.Name() != "office" && entry.Name() != "keys" || !entry.IsDir() {
			return false
		}
	}
	return true
}

// clear throws the folder away; prepare has seen that it holds a demo, or nothing.
func (c *demoCmd) clear() error {
	if err := os.RemoveAll(c.Data); err != nil {
		return fmt.Errorf("clear demo: %w", err)
	}
	return nil
}

// make founds the exercise's office on the exercise's clock, in 2017, and writes
// everybody's key file.
func (c *demoCmd) make(ctx context.Context, e *env, x *exercise.Exercise) error {
	clock := x.Clock()
	o, err := house.Open(ctx, office.Options{
		Folder: c.office(), Origin: x.Origin(), Now: clock.Now, Rand: e.rand, Log: e.log})
	if err != nil {
		return err
	}
	register := o.ID()
	people, err := x.Load(ctx, o, clock, e.rand)
	if err := errors.Join(err, o.Close()); err != nil {
		return err
	}
	if err := os.MkdirAll(c.keys(), 0o700); err != nil {
		return fmt.Errorf("make folder of keys: %w", err)
	}
	for _, p := range people {
		k := key{person: p.Subject(), office: x.Origin(), register: register, private: p.Key, sealing: p.Sealing}
		if err := writeKey(filepath.Join(c.keys(), p.Name+".key"), k, ""); err != nil {
			return err
		}
	}
	return writeNew(filepath.Join(c.Data, demoMark), []byte(demoText))
}

// guide says where it is, who is who and what to try.
func (c *demoCmd) guide(e *env, o *house.House, x *exercise.Exercise, address string) error {
	var who bytes.Buffer
	w := tabwriter.NewWriter(&who, 0, 0, 3, ' ', 0)
	fmt.Fprintf(w, "  WHO\tPARTY\tROLE\tKEY FILE\n")
	for _, p := range x.People() {
		fmt.Fprintf(w, "  %s\t%s\t%s\t%s\n", p.Name, dash(p.Party), p.Role, filepath.Join(c.keys(), p.Name+".key"))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	text, err := template.New("demo").Parse(x.Guide())
	if err != nil {
		return err
	}
	err = text.Execute(e.eyes(), map[string]any{
		"Truce": e.program, "Address": address, "Who": who.String(), "Keys": c.keys(), "Entries": o.Size(), "Key": o.Key(), "Office": c.office(), "Data": c.Data,
	})
	e.printf("%s", c.ending(e.program))
	return err
}
