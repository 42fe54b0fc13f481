package bulletin

import (
	"html/template"

	"truce/noun/incident"
)

// Measures are the three things that are counted, each in its unit.
type Measures struct {
	Observed  Figure `json:"observed"`
	Alleged   Figure `json:"alleged"`
	Incidents Figure `json:"incidents"`
}

// measureOf names the measure in which a report counts.
func measureOf(as string) string {
	if as == incident.Observation {
		return "observed"
	}
	return "alleged"
}

// measured are the bags of the three.
type measured struct{ observed, alleged, incidents bag }

func (m *maker) measures(b *measured) Measures {
	return Measures{m.figure(b.observed, ReportUnit), m.figure(b.alleged, ReportUnit), m.figure(b.incidents, IncidentUnit)}
}

func (b *measured) report(r CountedReport) {
	if r.As == incident.Observation {
		b.observed.put(r.Subject, r.Before)
	} else {
		b.alleged.put(r.Subject, r.Before)
	}
}

// grouped are the three by key.
type grouped struct {
	keys []string
	rows map[string]*measured
}

func groups(keys ...string) *grouped {
	g := &grouped{rows: map[string]*measured{}}
	for _, key := range keys {
		g.at(key)
	}
	return g
}

func (g *grouped) at(key string) *measured {
	if g.rows[key] == nil {
		g.keys = append(g.keys, key)
		g.rows[key] = &measured{}
	}
	return g.rows[key]
}

// measureColumns are the three on the page, with their units or without.
func measureColumns[R any](p *page, units bool, of func(R) Measures) []column[R] {
	observed, alleged := p.word("observed"), p.word("alleged")
	if units {
		unit := small("(" + p.unitOf(ReportUnit) + ")")
		observed, alleged = observed+unit, alleged+unit
	}
	figure := func(head template.HTML, one func(Measures) Figure) column[R] {
		return column[R]{head: head, number: true, cell: func(r R) template.HTML { return p.figure(one(of(r))) }}
	}
	return []column[R]{
		figure(observed, func(m Measures) Figure { return p.seen(m.Observed) }),
		figure(alleged, func(m Measures) Figure { return m.Alleged }),
		figure(p.word("incidents"), func(m Measures) Figure { return m.Incidents }),
	}
}
