package importer_test

import (
	"strings"
	"testing"

	"truce/door/importer"
	"truce/ground/problem"
)

// A file that says that its numbers are of another reference system is refused, wherever it says so: the same numbers are another place there. One
// that says what GeoJSON means anyhow, or begins with a byte order mark, is taken; a property that stands twice is not.
func TestFeatures_are_degrees_on_WGS_84(t *testing.T) {
	t.Parallel()
	k := kindsOfTable()["zones"]
	good := k.file(k.row(1))
	with := func(crs string) string {
		return strings.Replace(good, `"type":"FeatureCollection"`, `"type":"FeatureCollection","crs":`+crs, 1)
	}
	named := func(name string) string { return `{"type":"name","properties":{"name":"` + name + `"}}` }
	for name, c := range map[string]struct {
		content string
		want    problem.Key
	}{
		"no word":                 {good, 0},
		"a byte order mark":       {"\ufeff" + good, 0},
		"null":                    {with("null"), 0},
		"CRS84":                   {with(named("urn:ogc:def:crs:OGC:1.3:CRS84")), 0},
		"EPSG 4326":               {with(named("urn:ogc:def:crs:EPSG::4326")), 0},
		"ED50":                    {with(named("urn:ogc:def:crs:EPSG::4230")), problem.ImportOtherReference},
		"metres":                  {with(named("EPSG:3857")), problem.ImportOtherReference},
		"14326":                   {with(named("EPSG:14326")), problem.ImportOtherReference},
		"a link":                  {with(`{"type":"link","properties":{"href":"http://x"}}`), problem.ImportOtherReference},
		"of a feature":            {strings.Replace(good, `"type":"Feature",`, `"type":"Feature","crs":`+named("EPSG:4230")+`,`, 1), problem.ImportOtherReference},
		"a property twice":        {strings.Replace(good, `"zone_id":"Z1"`, `"zone_id":"Z1","Zone_ID":"Z2"`, 1), problem.ImportColumnTwice},
		"a property \"geometry\"": {strings.Replace(good, `"zone_id":"Z1"`, `"zone_id":"Z1","geometry":"x"`, 1), problem.ImportColumnTwice},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := underLaw(t)
			size := w.Size()
			r, err := importer.Import(t.Context(), text(c.content), k.format, options(w, "secretary"), nil)
			switch {
			case c.want == 0 && (err != nil || r.Taken != 1):
				t.Errorf("%+v, %v", r, err)
			case c.want != 0 && (!problem.Is(err, c.want) || w.Size() != size):
				t.Errorf("got %v, %d entries more", err, w.Size()-size)
			}
		})
	}
}
