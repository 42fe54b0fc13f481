package bulletin

import (
	"html/template"
	"slices"

	"truce/ground/taxonomy"
	"truce/noun/incident"
)

// Counts are kept apart and never added: reports as they came in, and files as they stand.
type Counts struct {
	Alleged    Figure    `json:"alleged"`    // allegations
	Observed   Figure    `json:"observed"`   // observations
	ObservedBy []Seen    `json:"observedBy"` // observations, by whose people
	Incidents  Figure    `json:"incidents"`  // files: the sum of found and unresolved
	Found      []Outcome `json:"found"`      // by outcome of verification
	Unresolved Figure    `json:"unresolved"` // files without an outcome
	Claimed    Figure    `json:"claimed"`    // of these, claimed to be confirmed, which their reports do not carry
	Ruled      Figure    `json:"ruled"`      // files on which a body found something, by its rule
	PutForward Figure    `json:"putForward"` // files on which something was put before a body that it did not find
}

// Outcome is one outcome of verification.
type Outcome struct {
	Row   string `json:"row"` // code of the taxonomy
	Files Figure `json:"files"`
}

// Seen are the observations of one side's people.
type Seen struct {
	Row     string `json:"row"` // a party, or the mission
	Reports Figure `json:"reports"`
}

func countsSection() Section {
	return part[Counts]{
		name: "counts",
		from: From{
			Reports: func(d Unreckoned) []string {
				if d.As == incident.Observation {
					return []string{"observed", "observedBy/*/reports"}
				}
				return []string{"alleged"}
			},
			Files: func(d Unreckoned) []string {
				open := []string{"found/*/files", "unresolved", "claimed"}
				if d.Place {
					open = append(open, "incidents", "ruled", "belowQuorum")
				}
				return open
			},
		},
		make: (*maker).counts,
		page: countsPage,
	}.section()
}

func (m *maker) counts() Counts {
	var observed, alleged bag
	by := bags{}
	for _, r := range m.Reports {
		if r.As == incident.Observation {
			observed.put(r.Subject, r.Before)
			by.at(r.Side).put(r.Subject, r.Before)
		} else {
			alleged.put(r.Subject, r.Before)
		}
	}
	c := Counts{
		Alleged: m.figure(alleged, ReportUnit), Observed: m.figure(observed, ReportUnit),
		Incidents:  m.filesThat(func(CountedFile) bool { return true }),
		Unresolved: m.filesThat(func(f CountedFile) bool { return f.Outcome == "" }),
		Claimed:    m.filesThat(func(f CountedFile) bool { return f.Claimed }),
		Ruled:      m.filesThat(func(f CountedFile) bool { return f.holds(true) }),
		PutForward: m.filesThat(func(f CountedFile) bool { return f.holds(false) }),
	}
	c.ObservedBy = []Seen{}
	for _, side := range sorted(by) {
		c.ObservedBy = append(c.ObservedBy, Seen{side, m.figure(*by[side], ReportUnit)})
	}
	for _, outcome := range m.Outcomes {
		c.Found = append(c.Found, Outcome{outcome, m.filesThat(func(f CountedFile) bool { return f.Outcome == outcome })})
	}
	return c
}

// filesThat counts files.
func (m *maker) filesThat(is func(CountedFile) bool) Figure {
	var b bag
	for _, f := range m.Files {
		if is(f) {
			b.put(f.Subject, f.Before)
		}
	}
	return m.figure(b, IncidentUnit)
}

// holds reports whether there is something on a file that a body found, or that was put before one and that it did not find.
func (f CountedFile) holds(decided bool) bool {
	return slices.ContainsFunc(f.Findings, func(x CountedFound) bool { return x.Decided == decided })
}

// countLine is a line of the page.
type countLine struct {
	class string
	what  template.HTML
	n     Figure
}

func countsPage(p *page, c Counts) []block {
	lines := []countLine{{"", p.word("alleged"), c.Alleged}, {"", p.word("observed"), p.seen(c.Observed)}}
	for _, s := range c.ObservedBy {
		lines = append(lines, countLine{"sub", p.word("by-people-of") + ": " + p.side(s.Row), p.seen(s.Reports)})
	}
	lines = append(lines, countLine{"sum", p.word("incidents"), c.Incidents})
	for _, o := range c.Found {
		lines = append(lines, countLine{"sub", p.word("found") + ": " + p.term(taxonomy.Status, o.Row), o.Files})
	}
	lines = append(lines, countLine{"sub", p.word("unresolved"), c.Unresolved}, countLine{"sub", p.word("of-these") + ": " + p.word("claimed"), c.Claimed},
		countLine{"", p.word("ruled"), c.Ruled}, countLine{"", p.word("put-forward"), c.PutForward})
	table := tableOf(lines,
		column[countLine]{cell: func(l countLine) template.HTML { return l.what }},
		column[countLine]{head: p.word("unit"), cell: func(l countLine) template.HTML { return p.unitOf(l.n.Unit) }},
		column[countLine]{head: p.word("figure") + " (" + p.before() + ")", number: true, cell: func(l countLine) template.HTML { return p.figure(l.n) }})
	for i, l := range lines {
		table.Lines[i].Class = l.class
	}
	return []block{p.note("counts-note"), table}
}

// traced are the figures that the day is known by, which the end of the page lists with their
// records.
func (p *page) traced(c Counts) []trace {
	all := []trace{{Name: p.word("alleged"), Figure: c.Alleged}, {Name: p.word("observed"), Figure: p.seen(c.Observed)}, {Name: p.word("incidents"), Figure: c.Incidents}}
	for _, o := range c.Found {
		if o.Files.N() > 0 {
			all = append(all, trace{Name: p.term(taxonomy.Status, o.Row), Figure: o.Files})
		}
	}
	return append(all, trace{Name: p.word("unresolved"), Figure: c.Unresolved})
}
