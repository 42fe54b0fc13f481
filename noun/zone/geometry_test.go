package zone_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"truce/noun/zone"
)

func TestFits_refuses_by_rule_and_place(t *testing.T) {
	t.Parallel()
	ring := func(ps string) string { return `{"type":"MultiPolygon","coordinates":[[[` + ps + `]]]}` }
	for want, geometry := range map[string]string{
		"":                             ring(`[36,34],[37,34],[37,35.1234567],[36,34]`),
		"the same as the first":        ring(`[36,34],[37,34],[37,35],[36,35]`),
		"3 positions":                  ring(`[36,34],[37,34],[36,34]`),
		"longitude must be":            ring(`[36,34],[190,34],[37,35],[36,34]`),
		"latitude from -90":            ring(`[36,34],[37,94],[37,35],[36,34]`),
		"seven decimals":               ring(`[36,34],[37.12345678,34],[37,35],[36,34]`),
		"want longitude and latitude":  ring(`[36,34,120],[37,34,120],[37,35,120],[36,34,120]`),
		"no part":                      `{"type":"MultiPolygon","coordinates":[]}`,
		"no ring":                      `{"type":"MultiPolygon","coordinates":[[]]}`,
		`type "Polygon"`:               `{"type":"Polygon","coordinates":[[[36,34],[37,34],[37,35],[36,34]]]}`,
		"type and coordinates only":    `{"type":"MultiPolygon","coordinates":[],"crs":{}}`,
		"an act has room for 36000":    ring(strings.Repeat(`[36.1234567,34.1234567],`, 1700) + `[36.1234567,34.1234567]`),
		"part 1, ring 1: 1 positions:": `{"type":"MultiPolygon","coordinates":[[[[36,34],[37,34],[37,35],[36,34]]],[[[36,34],[37,34],[37,35],[36,34]],[[1,1]]]]}`,
	} {
		b := proposed(1, 0, day(5, 1))
		b.Geometry = jsontext.Value(geometry)
		err := b.Fits("zone/dz-1")
		if (want == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", want, err)
		}
	}
}

func TestFits_there_is_room_for_1500_points(t *testing.T) {
	t.Parallel()
	var ps []string
	for i := range 1495 {
		ps = append(ps, fmt.Sprintf("[36.%07d,34.%07d]", i*6061%9999999|1, i*7919%9999999|1))
	}
	b := proposed(1, 0, day(5, 1))
	b.Geometry = jsontext.Value(`{"type":"MultiPolygon","coordinates":[[[` + strings.Join(append(ps, ps[0]), ",") + `]]]}`)
	if err := b.Fits("zone/dz-1"); err != nil {
		t.Error(err)
	}
}

func TestFits_refuses_terms_that_contradict_themselves(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*zone.ZoneProposed){
		"until before from":   func(b *zone.ZoneProposed) { b.Until = b.From },
		"a party named twice": func(b *zone.ZoneProposed) { b.Required = []string{"TR", "TR"} },
		"a belt like another": func(b *zone.ZoneProposed) { b.Belts = append(b.Belts, b.Belts[0]) },
		"a belt like a zone":  func(b *zone.ZoneProposed) { b.Belts[0].Code = "dz-1" },
	} {
		b := proposed(1, 36, day(5, 1))
		if err := b.Fits("zone/dz-1"); err != nil {
			t.Fatal(err)
		}
		if change(b); b.Fits("zone/dz-1") == nil {
			t.Errorf("%s fits", name)
		}
	}
	if proposed(1, 36, day(5, 1)).Fits("zone/a234567890123456789012345678901234567890x") == nil {
		t.Error("a name that no clause can name fits")
	}
	if (zone.ZoneConsented{Consenting: zone.Consenting{Source: "letter"}}).Fits("zone/1") == nil {
		t.Error("a source without a moment fits")
	}
}

func TestLine_fits(t *testing.T) {
	t.Parallel()
	line := zone.LineDrawn{Terms: proposed(1, 0, day(5, 6)).Terms, Geometry: []byte(`{"type":"LineString","coordinates":[[36,32.5],[36.5,32.5]]}`)}
	if err := line.Fits("line/1"); err != nil {
		t.Error(err)
	}
	line.Left, line.Right = "TR", "TR"
	if line.Fits("line/1") == nil {
		t.Error("one party on both sides fits")
	}
	line.Right, line.Geometry = "RU", []byte(`{"type":"LineString","coordinates":[[36,32.5]]}`)
	if line.Fits("line/1") == nil {
		t.Error("a line of one position fits")
	}
}

// The bytes are those of RFC 8785, so that any library can compute the hash.
func TestDigest_does_not_depend_on_how_it_is_written(t *testing.T) {
	t.Parallel()
	a := digest(t, []byte(`{"type":"LineString","coordinates":[[36.50,32.5],[36,0.0000001]]}`))
	b := digest(t, []byte("{ \"coordinates\" : [[36.5, 32.5],\n[36.0, 1e-7]], \"type\": \"LineString\"}"))
	if a != b || a != "0c57500ad167f99923cfa47d09b137b4f1d723511a9810f73c3b3ae05714f759" {
		t.Errorf("%s, %s", a, b)
	}
	if a == digest(t, []byte(`{"type":"LineString","coordinates":[[36.5,32.5],[36,0.0000002]]}`)) {
		t.Error("another geometry has the same hash")
	}
}

func TestWithdrawal_total_is_half_on_each_side(t *testing.T) {
	t.Parallel()
	for rule, want := range map[string]float64{zone.Total: 25_000, zone.PerSide: 50_000} {
		if got := (zone.Withdrawal{DistanceMetres: 50_000, Rule: rule}).SideMetres(); got != want {
			t.Errorf("%s: %v", rule, got)
		}
	}
}
