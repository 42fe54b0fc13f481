package bulletin

import (
	"fmt"
	"html/template"
	"slices"
	"strings"

	"truce/ground/act"
	"truce/ground/taxonomy"
)

// Finding is what a body found, or what was put before it, and who was there: on a file of the period, or during the period on an
// earlier file.
type Finding struct {
	Row     string `json:"row"`
	File    Figure `json:"file"`
	Event   string `json:"event"`
	Earlier bool   `json:"earlier,omitzero"` // of an earlier time than the period
	CountedFound
}

// findingsSection is what bodies found on the files of the period, and during the period on earlier files. What was only put
// before them on files of the period is among it and says so.
func findingsSection() Section {
	return part[[]Finding]{
		name: "findings", from: From{Files: placeless("*", "*/*"), Rulings: placeless("*", "*/*")}, make: (*maker).findings, page: findingsPage,
		facts: func(all []Finding) sheet {
			return sheetOf(all, []string{"issued", "body", "event", "status", "present", "signed", "dissented", "absent", "needed", "quorumMet", "decided", "lacking", "noClause", "earlier"},
				func(f Finding) []string {
					return []string{f.Issued, f.Body, f.Event, f.Status, itoa(f.Present), itoa(f.Signed), itoa(f.Dissented), itoa(f.Absent),
						itoa(f.Needed), fmt.Sprint(f.QuorumMet), fmt.Sprint(f.Decided), strings.Join(f.Lacking, " "), f.NoClause, fmt.Sprint(f.Earlier)}
				})
		},
	}.section()
}

func (m *maker) findings() []Finding {
	all := []Finding{}
	for _, file := range m.Files {
		if file.Before {
			continue
		}
		for _, f := range file.Findings {
			all = append(all, m.finding(file.Subject, file.Event, f, false))
		}
	}
	for _, r := range m.Rulings {
		all = append(all, m.finding(r.Subject, r.Event, r.CountedFound, true))
	}
	slices.SortFunc(all, func(a, b Finding) int { return strings.Compare(a.Row, b.Row) })
	return all
}

func (m *maker) finding(file act.SubjectID, event string, f CountedFound, earlier bool) Finding {
	return Finding{
		File: m.of(1, IncidentUnit, file), Event: event, Earlier: earlier, CountedFound: f,
		Row: f.Issued + " " + act.SubjectID(f.Body).Name() + " " + m.nameOf(file),
	}
}

func findingsPage(p *page, all []Finding) []block {
	var now, earlier []Finding
	for _, f := range all {
		if f.Earlier {
			earlier = append(earlier, f)
		} else {
			now = append(now, f)
		}
	}
	blocks := []block{p.none("none-findings")}
	if len(now) > 0 {
		blocks = []block{p.findingTable(now)}
	}
	if len(earlier) > 0 {
		table := p.findingTable(earlier)
		table.Title = p.word("earlier-findings")
		blocks = append(blocks, table)
	}
	return blocks
}

func (p *page) findingTable(all []Finding) block {
	return tableOf(all,
		column[Finding]{head: p.word("issued"), cell: func(f Finding) template.HTML { return p.day(f.Issued) }},
		column[Finding]{head: p.word("body"), cell: p.findingBody},
		column[Finding]{head: p.word("event"), cell: func(f Finding) template.HTML { return p.event(f.Event) }},
		column[Finding]{head: p.word("body-found"), cell: p.found},
		column[Finding]{head: p.word("presence"), cell: p.presence},
		column[Finding]{head: p.word("quorum"), cell: p.quorum})
}

// findingBody is the body without the noun that its id begins with, whether a clause set it up, and the file, which opens.
func (p *page) findingBody(f Finding) template.HTML {
	body := code(act.SubjectID(f.Body).Name())
	if f.NoClause != "" {
		body += "<br>" + strong(p.word("no-clause"))
	}
	for _, id := range f.File.Of {
		body += `<br><small data-figure="` + template.HTML(f.File.mark()) + `">` + code(id.Name()) + `</small>`
	}
	return body
}

// found is what the body found. Of what it did not find it is told that it was put forward, and no more.
func (p *page) found(f Finding) template.HTML {
	term := p.term(taxonomy.Status, f.Status)
	if !f.Decided {
		return strong(p.word("not-found")) + "<br><small>" + p.word("would-find") + " " + term + "</small>"
	}
	return term
}

func (p *page) presence(f Finding) template.HTML {
	counts := p.number(f.Present) + " / " + p.number(f.Signed) + " / " + p.number(f.Dissented) + " / " + p.number(f.Absent)
	return `<bdi dir="` + template.HTML(p.dir()) + `">` + counts + `</bdi>`
}

func (p *page) quorum(f Finding) template.HTML {
	met := p.word("quorum-met")
	if !f.QuorumMet {
		met = strong(p.word("quorum-not"))
	}
	met += " (" + p.number(f.Needed) + ")"
	if len(f.Lacking) > 0 {
		met += "; " + p.word("lacking") + " " + p.parties(f.Lacking)
	}
	return met
}
