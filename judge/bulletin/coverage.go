package bulletin

import (
	"slices"

	"truce/noun/incident"
)

// watching is what is known of who watched one zone.
type watching struct{ posts, observed, restricted bag }

// coverage says of each zone that was in force who watched it, as far as that is known by
// now. A post belongs to a zone if it names it, or stands in it or in one of its belts.
func (m *maker) coverage() {
	m.b.Coverage = []Watch{}
	for _, z := range m.in.Zones {
		if !z.Now && !z.Before {
			continue
		}
		w := m.watched(z)
		m.b.Coverage = append(m.b.Coverage, Watch{
			Row: z.Code, Names: z.Names, Status: status(w), Approximate: z.Approximate,
			Posts:      m.figure(w.posts, PostUnit),
			Observed:   unseen(m.figure(w.observed, ReportUnit), len(w.posts.now.of) == 0, len(w.posts.before.of) == 0),
			Restricted: m.figure(w.restricted, RestrictionUnit),
		})
	}
}

func (m *maker) watched(z Zone) *watching {
	w := &watching{}
	for _, p := range m.in.Posts {
		if p.State.Status != "standing" || p.State.Zone != z.Code && !touches(p.Lies, z) {
			continue
		}
		if m.in.Period.Meets(p.From, p.Until) && !slices.Contains(w.posts.now.of, p.Subject) {
			w.posts.put(p.Subject, false)
		}
		if m.in.Before.Meets(p.From, p.Until) && !slices.Contains(w.posts.before.of, p.Subject) {
			w.posts.put(p.Subject, true)
		}
	}
	m.counted(func(r Item[incident.Report]) {
		if r.State.Type == incident.Observation && slices.Contains(r.Lies.Zones.In, z.Code) {
			w.observed.put(r.Subject, r.Before)
		}
	}, func(Item[incident.Incident]) {})
	for _, r := range m.in.Restrictions {
		if blocks(r.State) && (r.State.Zone == z.Code || touches(r.Lies, z)) {
			w.restricted.put(r.Subject, r.Before)
		}
	}
	return w
}

// touches reports whether a place lies in the zone or in one of its belts.
func touches(l Lies, z Zone) bool {
	return slices.Contains(l.Zones.In, z.Code) ||
		slices.ContainsFunc(l.Belts.In, func(code string) bool { return slices.Contains(z.Belts, code) })
}

// blocks reports whether a restriction kept somebody from seeing: all but one that was
// passed, or gone round, in the end.
func blocks(r incident.Restriction) bool {
	return r.Outcome != "passed" && r.Outcome != "other-way" && r.Outcome != "went-on"
}

func status(w *watching) string {
	switch {
	case len(w.posts.now.of) == 0 && w.observed.now.n == 0:
		return NotObserved
	case w.restricted.now.n > 0:
		return Impeded
	}
	return Observed
}

// unseenZones takes the numbers of observations from the rows of zones that nobody watched.
func (m *maker) unseenZones() {
	for _, w := range m.b.Coverage {
		now, before := w.Posts.N() == 0, w.Posts.Before.N() == 0
		for i, row := range m.b.Zones {
			if len(row.Codes) == 1 && row.Codes[0] == w.Row {
				m.b.Zones[i].Observed = unseen(row.Observed, now, before)
			}
		}
	}
}
