package judging_test

import (
	"compress/gzip"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/checks/datasets"
	"truce/ground/problem"
	"truce/judge/law"
	"truce/noun/zone"
	"truce/office/officetest"
	"truce/tool/geo"
)

// features reads the geometries of a published map by code.
func features(t *testing.T, name string) map[string]jsontext.Value {
	t.Helper()
	file, err := os.Open(datasets.File(t, "boundaries-syria/"+name))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	unpacked, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	var all struct {
		Features []struct {
			Properties map[string]jsontext.Value `json:"properties"`
			Geometry   jsontext.Value            `json:"geometry"`
		} `json:"features"`
	}
	if err := json.UnmarshalRead(unpacked, &all); err != nil {
		t.Fatal(err)
	}
	by := map[string]jsontext.Value{}
	for _, f := range all.Features {
		by[strings.Trim(string(f.Properties["PCODE"]), `"`)] = f.Geometry
	}
	return by
}

// multi is a geometry as a MultiPolygon, its positions as they are.
func multi(t *testing.T, g jsontext.Value) jsontext.Value {
	t.Helper()
	var one struct {
		Type        string         `json:"type"`
		Coordinates jsontext.Value `json:"coordinates"`
	}
	if err := json.Unmarshal(g, &one); err != nil {
		t.Fatal(err)
	}
	if one.Type == "Polygon" {
		one.Coordinates = jsontext.Value("[" + string(one.Coordinates) + "]")
	}
	return jsontext.Value(`{"type":"MultiPolygon","coordinates":` + string(one.Coordinates) + `}`)
}

// Boundaries that were published and cannot be used: each is refused with the rule and the
// place, and an act with it leaves nothing behind.
func TestGeometry_that_was_really_published_is_refused(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Agreed(t)
	submitted := 0
	for file, codes := range map[string][]string{
		"syr_adm1_ocha_20180219.geojson.gz": {"SY12"}, "syr_adm2_ocha_20180219.geojson.gz": {"SY1200"},
		"syr_adm3_ocha_20180219.geojson.gz": {"SY040101", "SY070304"},
	} {
		all := features(t, file)
		for _, code := range codes {
			geometry := multi(t, all[code])
			fault := broken(t, code, geometry)
			if len(geometry) > zone.MaxGeometryBytes {
				continue
			}
			p := officetest.Proposal(1, 36, officetest.Date(6, 1))
			p.Geometry = geometry
			size := w.Size()
			_, err := w.Do(t, "liaison-tr", "zone-proposed", "zone/"+code, p)
			told := problem.From(err)
			if told == nil || told.Key != problem.GeometryWrong || told.Params["rule"] != int(fault.Rule) || !strings.HasPrefix(told.Where, "/geometry/coordinates/") {
				t.Errorf("%s: %v", code, err)
			}
			if w.Size() != size {
				t.Errorf("%s left an entry behind", code)
			}
			submitted++
		}
	}
	if submitted == 0 {
		t.Error("no shape was small enough to be submitted")
	}
}

func broken(t *testing.T, code string, geometry jsontext.Value) geo.Fault {
	t.Helper()
	err := law.CheckGeometry(geometry, zone.Straight)
	fault, is := errors.AsType[geo.Fault](err)
	if !is || !slices.Contains([]geo.Rule{geo.NoSelfCrossing, geo.NoSelfTouching}, fault.Rule) || !fault.Place.InRange() {
		t.Errorf("%s: %v", code, err)
	}
	return fault
}
