package law_test

import (
	"os"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/fold/foldtest"
	"truce/ground/shape"
	"truce/ground/timezone"
	"truce/judge/law"
	"truce/noun/agreement"
	"truce/noun/zone"
)

// memorandum is the agreement of the reference case, filed and signed by all guarantors on
// 4 May 2017.
func memorandum(t testing.TB) fold.Folded {
	t.Helper()
	const file = "../../scenario/syria-2017/agreement/3-memorandum.json"
	data, err := os.ReadFile(file)
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
	h := foldtest.History{Subject: d.Subject(), Func: agreement.Fold(timezone.Load)}
	for _, f := range filings {
		h.By("person/secretary", "", pointer(f.Body))
	}
	v := d.Versions[0]
	digest, err := v.Digest()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range v.Parties {
		if p.MustSign {
			h.By("person/secretary", "", &agreement.AgreementSigned{
				Version: v.ID, Digest: digest, Party: p.Code, Capacity: p.Capacity, On: "2017-05-04", Source: "photograph",
			})
		}
	}
	return h.Fold(t)
}

func pointer(body any) any {
	switch b := body.(type) {
	case agreement.AgreementDrafted:
		return &b
	case agreement.ClausesFiled:
		return &b
	}
	panic("no other act files a version")
}

// northernHoms is dz-homs as all guarantors consented to it, in force from noon of 3 August.
func northernHoms(t testing.TB, pact fold.Folded) fold.Folded {
	t.Helper()
	h := foldtest.History{Subject: "zone/dz-homs", Func: zone.Fold, States: map[act.SubjectID]any{
		"agreement/syria-2017": pact.Periods[len(pact.Periods)-1].State,
	}}
	b := &zone.ZoneProposed{
		Terms: zone.Terms{
			Number: 1, Party: "RU", Agreement: "agreement/syria-2017", Version: versionOf(t, pact), Clause: "point_1__point_b",
			Required: []string{"IR", "RU", "TR"}, From: time.Date(2017, 8, 3, 9, 0, 0, 0, time.UTC), Basis: shape.In("en", "settlements"), Source: "map",
		},
		Names: zone.Names{{Language: "en", Text: "Northern Homs"}}, Geometry: box(36.6, 34.8, 36.9, 35), Edges: zone.Geodesic,
		Belts: []zone.Belt{{Code: "sz-homs", WidthMetres: 3000}},
	}
	if err := b.Fits(h.Subject); err != nil {
		t.Fatal(err)
	}
	id := h.By("person/secretary", "", b)
	digest, err := zone.Digest(b.Geometry)
	if err != nil {
		t.Fatal(err)
	}
	for _, party := range b.Required {
		h.By("person/secretary", "", &zone.ZoneConsented{Consenting: zone.Consenting{
			Proposal: id, Digest: digest, Party: party, At: day(8, 1), Source: "letter",
		}})
	}
	return h.Fold(t)
}

func versionOf(t testing.TB, pact fold.Folded) string {
	t.Helper()
	a := pact.Periods[len(pact.Periods)-1].State.(agreement.Agreement)
	if len(a.Versions) != 1 || len(a.Versions[0].Force) != 1 {
		t.Fatalf("the memorandum is not in force: %+v", a.Flags)
	}
	return a.Versions[0].ID
}

func rowsOf(t testing.TB, subject act.SubjectID, f fold.Folded) []law.Row {
	t.Helper()
	var rows []law.Row
	for _, p := range f.Periods {
		text, err := json.Marshal(p.State, json.Deterministic(true))
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, law.Row{Subject: subject, From: p.From, Until: p.Until, State: text})
	}
	return rows
}

// The reference case from its acts to its verdicts.
func TestSyria_2017(t *testing.T) {
	t.Parallel()
	pact := memorandum(t)
	homs := northernHoms(t, pact)
	if len(homs.Periods) != 3 || homs.Periods[2].Status != zone.Ended || homs.Periods[1].State.(zone.Zone).Boundary == nil {
		t.Fatalf("dz-homs is not in force: %+v", homs.Periods)
	}
	s := open(t, append(rowsOf(t, "agreement/syria-2017", pact), rowsOf(t, "zone/dz-homs", homs)...)...)
	shell := mortar()
	for name, c := range map[string]struct {
		when    law.When
		place   law.Place
		accused string
		want    string
	}{
		"before the memorandum":        {at(5, 3), exact(36.7, 34.9), "", ""},
		"in May there was no map":      {at(5, 20), exact(36.7, 34.9), "", "not-decided rule-true no-boundary"},
		"in August, in Talbiseh":       {at(8, 20), exact(36.7, 34.9), "", "engaged rule-true"},
		"in August, elsewhere":         {at(8, 20), exact(36.2, 35.5), "", "not-decided rule-true no-boundary"}, // dz-idlib is not drawn yet
		"by a group outside it":        {at(8, 20), exact(36.7, 34.9), "ISIL", "not-engaged accused-not-bound"},
		"by a guarantor":               {at(8, 20), exact(36.7, 34.9), "RU", "not-engaged accused-not-bound"},
		"half a year later it is over": {law.When{From: time.Date(2017, 11, 20, 0, 0, 0, 0, time.UTC)}, exact(36.7, 34.9), "", ""},
	} {
		shell.Accused = c.accused
		var got string
		for _, e := range s.Engages(shell, c.place, c.when) {
			if e.Prohibition == "weapons-on-the-ground" {
				got = said(e)
			}
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func BenchmarkEngages(b *testing.B) {
	pact := memorandum(b)
	s := open(b, append(rowsOf(b, "agreement/syria-2017", pact), rowsOf(b, "zone/dz-homs", northernHoms(b, pact))...)...)
	for b.Loop() {
		if len(s.Engages(mortar(), law.Circle(point(36.7, 34.9), 100), at(8, 20))) == 0 {
			b.Fatal("nothing binds")
		}
	}
}
