package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/door/client"
	"truce/door/wire"
	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/shape"
	"truce/judge/law"
	"truce/noun/zone"
	"truce/tool/geo"
	"truce/tool/query"
)

type zoneCmd struct {
	Check     zoneCheckCmd     `cmd:"" help:"Tell whether geometry can be used, and print it as a proposal must have it."`
	Propose   zoneProposeCmd   `cmd:"" help:"Put a boundary forward for a zone, or a course for a line."`
	Proposals zoneProposalsCmd `cmd:"" help:"Show what was put forward, and who consented."`
	Consent   zoneConsentCmd   `cmd:"" help:"Consent to a proposal for your party or, for the mission, record that a party did."`
	Object    zoneObjectCmd    `cmd:"" help:"Object to a proposal."`
	Compare   zoneCompareCmd   `cmd:"" help:"Set two proposals for a zone side by side."`
}

type zoneCheckCmd struct {
	File  string `arg:"" help:"GeoJSON: a Polygon, a MultiPolygon, or a Feature with one."`
	Edges string `help:"Between two points: geodesic, the shortest way on the ground, or straight on a map." default:"straight" enum:"straight,geodesic"`
}

func (c *zoneCheckCmd) Run(e *env) error {
	tidy, err := e.tidy(c.File)
	if err != nil {
		return err
	}
	area, err := law.Draw(tidy, c.Edges)
	if err != nil {
		return badGeometry(err)
	}
	digest, err := zone.Digest(tidy)
	if err != nil {
		return err
	}
	e.printf("%s\n", tidy)
	e.notef("Nothing is wrong. %.1f square km, %d bytes of at most %d. SHA-256 of the geometry: %s\n",
		area.Shape().SquareMetres()/1e6, len(tidy), zone.MaxGeometryBytes, digest)
	return nil
}

// tidy reads geometry as mapping programs give it and writes it as it is signed.
func (e *env) tidy(file string) ([]byte, error) {
	const most = 4 << 20
	text, err := e.readAll(file, most)
	if err != nil {
		return nil, err
	}
	tidy, err := law.Tidy(text)
	if err != nil {
		return nil, badGeometry(err)
	}
	return tidy, nil
}

func badGeometry(err error) error {
	if fault, is := errors.AsType[geo.Fault](err); is {
		return hinted{found{fault}, "Correct the shape at this place: part, ring and vertex are counted from 0."}
	}
	return err
}

type zoneProposeCmd struct {
	Subject  string `arg:"" help:"Such as zone/dz-idlib or line/contact-south."`
	Body     string `arg:"" help:"The body of zone-proposed or line-drawn: JSON itself, a file, or - for standard input."`
	Geometry string `help:"GeoJSON of a zone, put into the body as a proposal must have it." placeholder:"FILE"`
	atOffice
	signer
}

func (c *zoneProposeCmd) Run(ctx context.Context, e *env) error {
	subject, err := subjectArg(c.Subject, zone.Noun, zone.LineNoun)
	if err != nil {
		return err
	}
	body, err := e.readBody(c.Body)
	if err == nil && c.Geometry != "" {
		body, err = e.withGeometry(body, c.Geometry)
	}
	if err != nil {
		return err
	}
	w, err := c.writing(ctx, e, c.signer)
	if err != nil {
		return err
	}
	kind := act.Kind("zone-proposed")
	if subject.Noun() == zone.LineNoun {
		kind = "line-drawn"
	}
	return errors.Join(w.tell(ctx, e, kind, subject, body), w.Close())
}

func (e *env) withGeometry(body jsontext.Value, file string) (jsontext.Value, error) {
	tidy, err := e.tidy(file)
	if err != nil {
		return nil, err
	}
	members := map[string]jsontext.Value{}
	if err := json.Unmarshal(body, &members); err != nil {
		return nil, fmt.Errorf("read body: %w", err)
	}
	members["geometry"] = tidy
	return json.Marshal(members, json.Deterministic(true))
}

// proposals are what is needed here of the state of a zone or a line.
type proposals struct {
	Boundary  *proposal  `json:"boundary"`
	Course    *proposal  `json:"course"`
	Agreed    *proposal  `json:"agreed"`
	Proposals []proposal `json:"proposals"`
	Lapses    []proposal `json:"lapses"`
}

type proposal struct {
	zone.Told
	Number   int    `json:"number"`
	Proposal act.ID `json:"proposal"` // of a lapse: what would end
}

func (p proposals) all() []proposal {
	all := append(append([]proposal{}, p.Proposals...), p.Lapses...)
	for _, one := range []*proposal{p.Boundary, p.Course, p.Agreed} {
		if one != nil {
			all = append(all, *one)
		}
	}
	return all
}

