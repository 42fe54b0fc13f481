package office_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"truce/ground/act"
	"truce/judge/law"
	"truce/noun/agreement"
	"truce/noun/zone"
	"truce/office/officetest"
	"truce/tool/geo"
	"truce/tool/kinds"
)

const scenario = "../scenario/syria-2017/agreement/"

// agreed files the memorandum of the reference case and has all guarantors sign it.
func agreed(t testing.TB, w *officetest.World) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(scenario, "3-memorandum.json"))
	if err != nil {
		t.Fatal(err)
	}
	d, problems := agreement.Parse("3-memorandum.json", data, kinds.TimeZone)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	filings, err := agreement.Filings(d)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range filings {
		w.Must(t, "secretary", f.Kind, string(d.Subject()), f.Body)
	}
	digest, err := d.Versions[0].Digest()
	if err != nil {
		t.Fatal(err)
	}
	for _, party := range []string{"IR", "RU", "TR"} {
		w.Must(t, "secretary", "agreement-signed", string(d.Subject()), agreement.AgreementSigned{
			Version: "memorandum", Digest: digest, Party: party, Capacity: "guarantor", On: "2017-05-04", Source: "EXERCISE. Photograph",
		})
	}
}

func square(west float64) []byte {
	return fmt.Appendf(nil, `{"type":"MultiPolygon","coordinates":[[[[%v,35],[%v,35],[%v,36],[%v,36],[%v,35]]]]}`,
		west, west+1, west+1, west, west)
}

// proposal is a boundary for a zone, by the delegation that files it.
func proposal(number int, west float64, from time.Time) zone.ZoneProposed {
	return zone.ZoneProposed{
		Terms: zone.Terms{
			Number: number, Agreement: "agreement/syria-2017", Version: "memorandum", Clause: "point_1",
			Required: []string{"IR", "RU", "TR"}, From: from, Basis: "EXERCISE", Approximate: true, Exercise: true,
		},
		Names: zone.Names{{Language: "en", Text: "EXERCISE"}}, Geometry: square(west), Edges: zone.Straight,
		Belts: []zone.Belt{{Code: "sz-idlib", WidthMetres: 3000}},
	}
}

// enact proposes a boundary and has all guarantors consent, each as recorded at a moment.
func enact(t testing.TB, w *officetest.World, subject string, p zone.ZoneProposed, at time.Time) act.ID {
	t.Helper()
	r := w.Must(t, "liaison-tr", "zone-proposed", subject, p)
	digest, err := zone.Digest(p.Geometry)
	if err != nil {
		t.Fatal(err)
	}
	for _, party := range []string{"IR", "RU", "TR"} {
		w.Must(t, "secretary", "zone-consented", subject, zone.ZoneConsented{Consenting: zone.Consenting{
			Proposal: r.ID, SHA256: digest, Party: party, At: at, Source: "EXERCISE. Letter",
		}})
	}
	return r.ID
}

func date(month time.Month, day int) time.Time {
	return time.Date(2017, month, day, 0, 0, 0, 0, time.UTC)
}

func point(t testing.TB, lon, lat float64) geo.Point {
	t.Helper()
	p, err := geo.FromDegrees(lon, lat)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// where answers how a point lies to zone/dz-idlib.
func where(t testing.TB, s *law.Snapshot, lon float64, w law.When) string {
	t.Helper()
	for _, f := range s.At(law.Circle(point(t, lon, 35.5), 0), w).Findings {
		if f.Kind == law.Zone && f.Where != law.Outside {
			return f.Where.String()
		}
	}
	return "outside"
}

// twice enacts a boundary in June and moves it east in August.
func twice(t testing.TB) *officetest.World {
	t.Helper()
	w := officetest.New(t)
	agreed(t, w)
	w.Clock.Set(date(6, 1))
	enact(t, w, "zone/dz-idlib", proposal(1, 36, date(6, 2)), date(6, 1))
	w.Clock.Set(date(8, 1))
	enact(t, w, "zone/dz-idlib", proposal(2, 36.5, date(7, 1)), date(7, 1))
	return w
}

func TestLaw_is_asked_with_two_clocks(t *testing.T) {
	t.Parallel()
	w := twice(t)
	for _, c := range []struct {
		lon  float64
		when law.When
		want string
	}{
		{36.2, law.When{From: date(6, 1)}, "outside"},
		{36.2, law.When{From: date(6, 10)}, "inside"},
		{36.2, law.When{From: date(7, 20)}, "outside"},
		{36.2, law.When{From: date(7, 20), Known: date(7, 25)}, "inside"}, // the change was not known yet
		{37.2, law.When{From: date(7, 20)}, "inside"},
		{37.2, law.When{From: date(6, 10), Known: date(5, 20)}, "outside"},
	} {
		if got := where(t, w.Law(), c.lon, c.when); got != c.want {
			t.Errorf("%v at %v: %s, want %s", c.lon, c.when, got, c.want)
		}
	}
}

// What is known of the law, and when it was learnt, is the same after a restart and after
// everything was folded again.
func TestLaw_is_the_same_after_a_restart_and_a_rebuild(t *testing.T) {
	t.Parallel()
	w := twice(t)
	live := fmt.Sprint(w.LawChanges())
	if n := len(w.LawChanges()); n < 3 {
		t.Errorf("%d changes of the law", n)
	}
	check := func(what string) {
		t.Helper()
		if got := fmt.Sprint(w.LawChanges()); got != live {
			t.Errorf("%s: got\n%s\nwant\n%s", what, got, live)
		}
		if got := where(t, w.Law(), 36.2, law.When{From: date(7, 20), Known: date(7, 25)}); got != "inside" {
			t.Errorf("%s: %s", what, got)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	w.Reopen(t)
	check("after a restart")
	if err := w.Rebuild(context.Background(), func(int64, int64) {}); err != nil {
		t.Fatal(err)
	}
	check("after a rebuild")
}

func TestLaw_of_an_empty_office(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	if got := w.Law().At(law.Circle(point(t, 36.2, 35.5), 0), law.When{}); len(got.Findings)+len(got.Lines)+len(got.Applies) > 0 {
		t.Errorf("%+v", got)
	}
}
