package bulletin

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// Annex is one table of a bulletin as CSV (RFC 4180, UTF-8).
type Annex struct {
	Name string // such as figures.csv
	Text []byte
}

// Annexes are the tables of the bulletin: every figure with what it was before, the records
// behind each, and the tables that are no figures.
func (b Bulletin) Annexes() ([]Annex, error) {
	t, err := tree(b)
	if err != nil {
		return nil, err
	}
	f := &flat{figures: [][]string{{"section", "row", "measure", "number", "unit", "before", "change", "records", "digest"}},
		records: [][]string{{"section", "row", "measure", "period", "record"}}}
	for _, section := range Sections() {
		f.walk(section, t[section])
	}
	tables := []struct {
		name string
		rows [][]string
	}{
		{"header.csv", b.headerTable()}, {"figures.csv", f.figures}, {"records.csv", f.records}, {"tallies.csv", b.tallyTable()},
		{"findings.csv", b.findingTable()}, {"deadlines.csv", b.deadlineTable()}, {"corrections.csv", b.correctionTable()},
	}
	var all []Annex
	for _, table := range tables {
		if table.name == "records.csv" && b.Header.Edition != missionEdition {
			continue
		}
		text, err := encoded(table.rows)
		if err != nil {
			return nil, err
		}
		all = append(all, Annex{table.name, text})
	}
	return all, nil
}

// Zip writes the annexes into one archive, the same bytes each time.
func (b Bulletin) Zip(w io.Writer) error {
	all, err := b.Annexes()
	if err != nil {
		return err
	}
	z := zip.NewWriter(w)
	for _, a := range all {
		f, err := z.CreateHeader(&zip.FileHeader{Name: a.Name, Method: zip.Deflate})
		if err != nil {
			return err
		}
		if _, err := f.Write(a.Text); err != nil {
			return err
		}
	}
	return z.Close()
}

func encoded(rows [][]string) ([]byte, error) {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	for i, row := range rows {
		if i > 0 {
			row = slices.Clone(row)
			for j := range row {
				row[j] = plain(row[j])
			}
		}
		if err := w.Write(row); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return out.Bytes(), w.Error()
}

// plain keeps a spreadsheet from taking text for a formula.
func plain(text string) string {
	if text != "" && strings.ContainsRune("=+@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}

// flat lists figures with the path that leads to each.
type flat struct{ figures, records [][]string }

func (f *flat) walk(at string, v any) {
	if isFigure(v) {
		f.take(at, v.(map[string]any))
		return
	}
	if rows, is := rowsIn(v); is && v != nil {
		for _, name := range sorted(rows) {
			f.walk(at+"/"+strings.ReplaceAll(name, "/", ":"), rows[name])
		}
		return
	}
	m, is := v.(map[string]any)
	if !is {
		return
	}
	for _, name := range sorted(m) {
		f.walk(at+"/"+name, m[name])
	}
}

func (f *flat) take(at string, m map[string]any) {
	section, rest, _ := strings.Cut(at, "/")
	row, measure := "", rest
	if i := strings.LastIndex(rest, "/"); i >= 0 {
		row, measure = rest[:i], rest[i+1:]
	}
	before, _ := m["before"].(map[string]any)
	number, was, change := cell(m), cell(before), ""
	if a, is := m["number"].(float64); is && before != nil {
		if b, is := before["number"].(float64); is {
			change = fmt.Sprint(a - b)
		}
	}
	unit, _ := m["unit"].(string)
	digest, _ := m["digest"].(string)
	of, _ := m["of"].([]any)
	records := ""
	if len(of) > 0 {
		records = fmt.Sprint(len(of))
	}
	f.figures = append(f.figures, []string{section, row, measure, number, unit, was, change, records, digest})
	f.list(section, row, measure, "now", of)
	earlier, _ := before["of"].([]any)
	f.list(section, row, measure, "before", earlier)
}

func (f *flat) list(section, row, measure, period string, of []any) {
	for _, id := range of {
		f.records = append(f.records, []string{section, row, measure, period, fmt.Sprint(id)})
	}
}

// cell is a number, or that nobody watched.
func cell(m map[string]any) string {
	switch {
	case m == nil:
		return ""
	case m["notObserved"] == true:
		return "not-observed"
	}
	return fmt.Sprint(m["number"])
}

func (b Bulletin) headerTable() [][]string {
	h := b.Header
	return [][]string{{"name", "value"},
		{"format", b.Format}, {"office", h.Office}, {"officeName", h.OfficeName}, {"origin", h.Origin}, {"number", itoa(h.Number)},
		{"correction", itoa(h.Correction)}, {"kind", h.Kind}, {"date", h.Date}, {"cutOff", h.CutOff}, {"timeZone", h.TimeZone},
		{"from", stamp(h.From)}, {"until", stamp(h.Until)}, {"known", stamp(h.Known)}, {"size", fmt.Sprint(h.Size)}, {"root", h.Root},
		{"edition", h.Edition}, {"rules", strings.Join(h.Rules, " ")}, {"exercise", fmt.Sprint(h.Exercise)},
	}
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

func (b Bulletin) tallyTable() [][]string {
	rows := [][]string{{"date", "a", "b", "rule", "area", "name", "numberA", "numberB", "matchedAtMost"}}
	for _, d := range b.Tallies.Days {
		for _, a := range d.Areas {
			rows = append(rows, []string{d.Date, d.A, d.B, b.Tallies.Rule, a.Row, a.Name, itoa(a.A), itoa(a.B), itoa(a.MatchedAtMost)})
		}
	}
	return rows
}

func (b Bulletin) findingTable() [][]string {
	rows := [][]string{{"issued", "body", "event", "status", "present", "signed", "dissented", "absent", "needed", "quorumMet", "lacking"}}
	for _, f := range b.Findings {
		rows = append(rows, []string{f.Issued, f.Body, f.Event, f.Status, itoa(f.Present), itoa(f.Signed), itoa(f.Dissented), itoa(f.Absent),
			itoa(f.Needed), fmt.Sprint(f.QuorumMet), strings.Join(f.Lacking, " ")})
	}
	return rows
}

func (b Bulletin) deadlineTable() [][]string {
	rows := [][]string{{"day", "until", "status", "agreement", "version", "inForce", "clause", "obligation", "who"}}
	for _, d := range b.Deadlines.Rows {
		rows = append(rows, []string{d.Day, stamp(d.Until), d.Status, string(d.Agreement), d.Version, fmt.Sprint(d.InForce), d.Clause, d.Obligation,
			strings.Join(d.Who, " ")})
	}
	return rows
}

func (b Bulletin) correctionTable() [][]string {
	rows := [][]string{{"bulletin", "correction", "published", "what", "why"}}
	for _, c := range b.Corrections {
		rows = append(rows, []string{c.Bulletin, itoa(c.Correction), stamp(c.Published), c.What, c.Why})
	}
	return rows
}
