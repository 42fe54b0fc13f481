package importer_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/csv"
	"io"
	"slices"
	"strings"
	"testing"

	"truce/door/importer"
	"truce/ground/act"
	"truce/noun"
	"truce/noun/incident"
	"truce/office/officetest"
	"truce/tool/answer"
	"truce/tool/query"

	"github.com/go-json-experiment/json"
)

// columns are those of the table that UCDP publishes for one country, in another order
// than the importer names them and with one that it does not know.
func columns() []string {
	return []string{
		"id", "year", "type_of_violence", "side_a", "side_b", "source_article", "source_office", "source_headline",
		"where_prec", "where_coordinates", "adm_1", "adm_2", "latitude", "longitude", "event_clarity", "date_prec",
		"date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "low", "best", "high",
	}
}

// row is a sound row with some columns changed.
func row(id string, change ...string) []string {
	fields := []string{
		id, "2017", "1", "Government of Example", "Example insurgents", `"Agency,2017-05-07,Shells hit a town"`, "Agency;Agency", "Shells hit a town",
		"1", "Example town", "Example Governorate", "Example district", "35.25", "36.5", "1", "1",
		"2017-05-07", "2017-05-07", "1", "0", "2", "0", "2", "3", "4",
	}
	for i := 0; i < len(change); i += 2 {
		fields[slices.Index(columns(), change[i])] = change[i+1]
	}
	return fields
}

func table(rows ...[]string) string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	_ = w.WriteAll(append([][]string{columns()}, rows...)) // a strings.Builder does not fail
	return b.String()
}

func text(content string) importer.Table {
	return importer.Table{Name: "test.csv", Open: func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader([]byte(content))), nil
	}}
}

func options(w *officetest.World, who string) importer.Options {
	return importer.Options{
		Key: w.Keys[who], For: w.ID(), Kinds: w.Kinds(), Submit: w.Office, Known: importer.InOffice{Room: w.Reading, Who: w.As(who)},
		Now: w.Clock.Now, Rand: rand.Reader,
	}
}

func format() importer.Format { return importer.UCDP("UCDP GED (test)", nil) }

// imports imports as the secretary and fails on an error.
func imports(t *testing.T, w *officetest.World, content string) importer.Report {
	t.Helper()
	r, err := importer.Import(t.Context(), text(content), format(), options(w, "secretary"), nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// made is how the office calls what a row becomes that the secretary imports.
func made(w *officetest.World, bySource act.SubjectID) act.SubjectID {
	if of, _ := w.Kinds().Noun(bySource.Noun()); of.Named != noun.Made {
		return bySource
	}
	return act.Named(bySource.Noun(), w.Keys["secretary"].Public().ID(), string(bySource))
}

// report is the state of a report as a verifier sees it.
func report(t *testing.T, w *officetest.World, id act.SubjectID) (incident.Report, answer.Item) {
	t.Helper()
	items, err := w.Reading.Subject(context.Background(), w.As("verifier-1"), made(w, id), query.Clocks{})
	if err != nil || len(items) != 1 {
		t.Fatalf("%s: %d items, %v", id, len(items), err)
	}
	var state incident.Report
	if err := json.Unmarshal(items[0].State, &state); err != nil {
		t.Fatal(err)
	}
	return state, items[0]
}