func proposalsOf(ctx context.Context, d desk, subject act.SubjectID) ([]proposal, error) {
	items, err := d.Subject(ctx, subject, query.Clocks{})
	var all []proposal
	for _, item := range items {
		var held proposals
		if err := json.Unmarshal(item.State, &held); err != nil {
			return nil, fmt.Errorf("read state of %s: %w", subject, err)
		}
		for _, p := range held.all() { // what was agreed on has a period for each way in which its text stood
			if !slices.ContainsFunc(all, func(o proposal) bool { return o.Act == p.Act }) {
				all = append(all, p)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b proposal) int { // what is still open first
		switch {
		case a.Agreed == nil && b.Agreed != nil:
			return -1
		case a.Agreed != nil && b.Agreed == nil:
			return 1
		}
		return 0
	})
	return all, err
}

type zoneProposalsCmd struct {
	Subject string `arg:"" help:"Such as zone/dz-idlib or line/contact-south."`
	JSON    bool   `help:"Print JSON."`
	readAt
	signer
}

func (c *zoneProposalsCmd) Run(ctx context.Context, e *env) error {
	subject, err := subjectArg(c.Subject, zone.Noun, zone.LineNoun)
	if err != nil {
		return err
	}
	d, err := c.reading(ctx, e, c.signer)
	if err != nil {
		return err
	}
	all, err := proposalsOf(ctx, d, subject)
	switch {
	case err != nil:
	case c.JSON:
		err = e.printJSON(all)
	default:
		for _, p := range all {
			e.proposal(p)
		}
	}
	return errors.Join(err, d.Close())
}

func (e *env) proposal(p proposal) {
	what := fmt.Sprintf("proposal %d", p.Number)
	if p.Proposal != (act.ID{}) {
		what = "that " + p.Proposal.String()[:12] + " lapse"
	}
	e.printf("%s  %s by %s: %s%s\n", p.Act, what, orMission(p.By), p.Became, e.without(p.Why))
	for _, s := range p.Stances {
		e.printf("  %s %s, %s%s\n", s.Party, s.Says, stamp(s.At), e.without(s.Why))
	}
	if len(p.Needed) > 0 {
		e.printf("  needs the consent of %s\n", strings.Join(p.Needed, ", "))
	}
	if len(p.Missing) > 0 {
		e.printf("  waits for %s\n", strings.Join(p.Missing, ", "))
	}
	if p.Agreed != nil {
		e.printf("  agreed %s\n", period(p.Agreed.From, p.Agreed.Until))
	}
	for _, held := range p.Force {
		e.printf("  in force %s\n", period(held.From, held.Until))
	}
}

func orMission(party string) string {
	if party == "" {
		return "the mission"
	}
	return party
}

// stance is what consents and objections have in common.
type stance struct {
	Subject  string  `arg:"" help:"Such as zone/dz-idlib or line/contact-south."`
	Proposal string  `arg:"" help:"Act that made the proposal, or its first digits, as truce zone proposals prints it."`
	Party    string  `help:"For the mission: the party that said so." placeholder:"PARTY"`
	At       instant `help:"For the mission: when it said so." placeholder:"TIME"`
	Source   string  `help:"For the mission: how it knows." placeholder:"TEXT"`
	atOffice
	signer
}

// say finds the proposal and hands in what the party says of it.
func (c *stance) say(ctx context.Context, e *env, word string, body func(p proposal, party string) any) error {
	subject, err := subjectArg(c.Subject, zone.Noun, zone.LineNoun)
	if err != nil {
		return err
	}
	w, err := c.writing(ctx, e, c.signer)
	if err != nil {
		return err
	}
	p, err := c.find(ctx, w.desk, subject)
	var party string
	if err == nil {
		party, err = w.party(ctx, c.Party)
	}
	if err == nil {
		err = w.tell(ctx, e, act.Kind(subject.Noun()+"-"+word), subject, body(p, party))
	}
	if err == nil {
		err = c.changed(ctx, e, w.desk, subject, p.Act, party)
	}
	if err == nil {
		err = w.waits(ctx, e, party)
	}
	return errors.Join(err, w.Close())
}

// changed says it where what a party said of a proposal changes nothing, and why.
func (c *stance) changed(ctx context.Context, e *env, d desk, subject act.SubjectID, proposed act.ID, party string) error {
	all, err := proposalsOf(ctx, d, subject)
	if err != nil {
		return err
	}
	for _, p := range all {
		if p.Act != proposed {
			continue
		}
		why := p.Why
		for _, s := range p.Stances { // the last is what was handed in now
			if s.Party == party && s.Why != zone.RecordedOnly { // that one waits
				why = cmp.Or(s.Why, p.Why)
			}
		}
		if why != "" {
			e.printf("It changes nothing: %s\n", problem.Saying("why-"+why, nil, e.languages...))
		}
	}
	return nil
}

func (c *stance) find(ctx context.Context, d desk, subject act.SubjectID) (proposal, error) {
	all, err := proposalsOf(ctx, d, subject)
	if err != nil {
		return proposal{}, err
	}
	var fit []proposal
	for _, p := range all {
		if strings.HasPrefix(p.Act.String(), strings.TrimSuffix(c.Proposal, "…")) {
			fit = append(fit, p)
		}
	}
	if len(fit) != 1 || len(c.Proposal) < 8 {
		return proposal{}, hinted{fmt.Errorf("%q is not the one proposal for %s", c.Proposal, subject),
			"`truce zone proposals " + string(subject) + "` lists them; eight digits or more name one."}
	}
	return fit[0], nil
}

type zoneConsentCmd struct{ stance }

func (c *zoneConsentCmd) Run(ctx context.Context, e *env) error {
	return c.say(ctx, e, "consented", func(p proposal, party string) any {
		return zone.Consenting{Proposal: p.Act, Digest: p.Digest, Party: party, At: c.At.Time, Source: c.Source}
	})
}

type zoneObjectCmd struct {
	stance
	Reason string `required:"" help:"Why."`
}

func (c *zoneObjectCmd) Run(ctx context.Context, e *env) error {
	return c.say(ctx, e, "objected", func(p proposal, party string) any {
		return zone.Objecting{Proposal: p.Act, Party: party, Reason: shape.In("", c.Reason), At: c.At.Time, Source: c.Source}
	})
}

type zoneCompareCmd struct {
	Subject string  `arg:"" help:"Such as zone/dz-idlib."`
	A       string  `arg:"" help:"Act that made the one proposal."`
	B       string  `arg:"" help:"Act that made the other."`
	Point   degrees `help:"A place to look up by both." placeholder:"LON,LAT"`
	Width   float64 `help:"Mean width under which ground is a sliver, in metres. Otherwise 500." placeholder:"METRES"`
	Square  float64 `help:"Area under which ground is a sliver, in square metres. Otherwise 10000." placeholder:"METRES"`
	JSON    bool    `help:"Print JSON, with the polygons."`
	readAt
	signer
}

func (c *zoneCompareCmd) Run(ctx context.Context, e *env) error {
	subject, err := subjectArg(c.Subject, zone.Noun)
	if err != nil {
		return err
	}
	by := client.Comparison{WidthMetres: c.Width, SquareMetres: c.Square}
	if c.Point.given {
		by.Point = &[2]float64{c.Point.lon, c.Point.lat}
	}
	d, err := c.reading(ctx, e, c.signer)
	if err != nil {
		return err
	}
	if by.A, err = (&stance{Proposal: c.A}).id(ctx, d, subject); err == nil {
		by.B, err = (&stance{Proposal: c.B}).id(ctx, d, subject)
	}
	var told wire.Compared
	if err == nil {
		told, err = d.CompareProposals(ctx, subject.Name(), by)
	}
	if err == nil {
		err = c.print(e, told)
	}
	return errors.Join(err, d.Close())
}

func (c *stance) id(ctx context.Context, d desk, subject act.SubjectID) (act.ID, error) {
	p, err := c.find(ctx, d, subject)
	return p.Act, err
}

func (c *zoneCompareCmd) print(e *env, told wire.Compared) error {
	if c.JSON {
		return e.printJSON(told)
	}
	e.printf("A        %s  %.2f square km\n", told.A.Act, told.A.SquareMetres/1e6)
	e.printf("B        %s  %.2f square km\n", told.B.Act, told.B.SquareMetres/1e6)
	e.printf("both     %.2f square km\n", told.BothSquareM/1e6)
	e.printf("only A   %.2f square km\n", told.OnlyASquareM/1e6)
	e.printf("only B   %.2f square km\n", told.OnlyBSquareM/1e6)
	e.printf("borders  at most %.0f m apart at a corner\n", told.BordersApart)
	for _, s := range append(told.Slivers, told.Gaps...) {
		e.printf("%-7s  %.0f square m, %.0f m wide\n", sliverName(s.Of), s.SquareMetres, s.WidthMetres)
	}
	if told.Place != nil {
		e.printf("place    %s by A, %s by B\n", told.Place.AWords, told.Place.BWords)
	}
	return nil
}

func sliverName(of string) string {
	if of == "gap" {
		return "gap"
	}
	return "sliver"
}
