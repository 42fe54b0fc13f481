package copies_test

import (
	"slices"
	"strings"
	"testing"

	"truce/door/copies"
	"truce/ground/act"
	"truce/ground/shape"
	"truce/judge/admission"
	"truce/noun/agreement"
	"truce/noun/evidence"
	"truce/noun/incident"
	"truce/noun/zone"
	"truce/office/officetest"
)

// TestTakenAgainstTheRules has an office take what its program would have refused: every
// signature and hash is right, only admitting the acts again tells.
func TestTakenAgainstTheRules(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 5)
	w.Agreed(t)
	p := officetest.Proposal(1, 36, officetest.Date(5, 6))
	proposal := w.Must(t, "liaison-tr", "zone-proposed", "zone/dz-idlib", p).ID
	files, h := w.copied(t, "secretary"), w.history(t)
	notWhole(files) // the forger does not say that his copy is whole
	if r := check(t, files, copies.CheckOptions{}); !r.OK() || r.NotChecked != 0 || r.Rules != admission.Number {
		t.Fatalf("%d not checked by rules %d, found %v", r.NotChecked, r.Rules, r.Findings)
	}
	reason := incident.ReportWithdrawn{Reason: shape.In("en", "x")}
	crossing := p
	crossing.Geometry = []byte(`{"type":"MultiPolygon","coordinates":[[[[36,35],[37,36],[37,35],[36,36],[36,35]]]]}`)
	consent := func(party, digest string) zone.ZoneConsented {
		return zone.ZoneConsented{Consenting: zone.Consenting{Proposal: proposal, Digest: digest, Party: party, At: officetest.Date(5, 7), Source: "EXERCISE. Letter"}}
	}
	signed := agreement.AgreementSigned{Version: "memorandum", Digest: strings.Repeat("ab", 32), Party: "TR", Capacity: "guarantor", On: "2017-05-04"}
	for name, c := range map[string]struct {
		forged []string // the last should not be there
		words  string
	}{
		"an assessment by an auditor": {[]string{w.Sign(t, "auditor-1", "incident-assessed", "incident/1", incident.IncidentAssessed{Status: "possible", Reason: shape.In("en", "It was so.")})}, "no right"},
		"a reporter's own assessment": {[]string{
			w.Sign(t, "verifier-1", "report-linked", "incident/1", incident.ReportLinked{Report: "report/2"}),
			w.Sign(t, "verifier-1", "incident-assessed", "incident/1", incident.IncidentAssessed{Status: "possible", Reason: shape.In("en", "I saw it.")}),
		}, "cannot also verify"},
		"another's report withdrawn": {[]string{w.Sign(t, "liaison-tr", "report-withdrawn", "report/1", reason)}, "no right"},
		"another's report overwritten": {[]string{
			w.Sign(t, "monitor-2", "observation-filed", "report/1", officetest.Observation())}, "no right"},
		"an observation made an allegation": {[]string{
			w.Sign(t, "monitor-1", "allegation-filed", "report/1", incident.AllegationFiled{Record: officetest.Observation().Record})}, "exists already"},
		"a party's own report by nobody of it": {[]string{w.Sign(t, "monitor-1", "observation-filed", "report/forged",
			incident.ObservationFiled{Record: incident.Record{Event: "shot", Compartment: "party"}})}, "against the rules"},
		"a report gathered that is not there": {[]string{
			w.Sign(t, "secretary", "report-linked", "incident/1", incident.ReportLinked{Report: "report/none"})}, "Nothing before it"},
		"an assessment of what is not there": {[]string{
			w.Sign(t, "verifier-1", "incident-assessed", "incident/none", incident.IncidentAssessed{Status: "possible", Reason: shape.In("en", "x")})}, "Nothing before it"},
		"a hand-over by somebody else": {[]string{w.Sign(t, "monitor-2", "custody-transferred", "evidence/"+w.photo.ID.String(),
			evidence.CustodyTransferred{From: "person/monitor-1", To: "person/monitor-2", At: officetest.Date(5, 8), Reason: shape.In("en", "x")})}, "no right"},
		"a signature under another text":         {[]string{w.Sign(t, "liaison-tr", "agreement-signed", officetest.Agreement, signed)}, "against the rules"},
		"a consent in the name of another party": {[]string{w.Sign(t, "liaison-tr", "zone-consented", "zone/dz-idlib", consent("RU", strings.Repeat("ab", 32)))}, "against the rules"},
		"a consent to another boundary":          {[]string{w.Sign(t, "secretary", "zone-consented", "zone/dz-idlib", consent("RU", strings.Repeat("ab", 32)))}, "against the rules"},
		"a boundary that crosses itself":         {[]string{w.Sign(t, "secretary", "zone-proposed", "zone/bow", crossing)}, "against the rules"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forged := slices.Clone(h)
			for _, text := range c.forged {
				forged = append(forged, forged.entry(t, text))
			}
			r := check(t, forged.signed(t, w, files), copies.CheckOptions{})
			if found(t, r, int64(len(forged))-1, c.words); r.Bad != 1 || !r.AsSigned() {
				t.Errorf("found %v, against the rules %d", r.Findings, r.Against)
			}
		})
	}
}

