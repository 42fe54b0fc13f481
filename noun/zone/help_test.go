package zone_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/fold/foldtest"
	"truce/ground/force"
	"truce/ground/shape"
	"truce/noun/zone"
)

const secretary = "person/secretary"

func day(month time.Month, d int) time.Time { return time.Date(2017, month, d, 0, 0, 0, 0, time.UTC) }

func square(west float64) jsontext.Value {
	return jsontext.Value(fmt.Sprintf(`{"type":"MultiPolygon","coordinates":[[[[%v,34],[%v,34],[%v,35],[%v,35],[%v,34]]]]}`,
		west, west+1, west+1, west, west))
}

func digest(t *testing.T, g jsontext.Value) string {
	t.Helper()
	sum, err := zone.Digest(g)
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

// story is the acts about one zone under an agreement whose three guarantors agree on zones.
type story struct {
	*testing.T
	foldtest.History
}

func newStory(t *testing.T) *story {
	always := func(parties ...string) (all []force.Member) {
		for _, party := range parties {
			all = append(all, force.Member{Party: party})
		}
		return all
	}
	fourth := force.Member{Party: "US", Interval: force.Interval{From: day(10, 1), Until: day(11, 1)}}
	type text struct {
		ID         string         `json:"id"`
		Boundaries []force.Member `json:"boundaries"`
		Standing   force.Force    `json:"standing"`
	}
	state := map[string]any{"versions": []text{
		{"signed-text", append(always("IR", "RU", "TR"), fourth), force.Force{Members: append(always("IR", "RU", "TR", "SY-GOV"), fourth)}},
		{"draft", nil, force.Force{}},
		{"of-one", always("RU"), force.Force{Members: always("RU", "SY-GOV", "SY-OPP")}},
	}}
	return &story{t, foldtest.History{
		Subject: "zone/dz-1", Func: zone.Fold, States: map[act.SubjectID]any{"agreement/a": state},
	}}
}

func proposed(number int, west float64, from time.Time) *zone.ZoneProposed {
	return &zone.ZoneProposed{
		Terms: zone.Terms{
			Number: number, Agreement: "agreement/a", Version: "signed-text", Clause: "point_1",
			Required: []string{"IR", "RU", "TR"}, From: from, Basis: shape.In("en", "the words of the clause"),
		},
		Names: zone.Names{{Language: "en", Text: "North"}}, Geometry: square(west), Edges: zone.Straight,
		Belts: []zone.Belt{{Code: "sz-1", WidthMetres: 3000}},
	}
}

func (s *story) consents(party string, to act.ID, geometry jsontext.Value) act.ID {
	s.Helper()
	return s.By(person(party), party, consent(s.T, party, to, geometry))
}

func consent(t *testing.T, party string, to act.ID, geometry jsontext.Value) *zone.ZoneConsented {
	return &zone.ZoneConsented{Consenting: zone.Consenting{Proposal: to, Digest: digest(t, geometry), Party: party}}
}

// recorded is a consent that the mission records.
func (s *story) recorded(party string, to act.ID, geometry jsontext.Value, at time.Time) act.ID {
	s.Helper()
	c := consent(s.T, party, to, geometry)
	c.At, c.Source = at, "letter"
	return s.By(secretary, "", c)
}

func (s *story) objects(party string, to act.ID) act.ID {
	return s.By(person(party), party, &zone.ZoneObjected{Objecting: zone.Objecting{Proposal: to, Party: party, Reason: shape.In("en", "the corner")}})
}

func person(party string) act.SubjectID { return act.SubjectID("person/" + strings.ToLower(party)) }

// enact proposes and has all consent, as the mission recorded it on the days.
func (s *story) enact(number int, west float64, from, consented time.Time) act.ID {
	s.Helper()
	id := s.By(person("RU"), "RU", proposed(number, west, from))
	for _, party := range []string{"IR", "RU", "TR"} {
		s.recorded(party, id, square(west), consented)
	}
	return id
}

// periods are written as from-until: status, with the western edge of what is in force.
func (s *story) periods() string {
	s.Helper()
	var all []string
	for _, p := range s.Fold(s.T).Periods {
		what := p.Status
		if z := p.State.(zone.Zone); z.Boundary != nil {
			what = fmt.Sprintf("proposal %d", z.Boundary.Number)
			if p.Status != zone.InForce || !p.Counts || p.Zone != "dz-1" || p.Label != "North" || !p.Where.Known {
				s.Errorf("in force: %+v", p)
			}
		}
		all = append(all, fmt.Sprintf("%s-%s: %s", written(p.From), written(p.Until), what))
	}
	return strings.Join(all, ", ")
}

func written(t time.Time) string {
	switch {
	case t.IsZero():
		return "…"
	case t.Truncate(24 * time.Hour).Equal(t):
		return t.Format("2.1.")
	}
	return t.Format("2.1. 15:04")
}

// last is the state of the last period.
func (s *story) last() zone.Zone {
	s.Helper()
	periods := s.Fold(s.T).Periods
	return periods[len(periods)-1].State.(zone.Zone)
}

func lastOf(f fold.Folded) fold.Period { return f.Periods[len(f.Periods)-1] }
