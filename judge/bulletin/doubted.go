package bulletin

import (
	"cmp"
	"html/template"
	"slices"
	"strings"

	"truce/ground/act"
	"truce/ground/fold"
)

// InDoubt is how many of the records that a section counts rest on acts of keys that are said to have
// been in doubt when these were made.
type InDoubt struct {
	Row     string `json:"row"` // the section
	Records Figure `json:"records"`
	Alone   Figure `json:"alone"` // of those, on such acts alone: without them it would not be counted, or otherwise
}

// doubtedSection says of each section whether its figures rest on acts of keys in doubt. Whether a
// record of which a copy withholds something does, the copy cannot tell.
func doubtedSection() Section {
	return part[[]InDoubt]{
		name: "doubted", from: From{DoubtedRows: always("*")}, make: (*maker).doubted, page: doubtedPage,
	}.section()
}

// doubted notes a record that is counted, if it rests on acts of keys in doubt.
func (c *counting) doubted(table Table, subject act.SubjectID, before bool, doubt fold.Doubt) {
	if doubt != fold.Sound {
		c.rows.Doubted = append(c.rows.Doubted, CountedDoubted{table, subject, before, doubt == fold.Alone})
	}
}

// sortDoubted has each record once among the rows of a sort: a post stood in several places, a file is
// asked about by several parties.
func (c *counting) sortDoubted() {
	slices.SortFunc(c.rows.Doubted, func(a, b CountedDoubted) int {
		return cmp.Or(strings.Compare(string(a.Table), string(b.Table)), strings.Compare(string(a.Subject), string(b.Subject)),
			comparedBool(b.Before, a.Before), comparedBool(a.Alone, b.Alone))
	})
	c.rows.Doubted = slices.CompactFunc(c.rows.Doubted, func(a, b CountedDoubted) bool {
		return a.Table == b.Table && a.Subject == b.Subject
	})
}

func (m *maker) doubted() []InDoubt {
	all := []InDoubt{}
	for _, s := range sectionNames() {
		var records, alone bag
		seen := map[act.SubjectID]bool{} // a file that is asked about is among two sorts of rows
		for _, d := range m.Rows.Doubted {
			if !slices.Contains(s.of, d.Table) || seen[d.Subject] {
				continue
			}
			seen[d.Subject] = true
			records.put(d.Subject, d.Before)
			if d.Alone {
				alone.put(d.Subject, d.Before)
			}
		}
		if records.now.n+records.before.n > 0 {
			all = append(all, InDoubt{s.name, m.figure(records, RecordUnit), m.figure(alone, RecordUnit)})
		}
	}
	return all
}

// made is from which rows a section is made.
type made struct {
	name string
	of   []Table
}

// sectionNames are the sections whose figures are of records, and of which.
func sectionNames() (all []made) {
	for _, s := range Sections() {
		m := made{name: s.Name}
		for _, table := range Tables() {
			if _, is := s.From[table]; is && table != DoubtedRows && table != LateRows && table != Notices {
				m.of = append(m.of, table)
			}
		}
		if len(m.of) > 0 {
			all = append(all, m)
		}
	}
	return all
}

func doubtedPage(p *page, all []InDoubt) []block {
	if len(all) == 0 {
		return []block{p.none("none-doubted")}
	}
	return []block{p.note("doubted-note"), tableOf(all,
		column[InDoubt]{cell: func(l InDoubt) template.HTML { return p.word(l.Row) }},
		column[InDoubt]{head: p.word("in-doubt"), number: true, cell: func(l InDoubt) template.HTML { return p.figure(l.Records) }},
		column[InDoubt]{head: p.word("in-doubt-alone"), number: true, cell: func(l InDoubt) template.HTML { return p.figure(l.Alone) }})}
}
