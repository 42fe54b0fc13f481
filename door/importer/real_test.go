package importer_test

import (
	"context"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"truce/checks/datasets"
	"truce/door/importer"
	"truce/ground/problem"
	"truce/noun/incident"
	"truce/noun/zone"
	"truce/office/officetest"
	"truce/tool/query"
)

// dataFile is a file of the published data sets.
func dataFile(t testing.TB, name string) importer.Table {
	t.Helper()
	return importer.File(datasets.File(t, name))
}

func take(t *testing.T, w *officetest.World, file importer.Table, f importer.Format) importer.Report {
	t.Helper()
	r, err := importer.Import(t.Context(), file, f, options(w, "secretary"), nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// gazetted is an office with the published gazetteer.
func gazetted(t *testing.T) *officetest.World {
	t.Helper()
	w := underLaw(t)
	for level, kind := range map[string]string{"1": "province", "2": "district", "3": "sub-district"} {
		file := dataFile(t, "boundaries-syria/syr_adm"+level+"_ocha_20180219.geojson.gz")
		if r := take(t, w, file, importer.Places("OCHA adm"+level, kind, true)); r.Taken != r.Rows || r.Rows < 14 {
			t.Fatalf("got %+v", r)
		}
	}
	quarters := dataFile(t, "boundaries-syria/syr_city_neighbourhoods_ocha_20180219.geojson.gz")
	if r := take(t, w, quarters, importer.Places("OCHA quarters", "neighbourhood", true)); r.Taken != 414 {
		t.Fatalf("got %+v", r)
	}
	if r := take(t, w, dataFile(t, "settlements-syria/syr_pplp_adm4_ocha_20210113.csv.gz"), importer.Places("OCHA adm4", "settlement", false)); r.Taken != 7_580 {
		t.Fatalf("got %+v", r)
	}
	return w
}

// TestPublishedArchive: every row is taken or listed; what is resolved lies in the
// province that the row names.
func TestPublishedArchive(t *testing.T) {
	t.Parallel()
	w := gazetted(t)
	places, err := w.Places.Index(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	r := take(t, w, dataFile(t, "syrian-archive/syrian_archive_observations_2012_2017.csv.gz"), importer.SyrianArchive("Syrian Archive", places))
	if r.Rows != 3_837 || r.Taken != 3_818 || r.Unusable != 19 || len(r.Listed) != 19 {
		t.Fatalf("got %+v", r)
	}
	for _, l := range r.Listed {
		if l.Problem.Key != problem.ImportRowMissingColumn || l.Problem.Where != "place" {
			t.Errorf("line %d: %v", l.Line, l.Problem)
		}
	}
	coded, named := 0, 0
	each(t, w, func(s incident.Report) {
		if s.Type != incident.Allegation || s.Status != "logged" || s.Accused != "" || !strings.HasPrefix(s.Origin.Source, "https://") {
			t.Errorf("%s: %+v", s.Origin.Row, s.Record)
		}
		named++
		if s.Place.Code == "" {
			return
		}
		coded++
		if p, there := places.Place(s.Place.Code); !there || s.Area != "" && s.Place.Position == nil && p.In(1) != s.Area {
			t.Errorf("%s: %s in %s, not %s", s.Origin.Row, s.Place.Code, p.In(1), s.Area)
		}
	})
	if named != 3_818 || coded < 1_200 {
		t.Errorf("%d reports, %d with a place code", named, coded)
	}
	t.Logf("%d of %d have a place code", coded, named)
}

// TestPublishedEvents_with_the_gazetteer: nearly every row has the code of its district or
// province, and a town's code lies where the event lies.
func TestPublishedEvents_with_the_gazetteer(t *testing.T) {
	t.Parallel()
	w := gazetted(t)
	places, err := w.Places.Index(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if r := take(t, w, realTable(t), importer.UCDP("UCDP", places)); r.Taken != 16_566 {
		t.Fatalf("got %+v", r)
	}
	areas, districts, codes, points := 0, 0, 0, 0
	each(t, w, func(s incident.Report) {
		if area, there := places.Place(s.Area); there {
			areas++
			if area.Kind == "district" {
				districts++
			}
		}
		if s.Place.Code != "" {
			codes++
		}
		if s.Place.Position != nil {
			points++
		}
	})
	if points != 15_130 || areas < 15_000 || districts < 10_000 || codes < 4_000 {
		t.Errorf("%d points, %d areas, %d of them districts, %d codes", points, areas, districts, codes)
	}
	t.Logf("%d points, %d areas, %d of them districts, %d codes", points, areas, districts, codes)
}

// each reads every report as the secretary sees it.
func each(t *testing.T, w *officetest.World, fn func(incident.Report)) {
	t.Helper()
	filter := query.Filter{Nouns: []string{incident.ReportNoun}}
	for after, more := (*query.Cursor)(nil), true; more; more = after != nil {
		page, err := w.Reading.List(context.Background(), w.As("secretary"), filter, after, query.MaxPage)
		if err != nil {
			t.Fatal(err)
		}
		for _, item := range page.Items {
			var s incident.Report
			if err := json.Unmarshal(item.State, &s); err != nil {
				t.Fatal(err)
			}
			fn(s)
		}
		after = page.Next
	}
}

// TestPublishedZones: the approximate zones say of themselves that they are.
func TestPublishedZones(t *testing.T) {
	t.Parallel()
	w := underLaw(t)
	terms := zoneTerms()
	terms.Approximate = true
	file := dataFile(t, "derived-zones/deescalation_zones_approx.geojson")
	r := take(t, w, file, importer.Zones(terms))
	if r.Taken != 4 {
		t.Fatalf("got %+v", r)
	}
	z := state[zone.Zone](t, w, "zone/DZ1")
	if p := z.Proposals[0]; !p.Approximate || !strings.Contains(p.Basis.Text, "not a map agreed") || !strings.Contains(p.Basis.Text, "Confidence: low") {
		t.Errorf("%+v", p.Terms)
	}
}
