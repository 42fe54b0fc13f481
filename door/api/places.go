package api

import (
	"context"
	"strconv"
	"strings"

	"truce/ground/place"
	"truce/ground/problem"
	"truce/ground/taxonomy"
	"truce/noun/gazetteer"
)

const maxName = 200 // characters of a name that is asked for

type resolveInput struct {
	Q      string `query:"q" doc:"the name as it was heard or written, in Arabic or Latin letters" example:"Kafranbel"`
	Near   string `query:"near" format:"position" doc:"longitude,latitude in degrees (WGS84) of about where it is said to be" example:"36.5,35.6"`
	Within string `query:"within" doc:"code of a province, district or sub-district that it lies in" example:"SY0702"`
	Kind   string `query:"kind" doc:"word of the taxonomy place-kind; without it towns, villages and their like" example:"province"`
	Limit  number `query:"limit" doc:"most candidates, 1 to 100" example:"20"`
}

type resolveOutput struct{ Body gazetteer.Answer }

// resolve answers which place a name means, or the candidates to choose from.
func (a *API) resolve(ctx context.Context, _ *caller, in *resolveInput) (*resolveOutput, error) {
	q := gazetteer.Query{Name: strings.TrimSpace(in.Q), Within: in.Within, Kind: in.Kind}
	switch n := len([]rune(q.Name)); {
	case n == 0:
		return nil, wrong("q", problem.ReasonEmpty)
	case n > maxName:
		return nil, wrong("q", problem.ReasonTooLong)
	case q.Kind != "" && !taxonomy.Default().List(taxonomy.PlaceKind).Has(q.Kind):
		return nil, wrong("kind", problem.ReasonNameUnknown)
	}
	var err error
	if q.Near, err = readPosition("near", in.Near); err != nil {
		return nil, err
	}
	if q.Limit, err = in.Limit.clamp(20, 100); err != nil {
		return nil, err
	}
	index, err := a.office.Places.Index(ctx)
	if err != nil {
		return nil, err
	}
	if _, known := index.Place(q.Within); q.Within != "" && !known {
		return nil, wrong("within", problem.ReasonNameUnknown)
	}
	return &resolveOutput{index.Resolve(q)}, nil
}

// readPosition reads longitude,latitude; nil if nothing was said.
func readPosition(name, given string) (*place.Position, error) {
	if given == "" {
		return nil, nil
	}
	lon, lat, _ := strings.Cut(given, ",")
	x, err1 := strconv.ParseFloat(strings.TrimSpace(lon), 64)
	y, err2 := strconv.ParseFloat(strings.TrimSpace(lat), 64)
	if err1 != nil || err2 != nil || !(x >= -180 && x <= 180) || !(y >= -90 && y <= 90) {
		return nil, wrong(name, problem.ReasonNotUnderstood)
	}
	return &place.Position{Lon: x, Lat: y}, nil
}