// TestNotChecked holds that what turns on withheld members is neither good nor wrong.
func TestNotChecked(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 5)
	hand := func(who, from, to string) string {
		return w.Sign(t, who, "custody-transferred", "evidence/"+w.photo.ID.String(),
			evidence.CustodyTransferred{From: act.SubjectID(from), To: act.SubjectID(to), At: officetest.Date(5, 8), Reason: shape.In("en", "x")})
	}
	if _, err := w.Submit(t.Context(), hand("monitor-1", "person/monitor-1", "person/verifier-1")); err != nil {
		t.Fatal(err)
	}
	all, less, h := w.copied(t, "secretary"), w.copied(t, "auditor-1"), w.history(t)
	notWhole(less) // the forger does not say that his copy is whole
	forged := append(slices.Clone(h), h.entry(t, hand("monitor-2", "person/verifier-1", "person/monitor-2")))
	found(t, check(t, forged.signed(t, w, all), copies.CheckOptions{}), int64(len(h)), "no right")
	r := check(t, forged.signed(t, w, less), copies.CheckOptions{})
	if want := int64(5); !r.OK() || r.NotChecked != want { // two deposits, two hand-overs, an assessment
		t.Errorf("%d not checked, want %d; found %v", r.NotChecked, want, r.Findings)
	}
	if u := r.Unchecked; u.Kinds["evidence-deposited"] != 2 || u.Kinds["custody-transferred"] != 2 || u.Kinds["incident-assessed"] != 1 {
		t.Errorf("not checked are %v, entries %v", u.Kinds, u.First)
	}
	by := append(slices.Clone(h), h.entry(t, hand("liaison-tr", "person/verifier-1", "person/monitor-2")))
	if r := check(t, by.signed(t, w, less), copies.CheckOptions{}); !r.OK() || r.NotChecked != 5 {
		t.Errorf("%d not checked; found %v", r.NotChecked, r.Findings)
	}
}

// A copy of an office's register is judged without what that office holds of others: what it
// took honestly, while it held them, is found right.
func TestCheck_of_an_office_that_holds_another_register(t *testing.T) {
	t.Parallel()
	first := officetest.New(t)
	w := &world{World: officetest.Second(t, first)}
	first.File(t, 0, 3)
	w.Fetch(t, first, 0, first.Size())
	w.File(t, 1, 3)
	w.Must(t, "secretary", "incident-opened", "incident/1", incident.IncidentOpened{Event: "mortar"})
	w.Must(t, "secretary", "report-linked", "incident/1", incident.ReportLinked{Report: "report/1"})
	if r := check(t, w.copied(t, "secretary"), copies.CheckOptions{}); !r.OK() || r.NotChecked != 0 || r.Acts != w.Size() {
		t.Errorf("%d acts of %d, %d not checked, found %v", r.Acts, w.Size(), r.NotChecked, r.Findings)
	}
	if _, err := w.Submit(t.Context(), w.Sign(t, "secretary", "report-linked", "incident/1", incident.ReportLinked{Report: "report/0"})); err == nil {
		t.Error("took an act about what its own register does not hold")
	}
}
