package importer_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"truce/door/importer"
	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/published"
	"truce/ground/timezone"
	"truce/noun/agreement"
	"truce/office/officetest"
	"truce/tool/query"
)

// kindOfTable is one format with rows for it: what every importer must do, it does.
type kindOfTable struct {
	format  importer.Format
	head    string             // before the rows
	row     func(n int) string // a sound row, the n-th
	changed func(n int) string // with its id and other content
	subject func(n int) string // that the row becomes
	bad     map[string][2]any  // row, problem.Key
	tail    string             // after the rows
	between string             // between rows
	origin  func([]byte) *published.Row
}

func (k kindOfTable) file(rows ...string) string {
	return k.head + strings.Join(rows, k.between) + k.tail
}

func topOrigin(state []byte) *published.Row {
	var s struct {
		Origin *published.Row `json:"origin"`
	}
	_ = json.Unmarshal(state, &s)
	return s.Origin
}

func proposalOrigin(state []byte) *published.Row {
	var s struct {
		Proposals []struct {
			Origin *published.Row `json:"origin"`
		} `json:"proposals"`
	}
	if json.Unmarshal(state, &s) != nil || len(s.Proposals) == 0 {
		return nil
	}
	return s.Proposals[0].Origin
}

func kindsOfTable() map[string]kindOfTable {
	square := func(west float64) string {
		return fmt.Sprintf(`{"type":"Polygon","coordinates":[[[%[1]g,35,7],[%[2]g,35,7],[%[2]g,35.5,7],[%[1]g,35.5,7],[%[1]g,35,7]]]}`, west, west+0.1)
	}
	feature := func(n int, basis, geometry string) string {
		return fmt.Sprintf(`{"type":"Feature","properties":{"zone_id":"Z%d","name":"Zone %[1]d","basis":%q,"approximate":true},"geometry":%s}`, n, basis, geometry)
	}
	return map[string]kindOfTable{
		"UCDP": {
			format: format(), head: strings.Join(columns(), ",") + "\n", between: "\n", tail: "\n", origin: topOrigin,
			row:     func(n int) string { return csvLine(row(fmt.Sprint(n))) },
			changed: func(n int) string { return csvLine(row(fmt.Sprint(n), "best", "4")) },
			subject: func(n int) string { return fmt.Sprintf("report/ucdp-%d", n) },
			bad:     map[string][2]any{"no such day": {csvLine(row("99", "date_start", "2017-02-30")), problem.ImportRowBadDate}},
		},
		"Syrian Archive": {
			format: importer.SyrianArchive("Syrian Archive (test)", nil),
			head:   "id,date,governorate,place,lat,lon,violation_type,weapons,summary,url\n", between: "\n", tail: "\n", origin: topOrigin,
			row: func(n int) string {
				return fmt.Sprintf("%d,2016-07-%02d,HOMS,Example,34.8,36.7,Use of illegal weapons,\"Chemical Weapons, Chlorine Gas\",A film,https://example.org/%[1]d", n, 1+n%28)
			},
			changed: func(n int) string {
				return fmt.Sprintf("%d,2016-07-%02d,HOMS,Example,34.8,36.7,Other,,Another film,https://example.org/%[1]d", n, 1+n%28)
			},
			subject: func(n int) string { return fmt.Sprintf("report/syrian-archive-%d", n) },
			bad: map[string][2]any{
				"no day":          {"99,,HOMS,Example,34.8,36.7,Other,,A film,u", problem.ImportRowMissingColumn},
				"no place at all": {"99,2016-07-01,,,,,Other,,A film,u", problem.ImportRowMissingColumn},
				"half a position": {"99,2016-07-01,HOMS,Example,34.8,,Other,,A film,u", problem.ImportRowMissingColumn},
				"off the map":     {"99,2016-07-01,HOMS,Example,94.8,36.7,Other,,A film,u", problem.ImportRowBadCoordinates},
			},
		},
		"places": {
			format: importer.Places("Gazetteer (test)", "settlement", false),
			head:   "pcode,name_en,name_ar,ref_name,alt1_en,adm1_pcode,adm1_en,lon,lat,population\n", between: "\n", tail: "\n", origin: topOrigin,
			row: func(n int) string {
				return fmt.Sprintf("C%d,Village %[1]d,قرية,Villaj %[1]d,,SY05,Hama,36.5,35.2,1200", n)
			},
			changed: func(n int) string { return fmt.Sprintf("C%d,Village %[1]d,قرية,,,SY05,Hama,36.6,35.2,", n) },
			subject: func(n int) string { return fmt.Sprintf("place/C%d", n) },
			bad: map[string][2]any{
				"no name":         {"C99,,,,,SY05,Hama,36.5,35.2,", problem.ImportRowMissingColumn},
				"no code":         {",Village,,,,SY05,Hama,36.5,35.2,", problem.ImportRowMissingColumn},
				"a code of words": {"C 99,Village,,,,SY05,Hama,36.5,35.2,", problem.BodyWrong},
				"off the map":     {"C99,Village,,,,SY05,Hama,236.5,35.2,", problem.ImportRowBadCoordinates},
				"half a position": {"C99,Village,,,,SY05,Hama,,35.2,", problem.ImportRowMissingColumn},
				"people by words": {"C99,Village,,,,SY05,Hama,36.5,35.2,many", problem.BodyWrong},
			},
		},
		"tallies": {
			format: importer.Tallies("Tallies (test)"),
			head:   "date,publisher,unit,total,timezone,confirmed,source,SY01 Damascus,SY05 Hama\n", between: "\n", tail: "\n", origin: topOrigin,
			row:     func(n int) string { return fmt.Sprintf("%s,RU,firing-case,5,+03:00,,Bulletin,3,2", dayOf(n)) },
			changed: func(n int) string { return fmt.Sprintf("%s,RU,firing-case,6,+03:00,,Bulletin,4,2", dayOf(n)) },
			subject: func(n int) string { return "tally/RU-" + dayOf(n) + "-firing-case" },
			bad: map[string][2]any{
				"no such day":        {"2017-02-30,RU,firing-case,5,,,Bulletin,3,2", problem.ImportRowBadDate},
				"a total by words":   {"2019-01-01,RU,firing-case,five,,,Bulletin,3,2", problem.BodyWrong},
				"no source":          {"2019-01-01,RU,firing-case,5,,,,3,2", problem.ImportRowMissingColumn},
				"no such unit":       {"2019-01-01,RU,quarrels,5,,,Bulletin,3,2", problem.BodyCodeUnknown},
				"less than none":     {"2019-01-01,RU,firing-case,5,,,Bulletin,-3,8", problem.BodyWrong},
				"not a party's code": {"2019-01-01,ru,firing-case,5,,,Bulletin,3,2", problem.BodyWrong},
			},
		},
		"zones": {
			format: importer.Zones(zoneTerms()),
			head:   `{"type":"FeatureCollection","features":[`, between: ",\n", tail: "]}", origin: proposalOrigin,
			row:     func(n int) string { return feature(n, "as drawn", square(30+float64(n)/1000)) },
			changed: func(n int) string { return feature(n, "as drawn anew", square(30+float64(n)/1000)) },
			subject: func(n int) string { return fmt.Sprintf("zone/Z%d", n) },
			bad: map[string][2]any{
				"a bow tie":       {feature(99, "b", `{"type":"Polygon","coordinates":[[[36,35],[37,36],[37,35],[36,36],[36,35]]]}`), problem.GeometryWrong},
				"not closed":      {feature(99, "b", `{"type":"Polygon","coordinates":[[[36,35],[37,36],[37,35],[36,36]]]}`), problem.GeometryWrong},
				"a point":         {feature(99, "b", `{"type":"Point","coordinates":[36,35]}`), problem.BodyWrong},
				"drawn nowhere":   {feature(99, "b", `null`), problem.ImportRowMissingColumn},
				"from no source":  {feature(99, " ", square(36)), problem.ImportRowMissingColumn},
				"a code of words": {strings.Replace(feature(99, "b", square(36)), "Z99", "Zone 99", 1), problem.BodyWrong},
			},
		},
	}
}

