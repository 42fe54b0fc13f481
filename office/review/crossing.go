package review

import (
	"context"
	"fmt"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/judge/policy"
	"truce/noun/incident"
	"truce/tool/answer"
	"truce/tool/geo"
	"truce/tool/keep"
	"truce/tool/query"
)

// mostCrossed bounds how many reports of one incident are drawn.
const mostCrossed = 200

// Crossing draws the reports of an incident, for readers of exact places. What was only
// alleged is drawn and does not narrow what observations have in common.
func (v *Review) Crossing(ctx context.Context, who policy.Person, id act.SubjectID, at query.Clocks) (answer.Crossing, error) {
	c := answer.Crossing{Shapes: []answer.Shape{}}
	if !v.room.Reads(who, "exact-place") {
		return c, v.office.Policy().Refusal(policy.Read("exact-place"))
	}
	reports, err := v.gathered(ctx, who, id, at)
	if err != nil || len(reports) == 0 {
		return c, err
	}
	var common []geo.Sector
	for _, r := range reports {
		where, err := v.whereOf(ctx, r.Report, at)
		if err != nil {
			return c, err
		}
		sector, form, is := sectorOf(where)
		if !is {
			continue
		}
		drawn, err := sector.Polygon()
		if err != nil {
			return c, fmt.Errorf("draw %s: %w", r.Report, err)
		}
		c.Shapes = append(c.Shapes, answer.Shape{Report: r.Report, As: r.As, Form: form, Geometry: geo.MarshalGeoJSON(geo.MultiPolygon{drawn})})
		if r.As == "observation" {
			common = append(common, sector)
		}
	}
	return c, cross(&c, common)
}

func cross(c *answer.Crossing, sectors []geo.Sector) error {
	if len(sectors) < 2 {
		return nil
	}
	common, err := geo.Intersect(sectors...)
	if err != nil || len(common) == 0 {
		return err
	}
	c.Common, c.SquareMetres = geo.MarshalGeoJSON(common), common.SquareMetres()
	return nil
}

type gatheredReport struct {
	Report act.SubjectID `json:"report"`
	As     string        `json:"as"`
}

// gathered are the reports of an incident that the reader may see.
func (v *Review) gathered(ctx context.Context, who policy.Person, id act.SubjectID, at query.Clocks) ([]gatheredReport, error) {
	items, err := v.room.Subject(ctx, who, id, at)
	if err != nil {
		return nil, err
	}
	var state struct {
		Reports []gatheredReport `json:"reports"`
	}
	if err := json.Unmarshal(items[0].State, &state); err != nil {
		return nil, fmt.Errorf("read state of %s: %w", id, err)
	}
	reports := state.Reports[:min(len(state.Reports), mostCrossed)]
	filter := query.Filter{Nouns: []string{incident.ReportNoun}, Known: at.Known}
	for _, r := range reports {
		filter.Subjects = append(filter.Subjects, string(r.Report))
	}
	if len(reports) == 0 {
		return nil, nil
	}
	page, err := v.room.List(ctx, who, filter, nil, mostCrossed)
	seen := map[act.SubjectID]bool{}
	for _, i := range page.Items {
		seen[i.Subject] = true
	}
	var visible []gatheredReport
	for _, r := range reports {
		if seen[r.Report] {
			visible = append(visible, r)
		}
	}
	return visible, err
}

func (v *Review) whereOf(ctx context.Context, id act.SubjectID, at query.Clocks) (where fold.Where, err error) {
	err = v.office.Read(ctx, func(r keep.Reader) error {
		rows, err := r.RowsAsOf(id, at.Known)
		if len(rows) > 0 {
			where = rows[0].Where
		}
		return err
	})
	return where, err
}

// sectorOf is what is known of a place as a sector; a circle is one all around.
func sectorOf(w fold.Where) (geo.Sector, string, bool) {
	origin, err := geo.FromDegrees(w.Lon, w.Lat)
	switch {
	case err != nil || !w.Known || w.Area:
		return geo.Sector{}, "", false
	case w.Sector != nil:
		s := *w.Sector
		return geo.Sector{Origin: origin, Bearing: s.BearingDegrees, HalfWidth: s.HalfWidthDegrees, MinMetres: s.MinMetres, MaxMetres: s.MaxMetres}, "sector", true
	case w.RadiusMetres > 0:
		return geo.Sector{Origin: origin, HalfWidth: 180, MaxMetres: w.RadiusMetres}, "circle", true
	}
	return geo.Sector{}, "", false
}
