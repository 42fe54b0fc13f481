package bulletin

import (
	"cmp"
	"html/template"
	"reflect"
	"slices"
	"strings"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/noun/publication"
)

// DoubtedRecords is how many of the records that a section counts rest on acts of keys that are said to have
// been in doubt when these were made.
type DoubtedRecords struct {
	Row     string `json:"row"` // the section
	Records Figure `json:"records"`
	Wholly  Figure `json:"wholly"` // of those, on such acts alone: without them it would not be counted, or otherwise
}

// doubtedSection says of each section whether its figures rest on acts of keys in doubt. Whether a
// record of which a copy withholds something does, the copy cannot tell.
func doubtedSection() Section {
	from := From{} // of all that the other sections are made from: behind whose figures a record is, they say
	for _, table := range Tables() {
		from[table] = nil
	}
	from[DoubtedRows] = always("*")
	return part[[]DoubtedRecords]{name: "doubted", from: from, make: (*maker).doubted, page: doubtedPage}.section()
}

// doubted notes a record that is counted, if it rests on acts of keys in doubt.
func (c *counting) doubted(subject act.SubjectID, before bool, doubt fold.Doubt) {
	if doubt != fold.Sound {
		c.rows.Doubted = append(c.rows.Doubted, CountedDoubted{subject, before, doubt == fold.Wholly})
	}
}

// sortDoubted has each record once: a post stood in several places, a file is asked about by several
// parties.
func (c *counting) sortDoubted() {
	slices.SortFunc(c.rows.Doubted, func(a, b CountedDoubted) int {
		return cmp.Or(strings.Compare(string(a.Subject), string(b.Subject)), comparedBool(b.Before, a.Before), comparedBool(a.Wholly, b.Wholly))
	})
	c.rows.Doubted = slices.CompactFunc(c.rows.Doubted, func(a, b CountedDoubted) bool { return a.Subject == b.Subject })
}

func (m *maker) doubted() []DoubtedRecords {
	all := []DoubtedRecords{}
	if len(m.Rows.Doubted) == 0 {
		return all
	}
	whole := &maker{Rows: m.Rows, edition: publication.Mission, every: true, sections: m.sections}
	whole.watch = whole.watches()
	for _, s := range m.sections {
		if s.Name == "doubted" {
			continue
		}
		behind := map[string]bool{}
		textsIn(reflect.ValueOf(s.make(whole)), behind)
		var records, alone bag
		for _, d := range m.Rows.Doubted {
			if !behind[string(d.Subject)] {
				continue
			}
			records.put(d.Subject, d.Before)
			if d.Wholly {
				alone.put(d.Subject, d.Before)
			}
		}
		if records.now.n+records.before.n > 0 {
			all = append(all, DoubtedRecords{s.Name, m.figure(records, RecordUnit), m.figure(alone, RecordUnit)})
		}
	}
	return all
}

// textsIn gathers every text in the content of a section: among them are the records behind its figures.
func textsIn(v reflect.Value, into map[string]bool) {
	switch v.Kind() {
	case reflect.String:
		into[v.String()] = true
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			textsIn(v.Elem(), into)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			textsIn(v.Index(i), into)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			textsIn(v.Field(i), into)
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			textsIn(key, into)
			textsIn(v.MapIndex(key), into)
		}
	}
}

func doubtedPage(p *page, all []DoubtedRecords) []block {
	if len(all) == 0 {
		return []block{p.none("none-doubted")}
	}
	return []block{p.note("doubted-note"), tableOf(all,
		column[DoubtedRecords]{cell: func(l DoubtedRecords) template.HTML { return p.word(l.Row) }},
		column[DoubtedRecords]{head: p.word("in-doubt"), number: true, cell: func(l DoubtedRecords) template.HTML { return p.figure(l.Records) }},
		column[DoubtedRecords]{head: p.word("in-doubt-wholly"), number: true, cell: func(l DoubtedRecords) template.HTML { return p.figure(l.Wholly) }})}
}