func dayOf(n int) string { return time.Date(2017, 5, 7+n, 0, 0, 0, 0, time.UTC).Format(time.DateOnly) }

func csvLine(fields []string) string {
	_, line, _ := strings.Cut(table(fields), "\n")
	return strings.TrimSuffix(line, "\n")
}

func zoneTerms() importer.ZoneTerms {
	return importer.ZoneTerms{
		Dataset: "Zones (test)", Agreement: "agreement/syria-2017", Version: "memorandum", Clause: "point_1",
		Required: []string{"IR", "RU", "TR"}, From: time.Date(2017, 5, 6, 0, 0, 0, 0, time.UTC), Edges: "straight",
		Proposal: importer.Proposal{Number: 1},
	}
}

// memorandum is the signed text of the scenario.
func memorandum(t testing.TB) agreement.Document {
	t.Helper()
	name := "../../scenario/syria-2017/agreement/3-memorandum.json"
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	d, faults := agreement.Parse(name, data, timezone.Load)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return d
}

// underLaw is an office that has the agreement.
func underLaw(t testing.TB) *officetest.World {
	t.Helper()
	w := officetest.New(t)
	r, err := importer.Agreement(t.Context(), "3-memorandum.json", memorandum(t), options(w, "secretary"))
	if err != nil || r.Taken != 1 {
		t.Fatalf("%+v, %v", r, err)
	}
	return w
}

