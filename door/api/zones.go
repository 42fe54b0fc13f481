package api

import (
	"context"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/door/wire"
	"truce/ground/act"
	"truce/ground/problem"
	"truce/judge/law"
	"truce/noun/zone"
	"truce/tool/geo"
	"truce/tool/query"
)

type compareInput struct {
	Name   string `path:"name" format:"name" example:"dz-idlib"`
	A      string `query:"a" format:"digest" required:"true" doc:"act that made the one proposal, 64 hexadecimal digits"`
	B      string `query:"b" format:"digest" required:"true" doc:"act that made the other"`
	Lon    string `query:"lon" format:"number" doc:"with lat: a point to place by both, degrees east"`
	Lat    string `query:"lat" format:"number" doc:"degrees north"`
	Radius string `query:"radius" format:"number" doc:"metres within which the point is known; default 0"`
	Width  string `query:"width" format:"number" doc:"mean width under which ground is a sliver, and how wide a gap can be, metres; default 500"`
	Square string `query:"square" format:"number" doc:"area under which ground is a sliver, square metres; default 10000"`
	Known  string `query:"known" format:"moment" doc:"as this office knew them at this time (RFC 3339) or at the start of this day"`
}

type comparedOutput struct{ Body wire.Compared }

// What is a sliver if nobody says otherwise: what a pen on a map of 1:250,000 may be off by.
const (
	sliverMetres = 500
	sliverSquare = 10_000
)

func (a *API) compare(ctx context.Context, c *caller, in *compareInput) (*comparedOutput, error) {
	id, err := subjectOf(zone.Noun, in.Name)
	if err != nil {
		return nil, err
	}
	narrow := geo.Narrow{WidthMetres: sliverMetres, SquareMetres: sliverSquare}
	if err := readNumbers(numberIn{"width", in.Width, &narrow.WidthMetres}, numberIn{"square", in.Square, &narrow.SquareMetres}); err != nil {
		return nil, err
	}
	if narrow.WidthMetres < 0 || narrow.WidthMetres > maxRadius {
		return nil, wrong("width", problem.ReasonOutOfRange)
	}
	if narrow.SquareMetres < 0 {
		return nil, wrong("square", problem.ReasonOutOfRange)
	}
	all, err := a.boundaries(ctx, c, id, in.Known)
	if err != nil {
		return nil, err
	}
	one, err := all.named("a", in.A)
	if err != nil {
		return nil, err
	}
	other, err := all.named("b", in.B)
	if err != nil {
		return nil, err
	}
	return in.compared(c, id, one, other, narrow)
}

// boundaries are the proposals for a zone that a reader may see: strangers those that are
// or were in force.
type boundaries []zone.Boundary

func (a *API) boundaries(ctx context.Context, c *caller, id act.SubjectID, known string) (all boundaries, err error) {
	at, err := readKnown(known, c.who())
	if err != nil {
		return nil, err
	}
	items, err := a.office.Reading.Subject(ctx, c.who(), id, query.Clocks{Known: at})
	if err != nil {
		return nil, err
	}
	for _, item := range items {
		var z zone.Zone
		if err := json.Unmarshal(item.State, &z); err != nil {
			return nil, problem.Internal(problem.StorageFailed).Because(err)
		}
		all = append(all, z.Proposals...)
		for _, b := range []*zone.Boundary{z.Boundary, z.Agreed} {
			if b != nil {
				all = append(all, *b)
			}
		}
	}
	return all, nil
}

func (all boundaries) named(name, id string) (zone.Boundary, error) {
	for _, b := range all {
		if b.Act.String() == id {
			return b, nil
		}
	}
	return zone.Boundary{}, wrong(name, problem.ReasonNoSuchProposal)
}

func (in *compareInput) compared(c *caller, id act.SubjectID, one, other zone.Boundary, narrow geo.Narrow) (*comparedOutput, error) {
	a, err := law.Draw(one.Geometry, one.Edges)
	if err != nil {
		return nil, problem.Internal(problem.StorageFailed).Because(err)
	}
	b, err := law.Draw(other.Geometry, other.Edges)
	if err != nil {
		return nil, problem.Internal(problem.StorageFailed).Because(err)
	}
	told, err := law.Compare(a, b, narrow)
	if err != nil {
		return nil, problem.Internal(problem.StorageFailed).Because(err)
	}
	out := &comparedOutput{wire.Compared{
		Zone: id, A: proposalOf(one, told.ASquareMetres), B: proposalOf(other, told.BSquareMetres),
		BothSquareM: told.BothSquareMetres, OnlyASquareM: told.OnlyASquareMetres, OnlyBSquareM: told.OnlyBSquareMetres,
		BordersApart: max(apart(a, b), apart(b, a)), OnlyA: geo.MarshalGeoJSON(told.OnlyA), OnlyB: geo.MarshalGeoJSON(told.OnlyB),
		Slivers: slivers(told.Slivers), Gaps: slivers(told.Gaps), SliverWidthM: narrow.WidthMetres, SliverSquareM: narrow.SquareMetres,
	}}
	out.Body.Place, err = in.byBoth(c, told)
	return out, err
}

func proposalOf(b zone.Boundary, square float64) wire.Proposal {
	return wire.Proposal{Act: b.Act, By: b.By, Became: b.Became, Number: b.Number, SquareMetres: square, Agreed: b.Agreed, Force: b.Force}
}

// apart is how far the corners of the one lie from the border of the other, at most.
func apart(a, b *geo.Area) float64 {
	most := 0.0
	for _, p := range a.Shape() {
		for _, ring := range p.Rings() {
			for _, corner := range ring {
				most = max(most, max(b.Distance(corner), -b.Distance(corner)))
			}
		}
	}
	return most
}

func slivers(all []geo.Sliver) []wire.Sliver {
	told := make([]wire.Sliver, len(all))
	for i, s := range all {
		told[i] = wire.Sliver{Of: s.Of, SquareMetres: s.SquareMetres, WidthMetres: s.WidthMetres,
			Geometry: jsontext.Value(geo.MarshalGeoJSON(geo.MultiPolygon{s.Part}))}
	}
	return told
}

// byBoth answers for a point: in a sliver it lies inside by the one and outside by the other.
func (in *compareInput) byBoth(c *caller, told law.Comparison) (*wire.ByBoth, error) {
	if in.Lon+in.Lat+in.Radius == "" {
		return nil, nil
	}
	asked, err := (&lawInput{Lon: in.Lon, Lat: in.Lat, Radius: in.Radius}).place(time.Time{})
	if err != nil {
		return nil, err
	}
	place, _, err := placeOf(asked)
	if err != nil {
		return nil, err
	}
	by := &wire.ByBoth{}
	by.A, by.B = told.By(place)
	by.AWords = problem.Saying("where-"+by.A.String(), nil, languages(c.request)...)
	by.BWords = problem.Saying("where-"+by.B.String(), nil, languages(c.request)...)
	return by, nil
}
