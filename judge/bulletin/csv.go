package bulletin

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"truce/ground/visible"
	"truce/noun/publication"
)

// Annex is one table of a bulletin as CSV (RFC 4180, UTF-8).
type Annex struct {
	Name string // such as figures.csv
	Text []byte
}

// Annexes are the tables of the bulletin: what it is, every figure with what it was before, the
// records behind each, and for each section that says more than figures what it says.
func (b Bulletin) Annexes() ([]Annex, error) {
	figures, records, err := b.flat()
	if err != nil {
		return nil, err
	}
	tables := []named{{"header", b.headerSheet()}, {"figures", figures}}
	if b.Header.Edition == publication.Mission {
		tables = append(tables, named{"records", records})
	}
	for _, s := range b.sections {
		if s.facts != nil {
			tables = append(tables, named{s.Name, s.facts(b.parts[s.Name])})
		}
	}
	var all []Annex
	for _, table := range tables {
		text, err := table.sheet.encoded()
		if err != nil {
			return nil, err
		}
		all = append(all, Annex{table.name + ".csv", text})
	}
	return all, nil
}

// sheet is one table of an annex.
type sheet struct {
	head  []string
	lines [][]string
}

type named struct {
	name  string
	sheet sheet
}

func sheetOf[R any](rows []R, head []string, line func(R) []string) sheet {
	s := sheet{head: head}
	for _, r := range rows {
		s.lines = append(s.lines, line(r))
	}
	return s
}

func (b Bulletin) flat() (figures, records sheet, err error) {
	t, err := tree(b)
	f := &flat{
		figures: sheet{head: []string{"section", "row", "measure", "number", "unit", "before", "change", "records", "digest"}},
		records: sheet{head: []string{"section", "row", "measure", "period", "record"}},
	}
	for _, section := range b.sections {
		f.walk(section.Name, t[section.Name])
	}
	return f.figures, f.records, err
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

func (s sheet) encoded() ([]byte, error) {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	err := w.Write(s.head)
	for _, line := range s.lines {
		safe := make([]string, len(line))
		for i, text := range line {
			safe[i] = visible.Cell(text)
		}
		err = errors.Join(err, w.Write(safe))
	}
	w.Flush()
	return out.Bytes(), errors.Join(err, w.Error())
}

// flat lists figures with the path that leads to each.
type flat struct{ figures, records sheet }

func (f *flat) walk(at string, v any) {
	if isFigure(v) {
		f.take(at, v.(map[string]any))
		return
	}
	if rows, is := rowsIn(v); is && v != nil {
		for _, name := range sorted(rows) {
			f.walk(at+"/"+pathName(name), rows[name])
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
	number, was, change := numberIn(m), numberIn(before), ""
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
	f.figures.lines = append(f.figures.lines, []string{section, row, measure, number, unit, was, change, records, digest})
	f.list(section, row, measure, "now", of)
	earlier, _ := before["of"].([]any)
	f.list(section, row, measure, "before", earlier)
}

func (f *flat) list(section, row, measure, period string, of []any) {
	for _, id := range of {
		f.records.lines = append(f.records.lines, []string{section, row, measure, period, fmt.Sprint(id)})
	}
}

// numberIn is a number, or why there is none.
func numberIn(m map[string]any) string {
	switch {
	case m == nil:
		return ""
	case m["notObserved"] == true:
		return "not-observed"
	case m["notSaid"] == true:
		return "not-said"
	}
	return fmt.Sprint(m["number"])
}

func (b Bulletin) headerSheet() sheet {
	h := b.Header
	s := sheet{head: []string{"name", "value"}, lines: [][]string{
		{"format", Format}, {"office", h.Office}, {"officeName", h.OfficeName}, {"number", itoa(h.Number)},
		{"correction", itoa(h.Correction)}, {"kind", h.Kind}, {"date", h.Date}, {"cutOff", h.CutOff}, {"timeZone", h.TimeZone},
		{"from", stamp(h.From)}, {"until", stamp(h.Until)}, {"known", stamp(h.Known)},
		{"edition", h.Edition}, {"rules", itoa(h.Rules)}, {"rows", h.Rows}, {"exercise", fmt.Sprint(h.Exercise)},
	}}
	for _, r := range h.Registers {
		s.lines = append(s.lines, []string{"origin", r.Origin}, []string{"size", fmt.Sprint(r.Size)}, []string{"root", r.Root})
	}
	return s
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

func itoa(n int) string { return strconv.Itoa(n) }