func (k kindOfTable) imports(t *testing.T, w *officetest.World, rows ...string) importer.Report {
	t.Helper()
	r, err := importer.Import(t.Context(), text(k.file(rows...)), k.format, options(w, "secretary"), nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestEveryFormat(t *testing.T) {
	t.Parallel()
	for name, k := range kindsOfTable() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			t.Run("a row becomes a signed act that names it", func(t *testing.T) { t.Parallel(); k.testTaken(t) })
			t.Run("twice adds nothing and what changed is listed", func(t *testing.T) { t.Parallel(); k.testAgain(t) })
			t.Run("what cannot be used is listed with its reason", func(t *testing.T) { t.Parallel(); k.testBad(t) })
			t.Run("broken off it goes on", func(t *testing.T) { t.Parallel(); k.testBroken(t) })
		})
	}
}

func (k kindOfTable) testTaken(t *testing.T) {
	w := underLaw(t)
	if r := k.imports(t, w, k.row(1), k.row(2)); r.Taken != 2 || r.Rows != 2 || len(r.Listed)+len(r.Noted) != 0 {
		t.Fatalf("got %+v", r)
	}
	items, err := w.Reading.Subject(t.Context(), w.As("secretary"), made(w, act.SubjectID(k.subject(2))), query.Clocks{})
	if err != nil {
		t.Fatal(err)
	}
	o := k.origin(items[len(items)-1].State)
	if o == nil || o.Row == "" || o.Line == 0 || len(o.SHA256) != 64 || o.Dataset != k.format.Dataset || o.ReadAt.IsZero() {
		t.Errorf("taken from %+v", o)
	}
	told, err := w.Reading.History(t.Context(), w.As("secretary"), made(w, act.SubjectID(k.subject(2))))
	if err != nil || len(told) != 1 || told[0].Person != "person/secretary" {
		t.Errorf("%+v, %v", told, err)
	}
}

func (k kindOfTable) testAgain(t *testing.T) {
	w := underLaw(t)
	k.imports(t, w, k.row(1), k.row(2))
	size := w.Size()
	if r := k.imports(t, w, k.row(1), k.row(2)); r.There != 2 || r.Taken != 0 || w.Size() != size {
		t.Errorf("again: %+v, %d acts more", r, w.Size()-size)
	}
	r := k.imports(t, w, k.row(1), k.changed(2), k.row(1))
	if r.There != 1 || r.Changed != 1 || r.Duplicate != 1 || w.Size() != size {
		t.Fatalf("changed: %+v, %d acts more", r, w.Size()-size)
	}
	if l := r.Listed[0]; l.Problem.Key != problem.ImportRowDuplicate && l.Problem.Key != problem.ImportRowChanged {
		t.Errorf("listed %+v", l)
	}
}

func (k kindOfTable) testBad(t *testing.T) {
	w := underLaw(t)
	n := 10
	for what, bad := range k.bad {
		n += 2
		r := k.imports(t, w, k.row(n), bad[0].(string), k.row(n+1))
		if r.Taken != 2 || r.Unusable+r.Refused != 1 || len(r.Listed) != 1 {
			t.Errorf("%s: %+v", what, r)
			continue
		}
		l := r.Listed[0]
		if want := 3 - strings.Count(k.head, "features"); l.Line != want || l.Problem.Key != bad[1] || strings.Contains(l.Problem.Sentence(), "—") {
			t.Errorf("%s: line %d: %s: %s", what, l.Line, l.Problem.Key, l.Problem.Sentence())
		}
	}
}

func (k kindOfTable) testBroken(t *testing.T) {
	w := underLaw(t)
	var rows []string
	for n := range 20 {
		rows = append(rows, k.row(n+1))
	}
	o := options(w, "secretary")
	o.Submit = &full{w.Office, 7}
	r, err := importer.Import(t.Context(), text(k.file(rows...)), k.format, o, nil)
	if !problem.Is(err, problem.DiskFull) || r.Taken != 7 {
		t.Fatalf("broken off: %+v, %v", r, err)
	}
	size := w.Size()
	if r := k.imports(t, w, rows...); r.There != 7 || r.Taken != 13 || w.Size() != size+13 {
		t.Errorf("then %+v", r)
	}
}

func TestGeoJSON_that_is_none(t *testing.T) {
	t.Parallel()
	k := kindsOfTable()["zones"]
	w := underLaw(t)
	for what, content := range map[string]string{
		"empty": "", "a CSV table": "zone_id,name\nZ1,x\n", "one feature": k.row(1), "cut off": k.file(k.row(1))[:200],
		"not text": "\xff\xfe{\x00", "a list": "[]", "features that are words": `{"type":"FeatureCollection","features":["Z1"]}`,
	} {
		size := w.Size()
		_, err := importer.Import(context.Background(), text(content), k.format, options(w, "secretary"), nil)
		if !problem.Is(err, problem.ImportFileNotGeoJSON) || w.Size() != size {
			t.Errorf("%s: %v, %d acts more", what, err, w.Size()-size)
		}
	}
}
