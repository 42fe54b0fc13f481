package judging_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"truce/ground/place"
	"truce/ground/problem"
	"truce/ground/shape"
	"truce/noun/incident"
	"truce/noun/zone"
	"truce/office/officetest"
	"truce/tool/query"
)

// sliver enacts two zones whose boundaries overlap in a sliver, one of them late, and moves
// the other in August. Records are named by what is odd about their place.
func sliver(t *testing.T) *officetest.World {
	t.Helper()
	w := officetest.New(t)
	w.Agreed(t)
	w.Clock.Set(officetest.Date(6, 1))
	w.Enact(t, "zone/dz-west", beltless(1, 36, officetest.Date(6, 2), "sz-west"), officetest.Date(6, 1))
	seen := func(name string, lon float64, precision string, at time.Time) { seen(t, w, name, lon, precision, at) }
	w.Clock.Set(officetest.Date(7, 10))
	seen("inside", 36.5, "exact", officetest.Date(7, 1))
	seen("before", 36.5, "exact", officetest.Date(5, 20))
	seen("near-border", 37.000005, "exact", officetest.Date(7, 1))
	seen("in-belt", 37.02, "exact", officetest.Date(7, 1))
	seen("in-sliver", 36.95, "exact", officetest.Date(7, 1))
	seen("district", 36.3, "district", officetest.Date(7, 1))
	seen("district-outside", 38.6, "district", officetest.Date(7, 1))
	unknown := officetest.Observation()
	unknown.Time.From, unknown.Place = officetest.Date(7, 1), &place.Place{Name: "Somewhere"}
	w.Must(t, "monitor-1", "observation-filed", "report/unknown", unknown)
	sector := officetest.Observation()
	sector.Time.From, sector.Place, sector.Observer = officetest.Date(7, 1), nil, &place.Position{Lon: 36.99, Lat: 35.5}
	sector.Sight = &incident.Sight{BearingDegrees: 90, HalfWidthDegrees: 5, MinMetres: 100, MaxMetres: 5000}
	w.Must(t, "monitor-1", "observation-filed", "report/sector", sector)
	w.Must(t, "secretary", "incident-opened", "incident/1", incident.IncidentOpened{Event: "mortar"})
	w.Must(t, "secretary", "report-linked", "incident/1", incident.ReportLinked{Report: "report/inside"})
	w.Must(t, "secretary", "incident-opened", "incident/2", incident.IncidentOpened{Event: "mortar"})
	w.Must(t, "secretary", "report-linked", "incident/2", incident.ReportLinked{Report: "report/near-border"})
	w.Clock.Set(officetest.Date(7, 20))
	w.Enact(t, "zone/dz-east", beltless(1, 36.9, officetest.Date(6, 10), "sz-east"), officetest.Date(6, 9)) // known late
	return w
}

// seen files what was seen somewhere along a parallel.
func seen(t *testing.T, w *officetest.World, name string, lon float64, precision string, at time.Time) {
	t.Helper()
	o := officetest.Observation()
	o.Time.From = at
	o.Place = &place.Place{Position: &place.Position{Lon: lon, Lat: 35.5}, Precision: precision}
	w.Must(t, "monitor-1", "observation-filed", "report/"+name, o)
}

func beltless(number int, west float64, from time.Time, belt string) zone.ZoneProposed {
	p := officetest.Proposal(number, west, from)
	p.Belts = []zone.Belt{{Code: belt, WidthMetres: 3000}}
	return p
}

