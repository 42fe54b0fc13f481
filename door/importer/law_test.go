package importer_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"truce/door/importer"
	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/shape"
	"truce/noun/agreement"
	"truce/noun/incident"
	"truce/noun/zone"
	"truce/office/officetest"
	"truce/tool/query"
)

// state reads the last period of a subject.
func state[S any](t *testing.T, w *officetest.World, id act.SubjectID) (s S) {
	t.Helper()
	items, err := w.Reading.Subject(t.Context(), w.As("secretary"), made(w, id), query.Clocks{})
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(items[len(items)-1].State, &s); err != nil {
		t.Fatal(err)
	}
	return s
}

// inForce is the state of the period in which it was.
func inForce(t *testing.T, w *officetest.World, id act.SubjectID) (z zone.Zone) {
	t.Helper()
	items, err := w.Reading.Subject(t.Context(), w.As("secretary"), id, query.Clocks{InForce: officetest.Date(6, 1)})
	if err != nil || len(items) != 1 {
		t.Fatalf("%d periods, %v", len(items), err)
	}
	if err := json.Unmarshal(items[0].State, &z); err != nil {
		t.Fatal(err)
	}
	return z
}

func TestAgreement_files_each_version_once(t *testing.T) {
	t.Parallel()
	w := underLaw(t)
	d := memorandum(t)
	size := w.Size()
	r, err := importer.Agreement(t.Context(), "f", d, options(w, "secretary"))
	if err != nil || r.There != 1 || w.Size() != size {
		t.Errorf("again: %+v, %v", r, err)
	}
	other := memorandum(t)
	other.Versions[0].Note = shape.In("en", "another remark")
	r, err = importer.Agreement(t.Context(), "f", other, options(w, "secretary"))
	if err != nil || r.Changed != 1 || w.Size() != size || r.Listed[0].Row != "memorandum" {
		t.Errorf("changed: %+v, %v", r, err)
	}
}

// TestAgreement_broken_off: a long version is several acts; filing it again files what an
// office that was killed in between has not.
func TestAgreement_broken_off(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	d := memorandum(t)
	d.Versions[0].Languages = append(d.Versions[0].Languages, agreement.Language{Code: "de", Translator: "this test"})
	clauses := d.Versions[0].Clauses
	for i := range clauses {
		clauses[i].Heading = append(clauses[i].Heading, agreement.Text{Language: "de", Text: strings.Repeat("lang ", 700)})
	}
	filings, err := agreement.Filings(d)
	if err != nil || len(filings) < 2 {
		t.Fatalf("%d acts, %v", len(filings), err)
	}
	o := options(w, "secretary")
	o.Submit = &full{w.Office, 1}
	if r, err := importer.Agreement(t.Context(), "f", d, o); !problem.Is(err, problem.DiskFull) || r.Taken != 0 {
		t.Fatalf("broken off: %+v, %v", r, err)
	}
	if r, err := importer.Agreement(t.Context(), "f", d, options(w, "secretary")); err != nil || r.Taken != 1 {
		t.Fatalf("then %+v, %v", r, err)
	}
	if v, _ := state[agreement.Agreement](t, w, d.Subject()).Version("memorandum"); !v.Complete || len(v.Faults) > 0 {
		t.Errorf("complete %v, faults %v", v.Complete, v.Faults)
	}
}

func TestRecordSignatures(t *testing.T) {
	t.Parallel()
	w := underLaw(t)
	d := memorandum(t)
	s := importer.Signatures{Version: "memorandum", On: "2017-05-04", Source: "published photograph"}
	o := options(w, "secretary")
	o.Submit = &full{w.Office, 1}
	if r, err := importer.RecordSignatures(t.Context(), "f", d, s, o); err == nil || r.Taken != 1 {
		t.Fatalf("broken off: %+v, %v", r, err)
	}
	r, err := importer.RecordSignatures(t.Context(), "f", d, s, options(w, "secretary"))
	if err != nil || r.Taken != 2 || r.There != 1 {
		t.Fatalf("then %+v, %v", r, err)
	}
	v, _ := state[agreement.Agreement](t, w, d.Subject()).Version("memorandum")
	if len(v.Missing) > 0 || len(v.Force) == 0 {
		t.Errorf("missing %v, in force %v", v.Missing, v.Force)
	}
	s.Version = "no-such"
	if _, err := importer.RecordSignatures(t.Context(), "f", d, s, options(w, "secretary")); !problem.Is(err, problem.NothingFound) {
		t.Errorf("a version that is not there: %v", err)
	}
}

