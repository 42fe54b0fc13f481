package api

import (
	"context"
	"math"
	"net/http"
	"reflect"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"truce/door/wire"
	"truce/ground/force"
	"truce/ground/problem"
	"truce/ground/taxonomy"
	"truce/judge/law"
	"truce/judge/policy"
	"truce/tool/geo"
)

// routeLaw serves questions to the law, and agreements and proposals side by side.
func (a *API) routeLaw() {
	get(a, huma.Operation{Path: "/api/law", Summary: "The law at a place and time",
		Description: "Zones, belts and lines that were in force, how the place lies to each, and what applied to whom there. " +
			"With bearing, halfWidth, minMetres and maxMetres the place is a sector seen from the point. With a weapon, the lines of withdrawal judge it.",
		Security: anybody()}, a.lawAt)
	a.raw(huma.Operation{Method: http.MethodPost, Path: "/api/law", Summary: "The law at many places",
		Description: "At most 1000 places and 1 MiB. Nothing is recorded.", Security: anybody(),
		RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/json": {Schema: a.schemaOf(reflect.TypeFor[wire.Places]())}}},
		Responses:   map[string]*huma.Response{"200": a.json("An answer for each place, in their order.", reflect.TypeFor[wire.SaidOfAll]())},
	}, "", a.identified(packing(a.lawOfAll)))
	get(a, huma.Operation{Path: "/api/subjects/{noun}/{name}/law", Summary: "The law of an incident",
		Description: "Where it lies, what applied there, and which clauses it engages. For readers of exact places.", Security: signedIn()}, a.lawOf)
	get(a, huma.Operation{Path: "/api/agreements/{name}/versions", Summary: "The versions of an agreement's text", Security: anybody()}, a.versions)
	get(a, huma.Operation{Path: "/api/agreements/{name}/differences", Summary: "How two versions of a text differ", Security: anybody()}, a.differences)
	get(a, huma.Operation{Path: "/api/agreements/{name}/deadlines", Summary: "What is due when, by which version",
		Description: "Every deadline with its clause, trigger and rule, each step of the reckoning, and how it stands at an instant.", Security: anybody()}, a.deadlines)
	a.raw(huma.Operation{Method: http.MethodPost, Path: "/api/zones/look", Summary: "What an office would say of a drawing",
		Description: "What is wrong with it and where, or its area, its belt and the places inside. At most 60,000 bytes, as an act. Nothing is recorded.", Security: signedIn(),
		RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/json": {Schema: a.schemaOf(reflect.TypeFor[wire.Look]())}}},
		Responses:   map[string]*huma.Response{"200": a.json("What is inside.", reflect.TypeFor[wire.Looked]())},
	}, "", a.identified(packing(a.look)))
	get(a, huma.Operation{Path: "/api/zones/{name}/compare", Summary: "Two proposals for a zone side by side",
		Description: "Areas, overlap, slivers and gaps; with a point also how it lies by each.", Security: anybody()}, a.compare)
}

type lawInput struct {
	Lon       string `query:"lon" format:"number" required:"true" doc:"degrees east, WGS84" example:"36.6"`
	Lat       string `query:"lat" format:"number" required:"true" doc:"degrees north, WGS84" example:"35.4"`
	Radius    string `query:"radius" format:"number" doc:"metres within which the place is known; default 0"`
	Bearing   string `query:"bearing" format:"number" doc:"of a sector: degrees clockwise from true north"`
	HalfWidth string `query:"halfWidth" format:"number" doc:"of a sector: degrees to each side"`
	MinMetres string `query:"minMetres" format:"number" doc:"of a sector: nearest distance"`
	MaxMetres string `query:"maxMetres" format:"number" doc:"of a sector: farthest distance"`
	At        string `query:"at" format:"moment" doc:"when: RFC 3339, or a day, which begins at midnight UTC; default now"`
	Until     string `query:"until" format:"moment" doc:"end of a stretch of time, not included"`
	Known     string `query:"known" format:"moment" doc:"as this office knew the law at this time (RFC 3339) or at the start of this day"`
	Weapon    string `query:"weapon" doc:"weapon class, to be judged by the lines of withdrawal"`
	Calibre   string `query:"calibre" format:"number" doc:"of the weapon, millimetres"`
	Party     string `query:"party" doc:"whose weapon it is"`
}

type saidOutput struct{ Body wire.Said }

func (a *API) lawAt(_ context.Context, c *caller, in *lawInput) (*saidOutput, error) {
	asked, err := in.place(a.office.Now())
	if err != nil {
		return nil, err
	}
	known, err := readKnown(in.Known, c.who())
	if err != nil {
		return nil, err
	}
	said, err := a.said(c.request, c.who(), asked, known)
	return &saidOutput{said}, err
}

