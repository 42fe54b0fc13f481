package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"truce/door/wire"
	"truce/ground/act"
	"truce/ground/problem"
	"truce/judge/law"
)

type lawCmd struct {
	Place    degrees   `arg:"" optional:"" help:"Longitude and latitude in degrees, with a comma: 36.6,35.4." placeholder:"LON,LAT"`
	Incident string    `help:"Ask for an incident instead of a place: for readers of exact places." placeholder:"SUBJECT"`
	At       instant   `help:"When it was (RFC 3339 or a day). Otherwise now." placeholder:"TIME"`
	Until    instant   `help:"With --at: the end of a stretch of time." placeholder:"TIME"`
	Known    instant   `help:"As the office knew the law at this time." placeholder:"TIME"`
	Radius   float64   `help:"Metres within which the place is known." placeholder:"METRES"`
	Sector   []float64 `help:"The place is seen from LON,LAT: bearing, half width in degrees, nearest and farthest distance in metres." placeholder:"B,W,MIN,MAX"`
	Weapon   string    `help:"Weapon class, to be judged by the lines of withdrawal." placeholder:"CLASS"`
	Calibre  float64   `help:"Of the weapon, in millimetres." placeholder:"MM"`
	Party    string    `help:"Whose weapon it is." placeholder:"PARTY"`
	JSON     bool      `help:"Print JSON."`
	readAt
	signer
}

// degrees are a longitude and a latitude as people write them.
type degrees struct {
	given    bool
	lon, lat float64
}

// UnmarshalText is part of encoding.TextUnmarshaler.
func (d *degrees) UnmarshalText(text []byte) error {
	n, err := fmt.Sscanf(strings.ReplaceAll(string(text), " ", ""), "%g,%g", &d.lon, &d.lat)
	if err != nil || n != 2 {
		return fmt.Errorf("%q is not a place: write longitude and latitude in degrees, such as 36.6,35.4", text)
	}
	d.given = true
	return nil
}

func (c *lawCmd) Run(ctx context.Context, e *env) error {
	if c.Place.given == (c.Incident != "") {
		return problem.Invalid(problem.OptionsApart, problem.P{"options": []string{"LONGITUDE,LATITUDE", "--incident"}})
	}
	d, err := c.reading(ctx, e, c.signer)
	if err != nil {
		return err
	}
	if c.Incident != "" {
		err = c.ofIncident(ctx, e, d)
	} else {
		err = c.atPlace(ctx, e, d)
	}
	return errors.Join(err, d.Close())
}

func (c *lawCmd) atPlace(ctx context.Context, e *env, d desk) error {
	p := wire.Place{Lon: c.Place.lon, Lat: c.Place.lat, RadiusMetres: c.Radius, At: c.At.Time, Until: c.Until.Time}
	if p.At.IsZero() {
		p.At = e.now()
	}
	switch len(c.Sector) {
	case 0:
	case 4:
		p.Sector = &wire.Sector{BearingDegrees: c.Sector[0], HalfWidthDegrees: c.Sector[1], MinMetres: c.Sector[2], MaxMetres: c.Sector[3]}
	default:
		return problem.Invalid(problem.ValueUnfit, problem.P{"value": fmt.Sprint(c.Sector), "option": "--sector", "example": "--sector 45,10,2000,6000"})
	}
	if c.Weapon != "" || c.Calibre != 0 || c.Party != "" {
		p.Weapon = &wire.Weapon{Class: c.Weapon, Millimetres: c.Calibre, Party: c.Party}
	}
	said, err := d.LawAt(ctx, p, c.Known.Time)
	if err != nil {
		return err
	}
	if c.JSON {
		return e.printJSON(said)
	}
	e.printf("%g, %g  %s%s\n", p.Lon, p.Lat, period(p.At, c.end(p)), asKnown(c.Known.Time))
	e.texts(said.Texts, said.NoForce)
	e.judgement(said.Judgement)
	for _, w := range said.Withdrawals {
		e.printf("weapon  %s  %s: %s\n", w.Code, w.Verdict, words(w.Why))
		e.printf("        must be %.0f m from it (%.0f m, %s); is %s\n", w.LimitMetres, w.Rule.DistanceMetres, w.Rule.Rule, distance(w.LineFinding))
	}
	return nil
}

// end is that of a moment, if no stretch was asked about.
func (c *lawCmd) end(p wire.Place) time.Time {
	if p.Until.IsZero() {
		return p.At.Add(time.Microsecond)
	}
	return p.Until
}

func asKnown(at time.Time) string {
	if at.IsZero() {
		return ", as known now"
	}
	return ", as known at " + stamp(at)
}

