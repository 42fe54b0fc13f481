package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/go-json-experiment/json"

	"truce/ground/place"
	"truce/ground/problem"
	"truce/noun/gazetteer"
)

type placeCmd struct {
	Name   string `arg:"" help:"The name as it was heard or written, in Arabic or Latin letters."`
	Near   string `help:"About where it is said to be, in degrees." placeholder:"LON,LAT"`
	Within string `help:"Code of the province, district or sub-district that it lies in." placeholder:"CODE"`
	Kind   string `help:"settlement, neighbourhood, sub-district, district, province or other." placeholder:"KIND"`
	JSON   bool   `help:"Print the answer as JSON."`
	readAt
	signer
}

func (c *placeCmd) Run(ctx context.Context, e *env) error {
	q := gazetteer.Query{Name: c.Name, Within: c.Within, Kind: c.Kind}
	var err error
	if q.Near, err = positionOf(c.Near); err != nil {
		return err
	}
	d, err := c.reading(ctx, e, c.signer)
	if err != nil {
		return err
	}
	answer, err := d.Resolve(ctx, q)
	if err == nil {
		err = c.print(e, answer)
	}
	return errors.Join(err, d.Close())
}

// print reads back: who hears a name says name, district and province before going on.
func (c *placeCmd) print(e *env, a gazetteer.Answer) error {
	if c.JSON {
		err := json.MarshalWrite(e.eyes(), a)
		e.printf("\n")
		return err
	}
	if len(a.Candidates) == 0 {
		e.printf("No place is listed under a name like %s. Ask for it again, letter by letter, and for the nearest town.\n", c.Name)
		return nil
	}
	if a.Code != "" {
		e.printf("%s. Read it back before you write it down.\n", a.Code)
	} else {
		e.printf("It may be one of these. Ask; nobody should guess.\n")
	}
	w := tabwriter.NewWriter(e.eyes(), 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "CODE\tNAME\tIN\tBECAUSE\tKM")
	for _, p := range a.Candidates {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", p.Code, named(p), divisionsOf(p.Within), because(p), kilometres(p.DistanceMetres))
	}
	return w.Flush()
}

func named(p gazetteer.Candidate) string {
	var all []string
	for _, n := range p.Names {
		all = append(all, n.Text)
	}
	return strings.Join(all, ", ")
}

func divisionsOf(within []gazetteer.Division) string {
	var names []string
	for i := len(within) - 1; i >= 0; i-- {
		names = append(names, within[i].Name)
	}
	return dash(strings.Join(names, ", "))
}

func because(p gazetteer.Candidate) string {
	why := map[string]string{gazetteer.Same: "same name", gazetteer.Spelt: "same but for spelling",
		gazetteer.Sounding: "sounds alike", gazetteer.Similar: "one consonant differs"}[p.Reason]
	if !p.Agrees {
		why += "; elsewhere"
	}
	return why
}

func kilometres(metres *float64) string {
	if metres == nil {
		return "-"
	}
	return strconv.FormatFloat(*metres/1000, 'f', 1, 64)
}

// positionOf reads longitude,latitude; nil if nothing was given.
func positionOf(text string) (*place.Position, error) {
	if text == "" {
		return nil, nil
	}
	lon, lat, _ := strings.Cut(text, ",")
	x, err1 := strconv.ParseFloat(strings.TrimSpace(lon), 64)
	y, err2 := strconv.ParseFloat(strings.TrimSpace(lat), 64)
	if err := errors.Join(err1, err2); err != nil {
		return nil, problem.Invalid(problem.ValueUnfit, problem.P{"value": text, "option": "--near", "example": "--near 36.6,35.3"})
	}
	return &place.Position{Lon: x, Lat: y}, nil
}
