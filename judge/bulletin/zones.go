package bulletin

import (
	"html/template"
	"slices"
	"strings"
)

// ZoneLine is what lies in one way to the zones or the belts. The rows of a table add up.
type ZoneLine struct {
	Row   string   `json:"row"`
	Lies  string   `json:"lies"`            // inside, may-be, outside or unknown
	Codes []string `json:"codes,omitempty"` // in all of which it lies, or in some of which it may
	Measures
}

// How rows lie.
const (
	Inside  = "inside"
	MayBe   = "may-be"
	Outside = "outside"
	Unknown = "unknown" // the place is not known, or not well enough
)

// zonesSection is all that is counted, by how it lies to zones.
func zonesSection() Section {
	return part[[]ZoneLine]{
		name: "zones",
		from: From{
			Reports:  func(d Unreckoned) []string { return []string{"*/" + measureOf(d.As)} },
			Files:    placeless("*/incidents"),
			Posts:    always("*/observed"),
			ZoneRows: nil,
		},
		make: func(m *maker) []ZoneLine { return m.unseenZones(m.lying(zonesOf, m.drawn())) },
		page: func(p *page, lines []ZoneLine) []block {
			all := append([]block{p.note("zones-note")}, p.unheld()...)
			if len(p.watch) == 0 {
				all = append(all, p.none("none-zones"))
				if !slices.ContainsFunc(lines, ZoneLine.holds) {
					return all
				}
			}
			return append(all, p.lyingTable(lines, "outside-zones", true))
		},
	}.section()
}

// beltsSection is the same, to belts. A belt is a strip along a border: finer than the public
// edition's squares, which has none therefore.
func beltsSection() Section {
	return part[[]ZoneLine]{
		name: "belts", under: "zones",
		from: From{
			Reports:  func(d Unreckoned) []string { return []string{"*/" + measureOf(d.As)} },
			Files:    placeless("*/incidents"),
			ZoneRows: nil,
		},
		make: func(m *maker) []ZoneLine {
			if !m.mission() {
				return []ZoneLine{}
			}
			return m.lying(beltsOf, m.belts())
		},
		page: func(p *page, lines []ZoneLine) []block {
			if len(lines) == 0 {
				return []block{p.none("none-belts")}
			}
			if !slices.ContainsFunc(lines, func(l ZoneLine) bool { return len(l.Codes) > 0 || l.holds() }) {
				return []block{p.none("no-belts")}
			}
			return []block{p.lyingTable(lines, "outside-belts", false)}
		},
	}.section()
}

func zonesOf(l Lies) Cover { return l.Zones }
func beltsOf(l Lies) Cover { return l.Belts }

// drawn are the codes of the zones in force in the period or the one before.
func (m *maker) drawn() []string {
	var codes []string
	for _, z := range m.Zones {
		codes = append(codes, z.Code)
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

func (m *maker) belts() []string {
	var codes []string
	for _, z := range m.Zones {
		codes = append(codes, z.Belts...)
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// lying sorts all that is counted by how it lies to zones or to belts: each record is in one
// row, so the rows add up. What lies in two zones at once has a row that names both.
func (m *maker) lying(cover func(Lies) Cover, codes []string) []ZoneLine {
	var keys []string
	for _, code := range codes {
		keys = append(keys, Inside+" "+code)
		if m.mission() {
			keys = append(keys, MayBe+" "+code)
		}
	}
	g := groups(append(keys, Outside, Unknown)...)
	for _, r := range m.Reports {
		g.at(m.rowOf(r.Lies, cover(r.Lies))).report(r)
	}
	for _, f := range m.Files {
		g.at(m.rowOf(f.Lies, cover(f.Lies))).incidents.put(f.Subject, f.Before)
	}
	slices.SortStableFunc(g.keys, byLie)
	lines := make([]ZoneLine, 0, len(g.keys))
	for _, key := range g.keys {
		lies, names, _ := strings.Cut(key, " ")
		line := ZoneLine{Row: key, Lies: lies, Measures: m.measures(g.rows[key])}
		if names != "" {
			line.Codes = strings.Split(names, "+")
		}
		lines = append(lines, line)
	}
	return lines
}

// rowOf is the row of a record. To strangers what may lie in a zone is not known well enough:
// to say more would tell that it is near a border.
func (m *maker) rowOf(l Lies, c Cover) string {
	switch {
	case !l.Placed, len(c.In) == 0 && len(c.MayBe) > 0 && !m.mission():
		return Unknown
	case len(c.In) > 0:
		return Inside + " " + strings.Join(c.In, "+")
	case len(c.MayBe) > 0:
		return MayBe + " " + strings.Join(c.MayBe, "+")
	}
	return Outside
}

// byLie puts the rows of a zone together and what lies in none last.
func byLie(a, b string) int {
	rank := func(key string) string {
		lies, names, _ := strings.Cut(key, " ")
		switch lies {
		case Outside:
			return "2"
		case Unknown:
			return "3"
		}
		return "1" + names + " " + lies
	}
	return strings.Compare(rank(a), rank(b))
}

// unseenZones takes the numbers of observations from the rows of zones that nobody watched.
func (m *maker) unseenZones(lines []ZoneLine) []ZoneLine {
	for _, w := range m.watch {
		now, before := w.Posts.N() == 0, w.Posts.Before.N() == 0
		for i, line := range lines {
			if len(line.Codes) == 1 && line.Codes[0] == w.Row {
				lines[i].Observed = unseen(line.Observed, now, before)
			}
		}
	}
	return lines
}

// lyingTable leaves out rows of what may be inside while there is nothing in them, now or
// before: they are not worth a line of paper.
func (p *page) lyingTable(lines []ZoneLine, outside string, units bool) block {
	lines = slices.DeleteFunc(slices.Clone(lines), func(l ZoneLine) bool {
		return l.Lies == MayBe && !l.holds()
	})
	first := column[ZoneLine]{cell: func(l ZoneLine) template.HTML { return p.liesWhere(l, outside) }}
	return tableOf(lines, append([]column[ZoneLine]{first}, measureColumns(p, units, func(l ZoneLine) Measures { return l.Measures })...)...)
}

// holds reports whether anything is in a row, now or before.
func (l ZoneLine) holds() bool {
	return !nothing(l.Observed) || !nothing(l.Alleged) || !nothing(l.Incidents)
}

func nothing(f Figure) bool { return f.N() == 0 && f.Before.N() == 0 }

func (p *page) liesWhere(l ZoneLine, outside string) template.HTML {
	switch l.Lies {
	case Outside:
		return p.word(outside)
	case Unknown:
		return p.word("unknown")
	}
	return `<span class="lies">` + p.word(l.Lies) + `</span> ` + p.zones(l.Codes, " + ")
}

// zone is a zone by its name; by its code where the bulletin knows no name.
func (p *page) zone(of string) template.HTML {
	if name := p.zoneName(of); name != "" {
		return bdi(name)
	}
	return code(of)
}

func (p *page) zones(codes []string, between string) template.HTML {
	all := make([]string, len(codes))
	for i, of := range codes {
		all[i] = string(p.zone(of))
	}
	return template.HTML(strings.Join(all, between))
}

// zoneName is the name that the coverage knows of a zone.
func (p *page) zoneName(code string) string {
	for _, w := range p.watch {
		if w.Row == code && p.text(w.Names) != "" {
			return p.text(w.Names)
		}
	}
	return ""
}
