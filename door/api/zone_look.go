package api

import (
	"net/http"
	"reflect"

	"github.com/go-json-experiment/json"

	"truce/door/wire"
	"truce/ground/act"
	"truce/ground/problem"
	"truce/judge/admission"
	"truce/judge/law"
	"truce/noun/gazetteer"
	"truce/noun/zone"
	"truce/tool/geo"
	"truce/tool/query"
)

const (
	maxLookPlaces = 2000    // places of the gazetteer that are told
	maxBelt       = 200_000 // metres, as zone.Belt has it
)

// look says of a drawing what an office would say of the act that puts it forward: what is
// wrong with it and where, or its area, its belt and the places inside. Nothing is recorded.
// What would not fit an act is not looked at.
func (a *API) look(w http.ResponseWriter, r *http.Request) {
	body, err := readBody(w, r, act.MaxBytes)
	if err == nil {
		var out wire.Looked
		if out, err = a.lookAt(callerOf(r.Context()), r, body); err == nil {
			w.Header().Set("Cache-Control", "no-store")
			writeJSON(w, http.StatusOK, "application/json", out)
			return
		}
	}
	if e, is := err.(errBody); is {
		err = problem.TooLarge(problem.BatchTooLarge, problem.P{"count": inBytes(e.size), "limit": inBytes(act.MaxBytes)})
	}
	a.fail(w, r, err)
}

func (a *API) lookAt(c *caller, r *http.Request, body []byte) (out wire.Looked, err error) {
	if err := c.known(); err != nil {
		return out, err
	}
	done, err := a.looking.take(r.Context(), c.session.Key)
	if err != nil {
		return out, err
	}
	defer done()
	var in wire.Look
	if err := readJSON(body, &in); err != nil {
		return out, err
	}
	if in.Edges != zone.Geodesic && in.Edges != zone.Straight {
		return out, wrong("edges", problem.ReasonNotUnderstood)
	}
	if in.BeltMetres < 0 || in.BeltMetres > maxBelt {
		return out, wrong("beltMetres", problem.ReasonOutOfRange)
	}
	if err := a.described(body, reflect.TypeFor[wire.Look]()); err != nil {
		return out, err
	}
	if err := law.CheckGeometry(in.Geometry, in.Edges); err != nil {
		return out, admission.GeometryProblem(err)
	}
	area, err := law.Draw(in.Geometry, in.Edges)
	if err != nil {
		return out, admission.GeometryProblem(err)
	}
	out.SquareMetres, out.Geometry = area.Shape().SquareMetres(), geo.MarshalGeoJSON(area.Shape())
	if in.BeltMetres > 0 {
		belt, err := geo.NewBelt(area, in.BeltMetres)
		if err != nil {
			return out, problem.Internal(problem.StorageFailed).Because(err)
		}
		out.Belt, out.BeltSquareMetres = geo.MarshalGeoJSON(belt), belt.SquareMetres()
	}
	out.Places, out.MorePlaces, err = a.placesIn(r, c, area)
	for _, p := range out.Places {
		switch {
		case p.Kind != "settlement": // districts hold them, and neighbourhoods lie in them
		case p.People == nil:
			out.MorePeople = true
		default:
			out.People += *p.People
		}
	}
	return out, err
}

// placesIn are the places of the gazetteer in an area, the border included.
func (a *API) placesIn(r *http.Request, c *caller, area *geo.Area) ([]wire.PlaceIn, bool, error) {
	box, inside := area.Box(), []wire.PlaceIn{}
	degrees := func(v int32) float64 { return float64(v) / geo.Scale }
	filter := query.Filter{Nouns: []string{"place"}, Box: &query.Box{
		MinLon: degrees(box.West), MinLat: degrees(box.South), MaxLon: degrees(box.East), MaxLat: degrees(box.North)}}
	var after *query.Cursor
	for {
		page, err := a.office.Reading.List(r.Context(), c.who(), filter, after, query.MaxPage)
		if err != nil {
			return inside, false, err
		}
		for _, item := range page.Items {
			var s gazetteer.Place
			if err := json.Unmarshal(item.State, &s); err != nil {
				return inside, false, problem.Internal(problem.StorageFailed).Because(err)
			}
			if s.Position == nil {
				continue
			}
			at, err := geo.FromDegrees(s.Position.Lon, s.Position.Lat)
			if err != nil || !area.Locate(at).Holds() {
				continue
			}
			if len(inside) == maxLookPlaces {
				return inside, true, nil
			}
			inside = append(inside, wire.PlaceIn{Place: act.SubjectID(item.Subject), Code: s.Code, Kind: s.Kind, People: s.Population, Names: s.Names})
		}
		if page.Next == nil {
			return inside, false, nil
		}
		after = page.Next
	}
}
