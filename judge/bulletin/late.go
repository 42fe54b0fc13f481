package bulletin

import (
	"html/template"
	"time"
)

// LateAdded are records about earlier times that became known, or changed, since the last
// bulletin of the kind.
type LateAdded struct {
	SinceNumber int        `json:"sinceNumber,omitzero"` // 0: there was none
	SinceKnown  time.Time  `json:"sinceKnown,omitzero"`
	Rows        []LateLine `json:"rows"`
}

// LateLine is one sort of record.
type LateLine struct {
	Row     string `json:"row"` // noun
	Added   Figure `json:"added"`
	Changed Figure `json:"changed"`
}

// lateSection is what became known since the last bulletin, by noun.
func lateSection() Section {
	return part[LateAdded]{
		name: "late",
		from: From{LateRows: func(d Unreckoned) []string { return []string{"rows/" + d.Noun + "/*"} }},
		make: (*maker).late,
		page: latePage,
	}.section()
}

func (m *maker) late() LateAdded {
	l := LateAdded{Rows: []LateLine{}}
	if m.Since == nil {
		return l
	}
	l.SinceNumber, l.SinceKnown = m.Since.Number, m.Since.Known
	for _, r := range m.Late {
		l.Rows = append(l.Rows, LateLine{r.Noun, m.crowd(r.Added, RecordUnit), m.crowd(r.Changed, RecordUnit)})
	}
	return l
}

func latePage(p *page, l LateAdded) []block {
	if l.SinceNumber == 0 {
		return []block{p.none("none-late")}
	}
	return []block{p.noteWith("late-note", l.SinceNumber), tableOf(l.Rows,
		column[LateLine]{cell: func(l LateLine) template.HTML { return p.word("noun-" + l.Row) }},
		column[LateLine]{head: p.word("added"), number: true, cell: func(l LateLine) template.HTML { return p.figure(l.Added) }},
		column[LateLine]{head: p.word("changed"), number: true, cell: func(l LateLine) template.HTML { return p.figure(l.Changed) }})}
}
