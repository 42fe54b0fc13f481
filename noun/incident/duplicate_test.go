package incident_test

import (
	"reflect"
	"testing"
	"time"

	"truce/ground/place"
	"truce/noun/incident"
)

// like is a report of mortar fire at half past four, changed.
func like(change func(*incident.Record)) incident.Report {
	return incident.Report{Record: with(change)}
}

func same(*incident.Record) {}

func TestLikeness(t *testing.T) {
	t.Parallel()
	later := func(d time.Duration) func(*incident.Record) {
		return func(r *incident.Record) { r.Time.From = r.Time.From.Add(d) }
	}
	// north moves a place by kilometres along the meridian, of 111.19 km a degree.
	north := func(km float64) func(*incident.Record) {
		return func(r *incident.Record) { r.Place.Position = &place.Position{Lon: 36.5678, Lat: 35.3234 + km/111.195} }
	}
	event := func(name string) func(*incident.Record) {
		return func(r *incident.Record) { r.Event = name }
	}
	row := func(r *incident.Record) { r.Origin = &incident.Origin{SHA256: "0f"} }
	for name, c := range map[string]struct {
		a, b              func(*incident.Record)
		score             float64
		time, space, kind float64
	}{
		"the same":                          {same, same, 1, 1, 1, 1},
		"a minute later, as precise":        {same, later(time.Minute), 1, 1, 1, 1},
		"31 minutes later":                  {same, later(31 * time.Minute), 0.5, 0.5, 1, 1},
		"two hours later":                   {same, later(2 * time.Hour), 0, 0, 1, 1},
		"within the day that the other has": {same, func(r *incident.Record) { *r.Time = place.Extent{From: at(0, 0), Until: at(23, 0), Precision: "day"} }, 1, 1, 1, 1},
		"200 m, which both leave open":      {same, north(0.2), 1, 1, 1, 1},
		"2.7 km":                            {same, north(2.7), 0.5, 1, 0.5, 1},
		"10 km":                             {same, north(10), 0, 1, 0, 1},
		"looks alike":                       {same, event("artillery"), 0.7, 1, 1, 0.7},
		"something else":                    {same, event("looting"), 0, 1, 1, 0},
		"other and other":                   {event("other"), event("other"), 1, 1, 1, 1},
		"apart in two":                      {later(31 * time.Minute), north(2.7), 0.25, 0.5, 0.5, 1},
		"no time":                           {same, func(r *incident.Record) { r.Time = nil }, 0.5, 0.5, 1, 1},
		"no event":                          {same, event(""), 0.5, 1, 1, 0.5},
		"a sub-district of the area":        {same, func(r *incident.Record) { r.Place, r.Area = nil, "SY05" }, 0.8, 1, 0.8, 1},
		"another province":                  {same, func(r *incident.Record) { r.Place, r.Area = nil, "SY06" }, 0, 1, 0, 1},
		"no place at all":                   {same, func(r *incident.Record) { r.Place, r.Area = nil, "" }, 0.5, 1, 0.5, 1},
		"a province is no point": {same, func(r *incident.Record) { north(90)(r); r.Place.Precision, r.Area = "province", "SY05" },
			0.8, 1, 0.8, 1},
	} {
		a, b := like(c.a), like(c.b)
		got, turned := incident.Likeness(a, b), incident.Likeness(b, a)
		if !reflect.DeepEqual(got, turned) {
			t.Errorf("%s: %+v, turned around %+v", name, got, turned)
		}
		r := got.Reasons
		if got.Score != c.score || r[0].Score != c.time || r[1].Score != c.space || r[2].Score != c.kind {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if s := incident.Likeness(like(row), like(func(r *incident.Record) { row(r); r.Event, r.Time = "looting", nil })); s.Score != 1 || s.Reasons[0].What != "origin" {
		t.Errorf("one row of one data set: %+v", s)
	}
}