func (c *lawCmd) ofIncident(ctx context.Context, e *env, d desk) error {
	id, err := act.ParseSubject(c.Incident)
	if err != nil {
		return problem.Invalid(problem.SubjectMalformed, problem.P{"subject": c.Incident, "value": c.Incident, "id": c.Incident}).Because(err)
	}
	told, err := d.LawOf(ctx, id, c.Known.Time)
	if err != nil {
		return err
	}
	if c.JSON {
		return e.printJSON(told)
	}
	e.printf("%s  %s%s\n", told.Subject, period(told.From, told.Until), asKnown(c.Known.Time))
	e.texts(told.Texts, told.NoForce)
	e.judgement(told.Judgement)
	for _, g := range told.Engagements {
		e.printf("clause  %s %s %s  %s: %s\n", g.Agreement, g.Version, g.Clause, g.Verdict, words(g.Why))
		e.printf("        prohibition %s, binding %s\n", g.Prohibition, strings.Join(g.Bound, ", "))
	}
	return nil
}

// texts prints how the texts stood from which everything else takes its force, and for whom.
func (e *env) texts(all []wire.Text, none string) {
	if none != "" {
		e.printf("%s\n", none)
	}
	for _, t := range all {
		e.printf("text    %s %s  %s", t.Agreement, t.Version, t.Told)
		if !t.From.IsZero() {
			e.printf(", %s", period(t.From, t.Until))
		}
		if len(t.For) > 0 {
			e.printf(", for %s", strings.Join(t.For, ", "))
		}
		if len(t.Words) > 0 {
			e.printf(": %s", strings.Join(t.Words, "; "))
		}
		e.printf("\n")
		if len(t.Doubted) > 0 {
			e.printf("        IN DOUBT: it rests on what was signed with a key in doubt for %s\n", strings.Join(t.Doubted, ", "))
		}
	}
}

// judgement prints where a place lies and what applied there, a rule a line.
func (e *env) judgement(j law.Judgement) {
	for _, f := range j.Findings {
		e.printf("%-6s  %s  %s%s%s\n", f.Kind, f.Code, f.Where, metresFrom(f), onlyPartly(f.Throughout))
		e.printf("        %s\n", basis(f.Boundary))
	}
	for _, l := range j.Lines {
		e.printf("line    %s  %s%s\n", l.Code, distance(l), onlyPartly(l.Throughout))
		e.printf("        %s\n", basis(l.Boundary))
	}
	if len(j.Findings)+len(j.Lines) == 0 {
		e.printf("no zone, belt or line was in force then\n")
	}
	w := tabwriter.NewWriter(e.eyes(), 0, 0, 2, ' ', 0)
	for _, line := range applied(j.Applies) {
		fmt.Fprintln(w, line)
	}
	_ = w.Flush() // what e.out refuses, the next line tells
}

// applied joins the parties that a rule bound.
func applied(all []law.Applied) []string {
	var rules []string
	parties := map[string][]string{}
	for _, a := range all {
		certain := "applied"
		if !a.Certain {
			certain = "may have applied"
		}
		rule := fmt.Sprintf("%s\t%s %s %s\t%s %s", certain, a.Agreement, a.Version, a.Clause, a.Kind, a.Name)
		if parties[rule] == nil {
			rules = append(rules, rule)
		}
		parties[rule] = append(parties[rule], a.Party)
	}
	for i, rule := range rules {
		rules[i] = rule + "\tto " + strings.Join(parties[rule], ", ")
	}
	return rules
}

func metresFrom(f law.Finding) string {
	switch {
	case f.Unusable:
		return " (its boundary cannot be used)"
	case f.Metres == nil:
		return ""
	case *f.Metres < 0:
		return fmt.Sprintf(", %.0f m within the border of the zone", -*f.Metres)
	}
	return fmt.Sprintf(", %.0f m outside the border of the zone", *f.Metres)
}

func onlyPartly(throughout bool) string {
	if throughout {
		return ""
	}
	return " (in force during a part of the time)"
}

func distance(l law.LineFinding) string {
	switch {
	case l.Unknown:
		return "nothing can be said"
	case l.Party != "":
		return fmt.Sprintf("%.0f to %.0f m away, on the side of %s", l.Nearest, l.Farthest, l.Party)
	case l.Side != "":
		return fmt.Sprintf("%.0f to %.0f m away, %s", l.Nearest, l.Farthest, l.Side)
	}
	return fmt.Sprintf("%.0f to %.0f m away", l.Nearest, l.Farthest)
}

// basis names what a boundary rests on.
func basis(b *law.Boundary) string {
	about := ""
	if b.Approximate {
		about = ", approximate"
	}
	return fmt.Sprintf("%s %s %s, proposed in %s, %s%s", b.Agreement, b.Version, b.Clause, b.Act.String()[:12], period(b.From, b.Until), about)
}

func words(why []wire.Reason) string {
	var all []string
	for _, r := range why {
		all = append(all, r.Words)
	}
	return strings.Join(all, "; ")
}
