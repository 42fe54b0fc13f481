package law_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/judge/law"
	"truce/noun/agreement"
	"truce/noun/zone"
	"truce/tool/geo"
)

func day(month time.Month, d int) time.Time { return time.Date(2017, month, d, 0, 0, 0, 0, time.UTC) }

func at(month time.Month, d int) law.When { return law.When{From: day(month, d).Add(12 * time.Hour)} }

func during(from, until time.Time) law.When { return law.When{From: from, Until: until} }

func point(lon, lat float64) geo.Point {
	p, err := geo.FromDegrees(lon, lat)
	if err != nil {
		panic(err)
	}
	return p
}

func exact(lon, lat float64) law.Place { return law.Circle(point(lon, lat), 0) }

// box is a rectangle as GeoJSON.
func box(west, south, east, north float64) jsontext.Value {
	return jsontext.Value(fmt.Sprintf(`{"type":"MultiPolygon","coordinates":[[[[%v,%v],[%v,%v],[%v,%v],[%v,%v],[%v,%v]]]]}`,
		west, south, east, south, east, north, west, north, west, south))
}

var terms = zone.Terms{Number: 1, Agreement: "agreement/a", Version: "signed-text", Clause: "point_1"}

// held is a row of a zone with a boundary in force.
func held(t testing.TB, code string, number byte, geometry jsontext.Value, from, until time.Time, belts ...zone.Belt) law.Row {
	t.Helper()
	sum, err := zone.Digest(geometry)
	if err != nil {
		t.Fatal(err)
	}
	z := zone.Zone{Code: code, Status: zone.InForce, Boundary: &zone.Boundary{
		Told:         zone.Told{Act: act.ID{number}, Digest: sum, Became: zone.Consented},
		ZoneProposed: zone.ZoneProposed{Terms: terms, Geometry: geometry, Edges: zone.Straight, Belts: belts},
	}}
	return row(t, act.SubjectID("zone/"+code), from, until, z)
}

func row(t testing.TB, subject act.SubjectID, from, until time.Time, state any) law.Row {
	t.Helper()
	text, err := json.Marshal(state)
	if err != nil {
		t.Fatal(err)
	}
	return law.Row{Subject: subject, From: from, Until: until, State: text}
}

func open(t testing.TB, rows ...law.Row) *law.Snapshot {
	t.Helper()
	s, err := law.New(rows)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// told is what a snapshot says of a place, as "dz-1#1 inside, sz-1#1 outside (part)".
func told(found []law.Finding) string {
	var all []string
	for _, f := range found {
		text := fmt.Sprintf("%s#%d %s", f.Code, f.Boundary.Act[0], f.Where)
		if !f.Throughout {
			text += " (part)"
		}
		all = append(all, text)
	}
	return strings.Join(all, ", ")
}

func standings(all []law.Overall) string {
	var words []string
	for _, s := range all {
		words = append(words, s.Code+" "+s.Where.String())
	}
	return strings.Join(words, ", ")
}

// pact is a row of an agreement whose rules bind from 5 May on.
func pact(t testing.TB, clauses []agreement.Clause, members ...agreement.Membership) law.Row {
	t.Helper()
	v := agreement.VersionState{
		Version:     agreement.Version{ID: "signed-text", Type: "text", Clauses: clauses},
		Force:       []agreement.Interval{{From: day(5, 5)}},
		Memberships: members,
	}
	for _, c := range clauses {
		for _, p := range c.Prohibitions {
			v.Bindings = append(v.Bindings, bindings(c.ID, agreement.ToProhibition, p.ID, p.Who)...)
		}
		for _, o := range c.Obligations {
			v.Bindings = append(v.Bindings, bindings(c.ID, agreement.ToObligation, o.ID, o.Who)...)
		}
	}
	return row(t, "agreement/a", day(5, 5), time.Time{}, agreement.Agreement{InForce: []string{"signed-text"}, Versions: []agreement.VersionState{v}})
}

func bindings(clause, kind, name string, who []string) []agreement.Binding {
	var all []agreement.Binding
	for _, party := range who {
		all = append(all, agreement.Binding{
			Clause: clause, Kind: kind, Name: name, Party: party, InForce: true, Interval: agreement.Interval{From: day(5, 5)},
		})
	}
	return all
}

// star is a polygon of n points around a middle, with a border as rough as a river's.
func star(r *rand.Rand, lon, lat, size float64, n int) jsontext.Value {
	var ps []string
	for i := range n {
		turn := float64(i) / float64(n)
		reach := size * (0.6 + 0.002*r.Float64())
		for wave := range 6 {
			sin, _ := sincos(360*turn*float64(int(1)<<wave) + float64(wave)*lon*1000)
			reach += size * 0.2 * sin / float64(int(1)<<wave)
		}
		sin, cos := sincos(360 * turn)
		ps = append(ps, fmt.Sprintf("[%.7f,%.7f]", lon+reach*cos, lat+reach*sin))
	}
	return jsontext.Value(`{"type":"MultiPolygon","coordinates":[[[` + strings.Join(append(ps, ps[0]), ",") + `]]]}`)
}
