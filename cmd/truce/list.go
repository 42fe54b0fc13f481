package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/door/client"
	"truce/door/wire"
	"truce/ground/fold"
	"truce/ground/shape"
	"truce/noun"
	"truce/noun/incident"
	"truce/tool/answer"
)

type listCmd struct {
	Of string `arg:"" optional:"" default:"incidents" help:"One of ${lists}."`
	selection
	Limit int    `help:"Most rows." default:"50"`
	After string `help:"Go on after this page, as the last one said." placeholder:"TOKEN"`
	JSON  bool   `help:"Print each as a line of JSON."`
	As    string `help:"Print a table for spreadsheets (csv) or for maps (geojson)." enum:"csv,geojson," default:"" placeholder:"FORMAT"`
	readAt
	signer
}

func (c *listCmd) Run(ctx context.Context, e *env) error {
	of, err := nounOf(c.Of)
	if err != nil {
		return err
	}
	d, err := c.reading(ctx, e, c.signer)
	if err != nil {
		return err
	}
	f, err := c.filter()
	switch {
	case err != nil:
	case c.As != "":
		err = c.table(ctx, e, d, of, f)
	default:
		var p wire.Page
		if p, err = d.List(ctx, of.Plural, f, c.After, c.Limit); err == nil {
			err = c.print(e, p)
		}
	}
	return errors.Join(err, d.Close())
}

func (c *listCmd) table(ctx context.Context, e *env, d desk, of noun.Noun, f client.Filter) error {
	text, next, err := d.Table(ctx, of.Plural, c.As, f, c.After, c.Limit)
	if err != nil {
		return err
	}
	to := io.Writer(e.out)
	if c.As == "geojson" {
		to = e.eyes()
	}
	if _, err := to.Write(text); err != nil {
		return err
	}
	if next != "" {
		e.notef("There is more: --after %s\n", next)
	}
	return nil
}

func (c *listCmd) print(e *env, p wire.Page) error {
	if c.JSON {
		for _, item := range p.Items {
			if err := json.MarshalWrite(e.eyes(), item); err != nil {
				return err
			}
			e.printf("\n")
		}
	} else if err := table(e, p.Items); err != nil {
		return err
	}
	judged(e, p.Judged)
	if p.Next != "" {
		e.notef("There is more: --after %s\n", p.Next)
	}
	return nil
}

func table(e *env, items []answer.Item) error {
	if len(items) == 0 {
		e.notef("Nothing is there, or nothing that you may see. With --key you see what your roles allow.\n")
		return nil
	}
	w := tabwriter.NewWriter(e.eyes(), 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "SUBJECT\tSTATUS\tTYPE\tFROM\tPARTY\tZONE\tWHAT")
	for _, i := range items {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", i.Subject, i.Status+mark(i), dash(i.Type),
			began(i), whose(i.Noun, i.Party), dash(i.Zone), what(i.State))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	doubted(e, len(slices.DeleteFunc(slices.Clone(items), func(i answer.Item) bool { return !i.Doubted.InDoubt() })),
		len(slices.DeleteFunc(slices.Clone(items), func(i answer.Item) bool { return i.Doubted.Counted() != fold.Wholly })))
	open, on := 0, []string(nil)
	for _, i := range items {
		if i.Open {
			open, on = open+1, append(on, i.OpenOn...)
		}
	}
	if slices.Sort(on); open > 0 {
		e.notef("Not reckoned here: %d of these. How they stand turns on what this copy withholds of the class %s.\n", open, strings.Join(slices.Compact(on), ", "))
	}
	return nil
}

// doubted tells how many of what was shown or counted rest on acts of keys in doubt.
func doubted(e *env, all, alone int) {
	if all > 0 {
		e.notef("Of these, %s on acts of a key in doubt, %d on such acts alone. `truce list keys --status revoked` names the keys that have ended, and `truce show` since when one is in doubt.\n", several(int64(all), "rests", "rest"), alone)
	}
}

// mark shows that people said different things without knowing of each other, and that a copy does not tell how it stands.
func mark(i answer.Item) string {
	words := ""
	if i.Open {
		words = " (not reckoned here)"
	}
	if len(i.Conflicts) > 0 {
		words += " (conflict)"
	}
	switch i.Doubted {
	case fold.Wholly:
		words += " (on acts of a key in doubt alone)"
	case fold.Partly:
		words += " (partly on acts of a key in doubt)"
	case fold.Disavowed:
		words += " (on acts of a key that its own side alone disavows)"
	case fold.WhollyDenied:
		words += " (on acts of a key in doubt alone; its own side says that it was not)"
	case fold.PartlyDenied:
		words += " (partly on acts of a key in doubt; its own side says that it was not)"
	}
	return words
}

// whose is a party's code. Who kept a team from moving may not be known, which is not nobody.
func whose(noun, party string) string {
	if party == "" && noun == incident.RestrictionNoun {
		return "not known"
	}
	return dash(party)
}

func dash(text string) string {
	if text == "" {
		return "-"
	}
	return text
}

// what is a few words of a state for a line of a table.
func what(state jsontext.Value) string {
	var s struct {
		Title     shape.Prose `json:"title"`
		Name      string      `json:"name"`
		Narrative shape.Prose `json:"narrative"`
		Person    string      `json:"person"`
		// Of a piece of evidence: what its depositor says of it, else what it is.
		Description shape.Prose `json:"description"`
		Kind        string      `json:"kind"`
		MediaType   string      `json:"mediaType"`
	}
	if err := json.Unmarshal(state, &s); err != nil {
		return ""
	}
	for _, text := range []string{s.Title.Text, s.Name, s.Narrative.Text, s.Person, s.Description.Text, ofFile(s.Kind, s.MediaType)} {
		if text != "" {
			return short(strings.Join(strings.Fields(text), " "), 60)
		}
	}
	return ""
}

// ofFile is what a file is, of which nobody said more.
func ofFile(kind, mediaType string) string {
	if mediaType == "" {
		return ""
	}
	return strings.TrimSpace(kind + " " + mediaType)
}

func short(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return string(runes[:most-1]) + "…"
}

// judged tells that an answer by the law is not whole yet.
func judged(e *env, told *answer.Judged) {
	if told != nil && *told != (answer.Judged{}) {
		e.notef("Not everything is judged yet that was known from %s on: %d records are still to be looked at.\n", stamp(told.UpTo), told.Pending)
	}
}
