package bulletin

import (
	"html/template"
	"slices"

	"truce/ground/taxonomy"
)

// EventLine is one kind of event.
type EventLine struct {
	Row string `json:"row"` // code of the taxonomy, or not-stated
	Measures
}

// NotStated is the row of what says nothing.
const NotStated = "not-stated"

func eventOf(code string) string {
	if code == "" {
		return NotStated
	}
	return code
}

// eventsSection is all that is counted, by kind of event.
func eventsSection() Section {
	return part[[]EventLine]{
		name: "events",
		from: From{
			Reports: func(d Unreckoned) []string { return []string{d.Event + "/" + measureOf(d.As)} },
			Files: func(d Unreckoned) []string {
				if !d.Place {
					return nil
				}
				return []string{d.Event + "/incidents"}
			},
		},
		make: (*maker).events,
		page: eventsPage,
	}.section()
}

func (m *maker) events() []EventLine {
	g := groups()
	for _, r := range m.Reports {
		g.at(eventOf(r.Event)).report(r)
	}
	for _, f := range m.Files {
		g.at(eventOf(f.Event)).incidents.put(f.Subject, f.Before)
	}
	slices.Sort(g.keys)
	lines := make([]EventLine, 0, len(g.keys))
	for _, key := range g.keys {
		lines = append(lines, EventLine{key, m.measures(g.rows[key])})
	}
	return lines
}

func eventsPage(p *page, lines []EventLine) []block {
	if len(lines) == 0 {
		return []block{p.none("none-events")}
	}
	first := column[EventLine]{cell: func(l EventLine) template.HTML { return p.event(l.Row) }}
	return []block{tableOf(lines, append([]column[EventLine]{first}, measureColumns(p, true, func(l EventLine) Measures { return l.Measures })...)...)}
}

func (p *page) event(code string) template.HTML {
	if code == NotStated || code == "" {
		return p.word("not-stated")
	}
	return p.term(taxonomy.Event, code)
}