func (in *lawInput) place(now time.Time) (p wire.Place, err error) {
	p.At = now
	numbers := []numberIn{{"lon", in.Lon, &p.Lon}, {"lat", in.Lat, &p.Lat}, {"radius", in.Radius, &p.RadiusMetres}}
	for _, n := range numbers[:2] {
		if n.given == "" {
			return p, wrong(n.name, problem.ReasonEmpty)
		}
	}
	if in.Bearing+in.HalfWidth+in.MinMetres+in.MaxMetres != "" {
		p.Sector = &wire.Sector{}
		numbers = append(numbers, numberIn{"bearing", in.Bearing, &p.Sector.BearingDegrees}, numberIn{"halfWidth", in.HalfWidth, &p.Sector.HalfWidthDegrees},
			numberIn{"minMetres", in.MinMetres, &p.Sector.MinMetres}, numberIn{"maxMetres", in.MaxMetres, &p.Sector.MaxMetres})
	}
	if in.Weapon+in.Calibre+in.Party != "" {
		p.Weapon = &wire.Weapon{Class: in.Weapon, Party: in.Party}
		numbers = append(numbers, numberIn{"calibre", in.Calibre, &p.Weapon.Millimetres})
	}
	if err := readNumbers(numbers...); err != nil {
		return p, err
	}
	return p, in.times(&p)
}

func (in *lawInput) times(p *wire.Place) (err error) {
	if in.At != "" {
		if p.At, err = readTime("at", in.At); err != nil {
			return err
		}
	}
	p.Until, err = readTime("until", in.Until)
	return err
}

// numberIn is a number as it was written in a query.
type numberIn struct {
	name, given string
	into        *float64
}

// readNumbers leaves what was not given as it is.
func readNumbers(all ...numberIn) error {
	for _, n := range all {
		if n.given == "" {
			continue
		}
		v, err := strconv.ParseFloat(n.given, 64)
		if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
			return wrong(n.name, problem.ReasonNotANumber)
		}
		*n.into = v
	}
	return nil
}

// maxRadius bounds an uncertainty, metres: a larger one says nothing of any zone.
const maxRadius = 1_000_000

// placeOf reads a place as the law takes it.
func placeOf(p wire.Place) (law.Place, law.When, error) {
	when := law.When{From: p.At, Until: p.Until}
	if !p.Until.IsZero() && !p.Until.After(p.At) {
		return law.Place{}, when, wrong("until", problem.ReasonEndBeforeStart)
	}
	at, err := geo.FromDegrees(p.Lon, p.Lat)
	switch {
	case err != nil:
		return law.Place{}, when, wrong("lon", problem.ReasonNotAPlace)
	case p.RadiusMetres < 0 || p.RadiusMetres > maxRadius:
		return law.Place{}, when, wrong("radius", problem.ReasonOutOfRange)
	case p.Sector == nil:
		return law.Circle(at, p.RadiusMetres), when, nil
	case p.RadiusMetres > 0:
		return law.Place{}, when, wrong("radius", problem.ReasonNotUsedWith)
	}
	s := p.Sector
	sector := geo.Sector{Origin: at, Bearing: s.BearingDegrees, HalfWidth: s.HalfWidthDegrees, MinMetres: s.MinMetres, MaxMetres: s.MaxMetres}
	if err := sector.Check(); err != nil {
		return law.Place{}, when, problem.Invalid(problem.FilterWrong, problem.P{"filter": "sector", "reason": problem.ReasonOutOfRange}).At("sector").Because(err)
	}
	return law.Sector(sector), when, nil
}

func (a *API) said(r *http.Request, who policy.Person, p wire.Place, known time.Time) (wire.Said, error) {
	place, when, err := placeOf(p)
	if err != nil {
		return wire.Said{}, err
	}
	when.Known = known
	snapshot := a.office.Judging.Law()
	said := wire.Said{Judgement: snapshot.At(place, when)}
	said.Texts, said.NoForce = a.texts(r, who, said.Judgement)
	if p.Weapon == nil {
		return said, nil
	}
	if class := p.Weapon.Class; class != "" && !taxonomy.Default().List(taxonomy.WeaponClass).Has(class) {
		return said, wrong("weapon", problem.ReasonNameUnknown)
	}
	weapon := law.Weapon{Class: p.Weapon.Class, Millimetres: p.Weapon.Millimetres, Party: p.Weapon.Party}
	for _, w := range snapshot.Withdrawals(weapon, place, when) {
		said.Withdrawals = append(said.Withdrawals, wire.Withdrawal{Withdrawal: w, Why: reasons(r, w.Why)})
	}
	return said, nil
}

