package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/go-json-experiment/json"

	"truce/door/wire"
	"truce/ground/act"
	"truce/tool/answer"
	"truce/tool/query"
)

type accessLogCmd struct {
	Of     string `arg:"" optional:"" help:"One record, such as incident/2017-05-07-zellaqiyat; without, all of them, for those who keep watch."`
	Person string `help:"Only what this person was handed." placeholder:"person/NAME"`
	Class  string `help:"Only of this class, such as narrative." placeholder:"CLASS"`
	Limit  int    `help:"Most rows." default:"50"`
	After  string `help:"Go on after this page, as the last one said." placeholder:"TOKEN"`
	JSON   bool   `help:"Print each as a line of JSON."`
	atOffice
	signer
}

func (c *accessLogCmd) Run(ctx context.Context, e *env) error {
	d, err := c.reading(ctx, e, c.signer)
	if err != nil {
		return err
	}
	p, err := d.AccessLog(ctx, query.Access{Subject: act.SubjectID(c.Of), Person: act.SubjectID(c.Person), Class: c.Class}, c.After, c.Limit)
	if err == nil {
		err = c.print(e, p)
	}
	return errors.Join(err, d.Close())
}

func (c *accessLogCmd) print(e *env, p wire.AccessLog) error {
	if c.JSON {
		for _, r := range p.Entries {
			if err := json.MarshalWrite(e.eyes(), r); err != nil {
				return err
			}
			e.printf("\n")
		}
	} else if err := readingsTable(e, p.Entries); err != nil {
		return err
	}
	if p.Next != "" {
		e.notef("There is more: --after %s\n", p.Next)
	}
	return nil
}

func readingsTable(e *env, readings []answer.AccessEntry) error {
	if len(readings) == 0 {
		e.notef("Nobody was handed restricted members yet.\n")
		return nil
	}
	w := tabwriter.NewWriter(e.eyes(), 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "WHO\tPARTY\tCLASS\tRECORD\tFIRST\tLAST\tTIMES")
	for _, r := range readings {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%d\n", dash(strings.TrimPrefix(string(r.Person), "person/")), dash(r.Party), r.Class, r.Subject,
			stamp(r.First), stamp(r.Last), r.Times)
	}
	return w.Flush()
}
