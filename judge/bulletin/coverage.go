package bulletin

import (
	"fmt"
	"html/template"
	"slices"

	"truce/noun/incident"
)

// Watch is what is known by now of who watched a zone.
type Watch struct {
	Row         string `json:"row"` // the zone's code
	Names       []Text `json:"names,omitempty"`
	Status      string `json:"status"` // observed, impeded or not-observed
	Posts       Figure `json:"posts"`
	Observed    Figure `json:"observed"`   // observations made inside for certain
	Restricted  Figure `json:"restricted"` // restrictions that kept somebody from seeing
	Approximate bool   `json:"approximate,omitzero"`
}

// Statuses of coverage.
const (
	Observed    = "observed"
	Impeded     = "impeded" // watched, and kept from seeing some of it
	NotObserved = "not-observed"
)

// coverageSection says of each zone that was in force who watched it, as far as that is known
// by now. A post belongs to a zone if it names it, or stands in it or in one of its belts.
func coverageSection() Section {
	return part[[]Watch]{
		name: "coverage",
		from: From{
			Reports: func(d Unreckoned) []string {
				if d.As != incident.Observation {
					return nil
				}
				return []string{"*/observed", "*/status"}
			},
			Posts:     always("*/*"),
			Restricts: always("*/restricted", "*/status"),
			ZoneRows:  nil,
		},
		make: func(m *maker) []Watch { return m.watch },
		page: coveragePage,
		facts: func(all []Watch) sheet {
			return sheetOf(all, []string{"zone", "status", "approximate"},
				func(w Watch) []string { return []string{w.Row, w.Status, fmt.Sprint(w.Approximate)} })
		},
	}.section()
}

func (m *maker) watches() []Watch {
	all := []Watch{}
	for _, z := range m.Zones {
		if z.Now || z.Before {
			all = append(all, m.watched(z))
		}
	}
	return all
}

func (m *maker) watched(z CountedZone) Watch {
	posts, observed, restricted := m.posts(z), bag{}, bag{}
	for _, r := range m.Reports {
		if r.As == incident.Observation && slices.Contains(r.Lies.Zones.In, z.Code) {
			observed.put(r.Subject, r.Before)
		}
	}
	for _, r := range m.Restrictions {
		if r.Blocked && (r.Zone == z.Code || touches(r.Lies, z)) {
			restricted.put(r.Subject, r.Before)
		}
	}
	return Watch{
		Row: z.Code, Names: z.Names, Approximate: z.Approximate, Status: status(posts.now.n, observed.now.n, restricted.now.n),
		Posts:      m.figure(posts, PostUnit),
		Observed:   unseen(m.figure(observed, ReportUnit), posts.now.n == 0, posts.before.n == 0),
		Restricted: m.figure(restricted, RestrictionUnit),
	}
}

// posts are those of a zone, each once wherever it moved.
func (m *maker) posts(z CountedZone) (b bag) {
	for _, p := range m.Posts {
		if p.Zone != z.Code && !touches(p.Lies, z) {
			continue
		}
		if p.Now && !slices.Contains(b.now.of, p.Subject) {
			b.put(p.Subject, false)
		}
		if p.Before && !slices.Contains(b.before.of, p.Subject) {
			b.put(p.Subject, true)
		}
	}
	return b
}

// touches reports whether a place lies in the zone or in one of its belts.
func touches(l Lies, z CountedZone) bool {
	return slices.Contains(l.Zones.In, z.Code) ||
		slices.ContainsFunc(l.Belts.In, func(code string) bool { return slices.Contains(z.Belts, code) })
}

func status(posts, observed, restricted int) string {
	switch {
	case posts == 0 && observed == 0:
		return NotObserved
	case restricted > 0:
		return Impeded
	}
	return Observed
}

func coveragePage(p *page, all []Watch) []block {
	note := p.note("coverage-note")
	if len(all) == 0 {
		return []block{note, p.none("none-zones")}
	}
	figure := func(key string, of func(Watch) Figure) column[Watch] {
		return column[Watch]{head: p.word(key), number: true, cell: func(w Watch) template.HTML { return p.figure(of(w)) }}
	}
	return []block{note, tableOf(all,
		column[Watch]{head: p.word("zone"), cell: p.watchedZone},
		column[Watch]{head: p.word("status"), cell: p.watchStatus},
		figure("posts", func(w Watch) Figure { return w.Posts }),
		figure("observed", func(w Watch) Figure { return w.Observed }),
		figure("restricted", func(w Watch) Figure { return w.Restricted }))}
}

func (p *page) watchedZone(w Watch) template.HTML {
	name := p.zone(w.Row)
	if w.Approximate {
		name += small(p.word("approximate"))
	}
	return name
}

func (p *page) watchStatus(w Watch) template.HTML {
	switch w.Status {
	case NotObserved:
		return p.unnumbered(Figure{NotObserved: true})
	case Impeded:
		return p.word("cover-impeded")
	}
	return p.word("cover-observed")
}
