package officetest

import (
	"fmt"
	"io/fs"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/ground/shape"
	"truce/ground/timezone"
	"truce/noun/agreement"
	"truce/noun/zone"
	"truce/scenario"
)

// Agreement is the one that Agree files.
const Agreement = "agreement/syria-2017"

// Agreed files the memorandum of 4 May 2017 and has all guarantors sign it.
func (w *World) Agreed(t testing.TB) { w.Agree(t, "3-memorandum.json") }

// Agree files versions of the agreement of the reference case, and has all guarantors sign
// those that are texts.
func (w *World) Agree(t testing.TB, files ...string) {
	t.Helper()
	folder, err := scenario.Open(scenario.Default)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		data, err := fs.ReadFile(folder, "agreement/"+file)
		if err != nil {
			t.Fatal(err)
		}
		d, problems := agreement.Parse(file, data, timezone.Load)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		filings, err := agreement.Filings(d)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range filings {
			w.Must(t, "secretary", f.Kind, Agreement, f.Body)
		}
		if d.Versions[0].Type == "text" {
			w.sign(t, d.Versions[0])
		}
	}
}

func (w *World) sign(t testing.TB, v agreement.Version) {
	t.Helper()
	digest, err := v.Digest()
	if err != nil {
		t.Fatal(err)
	}
	for _, party := range []string{"IR", "RU", "TR"} {
		w.Must(t, "secretary", "agreement-signed", Agreement, agreement.AgreementSigned{
			Version: v.ID, Digest: digest, Party: party, Capacity: "guarantor", On: "2017-05-04", Source: "EXERCISE. Photograph",
		})
	}
}

// Square is a square of one degree on the map.
func Square(west, south float64) jsontext.Value {
	return fmt.Appendf(nil, `{"type":"MultiPolygon","coordinates":[[[[%v,%v],[%v,%v],[%v,%v],[%v,%v],[%v,%v]]]]}`,
		west, south, west+1, south, west+1, south+1, west, south+1, west, south)
}

// Terms are what a proposal under the memorandum says beside what it draws.
func Terms(number int, from time.Time) zone.Terms {
	return zone.Terms{
		Number: number, Agreement: Agreement, Version: "memorandum", Clause: "point_1",
		Required: []string{"IR", "RU", "TR"}, From: from, Basis: shape.In("en", "EXERCISE"), Approximate: true, Exercise: true,
	}
}

// Propose puts a square forward, by the delegation of Turkey.
func (w *World) Propose(t testing.TB, subject string, number int, geometry jsontext.Value, from time.Time) act.ID {
	t.Helper()
	return w.Must(t, "liaison-tr", "zone-proposed", subject, zone.ZoneProposed{
		Terms: Terms(number, from), Names: zone.Names{{Language: "en", Text: "EXERCISE"}}, Geometry: geometry, Edges: zone.Straight,
		Belts: []zone.Belt{{Code: "sz-" + act.SubjectID(subject).Name(), WidthMetres: 3000}},
	}).ID
}

// Consent has all guarantors consent, as the mission recorded it for a moment.
func (w *World) Consent(t testing.TB, kind act.Kind, subject string, proposal act.ID, geometry jsontext.Value, at time.Time) {
	t.Helper()
	digest, err := zone.Digest(geometry)
	if err != nil {
		t.Fatal(err)
	}
	for _, party := range []string{"IR", "RU", "TR"} {
		w.Must(t, "secretary", kind, subject, zone.Consenting{
			Proposal: proposal, Digest: digest, Party: party, At: at, Source: "EXERCISE. Letter",
		})
	}
}