// found are the names of the records of a noun, sorted.
func found(t *testing.T, w *officetest.World, who, noun string, f query.Filter) string {
	t.Helper()
	if err := w.Judging.CatchUp(context.Background()); err != nil {
		t.Fatal(err)
	}
	f.Nouns = []string{noun}
	page, err := w.Reading.List(context.Background(), w.As(who), f, nil, 100)
	if err != nil {
		t.Fatal(err)
	}
	counts, err := w.Reading.Count(context.Background(), w.As(who), f, nil)
	if err != nil || len(counts) != 1 || counts[0].N != len(page.Items) {
		t.Errorf("%+v: %d listed, counted %v, %v", f.ByLaw, len(page.Items), counts, err)
	}
	var names []string
	for _, i := range page.Items {
		names = append(names, i.Subject.Name())
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}

func TestList_by_law(t *testing.T) {
	t.Parallel()
	w := sliver(t)
	ask := func(f query.ByLaw, known time.Time) string {
		t.Helper()
		return found(t, w, "verifier-1", "report", query.Filter{ByLaw: f, Known: known})
	}
	within := func(codes ...string) query.ByLaw { return query.ByLaw{Within: codes} }
	mayBe := func(codes ...string) query.ByLaw { return query.ByLaw{Within: codes, MayBe: true} }
	ground := func(codes ...string) query.ByLaw { return query.ByLaw{Ground: codes} }
	for _, c := range []struct {
		what  string
		ask   query.ByLaw
		known time.Time
		want  string
	}{
		{"in force then", within("dz-west"), time.Time{}, "in-sliver inside"},
		{"and what may be", mayBe("dz-west"), time.Time{}, "district in-sliver inside near-border sector"},
		{"the other side of the sliver", within("dz-east"), time.Time{}, "in-belt in-sliver near-border sector"},
		{"in both or either", within("dz-west", "dz-east"), time.Time{}, "in-belt in-sliver inside near-border sector"},
		{"a zone that was not known yet", within("dz-east"), officetest.Date(7, 15), ""},
		{"as known then", within("dz-west"), officetest.Date(7, 15), "in-sliver inside"},
		{"a belt", within("sz-west"), time.Time{}, "in-belt"},
		{"whatever may be anywhere", within("?"), time.Time{}, "district district-outside unknown"},
		{"the ground, in force or not", ground("dz-west"), time.Time{}, "before district in-sliver inside"},
		{"the ground, of the past", ground("dz-east"), officetest.Date(7, 15), ""},
		{"nothing", within("dz-nowhere"), time.Time{}, ""},
	} {
		if got := ask(c.ask, c.known); got != c.want {
			t.Errorf("%s: got %q, want %q", c.what, got, c.want)
		}
	}
	w.Clock.Set(officetest.Date(8, 1))
	w.Enact(t, "zone/dz-west", beltless(2, 35.6, officetest.Date(6, 20), "sz-west"), officetest.Date(6, 20)) // moved
	w.Clock.Set(officetest.Date(8, 3))
	seen(t, w, "late-inside", 36.5, "exact", officetest.Date(8, 2))
	seen(t, w, "late-in-sliver", 36.95, "exact", officetest.Date(8, 2))
	if got := ask(within("dz-west"), time.Time{}); got != "in-sliver inside late-inside" {
		t.Errorf("after the change: %q", got)
	}
	if got := ask(within("dz-west"), officetest.Date(7, 25)); got != "in-sliver inside" {
		t.Errorf("as known before the change: %q", got)
	}
}

// By zone and day, from the counts that are kept and row by row alike.
func TestCount_by_zone_and_day(t *testing.T) {
	t.Parallel()
	w := sliver(t)
	if err := w.Judging.CatchUp(context.Background()); err != nil {
		t.Fatal(err)
	}
	count := func(f query.Filter, by ...string) string {
		t.Helper()
		f.Nouns = []string{"report"}
		counts, err := w.Reading.Count(context.Background(), w.As("verifier-1"), f, by)
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(counts)
	}
	want := "[{[? 2017-07-01] 3 0 0} {[dz-east 2017-07-01] 4 0 0} {[dz-west 2017-07-01] 2 0 0} {[sz-west 2017-07-01] 1 0 0}]"
	rowByRow := query.Filter{From: officetest.Date(1, 1).Add(time.Second)} // a part of a day
	for what, f := range map[string]query.Filter{"kept": {}, "row by row": rowByRow} {
		if got := count(f, "within", "day"); got != want {
			t.Errorf("%s: got %s, want %s", what, got, want)
		}
	}
	if got := count(query.Filter{ByLaw: query.ByLaw{MayBe: true, Within: []string{"dz-west"}}}, "within", "relation"); got != "[{[dz-west inside] 2 0 0} {[dz-west may-be] 3 0 0}]" {
		t.Errorf("got %s", got)
	}
	w.Must(t, "monitor-1", "report-withdrawn", "report/inside", incident.ReportWithdrawn{Reason: shape.In("en", "twice")})
	if got := count(query.Filter{Counted: true}, "within"); got != "[{[?] 3 0 0} {[dz-east] 4 0 0} {[dz-west] 1 0 0} {[sz-west] 1 0 0}]" {
		t.Errorf("the withdrawn record is still counted, before it is judged anew: %s", got)
	}
}

// A stranger learns in which zone an incident lies, never what lies near a border.
func TestList_by_law_for_strangers(t *testing.T) {
	t.Parallel()
	w := sliver(t)
	w.Clock.Set(w.Clock.Now().Add(24 * time.Hour)) // the public edition has moved
	if got := found(t, w, "", "incident", query.Filter{ByLaw: query.ByLaw{Within: []string{"dz-west"}}}); got != "1" {
		t.Errorf("got %q", got)
	}
	for what, f := range map[string]query.Filter{
		"may be":         {ByLaw: query.ByLaw{Within: []string{"dz-west"}, MayBe: true}},
		"ground":         {ByLaw: query.ByLaw{Ground: []string{"dz-west"}}},
		"earlier bounds": {ByLaw: query.ByLaw{Within: []string{"dz-west"}}, Known: officetest.Date(7, 15)},
	} {
		f.Nouns = []string{"incident"}
		for _, who := range []string{"", "auditor-1"} {
			if _, err := w.Reading.List(context.Background(), w.As(who), f, nil, 10); !problem.Is(err, problem.NotPermitted) {
				t.Errorf("%s as %q: %v", what, who, err)
			}
			if _, err := w.Reading.Count(context.Background(), w.As(who), f, []string{"within"}); !problem.Is(err, problem.NotPermitted) {
				t.Errorf("%s counted as %q: %v", what, who, err)
			}
		}
	}
	if _, err := w.Reading.Count(context.Background(), w.As(""), query.Filter{Nouns: []string{"incident"}}, []string{"within", "relation"}); !problem.Is(err, problem.NotPermitted) {
		t.Errorf("lies: %v", err)
	}
	counts, err := w.Reading.Count(context.Background(), w.As(""), query.Filter{Nouns: []string{"incident", "report"}}, []string{"within"})
	if err != nil || fmt.Sprint(counts) != "[{[dz-east] 1 0 0} {[dz-west] 1 0 0}]" {
		t.Errorf("%v, %v", counts, err)
	}
	if got := found(t, w, "", "incident", query.Filter{ByLaw: query.ByLaw{Within: []string{"sz-west"}}}); got != "" {
		t.Errorf("belt: %q", got)
	}
	if told, err := w.Judging.Lately(context.Background(), w.As(""), w.Clock.Now()); err != nil || told.Pending != 0 {
		t.Errorf("%+v, %v", told, err)
	}
}
