package adversary

import (
	"io/fs"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/ground/force"
	"truce/judge/law"
	"truce/judge/policy"
	"truce/noun/agreement"
	"truce/noun/zone"
	"truce/office/officetest"
	"truce/scenario"
	"truce/tool/geo"
	"truce/tool/kinds"
	"truce/tool/query"
)

// An adversary files a text that nobody signed, has a zone and a line agreed on by it, and then
// points at them: the office's law, its public edition and its own delegations see no force.
func TestLaw_an_unsigned_text_engages_nothing(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Clock.Set(officetest.Date(5, 10))
	memorandum(t, w)
	w.Enact(t, "zone/dz-idlib", officetest.Proposal(1, 36, officetest.Date(5, 1)), officetest.Date(5, 1))
	enactLine(t, w)
	asked := law.When{From: officetest.Date(5, 9)}
	j := w.Judging.Law().At(here(t), asked)
	if !j.NoForce || len(j.Findings)+len(j.Lines)+len(j.Applies) != 0 {
		t.Errorf("an unsigned text holds: %+v", j)
	}
	if found := w.Judging.Law().Withdrawals(law.Weapon{Class: "mortar-120", Party: "SY-GOV"}, here(t), asked); len(found) != 0 {
		t.Errorf("its line engages a mortar: %+v", found)
	}
	if len(j.Texts) != 1 || len(j.Texts[0].Why) != 3 || j.Texts[0].Why[0].Say != force.Unsigned {
		t.Errorf("whose signatures are missing is not said: %+v", j.Texts)
	}
	if told := law.Told(j.Texts); len(told) != 0 {
		t.Errorf("strangers are told what is being negotiated: %+v", told)
	}
	for _, subject := range []act.SubjectID{"zone/dz-idlib", "line/contact"} {
		if items, err := w.Reading.Subject(t.Context(), policy.Person{}, subject, query.Clocks{}); err == nil {
			t.Errorf("strangers are shown %s: %+v", subject, items)
		}
	}
	if z := lastOf(t, w, "liaison-ru", "zone/dz-idlib"); z.Status != zone.Agreed || len(z.Why) != 3 || z.Boundary != nil {
		t.Errorf("a delegation sees: %+v", z)
	}
}

// The memorandum lapsed with 4 November 2017: an adversary waits nine years and points at its zone.
func TestLaw_a_lapsed_text_engages_nothing(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Clock.Set(officetest.Date(5, 10))
	w.Agreed(t)
	w.Enact(t, "zone/dz-idlib", officetest.Proposal(1, 36, officetest.Date(5, 5)), officetest.Date(5, 5))
	enactLine(t, w)
	gun := law.Weapon{Class: "mortar-120", Party: "SY-GOV"}
	held := law.When{From: officetest.Date(6, 1)}
	if j := w.Judging.Law().At(here(t), held); j.NoForce || len(j.Standings) == 0 || len(j.Applies) == 0 {
		t.Fatalf("while it was in force: %+v", j)
	}
	if found := w.Judging.Law().Withdrawals(gun, here(t), held); len(found) != 1 || found[0].Verdict != law.Engaged {
		t.Fatalf("while it was in force: %+v", found)
	}
	if found := w.Judging.Law().Withdrawals(law.Weapon{Class: "mortar-120", Party: "ISIL"}, here(t), held); len(found) != 1 || found[0].Verdict != law.NotEngaged {
		t.Errorf("whom it does not bind: %+v", found)
	}
	for _, at := range []time.Time{time.Date(2017, 11, 4, 22, 0, 0, 0, time.UTC), time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC)} {
		j := w.Judging.Law().At(here(t), law.When{From: at})
		if !j.NoForce || len(j.Findings)+len(j.Lines)+len(j.Applies) != 0 {
			t.Errorf("%s: a lapsed text holds: %+v", at, j)
		}
		if told := law.Told(j.Texts); len(told) != 1 || told[0].State != force.Ended || told[0].Why[0].Say != force.Lapsed {
			t.Errorf("%s: strangers are not told that it lapsed: %+v", at, told)
		}
		if found := w.Judging.Law().Withdrawals(gun, here(t), law.When{From: at}); len(found) != 0 {
			t.Errorf("%s: its line engages a mortar: %+v", at, found)
		}
	}
	if z := lastOf(t, w, "", "zone/dz-idlib"); z.Status != zone.Ended || z.Boundary != nil || len(z.Why) != 1 || z.Why[0].Say != force.Lapsed {
		t.Errorf("strangers see: %+v", z)
	}
}

// memorandum files the memorandum of 4 May 2017, and nobody signs it.
func memorandum(t *testing.T, w *officetest.World) {
	t.Helper()
	folder, err := scenario.Open(scenario.Default)
	if err != nil {
		t.Fatal(err)
	}
	data, err := fs.ReadFile(folder, "agreement/3-memorandum.json")
	if err != nil {
		t.Fatal(err)
	}
	d, problems := agreement.Parse("memorandum", data, kinds.TimeZone)
	filings, err := agreement.Filings(d)
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	for _, f := range filings {
		w.Must(t, "secretary", f.Kind, officetest.Agreement, f.Body)
	}
}

// enactLine draws a line and has all guarantors consent to it.
func enactLine(t *testing.T, w *officetest.World) {
	t.Helper()
	geometry := jsontext.Value(`{"type":"LineString","coordinates":[[36,35.5],[37,35.5]]}`)
	line := w.Must(t, "liaison-ru", "line-drawn", "line/contact", zone.LineDrawn{
		Terms: officetest.Terms(1, officetest.Date(5, 5)), Names: zone.Names{{Language: "en", Text: "EXERCISE"}}, Kind: "contact",
		Geometry: geometry, Edges: zone.Straight, Left: "SY-OPP", Right: "SY-GOV",
		Withdrawals: []zone.Withdrawal{{Weapons: []string{"mortar-120"}, DistanceMetres: 50_000, Rule: zone.PerSide}},
	})
	digest, err := zone.Digest(geometry)
	if err != nil {
		t.Fatal(err)
	}
	for _, party := range []string{"IR", "RU", "TR"} {
		w.Must(t, "secretary", "line-consented", "line/contact", zone.LineConsented{Consenting: zone.Consenting{
			Proposal: line.ID, SHA256: digest, Party: party, At: officetest.Date(5, 5), Source: "EXERCISE. Letter",
		}})
	}
}

// here lies in the zone and near the line.
func here(t *testing.T) law.Place {
	t.Helper()
	p, err := geo.FromDegrees(36.5, 35.4)
	if err != nil {
		t.Fatal(err)
	}
	return law.Circle(p, 0)
}

// lastOf is the last period of a zone, as a reader sees it; "" is a stranger.
func lastOf(t *testing.T, w *officetest.World, who string, subject act.SubjectID) (z zone.Zone) {
	t.Helper()
	reader := policy.Person{}
	if who != "" {
		reader = w.As(who)
	}
	items, err := w.Reading.Subject(t.Context(), reader, subject, query.Clocks{})
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(items[len(items)-1].State, &z); err != nil {
		t.Fatal(err)
	}
	return z
}