func TestRecordConsents(t *testing.T) {
	t.Parallel()
	k := kindsOfTable()["zones"]
	w := underLaw(t)
	d := memorandum(t)
	if _, err := importer.RecordSignatures(t.Context(), "f", d, importer.Signatures{Version: "memorandum", On: "2017-05-04", Source: "x"}, options(w, "secretary")); err != nil {
		t.Fatal(err)
	}
	file := text(k.file(k.row(1), k.row(2)))
	k.imports(t, w, k.row(1))
	c := importer.Consents{Proposal: importer.Proposal{Number: 1}, Parties: []string{"IR", "RU", "TR"},
		At: time.Date(2017, 5, 5, 0, 0, 0, 0, time.UTC), Source: "published communiqué"}
	o := options(w, "secretary")
	o.Submit = &full{w.Office, 2}
	if r, err := importer.RecordConsents(t.Context(), file, k.format, c, o); err == nil || r.Taken != 2 {
		t.Fatalf("broken off: %+v, %v", r, err)
	}
	if z := state[zone.Zone](t, w, "zone/Z1"); z.Status != zone.Proposed || !slices.Equal(z.Proposals[0].Missing, []string{"TR"}) {
		t.Fatalf("two of three consented: %+v", z)
	}
	r, err := importer.RecordConsents(t.Context(), file, k.format, c, options(w, "secretary"))
	if err != nil || r.Taken != 1 || r.There != 2 || r.Unusable != 1 || r.Listed[0].Row != "Z2" {
		t.Fatalf("then %+v, %v", r, err)
	}
	if z := state[zone.Zone](t, w, "zone/Z1"); z.Status != zone.Ended || z.Agreed == nil { // the memorandum lapsed
		t.Errorf("at last: %+v", z)
	}
	z := inForce(t, w, "zone/Z1")
	if z.Status != zone.InForce || !z.Boundary.Approximate || z.Boundary.Origin.Row != "Z1" || !z.Boundary.Force[0].From.Equal(zoneTerms().From) {
		t.Errorf("in force: %+v", z)
	}
	size := w.Size()
	if r, err := importer.RecordConsents(t.Context(), file, k.format, c, options(w, "secretary")); err != nil || r.There != 3 || w.Size() != size {
		t.Errorf("again: %+v, %v", r, err)
	}
	if r := k.imports(t, w, k.row(1)); r.There != 1 || w.Size() != size {
		t.Errorf("the proposal again, now in force: %+v", r)
	}
}

// TestZones_another_number is another proposal for the same zone, from the same file.
func TestZones_another_number(t *testing.T) {
	t.Parallel()
	k := kindsOfTable()["zones"]
	w := underLaw(t)
	k.imports(t, w, k.row(1))
	terms := zoneTerms()
	terms.Number = 2
	k.format = importer.Zones(terms)
	if r := k.imports(t, w, k.changed(1)); r.Taken != 1 {
		t.Errorf("got %+v", r)
	}
	if z := state[zone.Zone](t, w, "zone/Z1"); len(z.Proposals) != 2 || string(z.Proposals[0].Geometry) != string(z.Proposals[1].Geometry) {
		t.Errorf("got %+v", z.Proposals)
	}
	terms.Proposal, terms.Source = importer.Proposal{By: "RU", Number: 1}, "map handed over"
	k.format = importer.Zones(terms)
	if r := k.imports(t, w, k.row(1)); r.Taken != 1 {
		t.Errorf("of a party: %+v", r)
	}
	if r := k.imports(t, w, k.row(1)); r.There != 1 {
		t.Errorf("of a party, again: %+v", r)
	}
}

func TestTallies_that_do_not_add_up_are_taken_and_noted(t *testing.T) {
	t.Parallel()
	k := kindsOfTable()["tallies"]
	w := officetest.New(t)
	r := k.imports(t, w, k.row(1), "2018-01-01,TR,violation-case,15,+03:00,2,Bulletin,10,4", "2018-01-02,TR,violation-case,15,,,Bulletin,,")
	if r.Taken != 3 || len(r.Listed) != 0 || len(r.Noted) != 1 || r.Noted[0].Line != 3 {
		t.Fatalf("got %+v", r)
	}
	if s := r.Noted[0].Problem.Sentence(); !strings.Contains(s, "14") || !strings.Contains(s, "15") {
		t.Errorf("said %q", s)
	}
	s := state[incident.Tally](t, w, "tally/TR-2018-01-01-violation-case")
	if !s.Inconsistent || s.OffBy != -1 || s.Total != 15 || *s.ConfirmedByOther != 2 || s.UTCOffset != "+03:00" {
		t.Errorf("got %+v", s)
	}
	if s := state[incident.Tally](t, w, "tally/TR-2018-01-02-violation-case"); s.Inconsistent || len(s.Parts) != 0 || s.ConfirmedByOther != nil {
		t.Errorf("got %+v", s)
	}
}