// lawOfAll answers a batch from one snapshot of the law.
func (a *API) lawOfAll(w http.ResponseWriter, r *http.Request) {
	body, err := readBody(w, r, wire.MaxAskedBytes)
	if err == nil {
		var out wire.SaidOfAll
		if out, err = a.answers(r, callerOf(r.Context()).who(), body); err == nil {
			writeJSON(w, http.StatusOK, "application/json", out)
			return
		}
	}
	if e, is := err.(errBody); is {
		err = problem.TooLarge(problem.BatchTooLarge, problem.P{"count": inBytes(e.size), "limit": inBytes(wire.MaxAskedBytes)})
	}
	a.fail(w, r, err)
}

func (a *API) answers(r *http.Request, who policy.Person, body []byte) (out wire.SaidOfAll, err error) {
	var asked wire.Places
	if err := readJSON(body, &asked); err != nil {
		return out, err
	}
	if len(asked.Places) > wire.MaxAsked {
		return out, problem.TooLarge(problem.BatchTooLarge, problem.P{"count": len(asked.Places), "limit": wire.MaxAsked})
	}
	if err := a.described(body, reflect.TypeFor[wire.Places]()); err != nil {
		return out, err
	}
	if !asked.Known.IsZero() {
		if out.Known, err = readKnown(asked.Known.Format(time.RFC3339Nano), who); err != nil {
			return out, err
		}
	}
	out.Answers = make([]wire.Said, len(asked.Places))
	for i, p := range asked.Places {
		if out.Answers[i], err = a.said(r, who, p, out.Known); err != nil {
			told := problem.From(err)
			return out, told.At("/places/" + strconv.Itoa(i) + "/" + told.Where)
		}
	}
	return out, nil
}

type lawOfInput struct {
	Noun  string `path:"noun" format:"noun" example:"incident"`
	Name  string `path:"name" format:"name" example:"2017-05-07-zellaqiyat"`
	Known string `query:"known" format:"moment" doc:"as this office knew the incident and the law at this time (RFC 3339) or at the start of this day"`
}

type lawfulOutput struct{ Body wire.IncidentLaw }

func (a *API) lawOf(ctx context.Context, c *caller, in *lawOfInput) (*lawfulOutput, error) {
	id, err := subjectOf(in.Noun, in.Name)
	if err != nil {
		return nil, err
	}
	known, err := readKnown(in.Known, c.who())
	if err != nil {
		return nil, err
	}
	told, err := a.office.Judging.LawOf(ctx, c.who(), id, known)
	if err != nil {
		return nil, err
	}
	return &lawfulOutput{a.lawful(c.request, c.who(), told)}, nil
}

func (a *API) lawful(r *http.Request, who policy.Person, told law.Lawful) wire.IncidentLaw {
	out := wire.IncidentLaw{Lawful: told}
	out.Texts, out.NoForce = a.texts(r, who, told.Judgement)
	for _, e := range told.Engagements {
		out.Engagements = append(out.Engagements, wire.Engagement{Engagement: e, Why: reasons(r, e.Why)})
	}
	return out
}

// texts are how the texts stood that the reader may know, in words: strangers are told of those
// that are or were in force. None of any agreement is told to everybody.
func (a *API) texts(r *http.Request, who policy.Person, j law.Judgement) (all []wire.Text, none string) {
	known := j.Texts
	if !who.Known() {
		known = law.Told(known, a.office.Reading.CivilZone())
	}
	for _, t := range known {
		all = append(all, wire.Text{TextForce: t, Told: problem.Saying("force-"+t.State, nil, languages(r)...), Words: lacking(r, t.Why)})
	}
	if j.NoForce {
		none = problem.Saying("force-none", nil, languages(r)...)
	}
	return all, none
}

// lacking is what is missing, in the reader's language.
func lacking(r *http.Request, why []force.Lack) []string {
	words := make([]string, len(why))
	for i, l := range why {
		var at any = l.At
		if l.At.IsZero() {
			at = l.Day
		}
		words[i] = problem.Saying("force-"+l.Say, problem.P{"name": l.Name, "at": at, "day": l.Day}, languages(r)...)
	}
	return words
}

// reasons adds the words of the reader's language.
func reasons(r *http.Request, all []law.Reason) []wire.Reason {
	told := make([]wire.Reason, len(all))
	for i, reason := range all {
		told[i] = wire.Reason{Reason: reason, Words: problem.Saying("law-"+reason.Say, problem.P{"name": reason.Name}, languages(r)...)}
	}
	return told
}
