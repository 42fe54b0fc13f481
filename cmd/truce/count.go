package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"truce/door/client"
	"truce/door/wire"
	"truce/ground/act"
	"truce/tool/answer"
	"truce/tool/query"
)

type countCmd struct {
	Of     []string `arg:"" optional:"" default:"incidents" help:"What is counted: one or more of ${lists}."`
	By     []string `help:"Grouped by noun, type, day, status, party or zone (named in the record), or by within (where it lies by the law) and relation." placeholder:"COLUMN"`
	Judged bool     `help:"Wait until the law has looked at every record, and count then."`
	selection
	readAt
	signer
}

func (c *countCmd) Run(ctx context.Context, e *env) error {
	f, err := c.filter()
	if err != nil {
		return err
	}
	if len(c.Of) > 1 && !slices.Contains(c.By, "noun") {
		c.By = append([]string{"noun"}, c.By...)
	}
	d, err := c.reading(ctx, e, c.signer)
	if err != nil {
		return err
	}
	counts, err := c.count(ctx, d, f)
	if err == nil && c.Judged {
		counts, err = c.wait(ctx, e, d, f, counts)
	}
	if err == nil {
		err = c.print(ctx, e, d, counts)
	}
	return errors.Join(err, d.Close())
}

func (c *countCmd) count(ctx context.Context, d desk, f client.Filter) (wire.Counts, error) {
	nouns := make([]string, len(c.Of))
	for i, list := range c.Of {
		of, err := nounOf(list)
		if err != nil {
			return wire.Counts{}, err
		}
		nouns[i] = of.Name
	}
	return d.Counts(ctx, nouns, c.By, f)
}

// wait asks again and again: the office answers late while it judges, so that asking does
// not keep it from its work.
func (c *countCmd) wait(ctx context.Context, e *env, d desk, f client.Filter, counts wire.Counts) (wire.Counts, error) {
	p := e.progress("judge")
	defer p.end()
	var all int64
	for counts.Judged != nil && *counts.Judged != (answer.Judged{}) {
		all = max(all, counts.Judged.Pending)
		p.at(all-counts.Judged.Pending, all)
		var err error
		if counts, err = c.count(ctx, d, f); err != nil {
			return counts, err
		}
	}
	return counts, nil
}

// noZone reports that nothing was counted by zones because there are none.
func (c *countCmd) noZone(ctx context.Context, d desk, total int) (bool, error) {
	if total > 0 || !slices.Contains(c.By, "within") {
		return false, nil
	}
	zones, err := d.List(ctx, "zones", client.Filter{}, "", 1)
	return len(zones.Items) == 0, err
}

// print ends with a total, unless different things were counted, or one thing in several
// zones: they do not add up.
func (c *countCmd) print(ctx context.Context, e *env, d desk, counts wire.Counts) error {
	w := tabwriter.NewWriter(e.eyes(), 0, 0, 2, ' ', 0)
	if len(c.By) > 0 {
		fmt.Fprintf(w, "%s\tN\n", strings.ToUpper(strings.Join(counts.By, "\t")))
	}
	total := 0
	for _, count := range counts.Counts {
		total += count.N
		for i, value := range count.Values {
			fmt.Fprintf(w, "%s\t", c.valueOf(counts.By, count.Values, i, value))
		}
		if len(c.By) > 0 {
			fmt.Fprintf(w, "%d\n", count.N)
		}
	}
	judged(e, counts.Judged)
	doubted(e, counts.Doubted, counts.Wholly)
	if counts.Open > 0 {
		e.notef("Not reckoned here: %d records of %s. How they stand turns on members that are withheld from this copy; they may belong into more or fewer of these numbers.\n",
			counts.Open, strings.Join(c.Of, ", "))
	}
	none, err := c.noZone(ctx, d, total)
	switch {
	case err != nil:
		return err
	case none:
		e.notef("There is no zone that you may see: nothing lies in one. Without --by within all are counted.\n")
	case total == 0:
		e.notef("None that you may see, or none that was asked for. With --key you count what your roles let you see.\n")
	}
	if len(c.Of) == 1 && !slices.Contains(c.By, "within") {
		what, err := c.counted(ctx, d, total)
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "total%s\t%d\t%s\n", strings.Repeat("\t", max(0, len(counts.By)-1)), total, what)
	}
	return w.Flush()
}

// valueOf names a value of a row: of a party whose people nobody knows, that.
func (c *countCmd) valueOf(by, values []string, column int, value string) string {
	if by[column] != "party" {
		return dash(value)
	}
	if at := slices.Index(by, "noun"); at >= 0 {
		return whose(values[at], value)
	}
	of, err := nounOf(c.Of[0])
	if err != nil {
		return dash(value)
	}
	return whose(of.Name, value)
}

// mostTold is how many rows are looked at, at most, to say of how many subjects they are.
const mostTold = 10 * query.MaxPage

// counted names what a total is of: a zone, or whatever else stood in several ways one after another, is counted for each.
func (c *countCmd) counted(ctx context.Context, d desk, total int) (string, error) {
	of, err := nounOf(c.Of[0])
	if err != nil || of.Late > 0 || total > mostTold { // what happened has one time
		return c.Of[0], err
	}
	f, err := c.filter()
	if err != nil {
		return "", err
	}
	subjects := map[act.SubjectID]bool{}
	for after := ""; ; {
		p, err := d.List(ctx, of.Plural, f, after, query.MaxPage)
		if err != nil {
			return "", err
		}
		for _, i := range p.Items {
			subjects[i.Subject] = true
		}
		if after = p.Next; after == "" {
			break
		}
	}
	if len(subjects) == total {
		return c.Of[0], nil
	}
	return fmt.Sprintf("spans of time in which %d %s stood in one way (--in-force TIME counts those of one moment)", len(subjects), c.Of[0]), nil
}
